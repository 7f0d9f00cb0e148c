import { redact } from '../../lib/redact.ts';
import type { CrmError } from '../../ports.ts';
import { redirected } from './failure.ts';
import type { HttpAnswer } from './http.ts';
import { isQuick } from './json.ts';

/** What a 404 of the CRM's own means for an operation: the one thing asked for may be missing, a search or a list cannot be. */
export type Missing = 'not-found' | 'service-gone';

/**
 * What an answer other than 2xx means. A no, an absence, refused credentials and the end of the service are believed only
 * in the service's own ErrorMessage: any other 4xx, and a 511, come from something before it and are `unreadable`. Else the status decides: the CRM's `code` is
 * specific to each of its services and published for none, its message is for people.
 * @param pauseMs how long a 429 asks for; of a 503, how long its `Retry-After` does, 0 where there is none.
 */
export function refusalOf(answer: HttpAnswer, missing: Missing, pauseMs: number): CrmError {
  const { status } = answer;
  const { requestId, code, message } = errorBody(answer.text);
  switch (status) {
    case 401:
    case 403:
      // Taken for the service's, a web filter's page would say that the kiosk's key is refused, and cost a login.
      if (!isServiceError(answer)) return foreign(answer);
      return { kind: 'unauthorised', stage: 'call', status, requestId };
    case 404:
      // If a gateway's 404 were read as "no such transaction", an existing credit could be sent again.
      if (!isServiceError(answer)) return foreign(answer);
      return missing === 'service-gone' ? { kind: 'service-gone', status } : { kind: 'not-found', requestId };
    case 407:
      // The network's start mark tells a proxy that passed nothing on; an answer to the request itself proves nothing.
      return { kind: 'offline', sent: 'maybe', detail: 'proxy asks for a password' };
    case 408:
      return { kind: 'offline', sent: 'maybe', detail: 'request timed out at the server' };
    case 410:
      if (!isServiceError(answer)) return foreign(answer);
      return { kind: 'service-gone', status };
    case 425:
    case 499:
      return { kind: 'server-error', status, requestId };
    case 429:
      return {
        kind: 'rate-limited',
        ...(isServiceError(answer) ? { from: 'service' } : {}),
        retryAfterMs: pauseMs,
        requestId,
      };
    case 503:
      return { kind: 'server-error', status, requestId, ...(pauseMs > 0 ? { retryAfterMs: pauseMs } : {}) };
    default:
      if (isSignInDemand(answer)) return foreign(answer);
      if (status >= 500) return { kind: 'server-error', status, requestId };
      if (status >= 400) {
        return isServiceError(answer)
          ? { kind: 'rejected', status, code, message, requestId }
          : foreign(answer);
      }
      return redirected(status);
  }
}

interface ErrorBody {
  readonly requestId: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

const NO_BODY: ErrorBody = { requestId: null, code: null, message: null };

/** Codes and request ids go into the log, the activity log and the support file: anything else may be words about a guest. */
const CODE = /^[A-Za-z0-9_.-]{1,32}$/;
const REQUEST_ID = /^[A-Za-z0-9_.-]{1,64}$/;
/** Longer than any sentence a manager should have to read. */
const MAX_MESSAGE = 300;

/** The fields of the CRM's ErrorMessage that people need; nulls where the body is HTML, empty or something else. */
export function errorBody(text: string): ErrorBody {
  const body = parseObject(text);
  if (body === null) return NO_BODY;
  const requestId = Reflect.get(body, 'requestId');
  const code = Reflect.get(body, 'code');
  const message = Reflect.get(body, 'message');
  return {
    requestId: typeof requestId === 'string' ? closed(requestId, REQUEST_ID) : null,
    code: typeof code === 'string' || typeof code === 'number' ? closed(String(code), CODE) : null,
    message:
      typeof message === 'string' && message.trim() !== '' ? message.trim().slice(0, MAX_MESSAGE) : null,
  };
}

/** `text` where it has that shape and no phone number could have it; else null. */
function closed(text: string, shape: RegExp): string | null {
  return shape.test(text) && redact(text) === text ? text : null;
}

function parseObject(text: string): object | null {
  if (!isQuick(text)) return null;
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : null;
  } catch {
    return null;
  }
}

/** Whether the body is the service's own ErrorMessage: it names this status, or its request, and has a message or a code. */
export function isServiceError({ status, text }: HttpAnswer): boolean {
  const body = parseObject(text);
  if (body === null) return false;
  const { requestId, code, message } = errorBody(text);
  return (
    (Reflect.get(body, 'status') === status || requestId !== null) && (code !== null || message !== null)
  );
}

/** 511: the network wants a sign-in (RFC 6585); no server that was reached says so. */
export function isSignInDemand(answer: HttpAnswer): boolean {
  return answer.status === 511 && !isServiceError(answer);
}

/** An answer of something before the service. */
function foreign(answer: HttpAnswer): CrmError {
  const { requestId } = errorBody(answer.text);
  const detail = isPage(answer) ? 'a web page' : 'no ErrorMessage';
  return { kind: 'unreadable', status: answer.status, detail, between: true, requestId };
}

function isPage(answer: HttpAnswer): boolean {
  return (
    /\bhtml\b/i.test(answer.headers.get('content-type') ?? '') || answer.text.trimStart().startsWith('<')
  );
}
