import type { Scheduler } from '../ports.ts';

/** Waits for `work`, `mostMs` at most. Whether it ended by then; rejects where it failed by then. Later it is nobody's matter. */
export async function inTime(work: Promise<unknown>, mostMs: number, scheduler: Scheduler): Promise<boolean> {
  const tooLong = Promise.withResolvers<false>();
  const cancel = scheduler.after(mostMs, () => tooLong.resolve(false));
  try {
    return await Promise.race([work.then(() => true), tooLong.promise]);
  } finally {
    cancel();
  }
}
