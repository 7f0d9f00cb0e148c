import type { Clock, Logger, Scheduler } from '../ports.ts';
import type { OutboxStore } from './store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * At the start and once a day, deletes what was settled or cancelled more than `keepMs` ago. Only those two: what needs
 * a person stays for ever. Its history stays, too. Returns the way to stop.
 */
export function keepTidy(ports: {
  /** The CRM's own clock; null where it has not spoken in this run: then nothing is deleted yet. */
  readonly crmNow: () => number | null;
  /** While true nothing is deleted yet. */
  readonly mayNot: () => boolean;
  readonly store: Pick<OutboxStore, 'forgetOver'>;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly keepMs: number;
}): () => void {
  const { store, clock, scheduler, logger, keepMs } = ports;
  let cancel: () => void;
  const tidy = (): void => {
    const there = ports.mayNot() ? null : ports.crmNow();
    cancel = scheduler.after(there === null ? HOUR_MS : DAY_MS, tidy);
    if (there === null) return;
    try {
      // By the clock that is behind: one set months ahead must not make what settled a minute ago seem old.
      const left = store.forgetOver(Math.min(clock.now(), there) - keepMs);
      if (left > 0) logger.info('outbox-tidied', { left });
    } catch (error) {
      // A disk that will not delete is no reason to stop; tomorrow it is tried again.
      logger.warn('outbox-not-tidied', { error: error instanceof Error ? error.message : String(error) });
    }
  };
  tidy();
  return () => cancel();
}
