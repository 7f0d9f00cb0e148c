/**
 * An entry of the outbox: one accepted credit or one new guest, until the CRM has it. The life cycle:
 *
 *    held ──▶ queued ──▶ sending ──▶ settled
 *    │        │ ▲  ▲       │
 *    │        │ │  └───────┤ definitely not sent
 *    │        │ └─ absent ─┴▶ verifying ──▶ settled | refused | stuck
 *    └▶ cancelled
 *             └▶ stuck (too old, guest exists, guest merged, singled out)
 *   held, queued, sending ── another run of the program ──▶ verifying
 *   queued, verifying, refused, stuck ── a manager, who has it entered by hand ──▶ cancelled
 *   refused, stuck ── a manager ──▶ cancelled (dropped, or replaced by a new entry) | queued | verifying
 *
 * `advance` is pure and total: it says what an event makes of an entry, and leaves the entry as it is where the event
 * does not apply. It decides nothing about time but from the numbers it is given.
 */
import { assertNever } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import { classify, isEverybodys } from './classify.ts';
import { type CrmRecord, matchesCrmRecord } from './matches-crm-record.ts';
import type { Work } from './payload.ts';
import type { EntryState, Refusal } from './state.ts';
import { backOff } from './timing/back-off.ts';
import type { Timing } from './timing/default-timing.ts';

export interface Entry {
  readonly work: Work;
  /** Order of acceptance; entries of one guest go in this order. */
  readonly seq: number;
  /** When it entered the queue (UTC ms); its age counts from here. A replacement starts its own age. */
  readonly acceptedAt: number;
  /** When the current state was reached (UTC ms). For display; delays are measured elsewhere. */
  readonly since: number;
  readonly at: EntryState;
}

export type EntryEvent =
  /** The giver undid it. Applies while held. */
  | { readonly type: 'undo' }
  /** The undo period is over. */
  | { readonly type: 'undo-over' }
  /** An attempt starts: stored before its first byte is sent. */
  | { readonly type: 'attempt' }
  /** The CRM answered the attempt with its record. */
  | { readonly type: 'answered'; readonly record: CrmRecord }
  /** The attempt failed. */
  | { readonly type: 'failed'; readonly error: CrmError }
  /** Asked by GUID, the CRM returned this record. */
  | { readonly type: 'found'; readonly record: CrmRecord }
  /** Asked by GUID, the CRM has nothing. `waitedMs`: time since the doubt arose. */
  | { readonly type: 'absent'; readonly waitedMs: number }
  /** Asking failed. */
  | { readonly type: 'check-failed'; readonly error: CrmError }
  /** Its request was interrupted: the last run ended, or the disk could not store the answer. */
  | { readonly type: 'restarted' }
  /** This run found the entry in the file: an earlier run may have done more with it than the file shows. */
  | { readonly type: 'taken-over' }
  /** The CRM declined it or failed repeatedly while others got through. */
  | { readonly type: 'singled-out' }
  /** It waited longer than the restaurant allows. Applies only if the CRM has no record of it. */
  | { readonly type: 'too-old' }
  /** Before a guest was created: the CRM has these with the same number or e-mail. */
  | { readonly type: 'exists'; readonly guestIds: readonly string[] }
  /** Before a credit was sent: the CRM answers for its guest with another one. */
  | { readonly type: 'merged'; readonly into: string }
  /** A manager decided that this guest is new anyway. */
  | { readonly type: 'confirm-new' }
  /** A manager decided to check with the CRM. */
  | { readonly type: 'recheck' }
  /** A manager canceled it. */
  | { readonly type: 'discard'; readonly by: string; readonly reason: string }
  /** A manager says that a person enters it at the CRM: from here it is not sent any more. */
  | { readonly type: 'by-hand'; readonly by: string }
  /** A manager replaced it with another entry. */
  | { readonly type: 'replace'; readonly by: string; readonly replacement: string | null };

/** Inputs to `advance` besides the entry and the event. */
export interface AdvanceContext {
  /** UTC ms. */
  readonly now: number;
  /** In [0, 1), for jitter. */
  readonly random: number;
  readonly timing: Timing;
}

/** The entry after the event; the same object if the event does not apply to its state. */
export function advance(entry: Entry, event: EntryEvent, context: AdvanceContext): Entry {
  const next = nextState(entry, event, context);
  if (next === entry.at) return entry;
  const since = next.state === entry.at.state ? entry.since : context.now;
  const { work } = entry;
  const confirmed = event.type === 'confirm-new' && work.kind === 'create-guest';
  return { ...entry, work: confirmed ? { ...work, confirmedNew: true } : work, at: next, since };
}

