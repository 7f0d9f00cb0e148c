import type { CrmError, Scheduler } from '../../ports.ts';

/** The end of the time one call may take, and of the caller's interest in it, as one signal. */
export interface Bound {
  readonly signal: AbortSignal;
  /** Why it ended; null while it has not. */
  readonly ended: () => CrmError | null;
  /** The call has ended: releases the timer and the caller's signal. */
  readonly release: () => void;
}

/** Starts a bound of `ms`. The caller's own `signal`, where there is one, ends it as `aborted`. */
export function startBound(scheduler: Scheduler, ms: number, signal?: AbortSignal): Bound {
  const controller = new AbortController();
  let why: CrmError | null = null;
  const end = (error: CrmError) => {
    if (why !== null) return;
    why = error;
    controller.abort();
  };
  const onAbort = () => end({ kind: 'aborted' });
  const cancel = scheduler.after(ms, () => end({ kind: 'timeout', afterMs: ms }));
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    ended: () => why,
    release: () => {
      cancel();
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

/** Resolves after `ms`, or as soon as `signal` fires. */
export function waited(scheduler: Scheduler, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = scheduler.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });
}

/**
 * What `work` comes to, or null as soon as `signal` fires: a platform whose fetch does not listen to its signal
 * cannot hold us up. What comes of the work afterwards is dropped, failures included.
 */
export function unlessEnded<T>(work: Promise<T>, signal: AbortSignal): Promise<{ readonly value: T } | null> {
  return new Promise((resolve, reject) => {
    const onAbort = () => resolve(null);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    work
      .then((value) => resolve({ value }), reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}
