import { describe, expect, it } from 'vitest';
import type { GuestItem } from '../../src-preload/contract/outbox.ts';
import { heldItem } from '../testing/fake-api.ts';
import { choicesFor, resolutionOf } from './decisions.ts';

const newGuest: GuestItem = {
  kind: 'create-guest',
  guestId: 'g9',
  guestName: 'Ana Petrescu',
  state: 'stuck',
  givenAt: 0,
  givenBy: 'Marco D.',
  nextTryAt: null,
  since: 0,
  refusal: null,
  stuck: 'guest-exists',
  existing: [{ guestId: 'g1', name: 'A. Petrescu' }],
};
const ids = (item: Parameters<typeof choicesFor>[0]) => choicesFor(item).map((each) => each.id);

describe('what a manager can decide', () => {
  it('is nothing while it goes on by itself', () => {
    for (const state of ['held', 'queued', 'sending', 'verifying', 'settled', 'cancelled'] as const) {
      expect(ids({ ...heldItem, state })).toEqual([]);
    }
  });
  it('is to send a refused or over-aged credit again, or to give it up', () => {
    expect(ids({ ...heldItem, state: 'refused' })).toEqual(['send-as-new', 'discard']);
    expect(ids({ ...heldItem, state: 'stuck', stuck: 'too-old' })).toEqual(['send-as-new', 'discard']);
  });
  it('is first to ask about what Toast may have, never to send it again', () => {
    for (const stuck of ['unreadable-record', 'contradicted'] as const) {
      expect(ids({ ...heldItem, state: 'stuck', stuck })).toEqual(['recheck', 'discard']);
    }
  });
  it('is who a new guest is, where Toast has one like them', () => {
    expect(ids(newGuest)).toEqual(['g1', 'create-anyway', 'discard']);
    expect(ids({ ...newGuest, state: 'refused', stuck: null })).toEqual(['discard']);
  });
});

describe('what is asked', () => {
  const [them, anyway, end] = choicesFor(newGuest);
  it('waits until everything is chosen', () => {
    expect(resolutionOf(null, null)).toBeNull();
    expect(resolutionOf(end ?? null, null)).toBeNull();
  });
  it('carries the guest, or the reason', () => {
    expect(resolutionOf(them ?? null, null)).toEqual({ do: 'use-existing', guestId: 'g1' });
    expect(resolutionOf(anyway ?? null, null)).toEqual({ do: 'create-anyway' });
    expect(resolutionOf(end ?? null, 'A mistake')).toEqual({ do: 'discard', reason: 'A mistake' });
  });
});
