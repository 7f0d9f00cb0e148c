import { inTime } from '../lib/in-time.ts';
import type { Clock, Ids, Logger, Scheduler } from '../ports.ts';
import { createAttempts } from './attempts.ts';
import { advance, type Entry, type EntryEvent } from './entry.ts';
import type { OutboxGateway } from './gateway.ts';
import type { OutboxStore } from './store.ts';
import { createDelays, DATE_MAY_BE_OFF_MS } from './timing/delays.ts';
import { createQueuePause } from './timing/pause.ts';
import type { Timing } from './timing/schedule.ts';
import { createSetbacks } from './timing/setbacks.ts';

export interface RunnerPorts {
  readonly store: OutboxStore;
  readonly gateway: OutboxGateway;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly timing: Timing;
  /** The CRM's own clock as it last told it (UTC ms), moved on by ours; null where it has not spoken in this run. */
  readonly crmNow: () => number | null;
  /** The time as well as it is known (UTC ms): the CRM's where it has spoken. */
  readonly reckonedNow: () => number;
  /** While true nothing is sent; asking goes on. */
  readonly mayNotSend: () => boolean;
  /** Told after each change that is on disk. */
  readonly onChange: (entry: Entry) => void;
  /** Told when the disk begins to refuse what is written, and when it takes it again. */
  readonly onDisk: (works: boolean) => void;
}

/**
 * Moves entries along. One drain at a time: whatever wakes it (a new entry, a timer, the line, a finger) only asks it to
 * look again. Entries of one guest go in order, different guests in parallel, few at a time. What an earlier run of the program
 * accepted is asked about by GUID before it is sent: this file may be a copy, older than what was sent from it.
 */
export interface OutboxRunner {
  /** Begins. What an earlier run left is asked about first. */
  readonly start: () => void;
  /** Look again now: something is new, or the line may be back. Ends a pause that only guessed how long to wait. */
  readonly wake: () => void;
  /** Applies an event from outside (undo, a manager). Returns the entry as it then is; null where there is none. */
  readonly apply: (id: string, event: EntryEvent) => Entry | null;
  /** An entry comes in just now, in the transaction that is under way. */
  readonly cameIn: (id: string, acceptedAt: number) => void;
  /** When an entry's delay ends, in ms from now; 0 where it has none. */
  readonly leftMs: (entry: Entry) => number;
  /** Whether it has failed often, over long: alone, or like all. */
  readonly isDeclined: (entry: Entry) => boolean;
  /** How long ago it came into the queue, ms, by a clock nobody can set. */
  readonly ageMs: (entry: Entry) => number;
  /** Takes nothing new up, and waits for what is out, at most `mostMs`. What is not finished is found at the next start. */
  readonly stop: (mostMs: number) => Promise<void>;
}

/** While something waits, clocks are compared at least this often, ms. */
const LOOK_AGAIN_MS = 60_000;

