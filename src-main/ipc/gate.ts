import type { AppError } from '../../src-preload/contract/errors.ts';
import { err } from '../../src-preload/contract/result.ts';
import { inTime } from '../lib/in-time.ts';
import type { Scheduler } from '../ports.ts';
import type { Router } from './router.ts';

/** The way to a router that closes: what is asked meanwhile is either answered as ever, or told to be asked again. */
export interface Gate {
  /** The router behind the gate. */
  readonly guard: (router: Router) => Router;
  /** Whether nothing new is let in. */
  readonly isClosed: () => boolean;
  /** From now on nothing new is let in. Resolves when all that was asked has its answer, or after so many ms. */
  readonly close: (maxMs: number) => Promise<void>;
  /** What has no answer by now cannot change anything any more, as the records are closed: it is told so. */
  readonly end: () => void;
}

const AGAIN: { readonly ok: false; readonly error: AppError } = err({ code: 'restarting' });

export function createGate(scheduler: Scheduler): Gate {
  const open = new Set<Promise<unknown>>();
  const ended = Promise.withResolvers<typeof AGAIN>();
  let closed = false;
  return {
    guard: (router) => ({
      ask: (name, sender, payload) => {
        if (closed) return Promise.resolve(AGAIN);
        const answering = router.ask(name, sender, payload).finally(() => open.delete(answering));
        open.add(answering);
        return Promise.race([answering, ended.promise]);
      },
    }),
    isClosed: () => closed,
    close: async (maxMs) => {
      closed = true;
      await inTime(Promise.allSettled(open), maxMs, scheduler);
    },
    end: () => ended.resolve(AGAIN),
  };
}
