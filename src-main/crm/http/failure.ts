import { BY_PROXY, NOT_SENT, PROXY_PASSWORD } from '../../network/errors.ts';
import type { CrmError } from '../../ports.ts';

const MARKS: readonly (string | null)[] = [NOT_SENT, BY_PROXY];

/**
 * The one place that decides, of a request that threw, whether it definitely never left this PC: it did not where the
 * network marked it so, and may have in every other case. `no` lets the outbox send it again without asking. Error codes
 * prove nothing: a reset after the request has the same code as one before it.
 *
 * Details are codes, never messages: a message may hold the address, and with it a guest's GUID.
 */
export function failureOf(thrown: unknown): CrmError {
  const chain = causes(thrown);
  if (chain.some(isRedirect)) return redirected(0);
  const codes = chain.map(codeOf);
  const sent = codes.includes(NOT_SENT) ? 'no' : 'maybe';
  if (codes.includes(PROXY_PASSWORD)) return { kind: 'offline', sent, detail: 'proxy asks for a password' };
  const code = codes.find((found) => found !== null && !MARKS.includes(found)) ?? 'unknown';
  return { kind: 'offline', sent, detail: codes.includes(BY_PROXY) ? `proxy: ${code}` : code };
}

/**
 * A redirect. It is never followed: the token would be sent along. Status 0 if the platform does not report which
 * redirect it was.
 */
export function redirected(status: number): CrmError {
  return { kind: 'unreadable', status, detail: 'redirected', between: true, requestId: null };
}

interface Fields {
  readonly message: unknown;
  readonly code: unknown;
  readonly cause: unknown;
}

/** What was thrown and what caused it, outermost first. ky, the network and undici wrap. */
function causes(thrown: unknown): readonly Fields[] {
  const chain: Fields[] = [];
  for (let next = fieldsOf(thrown); next && chain.length < 8; next = fieldsOf(next.cause)) chain.push(next);
  return chain;
}

function fieldsOf(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null) return null;
  return {
    message: Reflect.get(value, 'message'),
    code: Reflect.get(value, 'code'),
    cause: Reflect.get(value, 'cause'),
  };
}

/** OpenSSL has codes with a slash: `ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE`. */
function codeOf(error: Fields): string | null {
  return typeof error.code === 'string' && /^[A-Z][A-Z0-9_/]{2,63}$/.test(error.code) ? error.code : null;
}

/** undici's words. */
function isRedirect(error: Fields): boolean {
  return typeof error.message === 'string' && error.message.startsWith('unexpected redirect');
}
