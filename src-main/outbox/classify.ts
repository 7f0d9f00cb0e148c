import { assertNever } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import type { Refusal } from './state.ts';

/** What a failed exchange means for an entry. */
export type Verdict =
  /** Nothing left this PC: no doubt about it. The line is down, so the queue pauses, not the entry. */
  | { readonly kind: 'not-sent' }
  /** The CRM deals with nobody just now (credentials, rate, service gone): the queue pauses, the entry does not count. */
  | { readonly kind: 'paused' }
  /** It may have arrived, and may yet be carried out: ask before anything is sent again. */
  | { readonly kind: 'unknown' }
  /** The CRM said no. `mayExist`: a conflict, which is what "already there" looks like. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly mayExist: boolean };

const CONFLICT = 409;
const NOT_FOUND = 404;

/** The one place that decides between "not sent", "unknown" and "no". In doubt it says unknown. */
export function classify(error: CrmError): Verdict {
  switch (error.kind) {
    case 'offline':
      return error.sent === 'no' ? { kind: 'not-sent' } : { kind: 'unknown' };
    case 'timeout':
    case 'aborted':
    case 'server-error':
    case 'unreadable':
    case 'too-wide':
      return { kind: 'unknown' };
    case 'unauthorised':
    case 'rate-limited':
    case 'service-gone':
      return { kind: 'paused' };
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
