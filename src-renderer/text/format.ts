import type { SignedCents } from '../../src-preload/contract/money.ts';
import type { Language } from '../../src-preload/contract/status.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
/** No credit expires further away: ten years. */
const EXPIRY_MAX_MS = 3_660 * DAY_MS;
const LOCALES: Record<Language, string> = { en: 'en-US', es: 'es-US' };

/** Money, dates and times as people at this restaurant read them: its time zone, the page's language. */
export interface Format {
  /** Exact: "$15.00", "$1,250.00", "−$5.00". */
  readonly money: (amount: SignedCents) => string;
  /** For whole amounts on small buttons: "$15"; falls back to the exact form. */
  readonly moneyShort: (amount: SignedCents) => string;
  /** A sum of many amounts, which may be more than one amount can be. */
  readonly total: (sum: number) => string;
  /** "7 PM", and "7" where others around it say which half of the day it is. */
  readonly hour: (at: number) => string;
  readonly hourShort: (at: number) => string;
  /** "4 AM": an hour of the day by its number. */
  readonly hourOfDay: (hour: number) => string;
  /** "1,250". */
  readonly count: (count: number) => string;
  /** "7:18 PM". */
  readonly time: (at: number) => string;
  /** "7:18", for the clock on the wall. */
  readonly clock: (at: number) => string;
  /** "November 14"; with the year where it is not this one. */
  readonly day: (at: number, now: number) => string;
  /** "Nov 14"; with the year where it is not this one: "Nov 14, 2025". */
  readonly date: (at: number, now: number) => string;
  /** "Nov 14, 2025": the whole date, short. */
  readonly dayFull: (at: number) => string;
  /** "Nov 14"; of another year "Nov 2025". */
  readonly dayShort: (at: number, now: number) => string;
  /** "Friday, December 4"; with the year where it is not this one. */
  readonly dayLong: (at: number, now: number) => string;
  /** "7:18 PM"; of another day "Nov 14, 7:18 PM", of another year with it. */
  readonly when: (at: number, now: number) => string;
  /** "Friday, December 4, 2026, 7:18 PM": a moment in full, for paper. */
  readonly moment: (at: number) => string;
  /** Whole calendar days from `now` to `at` in the restaurant's time zone; negative where `at` is past. */
  readonly daysUntil: (at: number, now: number) => number;
}

/** A moment of the same day in every time zone, another one only every quarter of an hour: for what depends on the day alone. */
export const withinDay = (now: number): number => now - (now % QUARTER_MS);

/** Days until credit expires; null where none does, or where the date is a sentinel of other centuries, which says never. */
export function expiryDays(at: number | null, now: number, format: Pick<Format, 'daysUntil'>): number | null {
  return at === null || Math.abs(at - now) > EXPIRY_MAX_MS ? null : format.daysUntil(at, now);
}

/** "0:28" from milliseconds, rounded up so that it never says 0:00 while it still waits. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.trunc(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/**
 * A moment as part of a sentence, from its text (`time`, `hour` or `when`): "at 7:18 PM", "on Nov 14 at 7:18 PM", "since 7:18 PM".
 * Spanish says "a la" at one o'clock and "a las" at every other hour. Words ask for it as `{{time, at}}` or `{{time, since}}`.
 */
export function sayTime(kind: 'at' | 'since', text: string, language: Language): string {
  const cut = text.lastIndexOf(', ');
  const time = cut < 0 ? text : text.slice(cut + 2);
  const date = cut < 0 ? null : text.slice(0, cut);
  if (language === 'en')
    return kind === 'since' ? `since ${text}` : `${date === null ? '' : `on ${date} `}at ${time}`;
  const hour = `${/^1\D/.test(time) ? 'la' : 'las'} ${time}`;
  if (kind === 'since') return `desde ${date === null ? hour : `el ${text}`}`;
  return `${date === null ? '' : `el ${date} `}a ${hour}`;
}