function nextState(entry: Entry, event: EntryEvent, context: AdvanceContext): EntryState {
  const { at } = entry;
  // Asked about by GUID, the CRM has it: that ends every doubt, no matter what this file says of it.
  if (
    event.type === 'found' &&
    at.state !== 'sending' &&
    at.state !== 'settled' &&
    at.state !== 'cancelled'
  ) {
    return settledOrStuck(entry.work, event.record, 'found');
  }
  if (event.type === 'by-hand' && isInHand(at)) return discarded({ ...event, reason: '' });
  switch (at.state) {
    case 'held':
      if (event.type === 'undo') return { state: 'cancelled', how: 'undone' };
      if (event.type === 'undo-over') return at.earlier ? asked(0) : QUEUED;
      if (event.type === 'taken-over' && !at.earlier) return { ...at, earlier: true };
      return untouched(at, event);
    case 'queued':
      return fromQueued(entry.work, at, event, context);
    case 'sending':
      return afterAttempt(entry.work, at, event, context);
    case 'verifying':
      return afterCheck(at, event, context);
    case 'refused':
    case 'stuck':
      return byManager(entry.work, at, event);
    case 'settled':
    case 'cancelled':
      return at;
    default:
      return assertNever(at, 'entry state');
  }
}

type In<S extends EntryState['state']> = Extract<EntryState, { state: S }>;

const QUEUED: EntryState = { state: 'queued', delayMs: 0, attempts: 0, doubt: false };
/** A refusal ends the request, so it can no longer arrive: this wait only covers reads that lag behind writes, ms. */
const REFUSED_SETTLE_MS = 15_000;
const SINGLED_OUT: EntryState = { state: 'stuck', why: 'singled-out' };

/** Initial state of an accepted entry: held for `undoMs`, or sent immediately; verified first if requested. */
export function firstState(how: { readonly undoMs: number; readonly asksFirst?: boolean }): EntryState {
  const { undoMs, asksFirst = false } = how;
  if (undoMs > 0) return { state: 'held', delayMs: undoMs, ...(asksFirst && { earlier: true }) };
  return asksFirst ? asked(0) : QUEUED;
}

/** Asks by GUID immediately, and requires full proof of absence before anything is sent. */
function asked(attempts: number): In<'verifying'> {
  return { state: 'verifying', delayMs: 0, attempts, checks: 0, absences: 0, refusal: null };
}

function fromQueued(work: Work, at: In<'queued'>, event: EntryEvent, { timing }: AdvanceContext): EntryState {
  if (event.type === 'taken-over') return asked(at.attempts);
  if (event.type === 'singled-out') return SINGLED_OUT;
  if (event.type === 'attempt') return { state: 'sending', attempts: at.attempts + 1, doubt: at.doubt };
  if (event.type === 'too-old') return { state: 'stuck', why: 'too-old' };
  // An attempt may have created the guest that is found, so this is meaningful only before the first attempt.
  if (event.type === 'exists' && at.attempts === 0) {
    return { state: 'stuck', why: 'guest-exists', guestIds: event.guestIds };
  }
  if (event.type === 'merged') return { state: 'stuck', why: 'guest-merged', into: event.into };
  // The question whether the guest already exists failed; nothing was sent.
  if (event.type === 'check-failed' && !isEverybodys(event.error)) return { ...at, delayMs: timing.settleMs };
  return at.attempts === 0 || work.kind === 'add-credit' ? untouched(at, event) : at;
}

/**
 * A manager's decision about credit for a new guest who cannot be created. The CRM does not have it: it was never sent,
 * or the CRM, asked, had nothing.
 */
function untouched(at: EntryState, event: EntryEvent): EntryState {
  if (event.type === 'replace') return replaced(event);
  if (event.type === 'discard') return discarded(event);
  return at;
}

function afterAttempt(work: Work, at: In<'sending'>, event: EntryEvent, context: AdvanceContext): EntryState {
  if (event.type === 'answered') return settledOrStuck(work, event.record, 'answered');
  if (event.type === 'restarted' || event.type === 'taken-over') return doubtful(at.attempts, null, context);
  if (event.type !== 'failed') return at;
  const verdict = classify(event.error);
  switch (verdict.kind) {
    // Not sent, or not processed by the CRM: the attempt does not count.
    case 'not-sent':
    case 'paused':
      return { state: 'queued', delayMs: 0, attempts: at.attempts - 1, doubt: at.doubt };
    case 'barred':
    case 'unknown':
      return doubtful(at.attempts, null, context);
    case 'refused': {
      // A refusal may arrive after the request was processed: it is final once the CRM, asked, has nothing.
      const next = doubtful(at.attempts, verdict.refusal, context);
      return at.doubt || verdict.mayExist ? next : { ...next, first: true };
    }
  }
}

