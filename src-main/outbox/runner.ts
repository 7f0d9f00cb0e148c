import { assertNever } from '../../src-preload/contract/result.ts';
import type { Clock, CrmError, Ids, Logger, Scheduler } from '../ports.ts';
import { classify } from './classify.ts';
import { advance, type Entry, type EntryEvent } from './entry.ts';
import type { CreditGateway } from './gateway.ts';
import { backOff, leftAfterRestart, type Timing } from './schedule.ts';
import type { OutboxStore } from './store.ts';

export interface RunnerPorts {
  readonly store: OutboxStore;
  readonly gateway: CreditGateway;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly timing: Timing;
  /** Told after each change that is on disk. */
  readonly onChange: (entry: Entry) => void;
}

/**
 * Moves entries along. One drain at a time: whatever wakes it (a new entry, a timer, the line, a finger) only asks it to
 * look again. Entries of one guest go in order, different guests in parallel, few at a time.
 */
export interface OutboxRunner {
  /** Takes over what the last run left: a request that was out is now in doubt. */
  readonly start: () => void;
  /** Look again now: something is new, or the line may be back. Ends a pause that only guessed how long to wait. */
  readonly wake: () => void;
  /** Applies an event from outside (undo). Returns the entry as it then is; null where there is none. */
  readonly apply: (id: string, event: EntryEvent) => Entry | null;
  /** When an entry's delay ends, in ms from now; 0 where it has none. */
  readonly leftMs: (entry: Entry) => number;
  /** Takes nothing new up, and waits for what is out, at most `mostMs`. What is not finished is found at the next start. */
  readonly stop: (mostMs: number) => Promise<void>;
}

