import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { CreditTransaction, CrmGuest, GuestGateway } from '../guests/gateway.ts';
import type { CreditGateway } from '../outbox/gateway.ts';
import type { GuestCreationGateway } from '../outbox/guest-gateway.ts';
import type { Clock, CrmError, CrmObserver, Fetch, Logger, Scheduler } from '../ports.ts';
import type { CreditHistoryGateway } from '../reports/gateway.ts';
import { untilThere } from './arrival.ts';
import { type AskGuests, byEmail, byName, byPhone, type FoundGuests, guestsOf } from './guest-search.ts';
import { type Bound, startBound } from './http/bound.ts';
import { type Caller, createCaller } from './http/call.ts';
import { createHttp } from './http/http.ts';
import { createLimiter } from './http/limiter.ts';
import { createLoginStore, type LoginMemory } from './http/login-store.ts';
import { createSession } from './http/session.ts';
import { findInHistory } from './in-history.ts';
import * as operations from './operations.ts';
import { lineKey, readPeriod } from './period.ts';
import { collect, createPageSense, createReader, placeFromText, placeToText } from './wire/paging.ts';

export interface CrmConnection {
  /** https, without `/crm/v1`; http on this PC only (Training). */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly restaurantGuid: string;
  /** Named on every credit given here; null where the restaurant has given this kiosk no device GUID. */
  readonly deviceGuid: string | null;
}

export interface CrmClientOptions {
  readonly connection: CrmConnection;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly observer: CrmObserver;
  /** Between two background calls: requests of the outbox and pings (ms). 1 s. */
  readonly backgroundEveryMs?: number | undefined;
  /** Stores the token and the count of logins across restarts; if omitted, neither is stored. */
  readonly logins?: LoginMemory;
  /** 2. */
  readonly loginsPerHour?: number | undefined;
  readonly timeouts?: Partial<{
    /** A complete look-up, including login, pages and one retry. For a report, each page. 8 s. */
    readonly readMs: number;
    /** A credit or a new guest, from when it leaves. 15 s. */
    readonly writeMs: number;
    /** How long a new guest that the CRM accepted is waited for. 30 s. */
    readonly arriveMs: number;
    /** 10 s. */
    readonly loginMs: number;
  }>;
}

/**
 * Toast's CRM API behind the gateways of the features. Failures are values, every call ends in bounded time, and no
 * write is ever repeated in here.
 */
export interface CrmClient extends GuestGateway, CreditGateway, GuestCreationGateway, CreditHistoryGateway {
  /** The same searches for the outbox, in the background. */
  readonly background: Pick<GuestGateway, 'findByPhone' | 'findByEmail'> & {
    /**
     * The guest the CRM returns for a GUID: another guest after a merge, null for none. Guests are compared by GUID
     * only.
     */
    readonly whoIs: (id: string) => Promise<Result<CrmGuest | null, CrmError>>;
  };
  /** One cheap read that proves the CRM answers us: token, restaurant and records. */
  readonly ping: (signal?: AbortSignal) => Promise<Result<null, CrmError>>;
}

const PING_SPAN_MS = 60_000;

/** Calls of someone who waits, and `quiet` ones that no one waits for. */
function createCallers(options: CrmClientOptions) {
  const { connection, fetch, clock, scheduler, logger, observer } = options;
  const { loginMs = 10_000 } = options.timeouts ?? {};
  const { clientId, clientSecret } = connection;
  const restaurantGuid = connection.restaurantGuid.toLowerCase();
  const http = createHttp(connection.baseUrl, fetch);
  const loginStore = createLoginStore(
    clock,
    options.logins ?? null,
    [connection.baseUrl, clientId, clientSecret],
    options.loginsPerHour,
  );
  const session = createSession({
    ...{ http, clock, scheduler, logger, loginStore, clientId, clientSecret, loginMs },
  });
  const { backgroundEveryMs } = options;
  const limiter = createLimiter({
    clock,
    scheduler,
    ...(backgroundEveryMs !== undefined && { backgroundEveryMs }),
  });
  const shared = { http, session, clock, scheduler, logger, observer, restaurantGuid };
  const caller = createCaller({ ...shared, limiter });
  /** For background work. */
  const quiet = createCaller({
    ...shared,
    limiter: { ...limiter, turn: (signal, endpoint) => limiter.turn(signal, endpoint, 'background') },
  });
  return { caller, quiet };
}

/** What is asked within one bound, and what of it cannot be read. */
function createSearches({ scheduler, clock, logger }: CrmClientOptions, caller: Caller, readMs: number) {
  const within = async <T>(
    signal: AbortSignal | undefined,
    work: (bound: Bound) => Promise<T>,
  ): Promise<T> => {
    const bound = startBound(scheduler, readMs, signal);
    try {
      return await work(bound);
    } finally {
      bound.release();
    }
  };

  const sense = createPageSense(clock);
  /** Everything that is asked within one bound. */
  const asking =
    (bound: Bound, by = caller): AskGuests =>
    (sought, limit) =>
      collect<CrmGuest>((query) => by.read(operations.searchGuests(sought, query), bound), {
        limit,
        // Whether a guest may be created is always decided from the complete list.
        sense: by === caller ? sense : undefined,
      });
  /** Unreadable records are missing on the screen: the log says how many. */
  const dropped = (unreadable: number): void => {
    if (unreadable > 0) logger.warn('crm.unreadable-records', { count: unreadable });
  };
  const search = (
    signal: AbortSignal | undefined,
    onUnreadable: ((count: number) => void) | undefined,
    find: (bound: Bound) => Promise<Result<FoundGuests, CrmError>>,
  ): Promise<Result<readonly CrmGuest[], CrmError>> =>
    within(signal, async (bound) => {
      const found = await find(bound);
      if (found.ok) dropped(found.value.unreadable);
      return guestsOf(found, onUnreadable);
    });
  return { within, dropped, asking, search, sense };
}

