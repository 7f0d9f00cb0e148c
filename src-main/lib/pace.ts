import type { Clock } from '../ports.ts';

/** How many different things may be asked for within how long. */
export interface PaceLimit {
  readonly most: number;
  readonly withinMs: number;
}

/** Counts different things over a sliding time. */
export interface Pace {
  /** Null where `key` may be asked for now: it is counted, the same one only once. Else in how many ms it may be. */
  readonly admit: (key: string) => number | null;
}

/** @param clock monotonic: setting the PC's clock frees nothing. */
export function createPace({ most, withinMs }: PaceLimit, clock: Pick<Clock, 'monotonic'>): Pace {
  /** When each was asked for last, the longest ago first. */
  const asked = new Map<string, number>();
  return {
    admit: (key) => {
      const now = clock.monotonic();
      for (const [each, at] of asked) {
        if (now - at < withinMs) break;
        asked.delete(each);
      }
      const [oldest] = asked.values();
      if (oldest !== undefined && !asked.has(key) && asked.size >= most) return oldest + withinMs - now;
      asked.delete(key);
      asked.set(key, now);
      return null;
    },
  };
}
