import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Pace, RateLimiter } from './limits.ts';
import type { Modes } from './modes.ts';
import { type Refusal, readGuid, refusal } from './requests.ts';
import type { Tokens } from './tokens.ts';

export interface AdmissionDeps {
  readonly tokens: Tokens;
  readonly limiter: RateLimiter;
  readonly modes: () => Modes;
  readonly restaurantGuid: string;
  readonly now: () => number;
}

/** Who is asking, and for which restaurant: 401, then 400 or 403. */
export function admit(deps: AdmissionDeps, request: IncomingMessage): Result<void, Refusal> {
  const authorization = request.headers.authorization ?? '';
  const token = authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : null;
  if (token === null || !deps.tokens.isValid(token, deps.now()))
    return err(refusal(401, 10011, 'The authentication token is not recognized or has expired'));
  const header = restaurantHeader(request);
  if (header === null) {
    if (deps.modes().restaurantHeader === 'optional') return ok(undefined);
    return err(refusal(400, 10012, 'Toast-Restaurant-External-ID is required'));
  }
  const guid = readGuid(header);
  if (guid === null) return err(refusal(400, 10013, 'Toast-Restaurant-External-ID must be a UUID'));
  if (guid !== deps.restaurantGuid)
    return err(refusal(403, 10014, 'The restaurant is not available to this client'));
  return ok(undefined);
}

/** Limits count by restaurant where the header names one, else by address. */
export function paceOf(deps: AdmissionDeps, request: IncomingMessage): Pace | null {
  const key = restaurantHeader(request)?.toLowerCase() ?? `address ${request.socket.remoteAddress}`;
  return deps.limiter.count(key, deps.now(), deps.modes().limits);
}

/** How long to wait after a 429, unless the mode leaves it out. */
export const retryHeader = (modes: Modes, pace: Pace): Readonly<Record<string, string>> =>
  modes.retryAfter ? { 'Retry-After': String(pace.retryAfterSeconds) } : {};

function restaurantHeader(request: IncomingMessage): string | null {
  const header = request.headers['toast-restaurant-external-id'];
  return typeof header === 'string' ? header : null;
}
