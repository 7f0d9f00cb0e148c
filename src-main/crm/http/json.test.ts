import { expect, it } from 'vitest';
import { nextFromLink } from '../wire/paging.ts';
import {
  crmCreditSchema,
  crmLineSchema,
  guestSchema,
  readBody,
  readList,
  summarySchema,
} from '../wire/wire.ts';
import { isQuick } from './json.ts';
import { refusalOf } from './status.ts';

const BYTES = 300_000;
const list = (unit: string): string =>
  `[${Array(Math.floor(BYTES / (unit.length + 1)) - 1)
    .fill(unit)
    .join()}]`;

/** Within the size of an answer, what is slow or impossible to look at. */
const HEAVY = {
  'lists in lists': '['.repeat(BYTES / 2) + ']'.repeat(BYTES / 2),
  'objects in objects': `[${'{"a":'.repeat(49_000)}1${'}'.repeat(49_000)}]`,
  'lists that never end': '['.repeat(BYTES),
  numbers: list('0'),
  objects: list('{}'),
  keys: `{${Array.from({ length: 24_000 }, (_, n) => `"k${n}":1`).join()}}`,
  'records of many keys': list(`{${Array.from({ length: 60 }, (_, n) => `"k${n}":1`).join()}}`),
  'amounts in a row': list('{"amount":1}'),
};
/** Long, and read like anything else. */
const LONG = {
  'one long amount': `{"amount":${'1'.repeat(BYTES - 20)}}`,
  'an amount, and spaces': `{"amount":1${' '.repeat(BYTES - 20)}x}`,
  'a name of spaces': `[{"guid":"x","firstName":"${' '.repeat(BYTES - 100)}"}]`,
  'a name of marks': `[{"guid":"x","firstName":"${'\u202e'.repeat(90_000)}"}]`,
  'escaped amounts': `["${'\\"amount\\":1 '.repeat(20_000)}"]`,
  backslashes: `["${'\\\\'.repeat(140_000)}"]`,
  'a page': '<'.repeat(BYTES),
  'no quote at the end': `["${'\\'.repeat(BYTES - 3)}`,
};

const answerOf = (text: string, status = 200) => ({
  ...{ status, text, headers: new Headers() },
  url: new URL('https://crm.test/crm/v1/customers/search'),
});

/** Processor time of the fastest of three, ms: other programs take none of it. */
function spent(work: () => void): number {
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

it.each(Object.entries({ ...HEAVY, ...LONG }))(
  '%s: looked at within 50 ms, and never thrown at',
  (_what, text) => {
    for (const look of [
      () => readList(answerOf(text), guestSchema),
      () => readList(answerOf(text), crmLineSchema),
      () => readBody(answerOf(text), summarySchema),
      () => readBody(answerOf(text), crmCreditSchema),
      () => refusalOf(answerOf(text, 404), 'not-found', 0),
      () => refusalOf(answerOf(text, 400), 'not-found', 0),
    ]) {
      expect(spent(look)).toBeLessThan(50);
    }
  },
);

it.each(Object.entries(HEAVY))('%s: not read', (_what, text) => {
  expect(isQuick(text)).toBe(false);
  expect(readList(answerOf(text), guestSchema)).toMatchObject({ ok: false, error: { kind: 'unreadable' } });
  expect(refusalOf(answerOf(text, 404), 'not-found', 0)).toMatchObject({ kind: 'unreadable' });
});

it('reads ten pages as long as we ask for, and marks within words as words', () => {
  const line = JSON.stringify({
    guid: 'dddddddd-0000-4000-8000-000000000001',
    ...{ transactionType: 'ADD_VALUE', amount: 10.1, note: '[[[[[{{{{{,,,,,"]' },
    ...Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`key${n}`, { guid: null, entityType: 'x' }])),
  });
  const read = readList(answerOf(`[${Array(300).fill(line).join()}]`), crmLineSchema);
  expect(read).toMatchObject({ ok: true, value: { items: { length: 300 }, odd: [] } });
});

it.each(['<'.repeat(16_000), '<>'.repeat(8_000), '<x>'.repeat(5_000), `<x>${'; rel '.repeat(2_600)}`])(
  'a Link header of nothing but marks is looked at within 50 ms',
  (header) => {
    expect(spent(() => nextFromLink(header, new URL('https://crm.test/x')))).toBeLessThan(50);
  },
);
