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
  readonly ended: (id: string, step: Step, error: CrmError | null) => boolean;
  /** How often in a row it was declined, sent or asked about. */
  readonly count: (id: string) => number;
  /** Not to be tried before this monotonic moment. */
  readonly until: (id: string) => number;
  readonly singledOut: (id: string) => boolean;
  readonly forget: (id: string) => void;
}

/** Sending and asking are declined apart: a question that is answered says nothing of whether the entry may be sent. */
export type Step = 'send' | 'ask';
const STEPS: readonly Step[] = ['send', 'ask'];

interface Setback {
  readonly id: string;
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
  const keyOf = (id: string, step: Step): string => `${step} ${id}`;
  const of = (id: string): readonly Setback[] => STEPS.flatMap((step) => known.get(keyOf(id, step)) ?? []);
  return {
    ended: (id, step, error) => {
      const kind = error && classify(error).kind;
      // A page instead of an answer may be about this entry alone, too; it holds up nobody else.
      if (kind !== 'barred' && kind !== 'paused' && error?.kind !== 'unreadable') {
        if (error !== null) return true;
        known.delete(keyOf(id, step));
        for (const it of known.values()) if (it.id !== id) it.others += 1;
        return true;
      }
      const now = clock.monotonic();
      const key = keyOf(id, step);
      const it = known.get(key) ?? { id, count: 0, since: now, others: 0, othersAtLast: 0, until: 0 };
      const everybodys = it.others === it.othersAtLast;
      it.until = now + backOff(timing, it.count + 1, ids.random());
      it.count += 1;
      it.othersAtLast = it.others;
      known.set(key, it);
      return everybodys;
    },
    count: (id) => Math.max(0, ...of(id).map(({ count }) => count)),
    until: (id) => Math.max(0, ...of(id).map(({ until }) => until)),
    singledOut: (id) => {
      const { answers, overMs, others } = SINGLED_OUT;
      const before = clock.monotonic() - overMs;
      // Others that got through only since it was last declined may have been declined with it.
      return of(id).some((it) => it.count >= answers && it.since <= before && it.othersAtLast >= others);
    },
    forget: (id) => {
      for (const step of STEPS) known.delete(keyOf(id, step));
    },
  };
}
