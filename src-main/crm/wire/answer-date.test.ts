import { expect, test } from 'vitest';
import { setUp } from '../../testing/crm/crm-kit.ts';

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
