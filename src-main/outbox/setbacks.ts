import type { Clock, CrmError, Ids } from '../ports.ts';
import { classify } from './classify.ts';
import { backOff, type Timing } from './schedule.ts';

/** So many answers of this kind, over this long, while so many others got through: then it is about this entry. */
const SINGLED_OUT = { answers: 5, overMs: 10 * 60_000, others: 3 };

/**
 * Remembers which entries the CRM declined (401, 403, 410, 429), so that one of them never holds up the others: it is tried
 * again after them, after a delay of its own, and needs a person once it is plain that it alone is declined. Kept in memory:
 * after a restart the count begins again, ten minutes later it is where it was.
 */
export interface Setbacks {
  /**
   * A request for this entry ended; null: the CRM answered it. Returns whether the failure may be everybody's, as far as can be
   * told: others did not get through since it last happened to this entry.
   */
  readonly ended: (id: string, error: CrmError | null) => boolean;
  /** How often in a row it was declined. */
  readonly count: (id: string) => number;
  /** Not to be tried before this monotonic moment. */
  readonly until: (id: string) => number;
  readonly singledOut: (id: string) => boolean;
  readonly forget: (id: string) => void;
}

interface Setback {
  count: number;
  readonly since: number;
  /** Answers that the CRM gave to other entries since. */
  others: number;
  othersAtLast: number;
  until: number;
}

export function createSetbacks(ports: {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timing: Timing;
}): Setbacks {
  const { clock, ids, timing } = ports;
  const known = new Map<string, Setback>();
  return {
    ended: (id, error) => {
      const kind = error && classify(error).kind;
      if (kind !== 'barred' && kind !== 'paused') {
        // An answer to a question about this very entry says nothing of whether it is served: its POST may be declined yet.
        if (error === null) for (const [other, it] of known) it.others += other === id ? 0 : 1;
        return true;
      }
      const now = clock.monotonic();
      const it = known.get(id) ?? { count: 0, since: now, others: 0, othersAtLast: 0, until: 0 };
      const everybodys = it.others === it.othersAtLast;
      it.until = now + backOff(timing, it.count + 1, ids.random());
      it.count += 1;
      it.othersAtLast = it.others;
      known.set(id, it);
      return everybodys;
    },
    count: (id) => known.get(id)?.count ?? 0,
    until: (id) => known.get(id)?.until ?? 0,
    singledOut: (id) => {
      const it = known.get(id);
      if (it === undefined) return false;
      const { answers, overMs, others } = SINGLED_OUT;
      return it.count >= answers && clock.monotonic() - it.since >= overMs && it.others >= others;
    },
    forget: (id) => {
      known.delete(id);
    },
  };
}
