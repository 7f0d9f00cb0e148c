import type { Clock } from '../ports.ts';
import type { Entry } from './entry.ts';
import { leftAfterRestart } from './schedule.ts';

/**
 * How long entries have waited and must yet wait. Within one run everything is measured by the monotonic clock; the wall
 * clock is believed only for what an earlier run left, and clamped, so that setting it lengthens, loses and hurries nothing.
 */
export interface Delays {
  /** An entry comes in just now, in the transaction that is under way. */
  readonly cameIn: (id: string) => void;
  /** An entry came to be so in this run: its delay starts now, and so does its doubt where it just came into doubt. */
  readonly began: (before: Entry, entry: Entry) => void;
  /** The monotonic moment at which its delay ends. */
  readonly dueAt: (entry: Entry) => number;
  /** How long since its outcome came into doubt in this run, ms; the first question starts it. */
  readonly inDoubtMs: (entry: Entry) => number;
  /** How long ago it came into the queue, ms. */
  readonly ageMs: (entry: Entry) => number;
  /**
   * What its age counts from (UTC ms), as it should stand on the disk. Otherwise than it stands only for what came in before
   * the CRM had spoken in this run: then this PC's clock dated it, and may have been days off. Now the CRM's does.
   */
  readonly rightAcceptedAt: (entry: Entry) => number;
  /** It is over: nothing of it is kept. */
  readonly forget: (id: string) => void;
}

interface Known {
  dueAt: number;
  doubtSince: number | null;
  /** The monotonic moment at which it came in, before this run perhaps. */
  readonly cameAt: number;
}

export interface DelaysPorts {
  readonly clock: Clock;
  /** The CRM's own clock (UTC ms); null where it has not spoken in this run. */
  readonly crmNow: () => number | null;
  /** The time as well as it is known (UTC ms). */
  readonly reckonedNow: () => number;
}

/** Answers take seconds to come: a date is off only where it is off by more than this, ms. */
const DATE_MAY_BE_OFF_MS = 60_000;

export function createDelays({ clock, crmNow, reckonedNow }: DelaysPorts): Delays {
  const known = new Map<string, Known>();
  /** When those came in that this PC's clock alone has dated, by the monotonic clock. */
  const undated = new Map<string, number>();

  /** First seen in this run: accepted just now, or left by the last run. */
  const meet = (entry: Entry): Known => {
    const { id } = entry.work;
    const met = known.get(id);
    if (met) return met;
    const [wall, now] = [clock.now(), clock.monotonic()];
    const first = {
      dueAt: now + leftAfterRestart(delayOf(entry), entry.since, wall),
      doubtSince: null,
      cameAt: undated.get(id) ?? now - Math.max(0, reckonedNow() - entry.acceptedAt),
    };
    known.set(id, first);
    return first;
  };

  return {
    cameIn: (id) => {
      if (crmNow() === null) undated.set(id, clock.monotonic());
    },
    rightAcceptedAt: ({ work, acceptedAt }) => {
      const [there, cameAt] = [crmNow(), undated.get(work.id)];
      if (there === null || cameAt === undefined) return acceptedAt;
      const right = Math.round(there - (clock.monotonic() - cameAt));
      return Math.abs(right - acceptedAt) > DATE_MAY_BE_OFF_MS ? right : acceptedAt;
    },
    began: (before, entry) => {
      const it = meet(entry);
      // What is only marked as an earlier run's keeps its undo moment.
      if (before.at.state !== 'held' || entry.at.state !== 'held') {
        it.dueAt = clock.monotonic() + delayOf(entry);
      }
      if (entry.at.state === 'verifying' && before.at.state !== 'verifying')
        it.doubtSince = clock.monotonic();
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
      undated.delete(id);
    },
  };
}

function delayOf({ at }: Entry): number {
  return 'delayMs' in at ? at.delayMs : 0;
}
