import { TZDate } from '@date-fns/tz';

/**
 * The CRM's dates: ISO 8601 with an offset, written `+0000` without a colon, milliseconds optional. Clients of it are
 * known to send hours without a leading zero, which comes back as it was sent and is an Invalid Date to `Date.parse`.
 */
const WIRE_DATE =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:(Z)|([+-])(\d{2}):?(\d{2})?)$/i;

const MINUTE_MS = 60_000;

/** UTC ms of a date on the wire; null where it is none (no such day, no offset, no date at all). */
export function instantFromWire(text: string): number | null {
  const match = WIRE_DATE.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second = '0', fraction = '', , sign, offsetHours, offsetMinutes] =
    match;
  const fields = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = fields;
  const offset = Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0);
  if (h > 23 || mi > 59 || s > 59 || offset > 18 * 60 || Number(offsetMinutes ?? 0) > 59) return null;
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  const date = new Date(0);
  date.setUTCFullYear(y, mo - 1, d);
  // A day the month does not have would silently become one of the next month.
  if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return null;
  date.setUTCHours(h, mi, s, ms);
  return date.getTime() - (sign === '-' ? -offset : offset) * MINUTE_MS;
}

const HTTP_DATE = /^\s*[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT\s*$/;

/**
 * UTC ms of a date in a header (RFC 9110, IMF-fixdate); null where it is none. `Date.parse` alone makes a year of nearly
 * anything: of `12` December 2001.
 */
export function instantFromHeader(text: string | null): number | null {
  const date = text !== null && HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : date;
}

/**
 * An instant (UTC ms) as a wall clock at the restaurant shows it, with the offset that is true there at that moment:
 * `2026-11-28T21:04:05.000-0800`. The reference asks for "the local date and time of the transaction".
 */
export function localToWire(instant: number, timeZone: string): string {
  const offset = -new TZDate(instant, timeZone).getTimezoneOffset();
  const local = new Date(instant + offset * MINUTE_MS).toISOString().replace('Z', '');
  const pad = (n: number): string => String(n).padStart(2, '0');
  const away = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${pad(Math.floor(away / 60))}${pad(away % 60)}`;
}

/** An instant (UTC ms) as the CRM writes it: `yyyy-MM-ddTHH:mm:ss.SSS+0000`. */
export function instantToWire(instant: number): string {
  return new Date(instant).toISOString().replace('Z', '+0000');
}
