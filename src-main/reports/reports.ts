import type {
  BusinessDay,
  KioskReport,
  ReadingProgress,
  RestaurantReport,
} from '../../src-preload/contract/report.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import { businessDayAt, businessDayNamed } from '../domain/business-day.ts';
import type { GivenCredit } from '../domain/given-credit.ts';
import type { Clock, CrmError } from '../ports.ts';
import type { GivenCredits } from './credits-given.ts';
import type { CreditHistoryGateway, CrmLine } from './gateway.ts';
import { kioskReport } from './kiosk-report.ts';
import { reconcile } from './reconcile.ts';
import { type DescribeNote, linesOfDay, restaurantReport } from './restaurant-report.ts';

/** What the records have under one GUID, whenever it was booked. */
type FindCrmCredit = (
  creditId: string,
) => Promise<
  Result<{ readonly amount: CrmLine['amount']; readonly guestId: string | null } | null, CrmError>
>;

export interface ReportPorts {
  readonly clock: Clock;
  readonly timeZone: string;
  readonly dayEndsAtHour: number;
  readonly given: GivenCredits;
  readonly crmHistory: CreditHistoryGateway;
  readonly findCrmCredit: FindCrmCredit;
  readonly describe: DescribeNote;
  /** A guest's name, if this kiosk has it cached. */
  readonly nameOf: (guestId: string) => string | null;
  /** How far this PC's clock is ahead of the CRM's, ms; null where that is not known. */
  readonly aheadMs: () => number | null;
}

/** Reports of a business day, and what their CSV is made of. */
export interface Reports {
  /** The day of that name, or with null the one that is on; null where there is no such day. */
  readonly day: (name: string | null) => BusinessDay | null;
  /** What this kiosk gave, from its own disk. */
  readonly ofKiosk: (day: BusinessDay) => KioskReport;
  readonly creditsOf: (day: BusinessDay) => readonly GivenCredit[];
  /**
   * What the CRM's records say, read page by page, and how they compare. One at a time: another one ends the one
   * before, as `aborted`.
   */
  readonly ofRestaurant: (
    day: BusinessDay,
    onProgress: (progress: ReadingProgress) => void,
  ) => Promise<Result<RestaurantReport, CrmError>>;
  /** Ends a reading that is under way. */
  readonly stop: () => void;
  /** The lines of the day that was read last; null where it was another day, or none. */
  readonly linesOf: (day: BusinessDay) => readonly CrmLine[] | null;
}

/** Clocks that are right are this far apart at most, and an answer is this long on its way, ms. */
const MARGIN_MS = 5 * 60_000;
/** So many single questions at most about credit that the records of the day do not show. */
const MAX_QUESTIONS = 25;

export function createReports(ports: ReportPorts): Reports {
  const { clock, timeZone, dayEndsAtHour, given, crmHistory, nameOf } = ports;
  let underWay: AbortController | null = null;
  let last: { readonly day: string; readonly lines: readonly CrmLine[] } | null = null;

  /** Given in that day, and what was given before and reached the CRM in it. */
  const creditsOf = (day: BusinessDay): readonly GivenCredit[] => {
    const inDay = given.givenBetween(day.from, day.to);
    const ids = new Set(inDay.map(({ creditId }) => creditId));
    return [...inDay, ...given.settledBetween(day.from, day.to).filter(({ creditId }) => !ids.has(creditId))];
  };

  /** Everything in which our credits of that day may have been booked. */
  const rangeOf = (day: BusinessDay, ours: readonly GivenCredit[]): readonly [number, number] => {
    const margin = MARGIN_MS + Math.abs(ports.aheadMs() ?? 0);
    const from = Math.min(day.from, ...ours.map(({ givenAt }) => givenAt));
    const to = Math.max(day.to, ...ours.map(({ since }) => since));
    return [from - margin, to + margin];
  };

  /** Credit that the read lines do not show may have been booked at another time: asked by GUID before it is missing. */
  const recordedAtAnotherTime = async (
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly CrmLine[]> => {
    const found: CrmLine[] = [];
    for (const id of ids.slice(0, MAX_QUESTIONS)) {
      if (signal.aborted) break;
      const answer = await ports.findCrmCredit(id);
      if (answer.ok && answer.value) found.push(lineOf(id, answer.value));
    }
    return found;
  };

  return {
    day: (name) => {
      const now = clock.now();
      const today = businessDayAt(now, timeZone, dayEndsAtHour);
      const found = name === null ? today : businessDayNamed(name, timeZone, dayEndsAtHour);
      return found && { ...found, running: found.day === today.day };
    },
    creditsOf,
    ofKiosk: (day) => kioskReport(given.givenBetween(day.from, day.to), day, clock.now(), nameOf),
    ofRestaurant: async (day, onProgress) => {
      underWay?.abort();
      const mine = new AbortController();
      underWay = mine;
      const { signal } = mine;
      const [from, to] = rangeOf(day, creditsOf(day));
      let unreadable = 0;
      const onUnreadable = (count: number) => {
        unreadable += count;
      };
      const read = await crmHistory.creditsOfPeriod(from, to, { signal, onProgress, onUnreadable });
      if (!read.ok) return read;
      // Read again: what was on its way when we began may have arrived since.
      const ours = creditsOf(day);
      const compare = (lines: readonly CrmLine[]) =>
        reconcile({ ours, lines, day, find: given.find, nameOf });
      const missing = compare(read.value).differences.filter(({ kind }) => kind === 'missing');
      const late = await recordedAtAnotherTime(
        missing.map(({ creditId }) => creditId),
        signal,
      );
      if (signal.aborted) return err({ kind: 'aborted' });
      const lines = linesOfDay(read.value, day);
      last = { day: day.day, lines };
      return ok({
        ...restaurantReport(lines, day, clock.now(), ports.describe, nameOf),
        unreadable,
        reconciliation: compare([...read.value, ...late]),
      });
    },
    stop: () => {
      underWay?.abort();
      underWay = null;
    },
    linesOf: (day) => (last?.day === day.day ? last.lines : null),
  };
}

/** A line of another time, as far as comparing needs it. */
function lineOf(
  id: string,
  found: { readonly amount: CrmLine['amount']; readonly guestId: string | null },
): CrmLine {
  return {
    id,
    type: 'ADD_VALUE',
    amount: found.amount,
    // No business day begins this early.
    at: Number.NEGATIVE_INFINITY,
    guestId: found.guestId,
    note: null,
    localCreatedDate: null,
    expiresAt: null,
    familyId: null,
    serverId: null,
    approverId: null,
    deviceId: null,
    restaurantId: null,
  };
}
