import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import type { Clock, CrmError, Logger, Scheduler } from '../../ports.ts';
import { loginSchema, readBody } from '../wire/wire.ts';
import { startBound, unlessEnded } from './bound.ts';
import type { Http, HttpAnswer } from './http.ts';
import { exchangeLine } from './log.ts';
import type { LoginStore } from './login-store.ts';
import { pauseAfter } from './retry-after.ts';
import { errorBody, isServiceError, isSignInDemand } from './status.ts';

export interface SessionOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Counts logins and stores the token across restarts. */
  readonly loginStore: LoginStore;
  /** How long one login may take (ms). */
  readonly loginMs: number;
}

/**
 * The one token all calls share. The CRM hands out the same token until its last minute and asks for no more than two
 * logins an hour, so it is kept until then, over restarts too, and never more than two are made in an hour by
 * themselves, no matter what the CRM answers.
 *
 * Every failure here means that the call it was for was never sent.
 */
export interface Session {
  /** A token to send with. Waits for the login under way, if any, no longer than `signal` allows. */
  readonly token: (signal: AbortSignal) => Promise<Result<string, CrmError>>;
  /** `refused` was answered with 401: another token to try again with, or null where there is no other to be had. */
  readonly another: (refused: string, signal: AbortSignal) => Promise<Result<string | null, CrmError>>;
  /** The CRM accepted `token`. */
  readonly accepted: (token: string) => void;
}

interface Held {
  readonly value: string;
  /** By the monotonic clock, as all moments here: setting the PC's clock neither ages nor revives a token. */
  readonly expiresAt: number;
  readonly renewAt: number;
}

const LOGIN_PATH = 'authentication/v1/authentication/login';

/** A different token is issued only in the last minute of the old one. */
const LAST_MINUTE_MS = 60_000;
/** Should the CRM still hand out the same one at the edge of that minute, we ask again no sooner than this. */
const RENEW_GAP_MS = 5_000;
/** The least a token is to be reused, by the CRM's guidance: serves where it does not say how long one lives. */
const UNSTATED_LIFE_MS = 30 * 60_000;
/** Rejected credentials stay rejected for a while: answered from memory, so that the login is not flooded. */
const REFUSED_MS = 60_000;
/** Between renewals after a 401 that bring nothing: a minute, then twice as long each time, up to half an hour. */
const USELESS_MS = 60_000;
const MAX_USELESS_MS = 30 * 60_000;

