import { describe, expect, it } from 'vitest';
import { cents } from '../../../src-preload/contract/money.ts';
import type { GuestItem } from '../../../src-preload/contract/outbox.ts';
import { heldItem } from '../../testing/fake-api.ts';
import { ANOTHER_GUEST, asksFirst, choicesFor, resolutionOf } from './decisions.ts';

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
  became: null,
  details: { firstName: 'Ana', lastName: 'Petrescu', phone: '4155550142', email: null },
  creditBehind: { count: 0, sum: cents(0) },
};
const ids = (item: Parameters<typeof choicesFor>[0]) => choicesFor(item).map((each) => each.id);

describe('what a manager can decide', () => {
  it('is, while it would still be sent, to have it entered by hand', () => {
    for (const state of ['queued', 'verifying'] as const) {
      expect(ids({ ...heldItem, state })).toEqual(['by-hand']);
    }
  });
  it('is nothing while it continues automatically', () => {
    for (const state of ['held', 'sending', 'settled', 'cancelled'] as const) {
      expect(ids({ ...heldItem, state })).toEqual([]);
    }
  });
  it('is to send a refused or over-aged credit again, or to give it up', () => {
    expect(ids({ ...heldItem, state: 'refused' })).toEqual(['send-as-new', 'discard']);
    expect(ids({ ...heldItem, state: 'stuck', stuck: 'too-old' })).toEqual(['send-as-new', 'discard']);
  });
  it('is first to ask about what Toast may have, never to send it again', () => {
    for (const stuck of ['unreadable-record', 'contradicted', 'different-content', 'singled-out'] as const) {
      expect(ids({ ...heldItem, state: 'stuck', stuck })).toEqual(['recheck', 'discard']);
    }
  });
  it('is to give a credit to the guest into whom Toast has merged theirs, or to give it up', () => {
    const mergedInto = { guestId: 'g2', name: 'Ben Kim' };
    const item = { ...heldItem, state: 'stuck', stuck: 'guest-merged', mergedInto } as const;
    expect(ids(item)).toEqual(['g2', 'discard']);
    const [give] = choicesFor(item);
    expect(give).toMatchObject({ do: 'use-existing', guest: mergedInto });
    expect(resolutionOf(give ?? null, null)).toEqual({ do: 'use-existing', guestId: 'g2' });
  });

  it('is only to give up a credit that was changed outside Hoststand', () => {
    expect(ids({ ...heldItem, state: 'stuck', stuck: 'altered' })).toEqual(['discard']);
  });
  it('is who a new guest is, where Toast has one like them', () => {
    expect(ids(newGuest)).toEqual(['g1', 'create-anyway', 'correct-guest', 'discard']);
  });
  it('is to correct a new guest in every state in which software stopped', () => {
    expect(ids({ ...newGuest, state: 'refused', stuck: null })).toEqual(['correct-guest', 'discard']);
    expect(ids({ ...newGuest, stuck: 'too-old' })).toEqual(['correct-guest', 'discard']);
    expect(ids({ ...newGuest, stuck: 'singled-out' })).toEqual(['recheck', 'correct-guest', 'discard']);
  });
  it('is to give the credit behind a new guest to another one, where there is any', () => {
    const creditBehind = { count: 2, sum: cents(2500) };
    for (const stuck of [null, 'guest-exists', 'contradicted', 'singled-out'] as const) {
      const state = stuck === null ? 'refused' : 'stuck';
      expect(ids({ ...newGuest, state, stuck })).not.toContain('another-guest');
      expect(ids({ ...newGuest, state, stuck, creditBehind })).toContain('another-guest');
    }
  });
});

describe('what is asked', () => {
  const [them, anyway, correct, end] = choicesFor(newGuest);
  it('waits until everything is chosen', () => {
    expect(resolutionOf(null, null)).toBeNull();
    expect(resolutionOf(end ?? null, null)).toBeNull();
    expect(resolutionOf(correct ?? null, null)).toBeNull();
    expect(resolutionOf(ANOTHER_GUEST, null)).toBeNull();
  });
  it('carries the guest, or the reason', () => {
    expect(resolutionOf(them ?? null, null)).toEqual({ do: 'use-existing', guestId: 'g1' });
    expect(resolutionOf(anyway ?? null, null)).toEqual({ do: 'create-anyway' });
    expect(resolutionOf(end ?? null, 'A mistake')).toEqual({ do: 'discard', reason: 'A mistake' });
  });
});

it('asks Toast before what ends an entry, and says so meanwhile', () => {
  expect((['send-as-new', 'use-existing', 'correct-guest', 'discard'] as const).map(asksFirst)).not.toContain(
    false,
  );
  expect((['recheck', 'create-anyway'] as const).map(asksFirst)).not.toContain(true);
});
