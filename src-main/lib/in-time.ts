import type { Scheduler } from '../ports.ts';

/**
 * Waits for `work`, `maxMs` at most. Whether it ended by then; rejects where it failed by then. Later it is no one's
 * matter.
 */
export async function inTime(work: Promise<unknown>, maxMs: number, scheduler: Scheduler): Promise<boolean> {
  const tooLong = Promise.withResolvers<false>();
  const cancel = scheduler.after(maxMs, () => tooLong.resolve(false));
  try {
    return await Promise.race([work.then(() => true), tooLong.promise]);
  } finally {
    cancel();
  }
}
