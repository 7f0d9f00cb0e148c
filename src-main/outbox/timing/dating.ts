import type { Clock } from '../../ports.ts';
import type { OutboxStore } from '../store.ts';
import { DATE_MAY_BE_OFF_MS, type Delays } from './delays.ts';

/**
 * Dates what came in during this run by the time as it is known now, also what is over: the day's limits and the reports
 * count by it. What an earlier run left with a date that is still to come came in before this run began.
 */
export function createDating(ports: {
  readonly store: Pick<OutboxStore, 'date' | 'dateAhead'>;
  readonly delays: Pick<Delays, 'misdated' | 'dated'>;
  readonly clock: Clock;
  readonly crmNow: () => number | null;
}): () => void {
  const { store, delays, clock, crmNow } = ports;
  const began = clock.monotonic();
  /** By how much the CRM's clock was ahead of the monotonic one when dates were last compared with it, ms. */
  let datedBy: number | null = null;
  return () => {
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
  };
}
