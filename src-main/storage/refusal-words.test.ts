import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AS_VERSION_SEVEN } from '../testing/version-seven.ts';
import { openDatabase } from './open-database.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-words-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const WORDS = 'The customer Ana Petrescu has too much';
const detail = (message: string | null) =>
  JSON.stringify({
    state: 'refused',
    refusal: { status: 400, code: '10025', message, requestId: 'r-400' },
  });

test('what an earlier version kept of refusals in the open is in no file any more, and the rest of them is', () => {
  const path = join(dir, 'kiosk.db');
  const first = openDatabase(path, 'training');
  if (!first.ok) throw new Error(first.error.code);
  first.value.close();
  const old = new DatabaseSync(path);
  for (const sql of AS_VERSION_SEVEN) old.exec(sql);
  for (let n = 0; n < 300; n += 1) {
    old
      .prepare(
        `INSERT INTO outbox (id, kind, guest_id, amount, reason_id, note, given_at, accepted_at, given_by_id, given_by,
           state, since, detail) VALUES (?, 'add-credit', 'g', 100, 'r', '', 1, 1, 'm', 'Marco D.', 'refused', 1, ?)`,
      )
      .run(`c${n}`, detail(WORDS));
    old
      .prepare(
        "INSERT INTO outbox_history (id, at, event, state, detail) VALUES (?, 1, 'failed', 'refused', ?)",
      )
      .run(`c${n}`, n === 0 ? 'not JSON' : detail(WORDS));
  }
  old.close();
  const second = openDatabase(path, 'training');
  if (!second.ok) throw new Error(second.error.code);
  expect(second.value.get('SELECT detail FROM outbox')).toEqual({ detail: detail(null) });
  expect(second.value.all('SELECT DISTINCT detail FROM outbox_history')).toEqual([
    { detail: 'not JSON' },
    { detail: detail(null) },
  ]);
  second.value.close();
  const files = readdirSync(dir);
  expect(files.some((name) => name.includes('.before-v'))).toBe(true);
  for (const name of files) expect(readFileSync(join(dir, name), 'latin1'), name).not.toContain('Petrescu');
});