/** Whether another "not found", this long after the doubt arose, proves that the CRM has nothing. */
export function provesAbsence(at: In<'verifying'>, waitedMs: number, timing: Timing): boolean {
  return at.absences + 1 >= timing.absencesNeeded && waitedMs >= settleMsOf(at, timing);
}

function settleMsOf(at: In<'verifying'>, timing: Timing): number {
  return at.first ? Math.min(timing.settleMs, REFUSED_SETTLE_MS) : timing.settleMs;
}

function afterCheck(at: In<'verifying'>, event: EntryEvent, context: AdvanceContext): EntryState {
  const { timing, random } = context;
  // Answers to an earlier run may predate its last attempt.
  if (event.type === 'taken-over' && at.absences > 0) return { ...at, absences: 0 };
  if (event.type === 'absent') {
    const absences = at.absences + 1;
    if (!provesAbsence(at, event.waitedMs, timing)) {
      const delayMs = Math.min(backOff(timing, at.checks, random), settleMsOf(at, timing));
      return { ...at, delayMs, checks: at.checks + 1, absences };
    }
    if (at.refusal !== null && at.first) return { state: 'refused', refusal: at.refusal };
    // A repeated GUID may be refused because the CRM already has it. We cannot tell, and sending again could create a
    // second one.
    if (at.refusal !== null) return { state: 'stuck', why: 'contradicted', refusal: at.refusal };
    return { state: 'queued', delayMs: 0, attempts: at.attempts, doubt: at.attempts > 0 };
  }
  if (event.type === 'check-failed') {
    // While the question fails, nothing is sent.
    if (isEverybodys(event.error)) return at;
    return { ...at, delayMs: backOff(timing, at.checks, random), checks: at.checks + 1 };
  }
  if (event.type === 'singled-out') return SINGLED_OUT;
  return at.attempts === 0 ? untouched(at, event) : at;
}

/**
 * A person continues where the software stopped. Nothing here sends a GUID again that the CRM may have recorded
 * differently.
 */
function byManager(work: Work, at: In<'refused'> | In<'stuck'>, event: EntryEvent): EntryState {
  switch (event.type) {
    case 'discard':
      return discarded(event);
    case 'replace':
      // Credit that the CRM may have is verified, never created again. A guest is: a record too many
      // there is no money, and the credit behind them was never sent.
      // The same holds for credit that was altered: after canceling, it can be given again by hand.
      return (mayBeThere(at) || isAltered(at)) && work.kind === 'add-credit' ? at : replaced(event);
    case 'recheck':
      return mayBeThere(at) ? asked(1) : at;
    case 'confirm-new':
      // An older copy of the database may show it undecided, though an earlier decision created the guest.
      return at.state === 'stuck' && at.why === 'guest-exists' ? asked(0) : at;
    default:
      return at;
  }
}

function mayBeThere(at: In<'refused'> | In<'stuck'>): boolean {
  if (at.state !== 'stuck') return false;
  switch (at.why) {
    case 'different-content':
    case 'contradicted':
    case 'unreadable-record':
    case 'singled-out':
      return true;
    case 'altered':
    case 'too-old':
    case 'guest-exists':
    case 'guest-merged':
      return false;
    default:
      return assertNever(at, 'reason');
  }
}

function isAltered(at: In<'refused'> | In<'stuck'>): boolean {
  return at.state === 'stuck' && at.why === 'altered';
}

/** Whether a person may take it over: not while it can be undone, nor while a request is out. */
function isInHand({ state }: EntryState): boolean {
  return state === 'queued' || state === 'verifying' || state === 'refused' || state === 'stuck';
}

function discarded({ by, reason }: { readonly by: string; readonly reason: string }): EntryState {
  return { state: 'cancelled', how: 'discarded', by, reason };
}

function replaced({ by, replacement }: Extract<EntryEvent, { type: 'replace' }>): EntryState {
  return { state: 'cancelled', how: 'replaced', by, replacement };
}

function doubtful(
  attempts: number,
  refusal: Refusal | null,
  { timing, random }: AdvanceContext,
): In<'verifying'> {
  const delayMs = backOff(timing, attempts - 1, random);
  return { state: 'verifying', delayMs, attempts, checks: 0, absences: 0, refusal };
}

function settledOrStuck(work: Work, record: CrmRecord, how: 'answered' | 'found'): EntryState {
  return matchesCrmRecord(work, record)
    ? { state: 'settled', how }
    : { state: 'stuck', why: 'different-content' };
}
