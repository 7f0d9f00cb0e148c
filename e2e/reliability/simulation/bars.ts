import type { Rng } from '../../../src-main/sandbox/data/rng.ts';
import type { Rolls } from './rolls.ts';

/** Who is declined by the CRM, or by something in front of it, while others pass. */
export interface Bars {
  /** How requests that name these GUIDs are declined now: always in the same way. Null where they are not. */
  readonly of: (guids: readonly string[], now: number) => { readonly name: string; readonly rng: Rng } | null;
  /** Whether it continues after the shift's mishaps are over. */
  readonly forGood: (guids: readonly string[]) => boolean;
}

interface Bar {
  readonly from: number;
  readonly until: number;
}

const MINUTE = 60_000;

/** One shift in so many has bars, and there one GUID in so many is declined. */
const SHIFTS = 3;
const GUIDS = 6;

/**
 * Bars by name, so that each is the same no matter what else happens.
 * @param healsAt what is not for good ends by then.
 * @param isPlayed whether anyone is declined at all.
 */
export function createBars(rolls: Rolls, healsAt: number, isPlayed: boolean): Bars {
  const known = new Map<string, Bar | null>();
  const hasBars = isPlayed && rolls('bars').oneIn(SHIFTS);
  /** Drawn at the first request that names it; what is first named after the mishaps is not declined. */
  const barOf = (guid: string, now: number): Bar | null => {
    const drawn = known.get(guid);
    if (drawn !== undefined) return drawn;
    if (!hasBars || now >= healsAt) {
      known.set(guid, null);
      return null;
    }
    const rng = rolls(`bar ${guid}`);
    const from = rng.between(0, Math.max(1, healsAt - MINUTE));
    const until = rng.oneIn(2) ? Number.POSITIVE_INFINITY : from + rng.between(2, 120) * MINUTE;
    const bar = rng.oneIn(GUIDS)
      ? { from, until: until === Number.POSITIVE_INFINITY ? until : Math.min(until, healsAt) }
      : null;
    known.set(guid, bar);
    return bar;
  };
  return {
    of: (guids, now) => {
      for (const guid of guids) {
        const bar = barOf(guid, now);
        if (bar && bar.from <= now && now < bar.until) {
          return { name: `bar ${guid}`, rng: rolls(`barred ${guid}`) };
        }
      }
      return null;
    },
    forGood: (guids) => guids.some((guid) => known.get(guid)?.until === Number.POSITIVE_INFINITY),
  };
}