export function createOutboxRunner(ports: RunnerPorts): OutboxRunner {
  const { store, gateway, clock, scheduler, ids, logger, timing, onChange } = ports;
  /** Monotonic moment at which an entry's delay ends. */
  const due = new Map<string, number>();
  /** Monotonic moment at which an entry came into doubt in this run. */
  const doubtSince = new Map<string, number>();
  /** Guests with a request out. */
  const busy = new Set<string>();
  const out = new Set<Promise<void>>();
  let running = false;
  let cancelTimer: (() => void) | null = null;
  let pausedUntil = 0;
  /** A pause the CRM asked for (429) is kept; one we guessed ends when woken. */
  let pauseIsFirm = false;
  let pauses = 0;

  function change(entry: Entry, event: EntryEvent): Entry {
    const context = { now: clock.now(), random: ids.random(), timing };
    const next = advance(entry, event, context);
    if (next === entry) return entry;
    if (!store.put(entry, next, event.type, context.now)) {
      // Someone else moved it first (an undo between our look and our write): theirs stands.
      return store.get(entry.credit.id) ?? entry;
    }
    track(entry, next);
    logger.info('outbox', { id: next.credit.id, event: event.type, from: entry.at.state, to: next.at.state });
    onChange(next);
    return next;
  }

  function track(before: Entry, entry: Entry): void {
    const { id } = entry.credit;
    due.set(id, clock.monotonic() + delayOf(entry));
    if (entry.at.state !== 'verifying') doubtSince.delete(id);
    else if (before.at.state !== 'verifying') doubtSince.set(id, clock.monotonic());
  }

  function dueAt(entry: Entry): number {
    const known = due.get(entry.credit.id);
    if (known !== undefined) return known;
    // First seen in this run: accepted just now, or left by the last run.
    const left = leftAfterRestart(delayOf(entry), entry.since, clock.now());
    const at = clock.monotonic() + left;
    due.set(entry.credit.id, at);
    return at;
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
      cancelTimer = scheduler.after(Math.max(1, pausedUntil - clock.monotonic()), pump);
    }
  }

  function failed(event: string, error: unknown): void {
    logger.error(event, { error: error instanceof Error ? error.message : String(error) });
    pause(null);
  }

  function look(): void {
    const now = clock.monotonic();
    let next = Number.POSITIVE_INFINITY;
    const guestsAhead = new Set<string>();
    for (const found of store.open()) {
      const { guestId } = found.credit;
      let entry = found;
      if (entry.at.state === 'held') {
        // Time passes for a held entry whatever the line does.
        if (dueAt(entry) > now) {
          next = Math.min(next, dueAt(entry));
          continue;
        }
        entry = change(entry, { type: 'undo-over' });
      }
      // A request is out only while its guest is busy. Any other "sending" was cut short, by the last run's end or by a
      // disk that would not take the answer: its outcome is unknown.
      if (entry.at.state === 'sending' && !busy.has(guestId)) entry = change(entry, { type: 'restarted' });
      if (entry.at.state !== 'queued' && entry.at.state !== 'verifying') continue;
      if (guestsAhead.has(guestId) || busy.has(guestId)) continue;
      guestsAhead.add(guestId);
      const earliest = Math.max(dueAt(entry), pausedUntil);
      if (earliest > now) next = Math.min(next, earliest);
      else if (busy.size < timing.parallel) take(entry.credit.id, guestId);
    }
    if (Number.isFinite(next)) cancelTimer = scheduler.after(Math.max(1, next - now), pump);
  }

  function take(id: string, guestId: string): void {
    busy.add(guestId);
    const work = step(id)
      // A bug or a failing disk. The entry keeps its state on disk; trying again at once would only spin.
      .catch((error: unknown) => failed('outbox-step-failed', error))
      .finally(() => {
        busy.delete(guestId);
        out.delete(work);
        pump();
      });
    out.add(work);
  }

  async function step(id: string): Promise<void> {
    const entry = store.get(id);
    if (entry?.at.state === 'queued') await send(entry);
    else if (entry?.at.state === 'verifying') await verify(entry);
  }

  async function send(queued: Entry): Promise<void> {
    // On disk before the first byte leaves: a crash from here on is found as "sending", which is doubt.
    const sending = change(queued, { type: 'attempt' });
    if (sending.at.state !== 'sending') return;
    const { id, guestId, amount, note, givenAt } = sending.credit;
    const answer = await gateway.addCredit({ creditId: id, guestId, amount, note, givenAt });
    if (answer.ok) {
      relax();
      change(sending, { type: 'answered', books: answer.value });
    } else {
      pauseFor(answer.error);
      change(sending, { type: 'failed', error: answer.error });
    }
  }

  async function verify(entry: Entry): Promise<void> {
    const { id } = entry.credit;
    if (!doubtSince.has(id)) doubtSince.set(id, clock.monotonic());
    const since = doubtSince.get(id) ?? clock.monotonic();
    const answer = await gateway.findCredit(id);
    if (!answer.ok) {
      pauseFor(answer.error);
      change(entry, { type: 'check-failed', error: answer.error });
      return;
    }
    relax();
    if (answer.value) change(entry, { type: 'found', books: answer.value });
    else change(entry, { type: 'absent', waitedMs: clock.monotonic() - since });
  }

  function pauseFor(error: CrmError): void {
    const { kind } = classify(error);
    switch (kind) {
      case 'not-sent':
      case 'paused':
        pause(error.kind === 'rate-limited' ? error.retryAfterMs : null);
        return;
      case 'unknown':
      case 'refused':
        return;
      default:
        assertNever(kind, 'verdict');
    }
  }

  /** Pauses the whole queue: for as long as the CRM asked, or by a growing guess. */
  function pause(askedMs: number | null): void {
    pauseIsFirm = askedMs !== null;
    const delay =
      askedMs ??
      backOff({ ...timing, mostDelayMs: Math.min(timing.mostDelayMs, 60_000) }, pauses, ids.random());
    pauses += 1;
    pausedUntil = Math.max(pausedUntil, clock.monotonic() + delay);
  }

  function relax(): void {
    pauses = 0;
    pausedUntil = 0;
  }

  return {
    start: () => {
      running = true;
      pump();
    },
    wake: () => {
      if (!pauseIsFirm) pausedUntil = 0;
      pump();
    },
    apply: (id, event) => {
      const entry = store.get(id);
      if (!entry) return null;
      const next = change(entry, event);
      pump();
      return next;
    },
    leftMs: (entry) => (delayOf(entry) === 0 ? 0 : Math.max(0, dueAt(entry) - clock.monotonic())),
    stop: async (mostMs) => {
      running = false;
      cancelTimer?.();
      cancelTimer = null;
      if (out.size === 0) return;
      await new Promise<void>((resolve) => {
        const cancel = scheduler.after(mostMs, resolve);
        Promise.allSettled(out).then(() => {
          cancel();
          resolve();
        });
      });
    },
  };
}

function delayOf(entry: Entry): number {
  return 'delayMs' in entry.at ? entry.at.delayMs : 0;
}
