import { describe, expect, it } from 'vitest';
import { cents } from '../../../src-preload/contract/money.ts';
import { type GuestItem, itemId } from '../../../src-preload/contract/outbox.ts';
import { ok } from '../../../src-preload/contract/result.ts';
import { arrive, createFakeApi, createFakeClock, fakeStatus, heldItem } from '../../testing/fake-api.ts';
import { createWaitingStore, decidedAt } from './waiting.ts';

const guest: GuestItem = {
  kind: 'create-guest',
  guestId: heldItem.guestId,
  guestName: 'Ana Petrescu',
  state: 'refused',
  givenAt: 5,
  givenBy: 'Marco D.',
  nextTryAt: null,
  since: 5,
  refusal: null,
  stuck: null,
  existing: [],
  became: null,
  details: null,
  creditBehind: { count: 1, sum: cents(1500) },
};
const behind = { ...heldItem, state: 'queued', waitsForGuest: true, guestNeedsPerson: true } as const;

describe('credit behind a new guest', () => {
  it('leads to the decision about the guest', () => {
    expect(decidedAt(behind, [behind, guest])).toBe(itemId(guest));
    expect(decidedAt(guest, [behind, guest])).toBe(itemId(guest));
  });
  it('leads nowhere while it can be undone, or once the guest continues', () => {
    expect(decidedAt({ ...behind, state: 'held' }, [guest])).toBeNull();
    expect(decidedAt(behind, [behind, { ...guest, state: 'queued' }])).toBeNull();
    expect(decidedAt({ ...behind, guestNeedsPerson: false }, [behind])).toBeNull();
  });
  it('is listed with what needs a manager, also when only the guest has moved', async () => {
    const bridge = createFakeApi();
    const other = { ...heldItem, creditId: 'other', guestId: 'other', state: 'queued', givenAt: 1 } as const;
    const credit = { ...behind, guestNeedsPerson: false, givenAt: 6 };
    bridge.script('waitingList', async () =>
      ok({ items: [other, credit, { ...guest, state: 'queued' }], summary: fakeStatus.waiting }),
    );
    const store = createWaitingStore(bridge.api, createFakeClock());
    const stop = store.getState().start();
    await arrive();
    const listed = () => (store.getState().items ?? []).map(itemId);
    expect(listed()).toEqual(['other', guest.guestId, credit.creditId]);
    bridge.push('newGuest', guest);
    expect(listed()).toEqual([guest.guestId, credit.creditId, 'other']);
    stop();
  });
});
