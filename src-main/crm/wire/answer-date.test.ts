import { expect, test } from 'vitest';
import { refused, setUp } from '../../testing/crm/crm-kit.ts';
import type { Reply } from '../../testing/crm/scripted-fetch.ts';

const DATE = 'Sat, 21 Nov 2026 23:00:00 GMT';

test.each([
  ['at once', 0, true],
  ['slowly, and in time', 7_000, true],
  ['before the PC slept, and is read after it', 11 * 60_000, false],
])('the time at the CRM is taken from an answer that came %s: %s ms, %s', async (_, ms, isTaken) => {
  const dates: number[] = [];
  const { client, time } = setUp(
    {
      crm: () => {
        // No timer runs in a sleep, the request's own limit neither.
        time.sleep(ms);
        return { status: 200, json: [], headers: { date: DATE } };
      },
    },
    { observer: { onAnswer: () => {}, onFailure: () => {}, onDate: (at) => dates.push(at) } },
  );
  expect(await client.findByPhone('5550100123')).toEqual({ ok: true, value: [] });
  expect([...new Set(dates)]).toEqual(isTaken ? [Date.parse(DATE)] : []);
});

test.each<[string, Reply, boolean]>([
  ['a list', { status: 200, json: [] }, true],
  ['the service’s own refusal', refused(404), true],
  ['a web filter’s page', { status: 403, text: '<html>' }, false],
  ['a page in place of a list', { status: 200, text: '<html>' }, false],
  ['a gateway’s trouble', { status: 502, text: 'Bad Gateway' }, false],
  ['a gateway’s limit', { status: 429, text: '' }, false],
  ['a cache', { status: 200, json: [], headers: { age: '86400' } }, false],
  ['an answer with a number for a date', { status: 200, json: [], headers: { date: '12' } }, false],
  ['an answer with half a date', { status: 200, json: [], headers: { date: 'Sat, 21 Nov' } }, false],
])('the time at the CRM is that of the service alone: %s', async (_, reply, isTaken) => {
  const dates: number[] = [];
  const { client, pass } = setUp(
    {
      crm: () =>
        'status' in reply
          ? { ...reply, headers: { date: DATE, ...('headers' in reply ? reply.headers : {}) } }
          : reply,
    },
    { observer: { onAnswer: () => {}, onFailure: () => {}, onDate: (at) => dates.push(at) } },
  );
  const asked = client.findByPhone('5550100123');
  await pass(60_000);
  await asked;
  expect([...new Set(dates)]).toEqual(isTaken ? [Date.parse(DATE)] : []);
});
