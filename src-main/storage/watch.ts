import { errorText } from '../lib/error-words.ts';
import type { Database, Logger, Scheduler } from '../ports.ts';

/** How often is looked whether the database file is still the one that is open, ms. */
const EVERY_MS = 10_000;

export interface DatabaseWatch {
  readonly start: () => void;
  /** Looks now: a write has just failed. */
  readonly look: () => void;
  readonly stop: () => void;
  /** Whether the file was gone when last looked at, and is not rescued. */
  readonly gone: () => boolean;
}

/**
 * Notices that the database file was deleted, replaced or cut short while it is open, and has what is still in memory and in
 * the open file rescued. Where that fails (a full disk) it is tried again.
 */
export function watchDatabase(ports: {
  readonly db: Pick<Database, 'isThere'>;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  /** Throws where the disk refuses. */
  readonly rescue: () => void;
  readonly onGone: () => void;
  /** What was rescued is to be opened in place of what is gone. */
  readonly onRescued: () => void;
}): DatabaseWatch {
  const { db, scheduler, logger } = ports;
  let cancel = (): void => {};
  let gone = false;
  let done = false;

  const look = (): void => {
    if (done || db.isThere()) return;
    if (!gone) {
      gone = true;
      logger.error('books-gone');
      ports.onGone();
    }
    try {
      ports.rescue();
      done = true;
      logger.warn('books-rescued');
      ports.onRescued();
    } catch (error) {
      logger.error('books-not-rescued', { error: errorText(error) });
    }
  };
  const lookOn = (): void => {
    look();
    cancel = scheduler.after(EVERY_MS, lookOn);
  };
  return {
    start: () => {
      cancel = scheduler.after(EVERY_MS, lookOn);
    },
    look,
    stop: () => {
      done = true;
      cancel();
    },
    gone: () => gone,
  };
}
