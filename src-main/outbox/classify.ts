import { assertNever } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import type { Refusal } from './state.ts';

/** How a failed exchange affects an entry. */
export type Verdict =
  /** Certainly not sent. The connection is down, or our own rate limiter blocked it: the queue pauses. */
  | { readonly kind: 'not-sent' }
  /** The service asks for a pause (429) and did not process the request: the queue pauses, no attempt is counted. */
  | { readonly kind: 'paused' }
  /**
   * The service, or something in front of it, rejects all entries or only this one (401, 403, 410 in any form, a 429
   * page). The request may have been processed before this answer. The queue pauses unless others get through
   * meanwhile.
   */
  | { readonly kind: 'barred' }
  /** It may have arrived and may still be processed: ask before anything is sent again. */
  | { readonly kind: 'unknown' }
  /** The CRM said no. `mayExist`: a conflict, which is what "already there" looks like. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly mayExist: boolean };

/** A web page with one of these statuses answers every entry alike. */
const BARRING: readonly number[] = [401, 403, 410];
const CONFLICT = 409;
const NOT_FOUND = 404;

/** The only place that decides between "not sent", "unknown" and "refused". In doubt it returns unknown. */
export function classify(error: CrmError): Verdict {
  switch (error.kind) {
    case 'offline':
      return error.sent === 'no' ? { kind: 'not-sent' } : { kind: 'unknown' };
    case 'timeout':
    case 'aborted':
    case 'server-error':
    case 'too-wide':
      return { kind: 'unknown' };
    case 'unreadable':
      return { kind: BARRING.includes(error.status) ? 'barred' : 'unknown' };
    case 'unauthorised':
      // The login comes before the request, and without a token nothing is sent.
      return error.stage === 'login' ? { kind: 'not-sent' } : { kind: 'barred' };
    case 'service-gone':
      return { kind: 'barred' };
    case 'rate-limited':
      if (error.from === 'limiter') return { kind: 'not-sent' };
      return error.from === 'service' ? { kind: 'paused' } : { kind: 'barred' };
    case 'not-found': {
      const refusal = { status: NOT_FOUND, code: null, message: null, requestId: error.requestId };
      return { kind: 'refused', refusal, mayExist: false };
    }
    case 'rejected': {
      const { status, code, message, requestId } = error;
      return {
        kind: 'refused',
        refusal: { status, code, message, requestId },
        mayExist: status === CONFLICT,
      };
    }
    default:
      return assertNever(error, 'CRM error');
  }
}

/** Whether a failure is unrelated to the entry: the entry keeps its place and no attempt is counted. */
export function isEverybodys(error: CrmError): boolean {
  const { kind } = classify(error);
  return kind === 'not-sent' || kind === 'paused';
}