/** Throws where `connection.baseUrl` is not an address a token may be sent to. */
export function createCrmClient(options: CrmClientOptions): CrmClient {
  const { connection, clock, scheduler } = options;
  const { readMs = 8_000, writeMs = 15_000, arriveMs = 30_000 } = options.timeouts ?? {};
  const restaurantGuid = connection.restaurantGuid.toLowerCase();
  const { caller, quiet } = createCallers(options);

  const { within, dropped, asking, search, sense } = createSearches(options, caller, readMs);

  return {
    background: {
      findByPhone: (digits, signal, onUnreadable) =>
        search(signal, onUnreadable, (bound) => byPhone(asking(bound, quiet), digits)),
      findByEmail: (email, signal, onUnreadable) =>
        search(signal, onUnreadable, (bound) => byEmail(asking(bound, quiet), email)),
      whoIs: (id) =>
        within(undefined, async (bound) => orNone(await quiet.read(operations.whoIs(id), bound))),
    },
    findByPhone: (digits, signal, onUnreadable) =>
      search(signal, onUnreadable, (bound) => byPhone(asking(bound), digits)),
    findByName: (name, signal, onUnreadable) =>
      search(signal, onUnreadable, (bound) => byName(asking(bound), name)),
    findByEmail: (email, signal, onUnreadable) =>
      search(signal, onUnreadable, (bound) => byEmail(asking(bound), email)),
    getGuest: (id, signal) => within(signal, (bound) => caller.read(operations.getGuest(id), bound)),
    creditSummary: (id, signal) =>
      within(signal, (bound) => caller.read(operations.creditSummary(id), bound)),
    creditHistory: (id, limit, signal) =>
      within(signal, async (bound) => {
        const read = await collect<CreditTransaction>(
          (query) => caller.read(operations.creditHistory(id, query), bound),
          { limit, sense, keyOf: lineKey },
        );
        if (!read.ok) return read;
        dropped(read.value.unreadable);
        return ok(read.value.items);
      }),
    creditHistoryPage: (id, from, signal) =>
      within(signal, async (bound) => {
        const reader = createReader((query) => caller.read(operations.creditHistory(id, query), bound), {
          sense,
          keyOf: lineKey,
          ...(from === null ? {} : { from: placeFromText(from) }),
        });
        const portion = await reader.next();
        if (!portion.ok) return portion;
        const { items, unreadable, more } = portion.value;
        dropped(unreadable);
        return ok({
          lines: items,
          ...(unreadable > 0 ? { unreadable } : {}),
          next: more ? placeToText(reader.place()) : null,
        });
      }),
    creditsOfPeriod: (from, to, { signal, onProgress = () => {}, onUnreadable = () => {} } = {}) =>
      readPeriod(
        (query) => within(signal, (bound) => caller.read(operations.creditsOfPeriod(from, to, query), bound)),
        { scheduler, signal: signal ?? new AbortController().signal, onProgress, onUnreadable },
      ),
    ping: (signal) =>
      within(signal, (bound) => quiet.read(operations.recentCredits(clock.now(), PING_SPAN_MS), bound)),
    findCredit: (creditId) =>
      within(undefined, async (bound) => {
        return orNone(await quiet.read(operations.findCredit(creditId, restaurantGuid), bound));
      }),
    findInHistory: (guestId, creditId) =>
      within(undefined, (bound) =>
        findInHistory((query) => quiet.read(operations.crmHistory(guestId, query), bound), {
          guestId,
          creditId,
          restaurantGuid,
        }),
      ),
    addCredit: (credit) =>
      quiet.write(
        operations.addCredit(credit, {
          restaurantGuid,
          deviceGuid: connection.deviceGuid?.toLowerCase() ?? null,
        }),
        writeMs,
      ),
    createGuest: async (guest) => {
      const posted = await quiet.write(operations.createGuest(guest), writeMs);
      if (!posted.ok) return posted;
      if (posted.value !== null) return ok(posted.value);
      const ask = (bound: Bound) => quiet.read(operations.findGuest(guest.guestId), bound);
      return untilThere(ask, { scheduler, arriveMs, askMs: readMs });
    },
    findGuest: (guestId) =>
      within(undefined, async (bound) => {
        return orNone(await quiet.read(operations.findGuest(guestId), bound));
      }),
  };
}

/** The requested record; null if the CRM itself says that it does not exist. */
function orNone<T>(found: Result<T, CrmError>): Result<T | null, CrmError> {
  return !found.ok && found.error.kind === 'not-found' ? ok(null) : found;
}
