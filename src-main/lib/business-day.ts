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
