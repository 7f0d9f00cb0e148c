import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultSchema } from '../e2e/sandbox-control/faults.ts';
import { modesSchema } from '../e2e/sandbox-control/modes.ts';

/** docs/CRM.md says what is proven where: it must not say more than there is, nor leave anything out. */

const root = join(import.meta.dirname, '..');
const doc = readFileSync(join(root, 'docs/CRM.md'), 'utf8');
const named = [...doc.matchAll(/`([\w./-]+\.test\.ts)`\s+"([^"]+)"/g)].map(([, file = '', title = '']) => ({
  file,
  title: title.replace(/\s+/g, ' '),
}));
const rowsOf = (heading: string): readonly string[] => {
  const section = doc.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';
  return section.split('\n').filter((row) => row.startsWith('| `'));
};

/** The reference, version 1.0.0. */
const STATUSES: Readonly<Record<string, readonly number[]>> = {
  'GET /creditTransactions': [200, 204, 400, 500],
  'GET /creditTransactions/{transactionId}': [200, 400, 404, 500],
  'POST /customers': [200, 202, 400, 500],
  'POST /customers/search': [200, 204, 400, 500],
  'GET /customers/{customerId}': [200, 400, 404, 500],
  'GET /customers/{customerId}/creditSummary': [200, 400, 404, 500],
  'GET /customers/{customerId}/creditTransactions': [200, 204, 400, 404, 500],
  'POST /customers/{customerId}/creditTransactions': [200, 400, 404, 500],
};

test('every test it names exists, under the title it gives', () => {
  expect(named.length).toBeGreaterThan(80);
  const wrong = named.filter(({ file, title }) => {
    const path = join(root, file.startsWith('e2e/') ? '' : 'src-main', file);
    if (!existsSync(path)) return true;
    const source = readFileSync(path, 'utf8');
    return !['it(', 'test(', '])(', ')('].some((call) =>
      ["'", '`'].some((quote) => source.replace(/\(\n\s*/g, '(').includes(`${call}${quote}${title}${quote}`)),
    );
  });
  expect(wrong).toEqual([]);
});

test('it has a row for each operation and status of the reference, each with a test, and for no others', () => {
  const rows = rowsOf('Operations and statuses').map((row) =>
    /^\| `([^`]+)` (\d+) \|/.exec(row)?.slice(1).join(' '),
  );
  const expected = Object.entries(STATUSES).flatMap(([operation, statuses]) =>
    statuses.map((status) => `${operation} ${status}`),
  );
  expect(rows).toEqual(expected);
  for (const row of rowsOf('Operations and statuses')) expect(row).toContain('`crm/contract.test.ts` "');
});

test('it has a row for each mode and fault of the built-in CRM, each with a test', () => {
  const rows = rowsOf('Modes and faults');
  const effects = faultSchema.shape.effect.options.map((option) => option.shape.kind.value);
  expect(rows.map((row) => /^\| `([^`]+)` \|/.exec(row)?.[1]).toSorted()).toEqual(
    [...Object.keys(modesSchema.shape), ...effects].toSorted(),
  );
  for (const row of rows) expect(row).toMatch(/\.test\.ts` "/);
});
