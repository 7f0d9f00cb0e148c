import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readSources } from './walls.ts';

/**
 * Who has a table, reads and writes it. `src-main/storage` has the file as a whole: it makes the tables, checks them and
 * saves what a broken file still gives.
 */
const OWNERS: Readonly<Record<string, string>> = {
  credit_form: 'src-main/credits',
  guest_directory: 'src-main/guests',
  guest_form: 'src-main/guests',
  guest_history: 'src-main/guests',
  guest_page: 'src-main/guests',
  ledger: 'src-main/audit',
  lockout: 'src-main/staff',
  meta: 'src-main/storage',
  outbox: 'src-main/outbox',
  outbox_history: 'src-main/outbox',
  staff: 'src-main/staff',
};
const STORAGE = 'src-main/storage/';

/** SQL that names a table of another folder, each as a sentence. */
function strangers(path: string, text: string): readonly string[] {
  if (path.startsWith(STORAGE)) return [];
  const tables = Object.keys(OWNERS).join('|');
  const named = new RegExp(`\\b(?:FROM|INTO|UPDATE|JOIN|TABLE)\\s+["\`[]?(${tables})\\b`, 'gi');
  const code = text
    .replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
    .replace(/^(import|export)\b[^;]*?from '[^']*';$/gm, '');
  return [...code.matchAll(named)].flatMap(([, table = '']) => {
    const owner = OWNERS[table.toLowerCase()];
    return owner === undefined || path.startsWith(`${owner}/`)
      ? []
      : [`${path} speaks to ${table}: ask ${owner}.`];
  });
}

it('only the folder that has a table speaks to it', () => {
  const product = readSources(resolve(import.meta.dirname, '../..')).filter(
    ({ path }) => /^src-/.test(path) && !/\.test\.tsx?$/.test(path) && !path.startsWith('src-main/testing/'),
  );
  expect(product.length).toBeGreaterThan(300);
  expect(product.flatMap(({ path, text }) => strangers(path, text))).toEqual([]);
});

it('every table has an owner', () => {
  const made = readSources(resolve(import.meta.dirname, '../..'))
    .filter(({ path }) => path.startsWith(`${STORAGE}migrations/`))
    .flatMap(({ text }) =>
      [...text.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/g)].map(([, name]) => name),
    );
  // A migration makes the outbox's table again under another name, and renames it.
  expect([...new Set(made)].filter((name) => name !== 'outbox_new').toSorted()).toEqual(
    Object.keys(OWNERS).toSorted(),
  );
});

it.each([
  ['src-main/ipc/planted.ts', "db.get('SELECT at FROM ledger')", 1],
  ['src-main/reports/planted.ts', 'db.all(`SELECT id\n FROM outbox`)', 1],
  ['src-main/app/planted.ts', "db.run('UPDATE staff SET active = 0')", 1],
  ['src-main/app/planted.ts', "db.run('insert into outbox_history (id) values (1)')", 1],
  ['src-main/audit/planted.ts', "db.get('SELECT seq FROM ledger JOIN outbox ON 1')", 1],
  ['src-main/outbox/timing/planted.ts', "db.get('SELECT id FROM outbox')", 0],
  ['src-main/storage/planted.ts', "db.get('SELECT id FROM outbox')", 0],
  ['src-main/ipc/planted.ts', '/** What was read from staff. */', 0],
] as const)('%s: %s', (path, text, count) => {
  expect(strangers(path, text)).toHaveLength(count);
});
