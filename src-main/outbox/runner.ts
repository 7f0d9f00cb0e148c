import { errorText } from '../lib/error-words.ts';
import { inTime } from '../lib/in-time.ts';
import type { Clock, Ids, Logger, Scheduler } from '../ports.ts';
import { createAttempts } from './attempts.ts';
import { advance, type Entry, type EntryEvent } from './entry.ts';
import type { OutboxGateway } from './gateway.ts';
import type { OutboxStore } from './store.ts';
import { createDating } from './timing/dating.ts';
import type { Timing } from './timing/default-timing.ts';
import { createDelays, type Delays } from './timing/delays.ts';
import { createQueuePause, type QueuePause } from './timing/pause.ts';
import { createSetbacks, type Setbacks } from './timing/setbacks.ts';
import { createTurns } from './timing/turns.ts';

export interface RunnerPorts {
  readonly store: OutboxStore;
  readonly gateway: OutboxGateway;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly timing: Timing;
  /** The CRM's clock from its last answer (UTC ms), advanced by ours; null if it has not answered in this run. */
  readonly crmNow: () => number | null;
  /** The best known time (UTC ms): the CRM's where it has spoken. */
  readonly reckonedNow: () => number;
  /** While true nothing is sent; asking continues. */
  readonly mayNotSend: () => boolean;
  /** Called after every change that is on disk. */
  readonly onChange: (entry: Entry) => void;
  /** Called when the disk starts to refuse writes, and when it accepts them again. */
  readonly onDisk: (works: boolean) => void;
}

/**
 * Advances entries. One drain at a time: every wake-up (a new entry, a timer, the connection, a tap) only triggers
 * another look. Entries of one guest go in order, different guests in parallel, few at a time. Entries from an earlier
 * run of the program are verified by GUID before they are sent: this file may be an older copy.
 */
export interface OutboxRunner {
  /** Starts. Entries of an earlier run are verified first. */
  readonly start: () => void;
  /** Looks again now: there is a new entry, or the connection may be back. Ends a pause of estimated length. */
  readonly wake: () => void;
  /** Applies an event from outside (undo, a manager). Returns the entry as it then is; null where there is none. */
  readonly apply: (id: string, event: EntryEvent) => Entry | null;
  /** Registers an entry that is being added in the current transaction. */
  readonly cameIn: (id: string, acceptedAt: number) => void;
  /** When an entry's delay ends, in ms from now; 0 where it has none. */
  readonly leftMs: (entry: Entry) => number;
  /** Whether it has failed often, over long: alone, or like all. */
  readonly isDeclined: (entry: Entry) => boolean;
  /** Time since it entered the queue, ms, by the monotonic clock. */
  readonly ageMs: (entry: Entry) => number;
  /** Starts nothing new and waits for open requests, at most `maxMs`. The next start finds what is unfinished. */
  readonly stop: (maxMs: number) => Promise<void>;
}

/** While entries wait, clocks are compared at least this often, ms. */
const LOOK_AGAIN_MS = 60_000;

/** What moves a single entry: an event, time, or the last run's end. */
interface Moves {
  /** Applies an event, and writes what it makes of the entry. */
  readonly change: (entry: Entry, event: EntryEvent) => Entry;
  /** Changes that follow from time alone, or from the end of the last run. */
  readonly settleDown: (found: Entry, now: number) => Entry;
  readonly cameIn: (id: string, acceptedAt: number) => void;
  readonly ages: Ages;
}

interface Ages {
  readonly seemsOld: (entry: Entry) => boolean;
  readonly isOld: (entry: Entry) => boolean;
  /** How long an entry waits for the CRM's clock, ms. */
  readonly untilCrmSpoke: (entry: Entry) => number;
}

/**
 * Entries older than the restaurant allows are not sent. This PC's clock may be wrong, so it only raises the
 * question; the CRM's clock answers it. Until the CRM has answered in this run, entries that seem too old are not
 * sent.
 */
function createAges({ timing, crmNow }: RunnerPorts, delays: Delays): Ages {
  const seemsOld = (entry: Entry): boolean => delays.ageMs(entry) > timing.tooOldMs;
  const isOld = (entry: Entry): boolean => (crmNow() ?? 0) - entry.acceptedAt > timing.tooOldMs;
  const untilCrmSpoke = (entry: Entry): number =>
    entry.at.state === 'queued' && seemsOld(entry) && crmNow() === null ? timing.settleMs : 0;
  return { seemsOld, isOld, untilCrmSpoke };
}

