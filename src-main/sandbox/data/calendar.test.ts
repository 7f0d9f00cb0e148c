import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCalendar, expiryOf, isTimeZone, parseWireDate, toWireDate } from './calendar.ts';

const utc = (text: string): number => Date.parse(text);

test('a credit expires as in the vendor sample: 90 days on, when the day ends at 2 in the morning', () => {
  const calendar = createCalendar('America/New_York', 2);
  const expires = expiryOf(calendar, utc('2018-06-16T19:01:14Z'), 90);
  expect(toWireDate(expires)).toBe('2018-09-15T06:00:00.000+0000');
});

test('what happens after midnight belongs to the evening before, until the cut-off', () => {
  const calendar = createCalendar('America/Los_Angeles', 4);
  const evening = calendar.businessDay(utc('2026-11-25T04:00:00Z'));
  expect(calendar.businessDay(utc('2026-11-25T11:59:59Z'))).toBe(evening);
  expect(calendar.businessDay(utc('2026-11-25T12:00:00Z'))).toBe(evening + 1);
  expect(calendar.endOf(evening)).toBe(utc('2026-11-25T12:00:00Z'));
});

test('days end at the same hour of the clock on both sides of a clock change', () => {
  const calendar = createCalendar('America/Los_Angeles', 4);
  const saturday = calendar.businessDay(utc('2026-10-31T20:00:00Z'));
  expect(new Date(calendar.endOf(saturday - 1)).toISOString()).toBe('2026-10-31T11:00:00.000Z');
  expect(new Date(calendar.endOf(saturday)).toISOString()).toBe('2026-11-01T12:00:00.000Z');
  const spring = calendar.businessDay(utc('2026-03-07T20:00:00Z'));
  expect(new Date(calendar.endOf(spring)).toISOString()).toBe('2026-03-08T11:00:00.000Z');
});

test('a wall clock is local time labelled UTC', () => {
  const calendar = createCalendar('Asia/Kolkata', 4);
  expect(toWireDate(calendar.wallClock(utc('2026-11-25T04:00:00.250Z')))).toBe(
    '2026-11-25T09:30:00.250+0000',
  );
});

test.each([
  'America/Los_Angeles',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Asia/Kathmandu',
])('a wall clock in %s is what this machine knows of that zone, at any moment', (timeZone) => {
  const calendar = createCalendar(timeZone, 4);
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const moment = fc.integer({ min: utc('2005-01-01T00:00:00Z'), max: utc('2035-01-01T00:00:00Z') });
  fc.assert(
    fc.property(moment, (at) => {
      const wall = new Date(calendar.wallClock(at)).toISOString();
      expect(wall.slice(0, 19).replace('T', ' ')).toBe(format.format(at));
    }),
    { numRuns: 400 },
  );
});

test('time zones are known by their names', () => {
  expect(isTimeZone('America/Los_Angeles')).toBe(true);
  expect(isTimeZone('America/Los Angelos')).toBe(false);
});

test.each([
  ['2018-06-16T15:01:14.000+0000', '2018-06-16T15:01:14.000Z'],
  ['2018-06-16T15:01:14+0000', '2018-06-16T15:01:14.000Z'],
  ['2018-06-16T15:01:14.5Z', '2018-06-16T15:01:14.500Z'],
  ['2018-06-16T15:01:14.000-0500', '2018-06-16T20:01:14.000Z'],
  ['2018-06-16T15:01:14.000+05:30', '2018-06-16T09:31:14.000Z'],
  ['2018-06-16T9:05:00.000-0500', '2018-06-16T14:05:00.000Z'],
  ['0018-06-16T09:05:00.000Z', '0018-06-16T09:05:00.000Z'],
])('reads the date %s', (text, instant) => {
  expect(parseWireDate(text)).toBe(utc(instant));
});

test.each([
  '2018-06-16',
  '2018-06-16T15:01:14.000',
  '2018-06-16T15:01:14.000 0000',
  '2018-02-30T15:01:14.000Z',
  '2018-13-01T15:01:14.000Z',
  '2018-06-16T24:01:14.000Z',
  '1529161274000',
  'yesterday',
])('does not take %s for a date', (text) => {
  expect(parseWireDate(text)).toBeNull();
});
