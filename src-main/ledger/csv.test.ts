import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerLine } from './chain.ts';
import { cell, toCsv } from './csv.ts';

const line = (event: unknown, kind = 'issued'): LedgerLine => ({
  seq: 1,
  epoch: 1,
  at: Date.UTC(2026, 10, 22, 1, 30),
  kind,
  event: typeof event === 'string' ? event : JSON.stringify(event),
  seal: 'ab12',
});

async function csv(...lines: LedgerLine[]) {
  let text = '';
  const slices = (async function* () {
    yield lines;
  })();
  for await (const part of toCsv(slices, { timeZone: 'America/New_York', decimals: 2 })) text += part;
  return text;
}

test('who, what, when, how much, and everything else under details', async () => {
  const text = await csv(
    line({
      by: { id: 'e1', shortName: 'Marco D.', role: 'server' },
      approver: { id: 'e2', shortName: 'Priya, N.', role: 'manager' },
      approvalId: 'a1',
      way: 'code',
      creditId: 'c1',
      guestId: 'g1',
      amount: 1_505,
      reasonId: 'long-wait',
    }),
  );
  const [head, first, end] = text.split('\r\n');
  expect(head?.startsWith('\uFEFFline,utc,local time,what,by')).toBe(true);
  expect(first).toBe(
    '1,2026-11-22T01:30:00.000Z,2026-11-21 20:30:00,issued,Marco D.,server,e1,"Priya, N.",e2,g1,c1,15.05,long-wait,"{""approvalId"":""a1"",""way"":""code""}",ab12',
  );
  expect(end).toBe('');
});

test('a damaged line is exported as it stands', async () => {
  expect(await csv(line('{"by":'))).toContain('{""unreadable"":""{\\""by\\"":""}');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])(
  'a spreadsheet is not made to compute %j',
  (value) => {
    expect(cell(value)).toMatch(/^"?'/);
  },
);

/** Reads one CSV record as RFC 4180 says. */
function parse(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

test('any text comes back as it was, but for the apostrophe', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const written = cell(value);
      if (!written.startsWith('"')) expect(written).not.toMatch(/[",\r\n]/);
      const back = parse(written);
      expect(back === value || back === `'${value}`).toBe(true);
      expect(back).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});
