import { errorText } from '../lib/error-words.ts';
import type { Clock, Logger, Scheduler } from '../ports.ts';
import type { OutboxStore } from './store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * At the start and once a day, deletes entries that were settled or cancelled more than `keepMs` ago. Entries that need
 * a person are never deleted, and history is kept. Returns a function that stops it.
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
      // Uses the earlier clock: a clock set months ahead must not make a recently settled entry seem old.
      const left = store.forgetOver(Math.min(clock.now(), there) - keepMs);
      if (left > 0) logger.info('outbox-tidied', { left });
    } catch (error) {
      // If the disk refuses the deletion, it is tried again tomorrow.
      logger.warn('outbox-not-tidied', { error: errorText(error) });
    }
  };
  tidy();
  return () => cancel();
}
