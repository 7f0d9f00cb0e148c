import type { CrmError } from '../ports.ts';

/**
 * The one place that decides, of a request that threw, whether it definitely never left this PC. `no` lets the outbox
 * send it again without asking, so only failures that cannot happen once a byte of the request is out are listed; the
 * rest, and whatever is unknown, is `maybe`.
 *
 * Details are codes, never messages: a message may hold the address, and with it a guest's GUID.
 */
export function failureOf(thrown: unknown): CrmError {
  const chain = causes(thrown);
  if (chain.some(isRedirect)) return redirected(0);
  const codes = chain.map(codeOf);
  const code = codes.find((found) => found !== null) ?? null;
  const sent = chain.some((error, i) => neverSent(error, codes[i] ?? null)) ? 'no' : 'maybe';
  return { kind: 'offline', sent, detail: code ?? 'unknown' };
}

/**
 * An answer that sends us elsewhere. It is never followed: the token would go along. Status 0 where the platform does
 * not tell which redirect it was.
 */
export function redirected(status: number): CrmError {
  return { kind: 'unreadable', status, detail: 'redirected', requestId: null };
}

/** Name look-up failed: there was no address to send to. */
const NAME_CODES = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'ENODATA',
  'ESERVFAIL',
]);

/** Connecting failed. All but the first can also end an open connection, so they count only where connecting was it. */
const CONNECT_CODES = new Set([
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]);
const CONNECT_ONLY_CODES = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * The handshake failed: nothing is written before it ends. Alerts that TLS 1.3 sends after the handshake (a client
 * certificate asked for, a damaged record) are left out on purpose.
 */
const TLS_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_CHAIN_TOO_LONG',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_NO_CIPHERS_AVAILABLE',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
]);

/**
 * Chromium's errors (Electron's `net.fetch`). Not here: ERR_ADDRESS_UNREACHABLE and ERR_TIMED_OUT, which an open
 * connection also dies of and which, unlike Node's, do not say whether connecting was it; ERR_SSL_PROTOCOL_ERROR,
 * which also names a damaged record later on.
 */
const NET_CODES = new Set([
  'ERR_NAME_NOT_RESOLVED',
  'ERR_NAME_RESOLUTION_FAILED',
  'ERR_ICANN_NAME_COLLISION',
  'ERR_INTERNET_DISCONNECTED',
  'ERR_CONNECTION_REFUSED',
  'ERR_CONNECTION_FAILED',
  'ERR_CONNECTION_TIMED_OUT',
  'ERR_ADDRESS_INVALID',
  'ERR_NETWORK_ACCESS_DENIED',
  'ERR_PROXY_CONNECTION_FAILED',
  'ERR_PROXY_CERTIFICATE_INVALID',
  'ERR_TUNNEL_CONNECTION_FAILED',
  'ERR_SOCKS_CONNECTION_FAILED',
  'ERR_SOCKS_CONNECTION_HOST_UNREACHABLE',
  'ERR_MANDATORY_PROXY_CONFIGURATION_FAILED',
  'ERR_NO_SUPPORTED_PROXIES',
  'ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
  'ERR_SSL_UNRECOGNIZED_NAME_ALERT',
  'ERR_SSL_OBSOLETE_CIPHER',
  'ERR_SSL_WEAK_SERVER_EPHEMERAL_DH_KEY',
  'ERR_SSL_SERVER_CERT_BAD_FORMAT',
  'ERR_SSL_KEY_USAGE_INCOMPATIBLE',
  'ERR_BLOCKED_BY_ADMINISTRATOR',
  'ERR_BLOCKED_BY_CLIENT',
  'ERR_UNSAFE_PORT',
  'ERR_INVALID_URL',
  'ERR_UNKNOWN_URL_SCHEME',
  'ERR_DISALLOWED_URL_SCHEME',
]);

const NET_PREFIXES = ['ERR_CERT_', 'ERR_DNS_'];

interface Fields {
  readonly name: unknown;
  readonly message: unknown;
  readonly code: unknown;
  readonly syscall: unknown;
  readonly cause: unknown;
  readonly errors: unknown;
}

/** What was thrown and what caused it, outermost first. ky and undici both wrap. */
function causes(thrown: unknown): readonly Fields[] {
  const chain: Fields[] = [];
  for (let next = fieldsOf(thrown); next && chain.length < 6; next = fieldsOf(next.cause)) chain.push(next);
  return chain;
}

function fieldsOf(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null) return null;
  return {
    name: Reflect.get(value, 'name'),
    message: Reflect.get(value, 'message'),
    code: Reflect.get(value, 'code'),
    syscall: Reflect.get(value, 'syscall'),
    cause: Reflect.get(value, 'cause'),
    errors: Reflect.get(value, 'errors'),
  };
}

function codeOf(error: Fields): string | null {
  if (typeof error.message === 'string') {
    const chromium = /^net::(ERR_[A-Z0-9_]+)/.exec(error.message)?.[1];
    if (chromium !== undefined) return chromium;
  }
  return typeof error.code === 'string' && /^[A-Z][A-Z0-9_]{2,63}$/.test(error.code) ? error.code : null;
}

function neverSent(error: Fields, code: string | null): boolean {
  // Node tries a host's addresses in turn and reports the lot: unsent only if every one of them is.
  if (Array.isArray(error.errors) && error.errors.length > 0) {
    return error.errors.every((each) => {
      const fields = fieldsOf(each);
      return fields !== null && neverSent(fields, codeOf(fields));
    });
  }
  if (code === null) return false;
  if (typeof error.message === 'string' && error.message.startsWith('net::')) {
    return NET_CODES.has(code) || NET_PREFIXES.some((prefix) => code.startsWith(prefix));
  }
  if (NAME_CODES.has(code) || CONNECT_ONLY_CODES.has(code) || TLS_CODES.has(code)) return true;
  return CONNECT_CODES.has(code) && error.syscall === 'connect';
}

/** undici says `unexpected redirect`; Electron names its redirect policy, or says that the redirect was cancelled. */
function isRedirect(error: Fields): boolean {
  return (
    typeof error.message === 'string' &&
    /^(unexpected redirect|redirect was cancelled|attempted to redirect)|ERR_(TOO_MANY|UNSAFE)_REDIRECT/i.test(
      error.message,
    )
  );
}