function createMoves(
  ports: RunnerPorts & {
    readonly delays: Delays;
    readonly setbacks: Setbacks;
    /** Guests with an open request. */
    readonly busy: ReadonlySet<string>;
    readonly disk: (works: boolean) => void;
  },
): Moves {
  const { store, clock, ids, logger, timing, onChange, delays, setbacks, busy } = ports;
  /** Entries that may be sent: accepted in this run, or taken over from an earlier one. */
  const known = new Set<string>();
  const ages = createAges(ports, delays);

  function change(entry: Entry, event: EntryEvent): Entry {
    const context = { now: clock.now(), random: ids.random(), timing };
    const next = advance(entry, event, context);
    if (next === entry) return entry;
    if (!store.put(entry, next, event.type, context.now)) {
      // Something else changed it first (an undo between our read and our write): that change wins.
      return store.get(entry.work.id) ?? entry;
    }
    ports.disk(true);
    const { id } = next.work;
    const over = next.at.state === 'settled' || next.at.state === 'cancelled';
    if (over) {
      delays.forget(id);
      known.delete(id);
    } else delays.began(entry, next);
    // An entry that ends here, or waits for a person, starts with fresh counters if it continues.
    if (over || next.at.state === 'stuck' || next.at.state === 'refused') setbacks.forget(id);
    logger.info('outbox', { id, event: event.type, from: entry.at.state, to: next.at.state });
    onChange(next);
    return next;
  }

  function settleDown(found: Entry, now: number): Entry {
    let entry = found;
    // Accepted by an earlier run that may have done more than this file shows: an older copy, a lost write-ahead log,
    // another PC with the same disk. Verified first. If the disk refuses this, the drain ends and nothing is sent.
    if (!known.has(entry.work.id)) {
      entry = change(entry, { type: 'taken-over' });
      known.add(entry.work.id);
    }
    // Each event ignores states it does not apply to. Time passes for a held entry regardless of the connection.
    if (delays.dueAt(entry) <= now) entry = change(entry, { type: 'undo-over' });
    // A request is open only while its guest is busy. Any other "sending" was interrupted, by the end of the last run
    // or by a disk that could not store the answer: its outcome is unknown.
    if (!busy.has(entry.work.guestId)) entry = change(entry, { type: 'restarted' });
    if (setbacks.singledOut(entry.work.id)) entry = change(entry, { type: 'singled-out' });
    if (ages.seemsOld(entry) && ages.isOld(entry)) entry = change(entry, { type: 'too-old' });
    return entry;
  }

  return {
    change,
    settleDown,
    cameIn: (id, acceptedAt) => {
      known.add(id);
      delays.cameIn(id, acceptedAt);
    },
    ages,
  };
}

/** When an entry is to be looked at again, by the monotonic clock. */
function createWaits(
  timing: Timing,
  ages: Ages,
  delays: Delays,
  setbacks: Setbacks,
  pause: Pick<QueuePause, 'until'>,
) {
  /** When time alone changes something about an entry that is not due. */
  const changesAt = (entry: Entry, now: number): number => {
    if (entry.at.state === 'held') return delays.dueAt(entry);
    // Age applies to all entries, including those that wait for a guest who needs a person.
    return entry.at.state === 'queued' && !ages.seemsOld(entry)
      ? now + timing.tooOldMs - delays.ageMs(entry) + 1
      : Number.POSITIVE_INFINITY;
  };
  const earliestOf = (entry: Entry, now: number): number =>
    Math.max(
      delays.dueAt(entry),
      setbacks.until(entry.work.id),
      pause.until(),
      now + ages.untilCrmSpoke(entry),
    );
  return { changesAt, earliestOf };
}

/** Tells whether the disk works where that is another answer than before; at first it does. */
function tellChanges(onDisk: RunnerPorts['onDisk']): RunnerPorts['onDisk'] {
  let diskWorks = true;
  return (works) => {
    if (works === diskWorks) return;
    diskWorks = works;
    onDisk(works);
  };
}

