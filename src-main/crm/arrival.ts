import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { GuestOnBooks } from '../outbox/guest-gateway.ts';
import type { CrmError, Scheduler } from '../ports.ts';
import { type Bound, startBound, waited } from './http/bound.ts';

export interface ArrivalOptions {
  readonly scheduler: Scheduler;
  /** How long it is waited for in all (ms). */
  readonly arriveMs: number;
  /** How long one question may take (ms). */
  readonly askMs: number;
}

/** Soon at first, for it is usually a moment; then at a pace that costs little of the CRM's limits. */
const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 4_000;

/**
 * Asks for a guest whom the CRM has accepted (202) until they are there. Whatever goes wrong with the questions, the
 * guest was accepted: a failure of ours to look must not pass for a guest who was not sent. So the one error is
 * `timeout`, which says that they may yet appear.
 */
export async function untilThere(
  ask: (bound: Bound) => Promise<Result<GuestOnBooks, CrmError>>,
  { scheduler, arriveMs, askMs }: ArrivalOptions,
): Promise<Result<GuestOnBooks, CrmError>> {
  const whole = startBound(scheduler, arriveMs);
  try {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, MOST_WAIT_MS)) {
      await waited(scheduler, waitMs, whole.signal);
      if (whole.ended()) return err({ kind: 'timeout', afterMs: arriveMs });
      const bound = startBound(scheduler, askMs, whole.signal);
      const found = await ask(bound);
      bound.release();
      if (found.ok) return ok(found.value);
      const pauseMs = found.error.kind === 'rate-limited' ? found.error.retryAfterMs : 0;
      await waited(scheduler, pauseMs, whole.signal);
    }
  } finally {
    whole.release();
  }
}
