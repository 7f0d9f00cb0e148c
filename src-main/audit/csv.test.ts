import { parse } from 'csv-parse/sync';
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
  expect(head?.startsWith('\uFEFF"line","utc","local time","what","by"')).toBe(true);
  expect(first).toBe(
    '1,"2026-11-22T01:30:00.000Z","2026-11-21 20:30:00","issued","Marco D.","server","e1","Priya, N.","e2","g1","c1",15.05,"long-wait","{""approvalId"":""a1"",""way"":""code""}","ab12"',
  );
  expect(end).toBe('');
});

test('a damaged line is exported as it is', async () => {
  expect(await csv(line('{"by":'))).toContain('{""unreadable"":""{\\""by\\"":""}');
});

const SIGNS = /^[\s"\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u;

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n@x',
  '＝1',
  ' =1',
  '"=1"',
  '\u200b=1',
  'x;=1+2;y',
  'x;;"=1"',
  'x; \t+1',
  'x\t=1+2',
  'x\r\n=1+2',
  'x\n;-1;@a',
])('a spreadsheet is not made to compute %j, no matter what parts its cells', (value) => {
  const text = `"a",${cell(value)},"b"\r\n`;
  for (const delimiter of [',', ';', '\t']) {
    for (const piece of piecesOf(text, delimiter)) expect(piece).not.toMatch(SIGNS);
  }
});

test('a number stays one', () => {
  expect([cell('15.05'), cell('7'), cell('2026-11-21')]).toEqual(['15.05', '7', '"2026-11-21"']);
});

/** Cells as a spreadsheet reads them: it sees a quote only where a cell begins with one. */
function piecesOf(text: string, delimiter: string): readonly string[] {
  const pieces: string[] = [];
  const plain = new RegExp(`[^${delimiter}\r\n]*`, 'y');
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') {
      const quoted = /"((?:[^"]|"")*)"?/y;
      quoted.lastIndex = at;
      pieces.push((quoted.exec(text)?.[1] ?? '').replaceAll('""', '"'));
      at = quoted.lastIndex;
    }
    plain.lastIndex = at;
    const rest = plain.exec(text)?.[0] ?? '';
    pieces.push(rest);
    at += rest.length;
  }
  return pieces;
}

const wild = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'=+-@;,\t\r\n"\' ＝', '\u200b', '\0', 'x', '1'),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

test('any text comes back as it was, except for apostrophes before signs', () => {
  fc.assert(
    fc.property(fc.array(wild, { minLength: 1, maxLength: 4 }), (values) => {
      const text = `${values.map(cell).join(',')}\r\n`;
      const back: string[] = (parse(text, { relax_column_count: true }) as string[][])[0] ?? [];
      expect(back).toHaveLength(values.length);
      for (const [n, value] of values.entries()) {
        expect(back[n]?.replaceAll("'", '')).toBe(value.replaceAll("'", ''));
        if (!/[=+\-@＝＋－＠\t\r\n]/.test(value)) expect(back[n]).toBe(value);
      }
      for (const delimiter of [',', ';', '\t']) {
        for (const piece of piecesOf(text, delimiter)) expect(piece).not.toMatch(SIGNS);
      }
    }),
    { numRuns: 3_000 },
  );
});
