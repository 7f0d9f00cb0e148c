import type { Clock } from '../../ports.ts';
import type { Entry } from '../entry.ts';
import { leftAfterRestart } from './back-off.ts';

/**
 * How long entries have waited and still have to wait. Within one run everything is measured by the monotonic clock;
 * the wall clock is used only for entries of an earlier run, and clamped, so that changing it cannot lengthen, shorten
 * or drop a delay.
 */
export interface Delays {
  /** Registers an entry that is being added in the current transaction. */
  readonly cameIn: (id: string, acceptedAt: number) => void;
  /** An entry reached its state in this run: its delay starts now, and so does its doubt if it just became doubtful. */
  readonly began: (before: Entry, entry: Entry) => void;
  /** The monotonic moment at which its delay ends. */
  readonly dueAt: (entry: Entry) => number;
  /** How long since its outcome came into doubt in this run, ms; the first question starts it. */
  readonly inDoubtMs: (entry: Entry) => number;
  /** How long ago it came into the queue, ms. */
  readonly ageMs: (entry: Entry) => number;
  /**
   * What came in during this run, and what its age counts from (UTC ms) by the time as it is known now, where that is
   * another than `acceptedAt`. The clock that dated it may have been days off: the CRM has spoken since, or this PC's clock was set.
   */
  readonly misdated: () => readonly { readonly id: string; readonly acceptedAt: number }[];
  /** It is stored with this date now. */
  readonly dated: (id: string, acceptedAt: number) => void;
  /** It is finished: its timing is dropped. */
  readonly forget: (id: string) => void;
}

interface Known {
  dueAt: number;
  doubtSince: number | null;
  /** The monotonic time at which it entered the queue, possibly before this run. */
  readonly cameAt: number;
}

export interface DelaysPorts {
  readonly clock: Clock;
  /** The best known time (UTC ms). */
  readonly reckonedNow: () => number;
}

/** Answers take seconds: a date counts as wrong only if it is off by more than this, ms. */
export const DATE_MAY_BE_OFF_MS = 60_000;

/** Entries older than this keep their date, ms: they no longer count for any daily limit, and the list stays short. */
const DATED_FOR_MS = 7 * 24 * 3_600_000;

export function createDelays({ clock, reckonedNow }: DelaysPorts): Delays {
  const known = new Map<string, Known>();
  /** What came in during this run, also what is over: by the monotonic clock, and as it is dated on the disk. */
  const came = new Map<string, { readonly at: number; acceptedAt: number }>();

  /** First seen in this run: accepted just now, or left by the last run. */
  const meet = (entry: Entry): Known => {
    const { id } = entry.work;
    const met = known.get(id);
    if (met) return met;
    const [wall, now] = [clock.now(), clock.monotonic()];
    const first = {
      dueAt: now + leftAfterRestart(delayOf(entry), entry.since, wall),
      doubtSince: null,
      cameAt: came.get(id)?.at ?? now - Math.max(0, reckonedNow() - entry.acceptedAt),
    };
    known.set(id, first);
    return first;
  };

  return {
    cameIn: (id, acceptedAt) => {
      const now = clock.monotonic();
      // Oldest first: the first that is young enough ends it.
      for (const [old, { at }] of came) {
        if (now - at < DATED_FOR_MS) break;
        came.delete(old);
      }
      came.set(id, { at: now, acceptedAt });
    },
    misdated: () => {
      const began = reckonedNow() - clock.monotonic();
      const found = [];
      for (const [id, { at, acceptedAt }] of came) {
        const right = Math.round(began + at);
        if (Math.abs(right - acceptedAt) > DATE_MAY_BE_OFF_MS) found.push({ id, acceptedAt: right });
      }
      return found;
    },
    dated: (id, acceptedAt) => {
      const it = came.get(id);
      if (it) it.acceptedAt = acceptedAt;
    },
    began: (before, entry) => {
      const it = meet(entry);
      // An entry that is only marked as an earlier run's keeps its undo period.
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
    },
  };
}

function delayOf({ at }: Entry): number {
  return 'delayMs' in at ? at.delayMs : 0;
}
