import type { AppError } from '../../src-preload/contract/errors.ts';
import { assertNever } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';

/** What a failed read means to the person who asked. Nothing was changed by it. */
export function toAppError(error: CrmError): AppError {
  switch (error.kind) {
    case 'offline':
    case 'timeout':
    case 'aborted':
      return { code: 'offline' };
    case 'unauthorised':
      return { code: 'no-access' };
    case 'not-found':
      return { code: 'guest-not-found' };
    case 'service-gone':
      return { code: 'service-gone' };
    case 'rejected':
    case 'server-error':
    case 'unreadable':
      return { code: 'toast-trouble', requestId: error.requestId };
    case 'too-wide':
      return { code: 'search-too-wide' };
    case 'rate-limited':
      return { code: 'toast-busy', retryInMs: error.retryAfterMs };
    default:
      return assertNever(error, 'CRM error');
  }
}
