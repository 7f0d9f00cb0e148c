import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import type { Readings } from '../data/readings.ts';
import type { Pace, RateLimiter } from './limits.ts';
import { type Refusal, readGuid, refusal } from './requests.ts';
import type { Tokens } from './tokens.ts';

/** Who asks, as far as a transport knows. */
export interface Asker {
  /** Names in lower case. A header given more than once may be a list, and then counts as absent. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Where the request came from. */
  readonly address: string;
}

export interface AdmissionDeps {
  readonly tokens: Tokens;
  readonly limiter: RateLimiter;
  readonly readings: () => Readings;
  readonly restaurantGuid: string;
  /** The other restaurant of its loyalty set. */
  readonly secondRestaurantGuid: string;
  readonly now: () => number;
}

/** Who is asking, and for which restaurant, whose GUID it returns: 401, then 400 or 403. */
export function admit(deps: AdmissionDeps, request: Asker): Result<string, Refusal> {
  const authorization = headerOf(request, 'authorization') ?? '';
  const token = authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : null;
  if (token === null || !deps.tokens.isValid(token, deps.now()))
    return err(refusal(401, 10011, 'The authentication token is not recognized or has expired'));
  const header = restaurantHeader(request);
  if (header === null) {
    if (deps.readings().restaurantHeader === 'optional') return ok(deps.restaurantGuid);
    return err(refusal(400, 10012, 'Toast-Restaurant-External-ID is required'));
  }
  const guid = readGuid(header);
  if (guid === null) return err(refusal(400, 10013, 'Toast-Restaurant-External-ID must be a UUID'));
  if (!isOurs(deps, guid)) return err(refusal(403, 10014, 'The restaurant is not available to this client'));
  return ok(guid);
}

const isOurs = (deps: AdmissionDeps, guid: string): boolean =>
  guid === deps.restaurantGuid || guid === deps.secondRestaurantGuid;

/** Limits count by restaurant where the header names one there is, else by address: no header makes a count of its own. */
export function paceOf(deps: AdmissionDeps, request: Asker): Pace | null {
  const guid = readGuid(restaurantHeader(request));
  const key = guid !== null && isOurs(deps, guid) ? guid : `address ${request.address}`;
  return deps.limiter.count(key, deps.now(), deps.readings().limits);
}

/** How long to wait after a 429. */
export const retryHeader = (pace: Pace): Readonly<Record<string, string>> => ({
  'Retry-After': String(pace.retryAfterSeconds),
});

/** A header given once; null where it is absent. */
export function headerOf(request: Asker, name: string): string | null {
  const header = request.headers[name];
  return typeof header === 'string' ? header : null;
}

const restaurantHeader = (request: Asker): string | null => headerOf(request, 'toast-restaurant-external-id');
