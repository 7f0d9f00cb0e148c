import { err, type Result } from '../../../src-preload/contract/result.ts';
import type { Clock, CrmError, CrmObserver, Logger, Scheduler } from '../../ports.ts';
import { instantFromHeader } from '../wire/dates.ts';
import { type Bound, startBound, waited } from './bound.ts';
import type { Http, HttpAnswer, HttpRequest } from './http.ts';
import { type Limiter, MAX_WAIT_MS } from './limiter.ts';
import { exchangeLine } from './log.ts';
import { askedWait, pauseAfter, rateScope, spentFor } from './retry-after.ts';
import type { Session } from './session.ts';
import { type Missing, refusalOf } from './status.ts';

/** One operation of the CRM API: the request, and how a 2xx is parsed. */
export interface Operation<T> extends Omit<HttpRequest, 'headers'> {
  /** For the log. */
  readonly name: string;
  readonly missing: Missing;
  /** Whether it may be repeated automatically. Never for writes. */
  readonly repeat: boolean;
  /** For the log: the credit it is about. */
  readonly transaction?: string;
  readonly read: (answer: HttpAnswer) => Result<T, CrmError>;
}

export interface CallerOptions {
  readonly http: Http;
  readonly session: Session;
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly observer: CrmObserver;
  readonly restaurantGuid: string;
}

/** Makes calls: token, turn, exchange, meaning, and for reads one repetition. */
export interface Caller {
  /** A read within `bound`, which covers everything: the login, the wait for a turn, the repetition. */
  readonly read: <T>(operation: Operation<T>, bound: Bound) => Promise<Result<T, CrmError>>;
  /**
   * A write: sent exactly once. After a 401 a new token is fetched, so that the CRM can be asked about the outcome, and
   * the 401 is the result. Its `ms` count from sending, so that a slow login does not shorten the time for an answer;
   * before that it waits at most as long as the login and the limiter do.
   */
  readonly write: <T>(operation: Operation<T>, ms: number) => Promise<Result<T, CrmError>>;
}

/** Long enough for a Wi-Fi hand-over or a restarting server behind a balancer, short enough for a host not to notice. */
const REPEAT_AFTER_MS = 300;

/** An answer that took longer is not precise enough for the CRM's clock, ms. */
const DATE_FRESH_MS = 30_000;

const PASSING = [502, 503, 504];

export function createCaller(options: CallerOptions): Caller {
  const { http, session, limiter, clock, scheduler, logger, observer } = options;

  const exchange = async <T>(operation: Operation<T>, token: string, bound: Bound): Promise<Outcome<T>> => {
    const startedAt = clock.monotonic();
    const headers = {
      authorization: `Bearer ${token}`,
      'toast-restaurant-external-id': options.restaurantGuid,
    };
    const { method, path, query, body, name, transaction } = operation;
    const answer = await http({ method, path, query, body, headers }, bound);
    const spentMs = answer.ok ? spentFor(answer.value.headers, clock.now()) : 0;
    if (answer.ok && spentMs > 0) limiter.pause(spentMs, endpointOf(operation, answer.value));
    const result = answer.ok ? meaning(operation, answer.value) : answer;
    exchangeLine(logger, {
      operation: name,
      method,
      status: answer.ok ? answer.value.status : null,
      ms: clock.monotonic() - startedAt,
      error: result.ok ? null : result.error,
      transaction,
    });
    // An answer from something in front of the service does not concern the token.
    const isBetween = !result.ok && 'between' in result.error;
    if (answer.ok && answer.value.status !== 401 && !isBetween) session.accepted(token);
    const date = answer.ok && isOfService(result) ? dateOf(answer.value) : null;
    // Read after a sleep, an answer's date is as old as the sleep was long.
    const isFresh = clock.monotonic() - startedAt <= DATE_FRESH_MS;
    if (date !== null && isFresh) observer.onDate(date);
    return { result, spoke: answer.ok };
  };

  const meaning = <T>(operation: Operation<T>, answer: HttpAnswer): Result<T, CrmError> => {
    if (answer.status >= 200 && answer.status < 300) return operation.read(answer);
    const { status, headers } = answer;
    if (status !== 429)
      return err(refusalOf(answer, operation.missing, askedWait(headers, clock.now()) ?? 0));
    const pauseMs = pauseAfter(headers, clock.now());
    limiter.pause(pauseMs, endpointOf(operation, answer));
    return err(refusalOf(answer, operation.missing, pauseMs));
  };

  /** `open` starts (or is) the bound of what is sent; `waiting` bounds what comes before, and is null for a write. */
  const attempt = async <T>(
    operation: Operation<T>,
    waiting: Bound | null,
    open: () => Bound,
  ): Promise<Outcome<T>> => {
    const signal = waiting?.signal ?? new AbortController().signal;
    // A caller who went away, or a read's time that ran out, before anything was sent.
    const unsent = (error: CrmError): Outcome<T> => {
      const ended = waiting?.ended() ?? null;
      return { result: err(ended?.kind === 'aborted' ? ended : error), spoke: false };
    };
    const early = waiting?.ended() ?? null;
    if (early) return unsent(early);
    const token = await session.token(signal);
    if (!token.ok) return unsent(token.error);
    const turn = await limiter.turn(signal, operation.name);
    if (!turn.ok) return unsent(waiting?.ended() ?? turn.error);
    const first = await exchange(operation, token.value, open());
    if (first.result.ok || !isTokenRefused(first.result.error)) return first;
    const other = await session.another(token.value, signal);
    if (waiting === null) return first;
    if (!other.ok) return unsent(other.error);
    if (other.value === null) return first;
    const again = await limiter.turn(signal, operation.name);
    if (!again.ok) return unsent(waiting?.ended() ?? again.error);
    return exchange(operation, other.value, open());
  };

  const report = <T>({ result, spoke }: Outcome<T>): Result<T, CrmError> => {
    if (result.ok || (spoke && provesItSpoke(result.error))) observer.onAnswer();
    else if (isNews(result.error, spoke)) observer.onFailure(result.error);
    return result;
  };

  return {
    read: async (operation, bound) => {
      const first = await attempt(operation, bound, () => bound);
      if (first.result.ok || !operation.repeat || !isPassing(first)) return report(first);
      // After a 429, the limiter's pause is the wait.
      await waited(scheduler, REPEAT_AFTER_MS, bound.signal);
      if (bound.ended()?.kind === 'aborted') return err({ kind: 'aborted' });
      // Out of time: what went wrong says more than that.
      return report(bound.ended() ? first : await attempt(operation, bound, () => bound));
    },
    write: async (operation, ms) => {
      const bounds: Bound[] = [];
      const open = () => {
        const bound = startBound(scheduler, ms);
        bounds.push(bound);
        return bound;
      };
      const outcome = await attempt(operation, null, open);
      for (const bound of bounds) bound.release();
      return report(outcome);
    },
  };
}

