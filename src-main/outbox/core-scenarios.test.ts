/**
 * Short lives of one entry from seeds: the pure core alone, against a CRM that is three numbers. Thousands a second, so
 * that rare orders of events come up; what the runner and the disk add is tried in model.test.ts.
 */
import { expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import type { CrmError } from '../ports.ts';
import { createRng, type Rng } from '../sandbox/data/rng.ts';
import { errors } from '../testing/crm/scripted-crm.ts';
import { TRIAL_SEED } from '../testing/trial-seed.ts';
import { advance, type Entry, type EntryEvent } from './entry.ts';
import type { CrmRecord } from './matches-crm-record.ts';
import type { Work } from './payload.ts';
import type { EntryState, StateName } from './state.ts';
import { encodeState, readState } from './state-codec.ts';
import { DEFAULT_TIMING } from './timing/default-timing.ts';

const SCENARIOS = 50_000;
const MAX_STEPS = 40;

const { notSent, cut, timeout, server, html, conflict, bad, missing, denied, busy } = errors;
const { busyPage, gone } = errors;
const BEFORE: readonly [CrmError, ...CrmError[]] = [
  ...([notSent, cut, timeout, server, html, conflict, bad, missing, denied, busy, busyPage, gone] as const),
];
/** Also a refusal, a page that denies or a page that is busy may come after the request was carried out. */
const AFTER: readonly [CrmError, ...CrmError[]] = [
  ...([cut, timeout, server, html, conflict, bad, missing, denied, busyPage, gone] as const),
];
const READ_FAILS: readonly [CrmError, ...CrmError[]] = [
  notSent,
  cut,
  timeout,
  server,
  html,
  denied,
  busy,
  bad,
];

const FOLLOWS: Readonly<Record<StateName, readonly StateName[]>> = {
  held: ['held', 'queued', 'verifying', 'settled', 'cancelled'],
  queued: ['queued', 'sending', 'verifying', 'settled', 'stuck'],
  sending: ['queued', 'verifying', 'settled'],
  verifying: ['verifying', 'settled', 'queued', 'refused', 'stuck'],
  settled: [],
  refused: ['cancelled', 'settled'],
  stuck: ['cancelled', 'queued', 'verifying', 'settled'],
  cancelled: [],
};

const by = { id: 'marco', shortName: 'Marco D.' };
const guest = { guestId: 'guest-1', firstName: 'Ana', lastName: 'P', phone: '4155550142', email: null };

function workOf(rng: Rng): Work {
  if (rng.oneIn(4)) {
    const fixed = { kind: 'create-guest', id: 'guest-1', guestId: 'guest-1', guest } as const;
    return { ...fixed, confirmedNew: false, givenAt: 1, givenBy: by };
  }
  return {
    ...{ kind: 'add-credit', id: 'credit-1', guestId: 'guest-1', reasonId: 'long-wait', note: 'Long wait' },
    ...{ amount: cents(rng.between(1, 25_000)), givenAt: 1, givenBy: by, approvedBy: null },
  };
}

function databasePathOf(work: Work): CrmRecord {
  if (work.kind === 'create-guest') return { kind: 'create-guest', guest };
  const { id: creditId, guestId, amount } = work;
  return { kind: 'add-credit', credit: { creditId, guestId, amount, type: 'ADD_VALUE' } };
}

/** The CRM's truth of one GUID. It carries out what arrives, also twice: nothing here saves the core from itself. */
interface Truth {
  commits: number;
  /** When what was carried out is shown; and a request still under way is carried out. Infinity: neither. */
  shownAt: number;
  landsAt: number;
}

interface Life {
  entry: Entry;
  now: number;
  doubtSince: number | null;
  readonly truth: Truth;
  readonly rng: Rng;
  readonly story: string[];
}

const never = Number.POSITIVE_INFINITY;
/** How long reads lag behind writes at most (docs/RELIABILITY.md, Bounds). */
const MAX_LAG_MS = 12_000;

/** What an attempt comes to at the CRM, and what is heard of it; null: the process ends before it hears anything. */
function attempted(life: Life): EntryEvent | null {
  const { rng, truth, now, entry } = life;
  const lag = rng.oneIn(3) ? rng.between(1, DEFAULT_TIMING.settleMs) : 0;
  const commit = (): void => {
    truth.commits += 1;
    truth.shownAt = now + lag;
  };
  const end = (event: EntryEvent): EntryEvent => (rng.oneIn(6) ? { type: 'restarted' } : event);
  switch (rng.between(0, 3)) {
    case 0:
      commit();
      return end({ type: 'answered', record: databasePathOf(entry.work) });
    case 1:
      return end({ type: 'failed', error: rng.pick(BEFORE) });
    case 2: {
      commit();
      const error = rng.pick(AFTER);
      // A refusal is an answer: what was carried out before it is seen within the time that reads lag.
      if (error.kind === 'rejected' || error.kind === 'not-found') {
        truth.shownAt = Math.min(truth.shownAt, now + MAX_LAG_MS);
      }
      return end({ type: 'failed', error });
    }
    default:
      // No one hears of it, and it is carried out later anyway.
      truth.landsAt = now + rng.between(1, DEFAULT_TIMING.settleMs);
      truth.shownAt = truth.landsAt;
      return end({ type: 'failed', error: timeout });
  }
}

function asked(life: Life): EntryEvent {
  const { rng, truth, now, entry } = life;
  life.doubtSince ??= now;
  if (rng.oneIn(4)) return { type: 'check-failed', error: rng.pick(READ_FAILS) };
  if (truth.commits > 0 && truth.shownAt <= now) return { type: 'found', record: databasePathOf(entry.work) };
  return { type: 'absent', waitedMs: now - life.doubtSince };
}

/** What may truly happen next in the state it is in. */
function nextEvent(life: Life): EntryEvent | null {
  const { rng, entry } = life;
  switch (entry.at.state) {
    case 'held':
      if (rng.oneIn(6)) return { type: 'taken-over' };
      return { type: rng.oneIn(5) ? 'undo' : 'undo-over' };
    case 'queued':
      if (rng.oneIn(10)) return { type: 'taken-over' };
      if (rng.oneIn(12)) return { type: 'too-old' };
      if (rng.oneIn(8)) return { type: 'exists', guestIds: ['guest-2'] };
      if (rng.oneIn(20)) return { type: 'merged', into: 'guest-2' };
      if (rng.oneIn(8)) return { type: 'check-failed', error: rng.pick(READ_FAILS) };
      return { type: 'attempt' };
    case 'sending':
      return attempted(life);
    case 'verifying':
      if (rng.oneIn(6)) {
        // The process ends: the wait starts over with the next question.
        life.doubtSince = null;
        return { type: rng.oneIn(2) ? 'restarted' : 'taken-over' };
      }
      return asked(life);
    case 'refused':
    case 'stuck':
      if (rng.oneIn(3)) return { type: 'discard', by: 'Priya N.', reason: 'The guest left' };
      return rng.oneIn(2) ? { type: 'confirm-new' } : { type: 'replace', by: 'Priya N.', replacement: 'c-2' };
    case 'settled':
    case 'cancelled':
      return null;
  }
}

/** Events that nothing sends in this state, or with numbers that nothing measures: the core must stand them all. */
function anyEvent({ rng, entry, now }: Life): EntryEvent {
  return rng.pick<EntryEvent>([
    { type: 'undo' },
    { type: 'undo-over' },
    { type: 'attempt' },
    { type: 'answered', record: databasePathOf(entry.work) },
    { type: 'failed', error: rng.pick(BEFORE) },
    { type: 'found', record: databasePathOf(entry.work) },
    { type: 'absent', waitedMs: rng.between(-now, now) },
    { type: 'check-failed', error: rng.pick(READ_FAILS) },
    { type: 'restarted' },
    { type: 'taken-over' },
    { type: 'singled-out' },
    { type: 'too-old' },
    { type: 'exists', guestIds: [] },
    { type: 'merged', into: '' },
    { type: 'confirm-new' },
    { type: 'recheck' },
    { type: 'discard', by: '', reason: '' },
    { type: 'replace', by: '', replacement: null },
  ]);
}

function checkStep(before: Entry, after: Entry, event: EntryEvent): void {
  const [from, to] = [before.at, after.at];
  if (after === before) return;
  // Credit behind a guest who cannot be created ends with them: nothing of it was sent, or the CRM, asked, has nothing.
  const isAbsent = from.state === 'queued' && before.work.kind === 'add-credit';
  const isReplaceable =
    (from.state === 'held' || isAbsent || ('attempts' in from && from.attempts === 0)) &&
    (event.type === 'replace' || event.type === 'discard');
  if (event.type === 'singled-out' && to.state === 'stuck' && 'attempts' in from) return;
  if (to !== from && !FOLLOWS[from.state].includes(to.state) && !isReplaceable) {
    // The one way a matching answer may end elsewhere is other content, which is tried in the table tests.
    throw new Error(`${from.state} became ${to.state}`);
  }
  const { confirmedNew: _, ...was } = { confirmedNew: false, ...before.work };
  const { confirmedNew: __, ...is } = { confirmedNew: false, ...after.work };
  if (JSON.stringify(was) !== JSON.stringify(is)) throw new Error('What is sent was changed');
  if (JSON.stringify(readState(to.state, encodeState(to))) !== JSON.stringify(to)) {
    throw new Error(`${encodeState(to)} does not come back as it was written`);
  }
  if ('delayMs' in to && !(to.delayMs >= 0 && to.delayMs <= DEFAULT_TIMING.maxDelayMs)) {
    throw new Error(`A delay of ${to.delayMs} ms`);
  }
  if ('attempts' in to && to.attempts < 0) throw new Error('Fewer than no attempts');
}

function checkTruth({ entry, truth, now }: Life): void {
  const { state } = entry.at;
  const underWay = truth.landsAt !== never;
  if (truth.commits > 1) throw new Error(`On the books ${truth.commits} times`);
  if (state === 'settled' && truth.commits !== 1) throw new Error('Settled, and not on the books');
  const isOver = state === 'refused' || state === 'cancelled' || state === 'stuck' || state === 'queued';
  if (isOver && (truth.commits > 0 || underWay)) {
    throw new Error(`${state} at ${now}, and ${underWay ? 'still under way' : 'on the books'}`);
  }
}

function live(seed: number): Life {
  const rng = createRng(seed);
  const isHeld = rng.oneIn(2);
  const at: EntryState = isHeld
    ? { state: 'held', delayMs: DEFAULT_TIMING.undoMs }
    : { state: 'queued', delayMs: 0, attempts: 0, doubt: false };
  const life: Life = {
    entry: { work: workOf(rng), seq: 1, acceptedAt: 0, since: 0, at },
    ...{ now: 0, doubtSince: null, rng, story: [] },
    truth: { commits: 0, shownAt: never, landsAt: never },
  };
  try {
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const context = { now: life.now, random: rng.next(), timing: DEFAULT_TIMING };
      const stray = anyEvent(life);
      checkStep(life.entry, advance(life.entry, stray, context), stray);
      const event = nextEvent(life);
      if (event === null) break;
      const next = advance(life.entry, event, context);
      life.story.push(`${life.now} ${event.type} → ${next.at.state}`);
      checkStep(life.entry, next, event);
      if (next.at.state !== 'verifying') life.doubtSince = null;
      else if (life.entry.at.state !== 'verifying' && event.type !== 'restarted') life.doubtSince = life.now;
      life.entry = next;
      checkTruth(life);
      // Sometimes at once, sometimes much later: no matter what it waits for, and what the CRM still does meanwhile.
      const wait = 'delayMs' in next.at ? next.at.delayMs : 0;
      life.now += wait + (rng.oneIn(4) ? rng.between(0, 90_000) : rng.between(0, 500));
      if (life.truth.landsAt <= life.now) {
        life.truth.commits += 1;
        life.truth.landsAt = never;
      }
    }
  } catch (error) {
    throw new Error(
      `Seed ${seed}: ${error instanceof Error ? error.message : error}\n${life.story.join('\n')}`,
    );
  }
  return life;
}

test(`${SCENARIOS} lives of one entry: at most once on the books, and what it says is true`, () => {
  const ends = new Map<StateName, number>();
  for (let n = 0; n < SCENARIOS; n += 1) {
    const { state } = live((TRIAL_SEED + n) >>> 0).entry.at;
    ends.set(state, (ends.get(state) ?? 0) + 1);
  }
  // Each end must come up, or the lives were too tame to show anything.
  for (const end of ['settled', 'cancelled'] as const) expect(ends.get(end), end).toBeGreaterThan(100);
}, 300_000);
