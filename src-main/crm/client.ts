import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { GuestGateway } from '../guests/gateway.ts';
import type { CreditGateway } from '../outbox/gateway.ts';
import type { Clock, CrmError, CrmObserver, Fetch, Logger, Scheduler } from '../ports.ts';
import { type Bound, startBound } from './bound.ts';
import { createCaller } from './call.ts';
import { createHttp } from './http.ts';
import { createLimiter } from './limiter.ts';
import * as operations from './operations.ts';
import { collect } from './paging.ts';
import { createSession } from './session.ts';

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
  readonly timeouts?: Partial<{
    /** A whole look-up: its login, pages and repetition included. 8 s. */
    readonly readMs: number;
    /** A credit, from when it leaves. 15 s. */
    readonly writeMs: number;
    /** 10 s. */
    readonly loginMs: number;
  }>;
}

/**
 * Toast's CRM API behind the gateways of the features. Failures are values, every call ends in bounded time, and no
 * write is ever repeated in here.
 */
export interface CrmClient extends GuestGateway, CreditGateway {
  /** One cheap read that proves the CRM answers us: its token, our restaurant, its books. */
  readonly ping: (signal?: AbortSignal) => Promise<Result<null, CrmError>>;
}

const PING_SPAN_MS = 60_000;

/** Throws where `connection.baseUrl` is not an address a token may be sent to. */
export function createCrmClient(options: CrmClientOptions): CrmClient {
  const { connection, fetch, clock, scheduler, logger, observer } = options;
  const { readMs = 8_000, writeMs = 15_000, loginMs = 10_000 } = options.timeouts ?? {};
  const { clientId, clientSecret } = connection;
  const restaurantGuid = connection.restaurantGuid.toLowerCase();
  const http = createHttp(connection.baseUrl, fetch);
  const session = createSession({ http, clock, scheduler, logger, clientId, clientSecret, loginMs });
  const limiter = createLimiter({ clock, scheduler });
  const caller = createCaller({ http, session, limiter, clock, scheduler, logger, observer, restaurantGuid });

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

  return {
    findByPhone: (digits, signal) =>
      within(signal, async (bound) => {
        const found = await collect((query) => caller.read(operations.searchByPhone(digits, query), bound), {
          limit: Number.POSITIVE_INFINITY,
        });
        // How the CRM matches numbers is not documented; whose credit it is must not depend on it.
        return found.ok ? ok(found.value.filter((guest) => guest.phone === digits)) : found;
      }),
    getGuest: (id, signal) => within(signal, (bound) => caller.read(operations.getGuest(id), bound)),
    creditSummary: (id, signal) =>
      within(signal, (bound) => caller.read(operations.creditSummary(id), bound)),
    creditHistory: (id, limit, signal) =>
      within(signal, (bound) =>
        collect((query) => caller.read(operations.creditHistory(id, query), bound), { limit }),
      ),
    ping: (signal) =>
      within(signal, (bound) => caller.read(operations.recentCredits(clock.now(), PING_SPAN_MS), bound)),
    findCredit: (creditId) =>
      within(undefined, async (bound) => {
        const found = await caller.read(operations.findCredit(creditId), bound);
        return !found.ok && found.error.kind === 'not-found' ? ok(null) : found;
      }),
    addCredit: (credit) =>
      caller.write(
        operations.addCredit(credit, {
          restaurantGuid,
          deviceGuid: connection.deviceGuid?.toLowerCase() ?? null,
        }),
        writeMs,
      ),
  };
}