export function createOutboxRunner(ports: RunnerPorts): OutboxRunner {
  const { store, gateway, clock, scheduler, ids, logger, timing, crmNow, mayNotSend, onChange, onDisk } =
    ports;
  const delays = createDelays(ports);
  const pause = createQueuePause({ clock, ids, timing });
  const setbacks = createSetbacks({ clock, ids, timing });
  /** Guests with an open request. */
  const busy = new Set<string>();
  const out = new Set<Promise<void>>();
  const putDatesRight = createDating({ store, delays, clock, crmNow });
  let running = false;
  let cancelTimer: (() => void) | null = null;
  const disk = tellChanges(onDisk);
  const { change, settleDown, cameIn, ages } = createMoves({ ...ports, delays, setbacks, busy, disk });
  const waits = createWaits(timing, ages, delays, setbacks, pause);

  const attempts = createAttempts({
    gateway,
    change,
    inDoubtMs: delays.inDoubtMs,
    timing,
    ended: (error, id, step) => {
      const everybodys = setbacks.ended(id, step === 'before-sending' ? 'ask' : step, error);
      if (error === null) {
        if (step !== 'before-sending') pause.over();
      } else if (everybodys) pause.after(error);
    },
  });

  /** Processes all open entries that are due. If the disk fails, it is tried again after a pause. */
  function pump(): void {
    if (!running) return;
    cancelTimer?.();
    cancelTimer = null;
    try {
      look();
    } catch (error) {
      failed('outbox-look-failed', error);
      cancelTimer = scheduler.after(Math.max(1, pause.until() - clock.monotonic()), pump);
    }
  }

  function failed(event: string, error: unknown): void {
    logger.error(event, { error: errorText(error) });
    disk(false);
    pause.guess();
  }

  function look(): void {
    const now = clock.monotonic();
    let next = Number.POSITIVE_INFINITY;
    const due: Entry[] = [];
    const turns = createTurns(busy, mayNotSend());
    putDatesRight();
    for (const found of store.open()) {
      const entry = settleDown(found, now);
      next = Math.min(next, waits.changesAt(entry, now));
      if (!turns.mayGo(entry)) continue;
      const earliest = waits.earliestOf(entry, now);
      if (earliest > now) next = Math.min(next, earliest);
      else due.push(entry);
    }
    // Entries that were declined before are sent after the others, so that they never delay them.
    due.sort((a, b) => setbacks.count(a.work.id) - setbacks.count(b.work.id) || a.seq - b.seq);
    for (const entry of due.slice(0, Math.max(0, timing.parallel - busy.size))) take(entry);
    if (Number.isFinite(next)) {
      cancelTimer = scheduler.after(Math.min(LOOK_AGAIN_MS, Math.max(1, next - now)), pump);
    }
  }

  function take(entry: Entry): void {
    const { guestId } = entry.work;
    busy.add(guestId);
    const step = entry.at.state === 'queued' ? attempts.send : attempts.verify;
    const work = step(entry)
      // A bug or a failing disk. The entry keeps its state on disk; an immediate retry would only spin.
      .catch((error: unknown) => failed('outbox-step-failed', error))
      .finally(() => {
        busy.delete(guestId);
        out.delete(work);
        pump();
      });
    out.add(work);
  }

  return {
    start: () => {
      running = true;
      try {
        for (const entry of store.markUnreadable(clock.now())) onChange(entry);
      } catch (error) {
        // The disk refuses writes now; unreadable entries are still shown as such.
        failed('outbox-start-failed', error);
      }
      pump();
    },
    wake: () => {
      pause.maybeOver();
      pump();
    },
    apply: (id, event) => {
      const entry = store.get(id);
      if (!entry) return null;
      const next = change(entry, event);
      pump();
      return next;
    },
    leftMs: (entry) => Math.max(0, delays.dueAt(entry) - clock.monotonic()),
    isDeclined: (entry) => setbacks.isDeclined(entry.work.id),
    ageMs: delays.ageMs,
    cameIn,
    stop: async (maxMs) => {
      running = false;
      cancelTimer?.();
      cancelTimer = null;
      await inTime(Promise.allSettled(out), maxMs, scheduler);
    },
  };
}
