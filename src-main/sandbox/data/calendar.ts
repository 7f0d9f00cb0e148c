const MINUTE = 60_000;
const DAY = 86_400_000;

/** A restaurant's days: they end in the early morning, in its own time zone. A day is a number: whole days since 1970-01-01. */
export interface Calendar {
  /** The business day that `at` (UTC ms) belongs to: before the cut-off hour it is still yesterday. */
  readonly businessDay: (at: number) => number;
  /** The instant (UTC ms) at which clocks in the restaurant show `minutes` past midnight on calendar day `day`. */
  readonly instant: (day: number, minutes: number) => number;
  /** When business day `day` ends (UTC ms): the cut-off hour of the next calendar day. */
  readonly endOf: (day: number) => number;
  /** What the restaurant's clocks show at `at`, labelled as if it were UTC (how POS devices write local dates). */
  readonly wallClock: (at: number) => number;
}

/** Whether `timeZone` is an IANA name that this machine knows. */
export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** The calendar of a restaurant in `timeZone` whose day ends at `dayEndsAtHour` (0 to 23). Throws on an unknown zone. */
export function createCalendar(timeZone: string, dayEndsAtHour: number): Calendar {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const askIntl = (at: number): number => {
    const part = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
    for (const { type, value } of format.formatToParts(at)) {
      if (type in part) part[type as keyof typeof part] = Number(value);
    }
    const { year, month, day, hour, minute, second } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second, ((at % 1000) + 1000) % 1000);
  };
  /** What is added to UTC on a whole UTC day; null on a day on which the clocks change. Asking Intl costs 100 times more. */
  const offsets = new Map<number, number | null>();
  const offsetOn = (day: number): number | null => {
    const known = offsets.get(day);
    if (known !== undefined) return known;
    const [first, last] = [day * DAY, (day + 1) * DAY];
    const offset = askIntl(first) - first;
    const constant = askIntl(last) - last === offset ? offset : null;
    offsets.set(day, constant);
    return constant;
  };
  const wallClock = (at: number): number => {
    const offset = offsetOn(Math.floor(at / DAY));
    return offset === null ? askIntl(at) : at + offset;
  };
  const instant = (day: number, minutes: number): number => {
    const wall = day * DAY + minutes * MINUTE;
    const first = wall - (wallClock(wall) - wall);
    // The offset at the first guess may belong to the other side of a clock change: ask again there.
    return wall - (wallClock(first) - first);
  };
  return {
    businessDay: (at) => Math.floor((wallClock(at) - dayEndsAtHour * 60 * MINUTE) / DAY),
    instant,
    endOf: (day) => instant(day + 1, dayEndsAtHour * 60),
    wallClock,
  };
}

/**
 * When a credit given at `at` expires: the end of the business day `days` after the one it was given on. The vendor's
 * sample (given 2018-06-16 15:01 Eastern, expiring 2018-09-15 06:00Z) is 90 days with a day that ends at 2 a.m.
 */
export function expiryOf(calendar: Calendar, at: number, days: number): number {
  return calendar.endOf(calendar.businessDay(at) + days);
}

/** An instant as the service writes it: ISO 8601 in UTC with milliseconds and the offset `+0000`, without a colon. */
export function toWireDate(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}

const WIRE_DATE =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/**
 * Reads an ISO 8601 date with an offset; null where it is none. An hour of one digit is taken, because the only known
 * client sends it (`T9:05:00.000-0500`).
 */
export function parseWireDate(text: string): number | null {
  const match = WIRE_DATE.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const millis = Number((match[7] ?? '').padEnd(3, '0'));
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const wall = new Date(Date.UTC(2000, month - 1, day, hour, minute, second, millis)).setUTCFullYear(
    year,
    month - 1,
    day,
  );
  const back = new Date(wall);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return null;
  const offset = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * MINUTE;
  return match[8] === '-' ? wall + offset : wall - offset;
}
