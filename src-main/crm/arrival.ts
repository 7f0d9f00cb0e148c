import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmGuestRecord } from '../outbox/guest-gateway.ts';
import type { CrmError, Scheduler } from '../ports.ts';
import { type Bound, startBound, waited } from './http/bound.ts';

export interface ArrivalOptions {
  readonly scheduler: Scheduler;
  /** Total wait (ms). */
  readonly arriveMs: number;
  /** How long one question may take (ms). */
  readonly askMs: number;
}

/** Quickly at first, because it usually takes a moment; then at a pace that uses little of the CRM's rate limit. */
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 4_000;

/**
 * Asks for a guest that the CRM has accepted (202) until they are there. If a question fails, the guest was still
 * accepted: a failed poll must not look like a guest who was not sent. So the only error is `timeout`: the guest may
 * still appear.
 */
export async function untilThere(
  ask: (bound: Bound) => Promise<Result<CrmGuestRecord, CrmError>>,
  { scheduler, arriveMs, askMs }: ArrivalOptions,
): Promise<Result<CrmGuestRecord, CrmError>> {
  const whole = startBound(scheduler, arriveMs);
  try {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, MAX_WAIT_MS)) {
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
