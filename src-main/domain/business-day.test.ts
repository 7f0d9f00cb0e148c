import fc from 'fast-check';
import { expect, test } from 'vitest';
import { businessDayAt, businessDayNamed, businessDayStart } from './business-day.ts';

const at = (iso: string) => Date.parse(iso);
const start = (iso: string, zone = 'America/New_York', hour = 4) =>
  new Date(businessDayStart(at(iso), zone, hour)).toISOString();

test.each([
  ['an evening belongs to its own day', '2026-11-21T23:00:00Z', '2026-11-21T09:00:00.000Z'],
  ['after midnight it is still yesterday', '2026-11-22T06:30:00Z', '2026-11-21T09:00:00.000Z'],
  ['the last minute', '2026-11-22T08:59:59Z', '2026-11-21T09:00:00.000Z'],
  ['the first minute', '2026-11-22T09:00:00Z', '2026-11-22T09:00:00.000Z'],
  ['the day summer time begins is an hour short', '2026-03-08T07:30:00Z', '2026-03-07T09:00:00.000Z'],
  ['and starts by the new time', '2026-03-08T08:00:00Z', '2026-03-08T08:00:00.000Z'],
  ['the day it ends is an hour long', '2026-11-01T08:30:00Z', '2026-10-31T08:00:00.000Z'],
])('%s', (_what, now, expected) => {
  expect(start(now)).toBe(expected);
});

test('the zone is the restaurant’s', () => {
  expect(start('2026-11-21T12:00:00Z', 'America/Los_Angeles')).toBe('2026-11-21T12:00:00.000Z');
  expect(start('2026-11-21T11:59:59Z', 'America/Los_Angeles')).toBe('2026-11-20T12:00:00.000Z');
  expect(start('2026-11-21T12:00:00Z', 'Asia/Kolkata', 0)).toBe('2026-11-20T18:30:00.000Z');
});

test.each([
  ['the night before clocks go forward', '2026-03-08T05:01:00Z', '2026-03-07T07:00:00.000Z'],
  ['the last moment of that night', '2026-03-08T06:59:59Z', '2026-03-07T07:00:00.000Z'],
  ['the skipped hour begins the day', '2026-03-08T07:00:00Z', '2026-03-08T07:00:00.000Z'],
  ['the night after', '2026-03-09T05:59:59Z', '2026-03-08T07:00:00.000Z'],
  ['the night before they go back', '2026-11-01T05:30:00Z', '2026-10-31T06:00:00.000Z'],
])('a day that ends at 2: %s', (_what, now, expected) => {
  expect(start(now, 'America/New_York', 2)).toBe(expected);
});

test('a midnight that is skipped begins the day an hour later, one that comes twice at its first', () => {
  const day = (name: string, zone: string) => businessDayNamed(name, zone, 0);
  expect(day('2026-09-06', 'America/Santiago')).toMatchObject({ from: at('2026-09-06T04:00:00Z') });
  expect(day('2026-11-01', 'America/Havana')).toMatchObject({ from: at('2026-11-01T04:00:00Z') });
});

/** What a clock on the wall shows there, to the minute, so that texts compare as moments do. */
const walls = new Map<string, Intl.DateTimeFormat>();
function wall(moment: number, zone: string): string {
  const format =
    walls.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  walls.set(zone, format);
  return format.format(moment);
}
/** Moments around which a zone changes its clocks, found by looking at them every six hours. */
function changes(zone: string): readonly number[] {
  const found: number[] = [];
  const six = 6 * 3_600_000;
  const shift = (moment: number) => Date.parse(`${wall(moment, zone).replace(' ', 'T')}Z`) - moment;
  for (let t = at('2026-01-01T00:00:00Z'); t < at('2027-01-01T00:00:00Z'); t += six) {
    if (shift(t) !== shift(t + six)) found.push(t);
  }
  return found;
}
const ZONES = [
  'America/New_York',
  'America/Los_Angeles',
  'America/Phoenix',
  'America/St_Johns',
  'America/Santiago',
  'America/Havana',
  'America/Tijuana',
  'Pacific/Honolulu',
  'Pacific/Guam',
  'Europe/Dublin',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
];

test('every moment is in one day, which begins at the close-out hour and ends where the next begins', () => {
  const moments = ZONES.flatMap((zone) => {
    const near = changes(zone).map((t) => fc.integer({ min: t - 30 * 3_600_000, max: t + 36 * 3_600_000 }));
    const any = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });
    return [fc.tuple(fc.constant(zone), fc.oneof(any, ...near, ...near))];
  });
  fc.assert(
    fc.property(fc.oneof(...moments), fc.integer({ min: 0, max: 12 }), ([zone, now], hour) => {
      const day = businessDayAt(now, zone, hour);
      expect(day.from).toBeLessThanOrEqual(now);
      expect(day.to).toBeGreaterThan(now);
      expect(businessDayStart(now, zone, hour)).toBe(day.from);
      expect(businessDayNamed(day.day, zone, hour)).toEqual(day);
      expect(businessDayAt(day.from, zone, hour)).toEqual(day);
      expect(businessDayAt(day.to - 1, zone, hour)).toEqual(day);
      expect(businessDayAt(day.to, zone, hour).from).toBe(day.to);
      // The wall says the hour, or a later one of the same night where the hour is skipped; and never said it before.
      const due = `${day.day} ${String(hour).padStart(2, '0')}:00`;
      const shown = wall(day.from, zone);
      expect(shown >= due && shown.slice(0, 10) === day.day).toBe(true);
      for (let back = 15; back <= 180; back += 15) {
        expect(wall(day.from - back * 60_000, zone) < shown).toBe(true);
      }
      if (shown !== due) expect(wall(day.from - 3_600_000, zone) < due).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});
