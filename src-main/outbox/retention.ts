import type { Clock, Logger, Scheduler } from '../ports.ts';
import type { OutboxStore } from './store.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * At the start and once a day, deletes what was settled or cancelled more than `keepMs` ago. Only those two: what needs
 * a person stays for ever. Its history stays, too. Returns the way to stop.
 */
export function keepTidy(ports: {
  readonly store: Pick<OutboxStore, 'forgetOver'>;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly keepMs: number;
}): () => void {
  const { store, clock, scheduler, logger, keepMs } = ports;
  let cancel: (() => void) | null = null;
  const tidy = (): void => {
    cancel = scheduler.after(DAY_MS, tidy);
    try {
      const left = store.forgetOver(clock.now() - keepMs);
      if (left > 0) logger.info('outbox-tidied', { left });
    } catch (error) {
      // A disk that will not delete is no reason to stop; tomorrow it is tried again.
      logger.warn('outbox-not-tidied', { error: error instanceof Error ? error.message : String(error) });
    }
  };
  tidy();
  return () => cancel?.();
}
