import { PHONE_DIGITS } from '../../src-preload/contract/formats/phone.ts';
import type { ProbeFailure, ProbeResult, ProbeStep } from '../../src-preload/contract/set-up.ts';
import type { Clock, CrmError, Fetch, Scheduler } from '../ports.ts';
import type { ProbeConnection } from '../setup/gateway.ts';
import { startBound } from './http/bound.ts';
import type { Operation } from './http/call.ts';
import { createHttp, type HttpAnswer, type HttpRequest } from './http/http.ts';
import { errorBody, isServiceError, isSignInDemand, refusalOf } from './http/status.ts';
import { recentCredits, searchGuests } from './operations.ts';
import { loginSchema, readBody } from './wire/wire.ts';

export interface ProbeOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /** How long each step may take, ms. */
  readonly stepMs?: number;
}

const LOGIN = 'authentication/v1/authentication/login';
const SPAN_MS = 60_000;
/** A number that no phone has: the test is about the question, not the answer. */
const NOBODY = '0'.repeat(PHONE_DIGITS);

type Failed = Extract<ProbeResult, { outcome: 'failed' }>;

/**
 * Tests a connection with the same requests the client makes: login, the records, a search. A kiosk that is being set
 * up has no session yet, and asks for none but this one token.
 */
export function createProbe({ fetch, clock, scheduler, stepMs = 10_000 }: ProbeOptions): ProbeConnection {
  return async (connection) => {
    const http = createHttp(connection.url, fetch);
    const ask = async (request: HttpRequest) => {
      const bound = startBound(scheduler, stepMs);
      try {
        return await http(request, bound);
      } finally {
        bound.release();
      }
    };
    const { clientId, clientSecret } = connection;
    const body = JSON.stringify({ clientId, clientSecret, userAccessType: 'TOAST_MACHINE_CLIENT' });
    const login = await ask({ method: 'POST', path: LOGIN, headers: {}, body });
    if (!login.ok) return failed(...lineFailure(login.error), detailOf(login.error));
    const refused = loginFailure(login.value);
    if (refused) return refused;
    const token = readBody(login.value, loginSchema);
    if (!token.ok) return failed('login', 'not-toast', null);
    const { accessToken } = token.value.token;
    const scopes = scopesOf(accessToken);
    if (scopes !== null && !scopes.some(isCrm)) return failed('scope', 'no-scope', null);

    const call = async <T>(operation: Operation<T>, step: ProbeStep): Promise<Failed | null> => {
      const { method, path, query, body: content } = operation;
      const headers = {
        authorization: `Bearer ${accessToken}`,
        'toast-restaurant-external-id': connection.restaurantGuid,
      };
      const answer = await ask({ method, path, query, body: content, headers });
      if (!answer.ok) return failed(...lineFailure(answer.error), detailOf(answer.error));
      const { status } = answer.value;
      const read =
        status >= 200 && status < 300
          ? operation.read(answer.value)
          : { ok: false as const, error: refusalOf(answer.value, operation.missing, 0) };
      return read.ok ? null : callFailure(read.error, step, scopes !== null);
    };
    return (
      (await call(recentCredits(clock.now(), SPAN_MS), 'restaurant')) ??
      (await call(searchGuests({ phone: NOBODY }, new URLSearchParams()), 'search')) ?? { outcome: 'passed' }
    );
  };
}

function failed(
  step: ProbeStep,
  why: ProbeFailure,
  detail: string | null,
  requestId: string | null = null,
): Failed {
  return { outcome: 'failed', step, why, detail, requestId };
}

/** No answer: how far did it get? The codes are those of Node, of undici and of network/errors.ts. */
function lineFailure(error: CrmError): readonly [ProbeStep, ProbeFailure] {
  if (error.kind === 'timeout') return ['connect', 'timeout'];
  // A redirect is never followed: whatever sends us elsewhere is not Toast's API.
  if (error.kind === 'unreadable') return ['login', 'not-toast'];
  const code = error.kind === 'offline' ? error.detail : '';
  if (/ENETUNREACH|ENETDOWN/.test(code)) return ['connect', 'no-network'];
  if (/proxy/.test(code)) return ['connect', 'proxy'];
  if (/ENOTFOUND|^EAI_|ENODATA|ESERVFAIL/.test(code)) return ['dns', 'unknown-name'];
  if (/CERT|SELF_SIGNED|HOSTNAME_MISMATCH|ISSUER|LEAF_SIGNATURE|INVALID_CA/.test(code)) {
    return ['tls', 'certificate'];
  }
  if (/SSL|TLS|EPROTO/.test(code)) return ['tls', 'handshake'];
  if (/REFUSED/.test(code)) return ['connect', 'refused'];
  if (/TIMED_?OUT|TIMEOUT/.test(code)) return ['connect', 'timeout'];
  return ['connect', 'cut'];
}

function detailOf(error: CrmError): string | null {
  return error.kind === 'offline' || error.kind === 'unreadable' ? error.detail : null;
}

function loginFailure(answer: HttpAnswer): Failed | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const { requestId } = errorBody(answer.text);
  const say = (step: ProbeStep, why: ProbeFailure) => failed(step, why, `HTTP ${status}`, requestId);
  if (status === 407) return say('connect', 'proxy');
  if (status === 429) return say('login', 'busy');
  if (status === 404 || status === 405 || status === 410 || status < 400) return say('login', 'not-toast');
  if (isSignInDemand(answer)) return say('login', 'not-toast');
  if (status >= 500) return say('login', 'trouble');
  return isServiceError(answer) ? say('login', 'credentials') : say('login', 'not-toast');
}

/** @param scoped whether the token showed that it covers guest credit: then a refusal can only be the restaurant's. */
function callFailure(error: CrmError, step: ProbeStep, scoped: boolean): Failed {
  const requestId = 'requestId' in error ? error.requestId : null;
  const say = (at: ProbeStep, why: ProbeFailure, detail: string | null) => failed(at, why, detail, requestId);
  switch (error.kind) {
    case 'unauthorised':
      if (step === 'search') return say('search', 'no-access', `HTTP ${error.status}`);
      return say('restaurant', scoped ? 'not-connected' : 'no-access', `HTTP ${error.status}`);
    case 'rejected':
      return step === 'restaurant'
        ? say('restaurant', 'malformed', `HTTP ${error.status}`)
        : say('search', 'trouble', `HTTP ${error.status}`);
    case 'service-gone':
      return say('search', 'service-gone', `HTTP ${error.status}`);
    case 'rate-limited':
      return say('search', 'busy', 'HTTP 429');
    case 'server-error':
      return say('search', 'trouble', `HTTP ${error.status}`);
    case 'unreadable':
      return say('search', 'not-toast', error.detail);
    default:
      return say(...lineFailure(error), detailOf(error));
  }
}

/** The scopes a token shows (they are in the JWT alone); null where it shows none that can be read. */
function scopesOf(token: string): readonly string[] | null {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    if (typeof payload !== 'object' || payload === null) return null;
    const scope: unknown = Reflect.get(payload, 'scope') ?? Reflect.get(payload, 'scopes');
    if (typeof scope === 'string') return scope.split(/[\s,]+/).filter((each) => each !== '');
    return Array.isArray(scope) ? scope.filter((each) => typeof each === 'string') : null;
  } catch {
    return null;
  }
}

/** `crm` is what the service's own sample tokens carry; its newer scopes are written `crm:read` or `crm.read`. */
const isCrm = (scope: string): boolean => /^crm(?:$|[.:])/i.test(scope);