/** The endpoint that the answer's rate headers speak of; undefined where they speak of all. */
function endpointOf(operation: Operation<unknown>, { headers }: HttpAnswer): string | undefined {
  return rateScope(headers) === 'endpoint' ? operation.name : undefined;
}

/** Whether the CRM itself said this. What stands before it has a clock of its own. */
function isOfService(result: Result<unknown, CrmError>): boolean {
  if (result.ok) return true;
  const { error } = result;
  if (error.kind === 'rate-limited') return error.from === 'service';
  return ['unauthorised', 'rejected', 'not-found', 'service-gone'].includes(error.kind);
}

/** The time of an answer (UTC ms); null where it says none, or comes from a cache (`Age`) with the date of back then. */
function dateOf({ headers }: HttpAnswer): number | null {
  return /[1-9]/.test(headers.get('age') ?? '') ? null : instantFromHeader(headers.get('date'));
}

interface Outcome<T> {
  readonly result: Result<T, CrmError>;
  /** Whether a complete answer came. */
  readonly spoke: boolean;
}

function isTokenRefused(error: CrmError): boolean {
  return error.kind === 'unauthorised' && error.stage === 'call' && error.status === 401;
}

/** What a moment may cure. Timeouts are not: the time they took is the time there was. */
function isPassing({ result, spoke }: Outcome<unknown>): boolean {
  if (result.ok) return false;
  const { error } = result;
  // The slices of the CRM are a second long; an hour's pause is for the caller to know of.
  if (error.kind === 'rate-limited') return spoke && error.retryAfterMs <= MAX_WAIT_MS;
  // A server that says when to come back is not asked sooner.
  if (error.kind === 'server-error')
    return PASSING.includes(error.status) && error.retryAfterMs === undefined;
  return error.kind === 'offline' && !error.between;
}

/**
 * Whether a refusal shows that the CRM is there and deals with us. It does not where our credentials are refused
 * (401, 403), where the service is gone, where a server or a proxy is in trouble, or where what spoke was not the CRM.
 */
function provesItSpoke(error: CrmError): boolean {
  return error.kind === 'rejected' || error.kind === 'not-found' || error.kind === 'rate-limited';
}

/** Not news of the connection: that we gave up ourselves, or that our own limiter held us back. */
function isNews(error: CrmError, spoke: boolean): boolean {
  return error.kind !== 'aborted' && (spoke || error.kind !== 'rate-limited');
}
