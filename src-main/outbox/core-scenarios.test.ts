/**
 * Short lives of one entry from seeds: the pure core alone, against a CRM that is three numbers. Thousands a second, so
 * that rare orders of events come up; what the runner and the disk add is tried in model.test.ts.
 */
import { expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import type { CrmError } from '../ports.ts';
import { type Chance, createChance } from '../sandbox/data/rng.ts';
import { errors } from '../testing/crm/scripted-crm.ts';
import { advance, type Entry, type EntryEvent } from './entry.ts';
import type { OnBooks } from './matches-crm-record.ts';
import type { Work } from './payload.ts';
import type { EntryState, StateName } from './state.ts';
import { encodeState, readState } from './state-codec.ts';
import { DEFAULT_TIMING } from './timing/schedule.ts';

const SCENARIOS = 50_000;
const MOST_STEPS = 40;

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

function workOf(chance: Chance): Work {
  if (chance.oneIn(4)) {
    const fixed = { kind: 'create-guest', id: 'guest-1', guestId: 'guest-1', guest } as const;
    return { ...fixed, confirmedNew: false, givenAt: 1, givenBy: by };
  }
  return {
    ...{ kind: 'add-credit', id: 'credit-1', guestId: 'guest-1', reasonId: 'long-wait', note: 'Long wait' },
    ...{ amount: cents(chance.between(1, 25_000)), givenAt: 1, givenBy: by, approvedBy: null },
  };
}

function booksOf(work: Work): OnBooks {
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
  readonly chance: Chance;
  readonly story: string[];
}

const never = Number.POSITIVE_INFINITY;
/** How long reads lag behind writes at most (docs/RELIABILITY.md, Bounds). */
const MOST_LAG_MS = 12_000;

/** What an attempt comes to at the CRM, and what is heard of it; null: the process ends before it hears anything. */
function attempted(life: Life): EntryEvent | null {
  const { chance, truth, now, entry } = life;
  const lag = chance.oneIn(3) ? chance.between(1, DEFAULT_TIMING.settleMs) : 0;
  const commit = (): void => {
    truth.commits += 1;
    truth.shownAt = now + lag;
  };
  const end = (event: EntryEvent): EntryEvent => (chance.oneIn(6) ? { type: 'restarted' } : event);
  switch (chance.between(0, 3)) {
    case 0:
      commit();
      return end({ type: 'answered', books: booksOf(entry.work) });
    case 1:
      return end({ type: 'failed', error: chance.pick(BEFORE) });
    case 2: {
      commit();
      const error = chance.pick(AFTER);
      // A refusal is an answer: what was carried out before it is seen within the time that reads lag.
      if (error.kind === 'rejected' || error.kind === 'not-found') {
        truth.shownAt = Math.min(truth.shownAt, now + MOST_LAG_MS);
      }
      return end({ type: 'failed', error });
    }
    default:
      // No one hears of it, and it is carried out later anyway.
      truth.landsAt = now + chance.between(1, DEFAULT_TIMING.settleMs);
      truth.shownAt = truth.landsAt;
      return end({ type: 'failed', error: timeout });
  }
}

function asked(life: Life): EntryEvent {
  const { chance, truth, now, entry } = life;
  life.doubtSince ??= now;
  if (chance.oneIn(4)) return { type: 'check-failed', error: chance.pick(READ_FAILS) };
  if (truth.commits > 0 && truth.shownAt <= now) return { type: 'found', books: booksOf(entry.work) };
  return { type: 'absent', waitedMs: now - life.doubtSince };
}

/** What may truly happen next in the state it is in. */
function nextEvent(life: Life): EntryEvent | null {
  const { chance, entry } = life;
  switch (entry.at.state) {
    case 'held':
      if (chance.oneIn(6)) return { type: 'taken-over' };
      return { type: chance.oneIn(5) ? 'undo' : 'undo-over' };
    case 'queued':
      if (chance.oneIn(10)) return { type: 'taken-over' };
      if (chance.oneIn(12)) return { type: 'too-old' };
      if (chance.oneIn(8)) return { type: 'exists', guestIds: ['guest-2'] };
      if (chance.oneIn(20)) return { type: 'merged', into: 'guest-2' };
      if (chance.oneIn(8)) return { type: 'check-failed', error: chance.pick(READ_FAILS) };
      return { type: 'attempt' };
    case 'sending':
      return attempted(life);
    case 'verifying':
      if (chance.oneIn(6)) {
        // The process ends: the wait starts over with the next question.
        life.doubtSince = null;
        return { type: chance.oneIn(2) ? 'restarted' : 'taken-over' };
      }
      return asked(life);
    case 'refused':
    case 'stuck':
      if (chance.oneIn(3)) return { type: 'discard', by: 'Priya N.', reason: 'The guest left' };
      return chance.oneIn(2)
        ? { type: 'confirm-new' }
        : { type: 'replace', by: 'Priya N.', replacement: 'c-2' };
    case 'settled':
    case 'cancelled':
      return null;
  }
}

/** Events that nothing sends in this state, or with numbers that nothing measures: the core must stand them all. */
function anyEvent({ chance, entry, now }: Life): EntryEvent {
  return chance.pick<EntryEvent>([
    { type: 'undo' },
    { type: 'undo-over' },
    { type: 'attempt' },
    { type: 'answered', books: booksOf(entry.work) },
    { type: 'failed', error: chance.pick(BEFORE) },
    { type: 'found', books: booksOf(entry.work) },
    { type: 'absent', waitedMs: chance.between(-now, now) },
    { type: 'check-failed', error: chance.pick(READ_FAILS) },
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
  if ('delayMs' in to && !(to.delayMs >= 0 && to.delayMs <= DEFAULT_TIMING.mostDelayMs)) {
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
  const chance = createChance(seed);
  const isHeld = chance.oneIn(2);
  const at: EntryState = isHeld
    ? { state: 'held', delayMs: DEFAULT_TIMING.undoMs }
    : { state: 'queued', delayMs: 0, attempts: 0, doubt: false };
  const life: Life = {
    entry: { work: workOf(chance), seq: 1, acceptedAt: 0, since: 0, at },
    ...{ now: 0, doubtSince: null, chance, story: [] },
    truth: { commits: 0, shownAt: never, landsAt: never },
  };
  try {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const context = { now: life.now, random: chance.next(), timing: DEFAULT_TIMING };
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
      life.now += wait + (chance.oneIn(4) ? chance.between(0, 90_000) : chance.between(0, 500));
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
  const first = Math.floor(Math.random() * 2 ** 31);
  const ends = new Map<StateName, number>();
  for (let n = 0; n < SCENARIOS; n += 1) {
    const { state } = live(first + n).entry.at;
    ends.set(state, (ends.get(state) ?? 0) + 1);
  }
  // Each end must come up, or the lives were too tame to show anything.
  for (const end of ['settled', 'cancelled'] as const) expect(ends.get(end), end).toBeGreaterThan(100);
}, 300_000);
