import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MOST_CENTS } from '../../src-preload/contract/money.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import { refusalAnswer, send } from './answers.ts';
import { createBooks } from './books.ts';
import { createCalendar } from './calendar.ts';
import { createChance, guidOf, seedOf, wordOf } from './chance.ts';
import { createControl, type TrainingControl } from './control.ts';
import { createControlHttp } from './control-http.ts';
import { findBadOption, type TrainingCrmError, type TrainingCrmOptions } from './crm-options.ts';
import { createExchange } from './exchange.ts';
import { createFaultScript } from './faults.ts';
import { inventGuests } from './guests.ts';
import { type Journal, type Origin, openJournal } from './journal.ts';
import { createRateLimiter } from './limits.ts';
import { changeModes, usualModes } from './modes.ts';
import { createOperations } from './operations.ts';
import { createRecorder } from './recorder.ts';
import { createRequestLog } from './request-log.ts';
import { createTokens } from './tokens.ts';
import { createVeil } from './veil.ts';

export { describeTrainingCrmError, type TrainingCrmError, type TrainingCrmOptions } from './crm-options.ts';

export interface TrainingCrm {
  /** http://127.0.0.1:port, without a slash at the end. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly restaurantGuid: string;
  /** Opens /control/..., which the service's own tokens do not. */
  readonly controlToken: string;
  readonly control: TrainingControl;
  /** Ends every connection, also those left hanging. Nothing more is written once this is called. */
  readonly close: () => Promise<void>;
}

const NOT_HTTP = { status: 400, code: 10108, message: 'The address cannot be read' };
const BROKEN = { status: 500, code: 10199, message: 'Internal server error' };

/**
 * Starts the built-in CRM on 127.0.0.1. It speaks the vendor's reference; where that is silent it does what
 * {@link usualModes} says. The same seed gives the same credentials, restaurant and guests at every start.
 */
export async function startTrainingCrm(
  options: TrainingCrmOptions,
): Promise<Result<TrainingCrm, TrainingCrmError>> {
  const bad = findBadOption(options);
  if (bad !== null) return err(bad);
  const { seed, maxAmount = MOST_CENTS, expiryDays = 90 } = options;
  const { timeZone = 'America/Los_Angeles', dayEndsAtHour = 4 } = options;
  const calendar = createCalendar(timeZone, dayEndsAtHour);
  const fresh: Origin = {
    seed,
    guests: options.guests,
    anchorDay: calendar.businessDay(options.now()),
    timeZone,
    dayEndsAtHour,
    expiryDays,
  };
  const opened = openBooksJournal(options.journal ?? null, fresh);
  if (!opened.ok) return opened;
  const journal = opened.value;

  const origin = journal?.origin ?? fresh;
  const books = createBooks(calendar.wallClock);
  const invented = inventGuests(origin.seed, origin.guests, {
    calendar: createCalendar(origin.timeZone, origin.dayEndsAtHour),
    anchorDay: origin.anchorDay,
    expiryDays: origin.expiryDays,
  });
  for (const entry of [...invented, ...(journal?.entries ?? [])]) books.apply(entry);

  const credentials = {
    clientId: `training-${wordOf(12, 'client id', seed)}`,
    clientSecret: wordOf(40, 'client secret', seed),
    restaurantGuid: guidOf('restaurant', seed),
    controlToken: wordOf(40, 'control token', seed),
  };
  // The start's own moment goes in, so that a restart does not repeat the GUIDs it handed out before.
  const chance = createChance(seedOf('run', seed, options.now(), journal?.entries.length ?? 0));
  let modes = changeModes(usualModes, options.modes ?? {});
  const now = (): number => options.now() + modes.clockSkewMs;
  const [faults, log, veil] = [createFaultScript(), createRequestLog(), createVeil()];
  const tokens = createTokens(credentials.clientSecret, credentials.clientId, chance.guid);
  const waits = createWaits();
  const record = createRecorder(books, journal);
  const control = createControl({
    ...{ books, faults, log, tokens, calendar, now, record },
    guid: chance.guid,
    modes: () => modes,
    setModes: (change) => {
      modes = changeModes(modes, change);
      return modes;
    },
  });
  const { restaurantGuid } = credentials;
  const operate = createOperations({
    ...{ books, veil, calendar, restaurantGuid, maxAmount, expiryDays, now, record },
    modes: () => modes,
  });
  const exchange = createExchange({
    ...credentials,
    ...{ operate, tokens, faults, log, now },
    limiter: createRateLimiter(),
    modes: () => modes,
    wait: waits.wait,
    requestId: chance.guid,
  });
  const controlHttp = createControlHttp(control, credentials.controlToken);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Clients measure the moments that other headers name against this one.
    response.setHeader('Date', new Date(now()).toUTCString());
    const target = `http://127.0.0.1:${request.socket.localPort}${request.url ?? '/'}`;
    if (!URL.canParse(target)) return send(response, refusalAnswer(NOT_HTTP, chance.guid()));
    const url = new URL(target);
    const handle = url.pathname.startsWith('/control/') ? controlHttp : exchange;
    await handle(request, response, url);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => send(response, refusalAnswer(BROKEN, chance.guid())));
  });
  const listening = await listen(server, options.port ?? 0);
  if (!listening.ok) {
    journal?.close();
    return listening;
  }
  let closing: Promise<void> | null = null;
  return ok({
    url: `http://127.0.0.1:${listening.value}`,
    ...credentials,
    control,
    close: () => {
      closing ??= new Promise<void>((resolve) => {
        waits.end();
        server.close(() => {
          journal?.close();
          resolve();
        });
        server.closeAllConnections();
      });
      return closing;
    },
  });
}

function openBooksJournal(path: string | null, fresh: Origin): Result<Journal | null, TrainingCrmError> {
  if (path === null) return ok(null);
  const opened = openJournal(path, fresh);
  if (!opened.ok) return opened;
  const { seed, guests } = opened.value.origin;
  if (seed === fresh.seed && guests === fresh.guests) return opened;
  opened.value.close();
  return err({ code: 'journal-of-other-books', path, seed, guests });
}

function listen(server: Server, port: number): Promise<Result<number, TrainingCrmError>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(err({ code: 'port-in-use', port }));
      else if (error.code === 'EACCES') resolve(err({ code: 'port-not-allowed', port }));
      else resolve(err({ code: 'not-listening', detail: error.message }));
    });
    // Idle connections are kept longer than a client keeps them, so that it is never cut as it sends.
    server.keepAliveTimeout = 75_000;
    server.listen(port, '127.0.0.1', () => resolve(ok((server.address() as AddressInfo).port)));
  });
}

/** Waits that all end, unfulfilled, when the server closes. */
function createWaits() {
  const waiting = new Set<() => void>();
  let ended = false;
  return {
    wait: (ms: number): Promise<boolean> =>
      new Promise((resolve) => {
        if (ended) return resolve(false);
        const timer = setTimeout(() => finish(true), ms);
        const finish = (waited: boolean): void => {
          clearTimeout(timer);
          waiting.delete(cancel);
          resolve(waited);
        };
        const cancel = (): void => finish(false);
        waiting.add(cancel);
      }),
    end: (): void => {
      ended = true;
      for (const cancel of [...waiting]) cancel();
    },
  };
}
