import type { Cents } from '../../src-preload/contract/money.ts';
import type { CreditItem, GuestDetails, GuestItem, WaitingItem } from '../../src-preload/contract/outbox.ts';
import type { GuestToCreate } from '../domain/accepted-credit.ts';
import type { Entry } from './entry.ts';
import type { CreditWork, GuestWork } from './payload.ts';

/** Fields of an item that are not part of its entry. */
export interface ItemFacts {
  /** UTC ms. */
  readonly now: number;
  /** Remaining delay of the entry, ms. */
  readonly leftMs: number;
  /** A guest's name, if this kiosk has it cached. */
  readonly nameOf: (guestId: string) => string | null;
  /** The CRM's words as they came; null where they can no longer be unsealed. */
  readonly unsealed: (words: string) => string | null;
  /** Whether the guest is new and not yet created; `blocked` if they need a person first. */
  readonly guestIsNew: false | 'coming' | 'blocked';
  /** Credit that goes after this guest. */
  readonly creditBehind: { readonly count: number; readonly sum: Cents };
}

/** An accepted credit in the form the page may see. */
export function creditItem(entry: Entry, work: CreditWork, facts: ItemFacts): CreditItem {
  const { now, leftMs } = facts;
  const { at } = entry;
  const held = at.state === 'held';
  return {
    kind: 'add-credit',
    ...shared(entry, { ...facts, guestName: facts.nameOf(work.guestId) }),
    creditId: work.id,
    amount: work.amount,
    reasonId: work.reasonId,
    approvedBy: work.approvedBy?.shortName ?? null,
    undoUntil: held ? now + leftMs : null,
    undoLeftMs: held ? leftMs : 0,
    undone: at.state === 'cancelled' && at.how === 'undone',
    waitsForGuest: facts.guestIsNew !== false,
    guestNeedsPerson: facts.guestIsNew === 'blocked',
    ...(at.state === 'stuck' &&
      at.why === 'guest-merged' && { mergedInto: { guestId: at.into, name: facts.nameOf(at.into) } }),
  };
}

/** A new guest on the way as the page may see it. The name is the queue's own, until the CRM has the guest. */
export function guestItem(entry: Entry, work: GuestWork, facts: ItemFacts): GuestItem {
  const { at } = entry;
  const guestName = work.guest && `${work.guest.firstName} ${work.guest.lastName}`;
  return {
    kind: 'create-guest',
    ...shared(entry, { ...facts, guestName: guestName ?? facts.nameOf(work.guestId) }),
    existing:
      at.state === 'stuck' && at.why === 'guest-exists'
        ? at.guestIds.map((guestId) => ({ guestId, name: facts.nameOf(guestId) }))
        : [],
    became:
      at.state === 'cancelled' && at.how === 'replaced' && at.replacement !== null
        ? { guestId: at.replacement, name: facts.nameOf(at.replacement) }
        : null,
    details: (at.state === 'refused' || at.state === 'stuck') && work.guest ? detailsOf(work.guest) : null,
    creditBehind: facts.creditBehind,
  };
}

function detailsOf({ firstName, lastName, phone, email }: GuestToCreate): GuestDetails {
  return { firstName, lastName, phone, email };
}

function shared(
  { work, at, since }: Entry,
  {
    now,
    leftMs,
    unsealed,
    guestName,
  }: Pick<ItemFacts, 'now' | 'leftMs' | 'unsealed'> & { readonly guestName: string | null },
) {
  const timed = at.state === 'queued' || at.state === 'verifying';
  const refusal = 'refusal' in at ? at.refusal : null;
  // Not known to have been sent: the screen shows it as not sent yet, although an earlier run is being verified.
  const unsent = at.state === 'verifying' && at.attempts === 0;
  return {
    guestId: work.guestId,
    guestName,
    state: unsent ? 'queued' : at.state,
    givenAt: work.givenAt,
    givenBy: work.givenBy.shortName,
    nextTryAt: timed && leftMs > 0 ? now + leftMs : null,
    since,
    refusal: refusal && {
      message: refusal.message === null ? null : unsealed(refusal.message),
      requestId: refusal.requestId,
    },
    stuck: at.state === 'stuck' ? at.why : null,
  };
}

/** An entry in the form the page may see. */
export function itemOf(entry: Entry, facts: ItemFacts): WaitingItem {
  const { work } = entry;
  return work.kind === 'add-credit' ? creditItem(entry, work, facts) : guestItem(entry, work, facts);
}