/** A decimal text from whole minor units, without arithmetic on fractions: 1500 with two digits is "15.00". */
function decimalText(amount: SignedCents, digits: number): `${number}` {
  if (digits === 0) return `${amount}`;
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const sign = amount < 0 ? '-' : '';
  // The slices are digits only, so the join is a number's text; the type cannot know.
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}` as `${number}`;
}

/** Builds the formats of one language, time zone (IANA) and currency (ISO 4217). Throws on an unknown zone or currency. */
export function createFormat(language: Language, timeZone: string, currency: string): Format {
  const locale = LOCALES[language];
  const exact = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const whole = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 });
  const digits = exact.resolvedOptions().maximumFractionDigits ?? 2;
  const unit = 10 ** digits;
  const of = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const time = of({ hour: 'numeric', minute: '2-digit' });
  const day = of({ month: 'long', day: 'numeric' });
  const dayYear = of({ month: 'long', day: 'numeric', year: 'numeric' });
  const dayShort = of({ month: 'short', day: 'numeric' });
  const dayFull = of({ month: 'short', day: 'numeric', year: 'numeric' });
  const monthYear = of({ month: 'short', year: 'numeric' });
  const dayLong = of({ weekday: 'long', month: 'long', day: 'numeric' });
  const dayLongYear = of({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const calendarDay = (at: number): string => parts.format(at);
  const year = (at: number): string => calendarDay(at).slice(0, 4);
  /** "8:09 pm" in Spanish: the dots of "p.m." would meet the full stop of the sentence. */
  const timeText = (at: number): string =>
    time
      .formatToParts(at)
      .map((part) => (part.type === 'dayPeriod' ? part.value.replaceAll(/[.\s]/g, '') : part.value))
      .join('');
  const plain = new Intl.NumberFormat(locale);
  const hourOfDay = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', hour: 'numeric' });
  const hourOnly = of({ hour: 'numeric' });
  const hourParts = (at: number, half: boolean): string =>
    hourOnly
      .formatToParts(at)
      .filter(({ type }) => type === 'hour' || (half && (type === 'dayPeriod' || type === 'literal')))
      .map(({ type, value }) => (type === 'dayPeriod' ? value.replaceAll(/[.\s]/g, '') : value))
      .join('')
      .trim();
  const date = (at: number, now: number): string => (year(at) === year(now) ? dayShort : dayFull).format(at);
  // A true minus, as the history has it: a hyphen is easily overlooked.
  const money = (amount: SignedCents): string =>
    exact.format(decimalText(amount, digits)).replace('-', '\u2212');

  return {
    money,
    // The exact form takes any whole number of minor units.
    hourOfDay: (hour) => hourOfDay.format(Date.UTC(2026, 0, 1, hour)).replaceAll(/\./g, ''),
    count: (count) => plain.format(count),
    total: (sum) => money(sum as SignedCents),
    hour: (at) => hourParts(at, true),
    hourShort: (at) => hourParts(at, false),
    moneyShort: (amount) => (amount % unit === 0 ? whole.format(decimalText(amount, digits)) : money(amount)),
    time: timeText,
    clock: (at) =>
      time
        .formatToParts(at)
        .filter((part) => part.type === 'hour' || part.type === 'minute')
        .map((part) => part.value)
        .join(':'),
    day: (at, now) => (year(at) === year(now) ? day : dayYear).format(at),
    dayShort: (at, now) => (year(at) === year(now) ? dayShort : monthYear).format(at),
    date,
    dayFull: (at) => dayFull.format(at),
    dayLong: (at, now) => (year(at) === year(now) ? dayLong : dayLongYear).format(at),
    when: (at, now) =>
      calendarDay(at) === calendarDay(now) ? timeText(at) : `${date(at, now)}, ${timeText(at)}`,
    moment: (at) => `${dayLongYear.format(at)}, ${timeText(at)}`,
    daysUntil: (at, now) => Math.round((Date.parse(calendarDay(at)) - Date.parse(calendarDay(now))) / DAY_MS),
  };
}
