/** A migration from the first version, through every step since, that ends in the middle. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { migrate, SCHEMA_VERSION } from '../../../src-main/storage/migrate.ts';
import { first } from '../../../src-main/storage/migrations/0001-first.ts';
import { openDatabase } from '../../../src-main/storage/open-database.ts';
import { openSqlite } from '../../../src-main/storage/sqlite.ts';
import { diskError } from '../simulation/faults/faulty-disk.ts';
import { createSteppedDatabase } from './stepped-database.ts';

// One process for each step.
vi.setConfig({ testTimeout: 240_000 });

const PROCESS = join(import.meta.dirname, 'migrate-process.ts');
const STATES = ['held', 'queued', 'sending', 'verifying', 'refused', 'stuck', 'settled', 'cancelled'];
let dir = '';
/** Database of the first version. */
let old = '';

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-migrate-'));
  old = join(dir, 'old.db');
  const db = new DatabaseSync(old);
  db.exec(first);
  db.exec("PRAGMA user_version = 1; INSERT INTO meta (key, value) VALUES ('books', 'training')");
  const insert = db.prepare(
    `INSERT INTO outbox (id, kind, guest_id, amount, reason_id, note, given_at, given_by_id, given_by, state, since, detail)
     VALUES (?, 'add-credit', ?, ?, 'long-wait', 'Long wait', 1, 'marco', 'Marco D.', ?, 1, '{}')`,
  );
  for (const [at, state] of STATES.entries()) insert.run(`c-${at}`, `g-${at}`, 500 + at, state);
  db.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** That database in a folder of their own. */
function fresh(name: string): string {
  const path = join(mkdtempSync(join(dir, `${name}-`)), 'kiosk.db');
  cpSync(old, path);
  return path;
}

/** Version, tables and what was given, read through a copy of the files as they are. */
function read(path: string): { version: number; tables: number; credits: unknown } {
  const copy = join(mkdtempSync(join(dir, 'read-')), 'kiosk.db');
  for (const end of ['', '-wal']) if (existsSync(path + end)) cpSync(path + end, copy + end);
  const db = new DatabaseSync(copy);
  try {
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    return {
      version: Number(db.prepare('PRAGMA user_version').get()?.['user_version']),
      tables: Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']),
      credits: db.prepare('SELECT id, guest_id, amount, state FROM outbox ORDER BY seq').all(),
    };
  } finally {
    db.close();
  }
}

/** As before or whole, never between; where it is whole, what was before is beside it; and the next start ends it. */
function expectWhole(path: string): 'before' | 'after' {
  const [before, found] = [read(old), read(path)];
  const isBefore = found.version === 1;
  if (isBefore) expect(found).toEqual(before);
  else {
    expect(found.version).toBe(SCHEMA_VERSION);
    expect(found.credits).toEqual(before.credits);
    expect(read(`${path}.before-v${SCHEMA_VERSION}`)).toMatchObject({ version: 1, credits: before.credits });
  }
  const opened = openDatabase(path, 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  opened.value.close();
  expect(read(path)).toMatchObject({ version: SCHEMA_VERSION, credits: before.credits });
  expect(read(`${path}.before-v${SCHEMA_VERSION}`)).toMatchObject({ version: 1, credits: before.credits });
  expect(readdirSync(join(path, '..')).filter((name) => name.includes('.damaged-'))).toEqual([]);
  return isBefore ? 'before' : 'after';
}

async function killedAfter(path: string, step: number): Promise<string> {
  const child = spawn(process.execPath, [PROCESS, path, String(step)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return signal ?? said;
}

test('killed after any of its steps, the file is as before or whole, and the next start ends it', async () => {
  const steps = Number(await killedAfter(fresh('whole'), 0));
  expect(steps).toBeGreaterThan(SCHEMA_VERSION);
  const found: string[] = [];
  for (let step = 1; step <= steps; step += 4) {
    const some = Array.from({ length: Math.min(4, steps - step + 1) }, (_, nth) => fresh(`${step + nth}`));
    const ended = await Promise.all(some.map((path, nth) => killedAfter(path, step + nth)));
    expect(ended).toEqual(some.map(() => 'SIGKILL'));
    found.push(...some.map(expectWhole));
  }
  // Once it is whole it stays whole: the last steps only write over what is left of earlier words.
  const turn = found.indexOf('after');
  expect(turn).toBeGreaterThan(SCHEMA_VERSION);
  expect(found).toEqual([...found.slice(0, turn).fill('before'), ...found.slice(turn).fill('after')]);
});

test('failing at any of its steps it says so, and the file is as before or whole', () => {
  for (let step = 1, isOver = false; !isOver; step += 1) {
    const path = fresh(`fails-${step}`);
    const opened = openSqlite(path);
    if (!opened.ok) throw new Error(opened.error.code);
    const { db, steps } = createSteppedDatabase(opened.value, (at) => {
      if (at === step) throw diskError('full');
    });
    try {
      migrate(db, path);
      // What it may do without, or nothing was left to fail.
      isOver = steps() < step;
    } catch (error) {
      expect(error).toMatchObject({ errcode: 13 });
    }
    opened.value.close();
    expectWhole(path);
  }
});
