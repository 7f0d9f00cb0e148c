import { tzOffset } from '@date-fns/tz';

/** A restaurant's business day ends at 4 a.m., unless the admin's file says another hour. */
export const DAY_ENDS_AT_HOUR = 4;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A business day, named by the date on which it begins. */
export interface NamedDay {
  /** `2026-11-21`. */
  readonly day: string;
  /** UTC ms. */
  readonly from: number;
  /** The first moment of the next day (UTC ms): 23 or 25 hours on where clocks change in between. */
  readonly to: number;
}

/**
 * The start (UTC ms) of the business day that `now` falls in: a restaurant's day ends some hours after midnight, in the
 * restaurant's own time zone, no matter what zone the PC is set to. Right across a change to or from summer time.
 */
export function businessDayStart(now: number, timeZone: string, endsAtHour: number): number {
  return businessDayAt(now, timeZone, endsAtHour).from;
}

/** The business day that `now` falls in. */
export function businessDayAt(now: number, timeZone: string, endsAtHour: number): NamedDay {
  const date = Math.floor((now + offsetAt(now, timeZone)) / DAY_MS);
  // Where clocks change at the close-out hour, today's date says less than the moment its day begins.
  const begun = startOf(date, timeZone, endsAtHour) <= now ? date : date - 1;
  return dayOf(begun, timeZone, endsAtHour);
}

/** The business day of that name; null where no such date exists. */
export function businessDayNamed(day: string, timeZone: string, endsAtHour: number): NamedDay | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return null;
  const date = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / DAY_MS;
  const named = dayOf(date, timeZone, endsAtHour);
  // 2026-02-30 would be a day in March.
  return named.day === day ? named : null;
}

/** `date`: days since 1970-01-01, as the calendar counts them. */
function dayOf(date: number, timeZone: string, endsAtHour: number): NamedDay {
  return {
    day: new Date(date * DAY_MS).toISOString().slice(0, 10),
    from: startOf(date, timeZone, endsAtHour),
    to: startOf(date + 1, timeZone, endsAtHour),
  };
}

/** When it is that hour on that date: the first time where it is twice; where it is skipped, when it would have been. */
function startOf(date: number, timeZone: string, hour: number): number {
  const wall = date * DAY_MS + hour * 60 * MINUTE_MS;
  const before = offsetAt(wall - DAY_MS, timeZone);
  const after = offsetAt(wall + DAY_MS, timeZone);
  const [early, late] = [wall - before, wall - after];
  return offsetAt(early, timeZone) !== before && offsetAt(late, timeZone) === after ? late : early;
}

const offsetAt = (at: number, timeZone: string): number => tzOffset(timeZone, new Date(at)) * MINUTE_MS;