export function createSession(options: SessionOptions): Session {
  const { http, clock, scheduler, logger, loginStore, loginMs } = options;
  const body = loginBody(options);
  const now = () => clock.monotonic();

  const fromLeft = (value: string, leftMs: number): Held => heldFor(value, leftMs, now());
  const kept = loginStore.kept();
  let held: Held | null = kept && fromLeft(kept.value, kept.leftMs);
  let underWay: Promise<Result<Held, CrmError>> | null = null;
  let remembered: { readonly error: CrmError; readonly until: number } | null = null;
  let useless = { waitMs: USELESS_MS, until: Number.NEGATIVE_INFINITY };

  const memory = (): CrmError | null => {
    if (remembered === null || remembered.until <= now()) return null;
    const { error, until } = remembered;
    return error.kind === 'rate-limited' ? { ...error, retryAfterMs: Math.ceil(until - now()) } : error;
  };

  const exchange = async (): Promise<Result<Held, CrmError>> => {
    // Not bound to the call that started it: other calls wait for it too, and its result is kept.
    const bound = startBound(scheduler, loginMs);
    const startedAt = now();
    const answer = await http({ method: 'POST', path: LOGIN_PATH, headers: {}, body }, bound);
    bound.release();
    const read = answer.ok ? readLogin(answer.value) : err(unsent(answer.error));
    exchangeLine(logger, {
      operation: 'login',
      method: 'POST',
      status: answer.ok ? answer.value.status : null,
      ms: now() - startedAt,
      error: read.ok ? null : read.error,
    });
    return read;
  };

  const readLogin = (answer: HttpAnswer): Result<Held, CrmError> => {
    const { status } = answer;
    const { requestId } = errorBody(answer.text);
    if (status === 429) {
      loginStore.count();
      return err({
        kind: 'rate-limited',
        from: 'limiter',
        retryAfterMs: pauseAfter(answer.headers, clock.now()),
        requestId,
      });
    }
    if (status === 407 || status === 408) return err(notSent(`login answered ${status}`));
    // A page or a gateway's no is nothing that the service said of our credentials.
    if (status >= 400 && status < 500 && isServiceError(answer)) {
      loginStore.count();
      return err({ kind: 'unauthorised', stage: 'login', status, requestId });
    }
    if (status < 200 || status > 299) {
      return err(notSent(`login answered ${status}`, status < 500 || isSignInDemand(answer)));
    }
    const read = readBody(answer, loginSchema);
    // A login answer without a token is not a valid login answer, in any form.
    if (!read.ok) return err(notSent(`login: ${detailOf(read.error)}`, true));
    const { accessToken, expiresIn } = read.value.token;
    // The remaining lifetime, not the full one: the same token may be hours old.
    const leftMs = expiresIn === undefined ? UNSTATED_LIFE_MS : expiresIn * 1_000;
    loginStore.count();
    loginStore.keep({ value: accessToken, leftMs });
    return ok(fromLeft(accessToken, leftMs));
  };

  const logIn = async (): Promise<Result<Held, CrmError>> => {
    const result = await exchange().finally(() => {
      underWay = null;
    });
    if (result.ok) {
      held = result.value;
      remembered = null;
    } else if (result.error.kind === 'unauthorised') {
      remembered = { error: result.error, until: now() + REFUSED_MS };
    } else if (result.error.kind === 'rate-limited') {
      remembered = { error: result.error, until: now() + result.error.retryAfterMs };
    }
    return result;
  };

  const login = async (signal: AbortSignal): Promise<Result<Held, CrmError>> => {
    const known = memory();
    if (known) return err(known);
    const retryAfterMs = underWay === null ? Math.ceil(loginStore.waitMs()) : 0;
    if (retryAfterMs > 0)
      return err({ kind: 'rate-limited', from: 'limiter', retryAfterMs, requestId: null });
    underWay ??= logIn();
    const done = await unlessEnded(underWay, signal);
    return done ? done.value : err(notSent('login took too long'));
  };

  return {
    token: async (signal) => {
      if (held && now() < held.renewAt) return ok(held.value);
      const old = held;
      const fresh = await login(signal);
      if (fresh.ok) return ok(fresh.value.value);
      // The last minute is there to renew in: until it is over, the old token still serves. Where no login may be made,
      // it is the only one there is, and the CRM says whether it still takes it.
      const serves = old !== null && (now() < old.expiresAt || loginStore.waitMs() > 0);
      return serves && old === held ? ok(old.value) : fresh;
    },
    another: async (refused, signal) => {
      if (held && held.value !== refused) return ok(held.value);
      if (underWay === null) {
        if (now() < useless.until || loginStore.waitMs() > 0) return ok(null);
        useless = { waitMs: Math.min(useless.waitMs * 2, MAX_USELESS_MS), until: now() + useless.waitMs };
        held = null;
      }
      const fresh = await login(signal);
      if (!fresh.ok) return fresh;
      return ok(fresh.value.value === refused ? null : fresh.value.value);
    },
    accepted: (token) => {
      if (token === held?.value) useless = { waitMs: USELESS_MS, until: Number.NEGATIVE_INFINITY };
    },
  };
}

const loginBody = ({ clientId, clientSecret }: SessionOptions): string =>
  JSON.stringify({ clientId, clientSecret, userAccessType: 'TOAST_MACHINE_CLIENT' });

/** A token that has so many ms left. */
const heldFor = (value: string, leftMs: number, now: number): Held => ({
  value,
  expiresAt: now + leftMs,
  renewAt: now + Math.min(leftMs, Math.max(leftMs - LAST_MINUTE_MS, RENEW_GAP_MS)),
});

/** The login failed on the way, or was answered with nonsense: the call it was for certainly did not leave. */
function unsent(error: CrmError): CrmError {
  switch (error.kind) {
    case 'offline':
    case 'unreadable':
      return notSent(`login: ${error.detail}`, error.between);
    case 'timeout':
      return notSent('login took too long');
    default:
      return notSent(`login: ${error.kind}`);
  }
}

const detailOf = (error: CrmError): string => ('detail' in error ? error.detail : error.kind);

function notSent(detail: string, between = false): CrmError {
  return { kind: 'offline', sent: 'no', detail, ...(between ? { between } : {}) };
}
