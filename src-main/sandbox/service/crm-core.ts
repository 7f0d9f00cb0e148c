import { MAX_CENTS } from '../../../src-preload/contract/money.ts';
import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import { type Journal, type Origin, openJournal } from '../data/append-log.ts';
import { type Calendar, createCalendar } from '../data/calendar.ts';
import { type Readings, USUAL_READINGS } from '../data/readings.ts';
import { createRecorder } from '../data/recorder.ts';
import { createRng, guidOf, seedOf, wordOf } from '../data/rng.ts';
import { inventGuests } from '../data/seed-guests.ts';
import { createStore, type Store } from '../data/store.ts';
import { type AdmissionDeps, type Asker, paceOf } from './admission.ts';
import { findBadOption, type TrainingCrmError, type TrainingCrmOptions } from './crm-options.ts';
import { createService, type Service, type ServiceDeps } from './handle-request.ts';
import { createRateLimiter, type Pace } from './limits.ts';
import { createOperations, type OperationsDeps } from './operations.ts';
import { createTokens, type Tokens } from './tokens.ts';

/** The built-in CRM without a transport: what answers requests, and its parts for who looks at it from behind. */
export interface TrainingCore {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly restaurantGuid: string;
  /** Another restaurant of the same loyalty set: the same guests, its own transactions. */
  readonly secondRestaurantGuid: string;
  readonly service: Service;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly calendar: Calendar;
  readonly expiryDays: number;
  /** Writes to the journal and the records, in this order; an error means that nothing was written. */
  readonly record: OperationsDeps['record'];
  /** Counts one more request of this asker against the limits. */
  readonly pace: (request: Asker) => Pace | null;
  readonly guid: () => string;
  /** The service's own clock (UTC ms): what its `Date` header says. */
  readonly now: () => number;
  /** Lets go of the journal. Nothing more may be asked of the service. */
  readonly close: () => void;
}

/** Where tests put in another behavior. The product puts in nothing: {@link AS_USUAL}. */
export interface SandboxHook {
  readonly readings: () => Readings;
  readonly hides: OperationsDeps['hides'];
  readonly listHeaders: ServiceDeps['listHeaders'];
}

const AS_USUAL: SandboxHook = { readings: () => USUAL_READINGS, hides: () => false, listHeaders: () => ({}) };

/**
 * Makes the records and the service over them. It speaks the vendor's reference; where that is silent it does what
 * {@link USUAL_READINGS} says. The same seed gives the same credentials, restaurant and guests at every start.
 */
export function openTrainingCore(
  options: Omit<TrainingCrmOptions, 'port'>,
  hook: SandboxHook = AS_USUAL,
): Result<TrainingCore, TrainingCrmError> {
  const bad = findBadOption(options);
  if (bad !== null) return err(bad);
  const { seed, maxAmount = MAX_CENTS, expiryDays = 90 } = options;
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
  const opened = openAppendLog(options.journal ?? null, fresh);
  if (!opened.ok) return opened;
  const journal = opened.value;

  const origin = journal?.origin ?? fresh;
  const store = createStore(calendar.wallClock);
  const invented = inventGuests(origin.seed, origin.guests, {
    calendar: createCalendar(origin.timeZone, origin.dayEndsAtHour),
    anchorDay: origin.anchorDay,
    expiryDays: origin.expiryDays,
  });
  for (const entry of [...invented, ...(journal?.entries ?? [])]) store.apply(entry);

  const credentials = {
    clientId: `training-${wordOf(12, 'client id', seed)}`,
    clientSecret: wordOf(40, 'client secret', seed),
    restaurantGuid: guidOf('restaurant', seed),
    secondRestaurantGuid: guidOf('restaurant', 'elsewhere'),
  };
  // The start's own moment goes in, so that a restart does not repeat the GUIDs it handed out before.
  const rng = createRng(seedOf('run', seed, options.now(), journal?.entries.length ?? 0));
  const { readings, hides, listHeaders } = hook;
  const now = (): number => options.now() + readings().clockSkewMs;
  const tokens = createTokens(credentials.clientSecret, credentials.clientId, rng.guid);
  const record = createRecorder(store, journal);
  const { restaurantGuid } = credentials;
  const shared = { store, calendar, expiryDays, now, record };
  const operate = createOperations({ ...shared, hides, restaurantGuid, maxAmount, readings });
  const admission: AdmissionDeps = { ...credentials, tokens, limiter: createRateLimiter(), readings, now };
  const service = createService({
    ...credentials,
    ...admission,
    operate,
    listHeaders,
    requestId: rng.guid,
  });
  return ok({
    ...credentials,
    ...shared,
    service,
    tokens,
    pace: (request) => paceOf(admission, request),
    guid: rng.guid,
    close: () => journal?.close(),
  });
}

function openAppendLog(path: string | null, fresh: Origin): Result<Journal | null, TrainingCrmError> {
  if (path === null) return ok(null);
  const opened = openJournal(path, fresh);
  if (!opened.ok) return opened;
  const { seed, guests } = opened.value.origin;
  if (seed === fresh.seed && guests === fresh.guests) return opened;
  opened.value.close();
  return err({ code: 'journal-of-other-books', path, seed, guests });
}