export function createOutboxRunner(ports: RunnerPorts): OutboxRunner {
  const { store, gateway, clock, scheduler, ids, logger, timing, crmNow, mayNotSend, onChange, onDisk } =
    ports;
  const delays = createDelays(ports);
  const pause = createQueuePause({ clock, ids, timing });
  const setbacks = createSetbacks({ clock, ids, timing });
  /** Accepted in this run, or taken over from an earlier one in this run: what may be sent. */
  const known = new Set<string>();
  /** Guests with a request out. */
  const busy = new Set<string>();
  const out = new Set<Promise<void>>();
  const began = clock.monotonic();
  /** By how much the CRM's clock was ahead of the monotonic one when dates were last compared with it, ms. */
  let datedBy: number | null = null;
  let running = false;
  let cancelTimer: (() => void) | null = null;
  let diskWorks = true;

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

  function change(entry: Entry, event: EntryEvent): Entry {
    const context = { now: clock.now(), random: ids.random(), timing };
    const next = advance(entry, event, context);
    if (next === entry) return entry;
    if (!store.put(entry, next, event.type, context.now)) {
      // Someone else moved it first (an undo between our look and our write): theirs stands.
      return store.get(entry.work.id) ?? entry;
    }
    disk(true);
    const { id } = next.work;
    const over = next.at.state === 'settled' || next.at.state === 'cancelled';
    if (over) {
      delays.forget(id);
      known.delete(id);
    } else delays.began(entry, next);
    // Whatever ends here, or waits for a person, begins from nothing where it goes on.
    if (over || next.at.state === 'stuck' || next.at.state === 'refused') setbacks.forget(id);
    logger.info('outbox', { id, event: event.type, from: entry.at.state, to: next.at.state });
    onChange(next);
    return next;
  }

  /** Looks at everything open and does what is due. A disk that fails here is tried again after a pause. */
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

  function disk(works: boolean): void {
    if (works === diskWorks) return;
    diskWorks = works;
    onDisk(works);
  }

  function failed(event: string, error: unknown): void {
    logger.error(event, { error: error instanceof Error ? error.message : String(error) });
    disk(false);
    pause.guess();
  }

  function look(): void {
    const now = clock.monotonic();
    let next = Number.POSITIVE_INFINITY;
    /** Guests whose turn is taken: by an entry before, by a request that is out, or since the CRM does not have them yet. */
    const taken = new Set<string>(busy);
    /** New guests who need a person. */
    const blocked = new Set<string>();
    const due: Entry[] = [];
    const held = mayNotSend();
    putDatesRight();
    for (const found of store.open()) {
      const entry = settleDown(found, now);
      if (entry.at.state === 'held') {
        next = Math.min(next, delays.dueAt(entry));
        continue;
      }
      // Age comes to all alike, also to what waits behind a guest who needs a person.
      if (entry.at.state === 'queued' && !seemsOld(entry)) {
        next = Math.min(next, now + timing.tooOldMs - delays.ageMs(entry) + 1);
      }
      const { guestId } = entry.work;
      // What may be there is asked about nevertheless: the decision about the guest depends on the answer.
      const isAsked = entry.at.state === 'verifying' && blocked.has(guestId) && !busy.has(guestId);
      if (taken.has(guestId) && !isAsked) continue;
      // A guest who is refused or stuck does not exist at the CRM: credit for them waits for a person to decide.
      if (entry.work.kind === 'create-guest') {
        taken.add(guestId);
        if (entry.at.state === 'refused' || entry.at.state === 'stuck') blocked.add(guestId);
      }
      if (entry.at.state !== 'queued' && entry.at.state !== 'verifying') continue;
      taken.add(guestId);
      blocked.delete(guestId);
      if (held && entry.at.state === 'queued') continue;
      const { id } = entry.work;
      const earliest = Math.max(
        delays.dueAt(entry),
        setbacks.until(id),
        pause.until(),
        now + untilCrmSpoke(entry),
      );
      if (earliest > now) next = Math.min(next, earliest);
      else due.push(entry);
    }
    // What was declined before goes after the others, so that it never holds them up.
    due.sort((a, b) => setbacks.count(a.work.id) - setbacks.count(b.work.id) || a.seq - b.seq);
    for (const entry of due.slice(0, Math.max(0, timing.parallel - busy.size))) take(entry);
    if (Number.isFinite(next)) {
      cancelTimer = scheduler.after(Math.min(LOOK_AGAIN_MS, Math.max(1, next - now)), pump);
    }
  }

  /**
   * Dates what came in during this run by the time as it is known now, also what is over: the day's limits and the reports
   * count by it. What an earlier run left with a date that is still to come came in before this run began.
   */
  function putDatesRight(): void {
    for (const { id, acceptedAt } of delays.misdated()) {
      store.date(id, acceptedAt, clock.now());
      delays.dated(id, acceptedAt);
    }
    const there = crmNow();
    if (there === null) return;
    const now = clock.monotonic();
    const offset = there - now;
    if (datedBy !== null && Math.abs(offset - datedBy) <= DATE_MAY_BE_OFF_MS) return;
    store.dateAhead(there + DATE_MAY_BE_OFF_MS, Math.round(there - (now - began)), clock.now());
    datedBy = offset;
  }

  /** What time alone, or the last run's end, makes of an entry. */
  function settleDown(found: Entry, now: number): Entry {
    let entry = found;
    // Accepted by an earlier run, of which this file may know less than happened: an older copy, a lost write-ahead log, another
    // PC with the same disk. Asked about first. A disk that refuses this leaves the look, and nothing is sent.
    if (!known.has(entry.work.id)) {
      entry = change(entry, { type: 'taken-over' });
      known.add(entry.work.id);
    }
    // Each event leaves alone what it does not apply to. Time passes for a held entry whatever the line does.
    if (delays.dueAt(entry) <= now) entry = change(entry, { type: 'undo-over' });
    // A request is out only while its guest is busy. Any other "sending" was cut short, by the last run's end or by a
    // disk that would not take the answer: its outcome is unknown.
    if (!busy.has(entry.work.guestId)) entry = change(entry, { type: 'restarted' });
    if (setbacks.singledOut(entry.work.id)) entry = change(entry, { type: 'singled-out' });
    if (seemsOld(entry) && isOld(entry)) entry = change(entry, { type: 'too-old' });
    return entry;
  }

  /**
   * The house does not send what is older than it allows. This PC's clock may be set wrong, so it only raises the
   * question; the CRM's clock answers it. Until the CRM has spoken in this run, what seems too old is not sent.
   */
  const seemsOld = (entry: Entry): boolean => delays.ageMs(entry) > timing.tooOldMs;
  const isOld = (entry: Entry): boolean => (crmNow() ?? 0) - entry.acceptedAt > timing.tooOldMs;
  const untilCrmSpoke = (entry: Entry): number =>
    entry.at.state === 'queued' && seemsOld(entry) && crmNow() === null ? timing.settleMs : 0;

  function take(entry: Entry): void {
    const { guestId } = entry.work;
    busy.add(guestId);
    const step = entry.at.state === 'queued' ? attempts.send : attempts.verify;
    const work = step(entry)
      // A bug or a failing disk. The entry keeps its state on disk; trying again at once would only spin.
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
        // A disk that will not be written now: what cannot be read is shown as such all the same.
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
    cameIn: (id, acceptedAt) => {
      known.add(id);
      delays.cameIn(id, acceptedAt);
    },
    stop: async (mostMs) => {
      running = false;
      cancelTimer?.();
      cancelTimer = null;
      await inTime(Promise.allSettled(out), mostMs, scheduler);
    },
  };
}
