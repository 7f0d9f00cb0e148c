/**
 * An entry of the outbox: one accepted credit on its way to the CRM. The whole life:
 *
 *   held ──▶ queued ──▶ sending ──▶ settled
 *    │         ▲  ▲        │
 *    │         │  └────────┤ definitely not sent
 *    │         └─ absent ──┴▶ verifying ──▶ settled | stuck | refused
 *    └▶ cancelled          └▶ refused
 *
 * `advance` is pure and total: it says what an event makes of an entry, and leaves the entry as it is where the event
 * does not apply. It decides nothing about time but from the numbers it is given.
 */
import { assertNever } from '../../src-preload/contract/result.ts';
import type { AcceptedCredit } from '../lib/accepted-credit.ts';
import type { CrmError } from '../ports.ts';
import { classify } from './classify.ts';
import type { CreditOnBooks } from './gateway.ts';
import type { Timing } from './schedule.ts';
import { backOff } from './schedule.ts';

/** What was accepted. */
export type Credit = AcceptedCredit;

/** The CRM's refusal, kept for the person who has to deal with it and for Toast's support. */
export interface Refusal {
  readonly status: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
}

/**
 * The state of an entry: each arm holds only what exists then. Every delay counts from `since`, the moment the state was
 * reached; within one run it is measured by the monotonic clock, so that a wall clock that jumps hurries nothing.
 */
export type EntryState =
  /** Accepted; may be undone for `delayMs`, because the CRM cannot take a credit back. Then queued. */
  | { readonly state: 'held'; readonly delayMs: number }
  /**
   * To be sent, not before `delayMs` have passed. `attempts` were begun so far. `doubt`: one of them may have landed
   * after all, so a refusal now is no proof that nothing is there. Next: sending.
   */
  | { readonly state: 'queued'; readonly delayMs: number; readonly attempts: number; readonly doubt: boolean }
  /** A request is out; this was on disk before its first byte left. Found at a start it becomes verifying. */
  | { readonly state: 'sending'; readonly attempts: number; readonly doubt: boolean }
  /**
   * The outcome is unknown: the CRM is asked by GUID before anything is sent again. `absences` counts its "nothing
   * here" answers, which prove absence only once `settleMs` have passed in this state (reads may lag, and a request may
   * still be on its way). `refusal`: the CRM refused an attempt whose forerunner may have landed.
   */
  | {
      readonly state: 'verifying';
      readonly delayMs: number;
      readonly attempts: number;
      readonly checks: number;
      readonly absences: number;
      readonly refusal: Refusal | null;
    }
  /** The CRM has it, seen in a matching answer. Kept so that the screen and the report can say so. End. */
  | { readonly state: 'settled'; readonly how: 'answered' | 'found' }
  /** The CRM said no, and nothing of it is there. Kept for a manager: send again as a new one, or drop it. */
  | { readonly state: 'refused'; readonly refusal: Refusal }
  /** Needs a person. `different-content`: the CRM has something else under this GUID. */
  | { readonly state: 'stuck'; readonly why: 'different-content' | 'unreadable-record' }
  /** Undone in time. Kept until retention. End. */
  | { readonly state: 'cancelled' };

export interface Entry {
  readonly credit: Credit;
  /** Order of acceptance; entries of one guest go in this order. */
  readonly seq: number;
  /** When the present state was reached (UTC ms). For people; delays are measured elsewhere. */
  readonly since: number;
  readonly at: EntryState;
}

export type EntryEvent =
  /** The giver took it back. Applies while held. */
  | { readonly type: 'undo' }
  /** The undo moment has passed. */
  | { readonly type: 'undo-over' }
  /** An attempt begins: to be stored before its first byte leaves. */
  | { readonly type: 'attempt' }
  /** The CRM answered the attempt with what it now has. */
  | { readonly type: 'answered'; readonly books: CreditOnBooks }
  /** The attempt failed. */
  | { readonly type: 'failed'; readonly error: CrmError }
  /** Asked by GUID, the CRM has this. */
  | { readonly type: 'found'; readonly books: CreditOnBooks }
  /** Asked by GUID, the CRM says it has nothing. `waitedMs`: how long since the doubt arose. */
  | { readonly type: 'absent'; readonly waitedMs: number }
  /** Asking failed. */
  | { readonly type: 'check-failed'; readonly error: CrmError }
  /** The program started and found the entry so. */
  | { readonly type: 'restarted' };

/** What `advance` may know of the world. */
export interface AdvanceContext {
  /** UTC ms. */
  readonly now: number;
  /** In [0, 1), for jitter. */
  readonly random: number;
  readonly timing: Timing;
}

