import { expect, it } from 'vitest';
import { pauseAfter, rateScope, spentFor } from './retry-after.ts';

const now = Date.UTC(2026, 10, 21, 23, 0, 0);
const inSeconds = (s: number) => String(now / 1000 + s);

it.each<[string, Record<string, string>, number]>([
  ['Retry-After in seconds', { 'retry-after': '7' }, 7_000],
  ['Retry-After before Reset', { 'retry-after': '7', 'x-toast-ratelimit-reset': inSeconds(30) }, 7_000],
  ['Retry-After as a date', { 'retry-after': new Date(now + 9_000).toUTCString() }, 9_000],
  ['Reset in seconds', { 'x-toast-ratelimit-reset': inSeconds(30) }, 30_000],
  ['Reset in milliseconds', { 'x-toast-ratelimit-reset': String(now + 12_000) }, 12_000],
  [
    'Reset where Retry-After is nonsense',
    { 'retry-after': 'soon 7', 'x-toast-ratelimit-reset': inSeconds(30) },
    30_000,
  ],
  ['neither', {}, 5_000],
  ['nonsense in both', { 'retry-after': '-1', 'x-toast-ratelimit-reset': 'later' }, 5_000],
  ['a moment that has passed', { 'x-toast-ratelimit-reset': inSeconds(-30) }, 1_000],
  ['zero', { 'retry-after': '0' }, 1_000],
  ['ten minutes', { 'retry-after': '600' }, 600_000],
  ['ten minutes as a date', { 'retry-after': new Date(now + 600_000).toUTCString() }, 600_000],
  ['an hour, which is capped', { 'retry-after': '3600' }, 900_000],
  [
    'the PC clock two hours off',
    { date: new Date(now + 7_200_000).toUTCString(), 'x-toast-ratelimit-reset': inSeconds(7_200 + 4) },
    4_000,
  ],
])('%s', (_what, headers, expected) => {
  expect(pauseAfter(new Headers(headers), now)).toBe(expected);
});

it.each([-20 * 365 * 86_400_000, -4 * 60_000, 86_400_000])(
  'a Date %d ms off stops no one for minutes',
  (off) => {
    const headers = new Headers({
      date: new Date(now + off).toUTCString(),
      'x-toast-ratelimit-remaining': '0',
      'x-toast-ratelimit-reset': inSeconds(1),
    });
    expect(spentFor(headers, now)).toBe(1_000);
    expect(pauseAfter(headers, now)).toBe(1_000);
  },
);

it('where both clocks are off, a slice that is used up holds no one up for minutes', () => {
  const headers = new Headers({
    date: new Date(now - 4 * 60_000).toUTCString(),
    'x-toast-ratelimit-remaining': '0',
    'x-toast-ratelimit-reset': inSeconds(1),
  });
  expect(spentFor(headers, now - 2 * 3_600_000)).toBe(15_000);
});

it('a moment that no clock puts near is none', () => {
  const headers = new Headers({
    'x-toast-ratelimit-remaining': '0',
    'x-toast-ratelimit-reset': '99999999999',
  });
  expect(spentFor(headers, now)).toBe(0);
  expect(pauseAfter(headers, now)).toBe(5_000);
});

it.each([
  ['GLOBAL', 'all'],
  ['', 'all'],
  ['ENDPOINT,ACCOUNT', 'endpoint'],
  ['endpoint', 'endpoint'],
  ['GLOBAL, ENDPOINT', 'all'],
])('X-Toast-RateLimit-By: %j speaks of %s', (by, scope) => {
  expect(rateScope(new Headers(by === '' ? {} : { 'x-toast-ratelimit-by': by }))).toBe(scope);
});
