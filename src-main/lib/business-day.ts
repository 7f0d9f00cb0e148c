import { TZDate } from '@date-fns/tz';

/**
 * The start (UTC ms) of the business day that `now` falls in: a restaurant's day ends some hours after midnight, in the
 * restaurant's own time zone, whatever zone the PC is set to. Right across a change to or from summer time.
 */
export function businessDayStart(now: number, timeZone: string, endsAtHour: number): number {
  const local = new TZDate(now, timeZone);
  const start = new TZDate(local.getFullYear(), local.getMonth(), local.getDate(), endsAtHour, timeZone);
  if (start.getTime() > now) start.setDate(start.getDate() - 1);
  return start.getTime();
}

/** A business day, named by the date on which it begins. */
export interface NamedDay {
  /** `2026-11-21`. */
  readonly day: string;
  /** UTC ms. */
  readonly from: number;
  /** The first moment of the next day (UTC ms): 23 or 25 hours on where clocks change in between. */
  readonly to: number;
}

/** The business day that `now` falls in. */
export function businessDayAt(now: number, timeZone: string, endsAtHour: number): NamedDay {
  const local = new TZDate(businessDayStart(now, timeZone, endsAtHour), timeZone);
  return dayOf(local.getFullYear(), local.getMonth(), local.getDate(), timeZone, endsAtHour);
}

/** The business day of that name; null where no such date exists. */
export function businessDayNamed(day: string, timeZone: string, endsAtHour: number): NamedDay | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return null;
  const named = dayOf(Number(match[1]), Number(match[2]) - 1, Number(match[3]), timeZone, endsAtHour);
  // 2026-02-30 would be a day in March.
  return named.day === day ? named : null;
}

function dayOf(year: number, month: number, date: number, timeZone: string, endsAtHour: number): NamedDay {
  const start = new TZDate(year, month, date, endsAtHour, timeZone);
  const next = new TZDate(year, month, date + 1, endsAtHour, timeZone);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return {
    day: `${start.getFullYear()}-${pad(start.getMonth() + 1)}-${pad(start.getDate())}`,
    from: start.getTime(),
    to: next.getTime(),
  };
}
