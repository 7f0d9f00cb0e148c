import type { Clock } from '../ports.ts';
import type { Entry } from './entry.ts';
import { leftAfterRestart } from './schedule.ts';

/**
 * How long entries have waited and must yet wait. Within one run everything is measured by the monotonic clock; the wall
 * clock is believed only for what an earlier run left, and clamped, so that setting it lengthens, loses and hurries nothing.
 */
export interface Delays {
  /** An entry came to be so in this run: its delay starts now, and so does its doubt where it just came into doubt. */
  readonly began: (before: Entry | null, entry: Entry) => void;
  /** The monotonic moment at which its delay ends. */
  readonly dueAt: (entry: Entry) => number;
  /** How long since its outcome came into doubt in this run, ms; the first question starts it. */
  readonly inDoubtMs: (entry: Entry) => number;
  /** How long ago it came into the queue, ms. */
  readonly ageMs: (entry: Entry) => number;
  /** It is over: nothing of it is kept. */
  readonly forget: (id: string) => void;
}

interface Known {
  dueAt: number;
  doubtSince: number | null;
  /** The monotonic moment at which it came in, before this run perhaps. */
  readonly cameAt: number;
}

/** @param crmNow the CRM's own clock; null where it has not spoken in this run. */
export function createDelays(clock: Clock, crmNow: () => number | null): Delays {
  const known = new Map<string, Known>();

  /** First seen in this run: accepted just now, or left by the last run. */
  const meet = (entry: Entry): Known => {
    const { id } = entry.work;
    const met = known.get(id);
    if (met) return met;
    const [wall, now] = [clock.now(), clock.monotonic()];
    const first = {
      dueAt: now + leftAfterRestart(delayOf(entry), entry.since, wall),
      doubtSince: null,
      cameAt: now - Math.max(0, (crmNow() ?? wall) - entry.acceptedAt),
    };
    known.set(id, first);
    return first;
  };

  return {
    began: (before, entry) => {
      const it = meet(entry);
      it.dueAt = clock.monotonic() + delayOf(entry);
      if (entry.at.state !== 'verifying') it.doubtSince = null;
      else if (before?.at.state !== 'verifying') it.doubtSince = clock.monotonic();
    },
    dueAt: (entry) => meet(entry).dueAt,
    inDoubtMs: (entry) => {
      const it = meet(entry);
      it.doubtSince ??= clock.monotonic();
      return clock.monotonic() - it.doubtSince;
    },
    ageMs: (entry) => clock.monotonic() - meet(entry).cameAt,
    forget: (id) => {
      known.delete(id);
    },
  };
}

function delayOf({ at }: Entry): number {
  return 'delayMs' in at ? at.delayMs : 0;
}