/** The entry after the event; the very same object where the event does not apply to its state. */
export function advance(entry: Entry, event: EntryEvent, context: AdvanceContext): Entry {
  const next = nextState(entry, event, context);
  if (next === entry.at) return entry;
  const since = next.state === entry.at.state ? entry.since : context.now;
  return { ...entry, at: next, since };
}

function nextState(entry: Entry, event: EntryEvent, context: AdvanceContext): EntryState {
  const { at } = entry;
  switch (at.state) {
    case 'held':
      if (event.type === 'undo') return { state: 'cancelled' };
      if (event.type === 'undo-over') return { state: 'queued', delayMs: 0, attempts: 0, doubt: false };
      return at;
    case 'queued':
      if (event.type !== 'attempt') return at;
      return { state: 'sending', attempts: at.attempts + 1, doubt: at.doubt };
    case 'sending':
      return afterAttempt(entry.credit, at, event, context);
    case 'verifying':
      return afterCheck(entry.credit, at, event, context);
    case 'settled':
    case 'refused':
    case 'stuck':
    case 'cancelled':
      return at;
    default:
      return assertNever(at, 'entry state');
  }
}

type Sending = Extract<EntryState, { state: 'sending' }>;
type Verifying = Extract<EntryState, { state: 'verifying' }>;

function afterAttempt(credit: Credit, at: Sending, event: EntryEvent, context: AdvanceContext): EntryState {
  switch (event.type) {
    case 'answered':
      return settledOrStuck(credit, event.books, 'answered');
    case 'failed': {
      const verdict = classify(event.error);
      switch (verdict.kind) {
        // Nothing left this PC, or the CRM took no part: as if the attempt had not been.
        case 'not-sent':
        case 'paused':
          return { state: 'queued', delayMs: 0, attempts: at.attempts - 1, doubt: at.doubt };
        case 'unknown':
          return doubtful(at.attempts, null, context);
        case 'refused':
          return at.doubt || verdict.mayExist
            ? doubtful(at.attempts, verdict.refusal, context)
            : { state: 'refused', refusal: verdict.refusal };
        default:
          return assertNever(verdict, 'verdict');
      }
    }
    case 'restarted':
      return doubtful(at.attempts, null, context);
    case 'undo':
    case 'undo-over':
    case 'attempt':
    case 'found':
    case 'absent':
    case 'check-failed':
      return at;
    default:
      return assertNever(event, 'entry event');
  }
}

function afterCheck(credit: Credit, at: Verifying, event: EntryEvent, context: AdvanceContext): EntryState {
  const { timing, random } = context;
  switch (event.type) {
    case 'found':
      return settledOrStuck(credit, event.books, 'found');
    case 'absent': {
      const absences = at.absences + 1;
      const proven = absences >= timing.absencesNeeded && event.waitedMs >= timing.settleMs;
      if (!proven) {
        const delayMs = Math.min(backOff(timing, at.checks, random), timing.settleMs);
        return { ...at, delayMs, checks: at.checks + 1, absences };
      }
      if (at.refusal !== null) return { state: 'refused', refusal: at.refusal };
      return { state: 'queued', delayMs: 0, attempts: at.attempts, doubt: true };
    }
    case 'check-failed': {
      const verdict = classify(event.error);
      // While asking fails nothing is ever sent. A pause of the whole queue is not this entry's failure.
      if (verdict.kind === 'not-sent' || verdict.kind === 'paused') return at;
      return { ...at, delayMs: backOff(timing, at.checks, random), checks: at.checks + 1 };
    }
    case 'undo':
    case 'undo-over':
    case 'attempt':
    case 'answered':
    case 'failed':
    case 'restarted':
      return at;
    default:
      return assertNever(event, 'entry event');
  }
}

function doubtful(attempts: number, refusal: Refusal | null, { timing, random }: AdvanceContext): EntryState {
  const delayMs = backOff(timing, attempts - 1, random);
  return { state: 'verifying', delayMs, attempts, checks: 0, absences: 0, refusal };
}

/** Settled only where the CRM has the same credit: same GUID, amount, kind and, where it says, guest. */
function settledOrStuck(credit: Credit, books: CreditOnBooks, how: 'answered' | 'found'): EntryState {
  const same =
    books.creditId === credit.id &&
    books.amount === credit.amount &&
    books.type === 'ADD_VALUE' &&
    (books.guestId === null || books.guestId === credit.guestId);
  return same ? { state: 'settled', how } : { state: 'stuck', why: 'different-content' };
}

/** States in which an entry is still on its way, or waits for a person: accepted and not yet over. */
export const OPEN_STATES = ['held', 'queued', 'sending', 'verifying', 'refused', 'stuck'] as const;
