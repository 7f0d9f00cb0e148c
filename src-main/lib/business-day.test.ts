import { expect, test } from 'vitest';
import { businessDayStart } from './business-day.ts';

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
