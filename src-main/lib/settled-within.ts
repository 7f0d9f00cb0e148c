import type { Scheduler } from '../ports.ts';

/** Resolves when all of these have come to an end, however they did, or after so many ms. */
export const settledWithin = (
  scheduler: Scheduler,
  all: Iterable<Promise<unknown>>,
  mostMs: number,
): Promise<void> =>
  new Promise((resume) => {
    const cancel = scheduler.after(mostMs, resume);
    Promise.allSettled(all).then(() => {
      cancel();
      resume();
    });
  });
