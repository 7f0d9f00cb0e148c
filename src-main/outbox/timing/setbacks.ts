import type { Clock, CrmError, Ids } from '../../ports.ts';
import { classify } from '../classify.ts';
import { backOff } from './back-off.ts';
import type { Timing } from './default-timing.ts';
import { pauseOf } from './pause.ts';

/** So many others got through, and it failed again after them: then a row of failures is about the one entry. */
const OTHERS = 3;

/**
 * An entry that failed so often and then got through shows that the trouble may be everyone's: other rows begin again,
 * unless they are so many times as long. Otherwise entries that each fail alone, and get through now and then, would
 * keep one that never does from being singled out.
 */
const EVERYBODYS = 3;
const AS_LONG = 4;

/** The CRM declined it (401, 403, 410, 429) so often over this long. */
const DECLINED = { answers: 5, overMs: 10 * 60_000 };

/**
 * It failed in any way so often over this long. Higher: a bad evening fails one entry many times by chance. Well under the day
 * after which new credit stops.
 */
const FAILED = { answers: 20, overMs: 6 * 60 * 60_000 };

/**
 * Remembers which entries the CRM declined (401, 403, 410, 429, 503), so that one of them never holds up the others: it is tried
 * again after them, after a delay of its own, and needs a person once it is plain that it alone fails. Kept in memory: after a
 * restart the count begins again.
 */
export interface Setbacks {
  /**
   * A request for this entry ended; null: the CRM answered it. Returns whether the failure may be everyone's, as far as
   * can be told: others did not get through since it last happened to this entry.
   */
  readonly ended: (id: string, step: Step, error: CrmError | null) => boolean;
  /** How often in a row it was declined, sent or asked about. */
  readonly count: (id: string) => number;
  /** Not to be tried before this monotonic moment. */
  readonly until: (id: string) => number;
  /** Whether it failed so often over so long that it would be singled out if others got through. */
  readonly isDeclined: (id: string) => boolean;
  readonly singledOut: (id: string) => boolean;
  readonly forget: (id: string) => void;
}

/** Sending and asking fail apart: a question that is answered says nothing of whether an entry may be sent. */
export type Step = 'send' | 'ask';
const STEPS: readonly Step[] = ['send', 'ask'];

interface Setback {
  readonly id: string;
  readonly step: Step;
  since: number;
  /** Failures in a row; of them, those that would hold up all entries; of them, those that declined the request. */
  inRow: number;
  heldUp: number;
  putOff: number;
  /** Failures since `since`, and of them, those that declined the request. */
  failed: number;
  declined: number;
  /** Other entries that got through since. */
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
  const first = (id: string, step: Step): Setback => {
    // Others that got through since the entry's other step began to fail got through since it began to fail.
    const others = Math.max(0, ...of(id).map((it) => it.others));
    const counts = { inRow: 0, heldUp: 0, putOff: 0, failed: 0, declined: 0 };
    return { id, step, since: clock.monotonic(), ...counts, others, othersAtLast: others, until: 0 };
  };
  const through = (id: string, step: Step): void => {
    const row = known.get(keyOf(id, step));
    known.delete(keyOf(id, step));
    for (const it of known.values()) {
      if (it.id === id || (step === 'ask' && it.step === 'send')) continue;
      if (row && row.failed >= EVERYBODYS && it.inRow <= AS_LONG * row.inRow)
        Object.assign(it, { since: clock.monotonic(), failed: 0, declined: 0, others: 0, othersAtLast: 0 });
      it.others += 1;
    }
  };
  const often = ({ declined, failed, since }: Setback): boolean => {
    const forMs = clock.monotonic() - since;
    const reaches = (times: number, bar: typeof FAILED): boolean =>
      times >= bar.answers && forMs >= bar.overMs;
    return reaches(declined, DECLINED) || reaches(failed, FAILED);
  };
  return {
    ended: (id, step, error) => {
      if (error === null) {
        through(id, step);
        return true;
      }
      const { kind } = classify(error);
      if (kind === 'not-sent') return true;
      const it = known.get(keyOf(id, step)) ?? first(id, step);
      known.set(keyOf(id, step), it);
      const everybodys = it.others === it.othersAtLast;
      it.inRow += 1;
      it.failed += 1;
      it.othersAtLast = it.others;
      if (pauseOf(error) === null) return true;
      it.heldUp += 1;
      // Any other failure leaves the entry with a delay of its own.
      if (kind === 'barred' || kind === 'paused') {
        it.putOff += 1;
        it.declined += 1;
        it.until = clock.monotonic() + backOff(timing, it.putOff, ids.random());
      }
      return everybodys;
    },
    count: (id) => Math.max(0, ...of(id).map(({ heldUp }) => heldUp)),
    until: (id) => Math.max(0, ...of(id).map(({ until }) => until)),
    isDeclined: (id) => of(id).some((it) => often(it)),
    singledOut: (id) => of(id).some((it) => it.othersAtLast >= OTHERS && often(it)),
    forget: (id) => {
      for (const step of STEPS) known.delete(keyOf(id, step));
    },
  };
}
