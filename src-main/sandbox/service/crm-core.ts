import { MOST_CENTS } from '../../../src-preload/contract/money.ts';
import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import { type Journal, type Origin, openJournal } from '../data/append-log.ts';
import { createCalendar } from '../data/calendar.ts';
import { createRecorder } from '../data/recorder.ts';
import { createChance, guidOf, seedOf, wordOf } from '../data/rng.ts';
import { inventGuests } from '../data/seed-guests.ts';
import { createBooks } from '../data/store.ts';
import { findBadOption, type TrainingCrmError, type TrainingCrmOptions } from '../transport/crm-options.ts';
import { createControl, type TrainingControl } from './control.ts';
import { createFaultScript, type FaultScript } from './faults.ts';
import { createExchange, type Service } from './handle-request.ts';
import { createRateLimiter } from './limits.ts';
import { changeModes, usualModes } from './modes.ts';
import { createOperations } from './operations.ts';
import { createVeil } from './replica-lag.ts';
import { createRequestLog } from './request-log.ts';
import { createTokens } from './tokens.ts';

/** The built-in CRM without a transport: what answers requests, and the view from behind. */
export interface TrainingCore {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly restaurantGuid: string;
  /** Another restaurant of the same loyalty set: the same guests, books of its own. */
  readonly secondRestaurantGuid: string;
  /** Opens /control/..., which the service's own tokens do not. */
  readonly controlToken: string;
  readonly control: TrainingControl;
  readonly service: Service;
  readonly guid: () => string;
  /** The service's own clock (UTC ms): what its `Date` header says. */
  readonly now: () => number;
  /** Lets go of the journal. Nothing more may be asked of the service. */
  readonly close: () => void;
}

/** What the core takes of the world besides the options. */
export interface CorePorts {
  /** Resolves to true after `ms`, or to false as soon as the service closes. */
  readonly wait: (ms: number) => Promise<boolean>;
  /** What goes wrong with requests; an empty script, filled through the control, where left out. */
  readonly faults?: FaultScript;
}

/**
 * Makes the books and the service over them. It speaks the vendor's reference; where that is silent it does what
 * {@link usualModes} says. The same seed gives the same credentials, restaurant and guests at every start.
 */
export function openTrainingCore(
  options: Omit<TrainingCrmOptions, 'port'>,
  ports: CorePorts,
): Result<TrainingCore, TrainingCrmError> {
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
    secondRestaurantGuid: guidOf('restaurant', 'elsewhere'),
    controlToken: wordOf(40, 'control token', seed),
  };
  // The start's own moment goes in, so that a restart does not repeat the GUIDs it handed out before.
  const chance = createChance(seedOf('run', seed, options.now(), journal?.entries.length ?? 0));
  let modes = changeModes(usualModes, options.modes ?? {});
  const now = (): number => options.now() + modes.clockSkewMs;
  const faults = ports.faults ?? createFaultScript();
  const [log, veil] = [createRequestLog(), createVeil()];
  const tokens = createTokens(credentials.clientSecret, credentials.clientId, chance.guid);
  const record = createRecorder(books, journal);
  const { restaurantGuid, secondRestaurantGuid } = credentials;
  const control = createControl({
    ...{ books, secondRestaurantGuid, faults, log, tokens, calendar, expiryDays, now, record },
    guid: chance.guid,
    modes: () => modes,
    setModes: (change) => {
      modes = changeModes(modes, change);
      return modes;
    },
  });
  const operate = createOperations({
    ...{ books, veil, calendar, restaurantGuid, maxAmount, expiryDays, now, record },
    modes: () => modes,
  });
  const service = createExchange({
    ...credentials,
    ...{ operate, tokens, faults, log, now },
    limiter: createRateLimiter(),
    modes: () => modes,
    wait: ports.wait,
    requestId: chance.guid,
  });
  return ok({ ...credentials, control, service, guid: chance.guid, now, close: () => journal?.close() });
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
