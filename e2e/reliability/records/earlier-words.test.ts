/** A start that seals what an earlier version kept in the open, and that ends in the middle. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase } from '../../../src-main/storage/open-database.ts';
import { createScriptedCrm } from '../../../src-main/testing/crm/scripted-crm.ts';
import { createFakeRowSeals } from '../../../src-main/testing/fakes.ts';
import { createBench, credit } from '../../../src-main/testing/outbox-kit.ts';

// One process for each step.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const PROCESS = join(import.meta.dirname, 'words-process.ts');
const COPY = 'kiosk.db.20260101T010101Z.copy';
const IDS = [1, 2].map((n) => `20000000-0000-4000-8000-00000000000${n}`);
let dir = '';
let old = '';

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-open-words-'));
  const bench = createBench();
  const { outbox, db } = bench.run(createScriptedCrm());
  const seals = createFakeRowSeals(db);
  for (const id of IDS) {
    outbox.accept(credit({ id }));
    db.run('UPDATE outbox SET note = ? WHERE id = ?', ['Long wait; by Marco D.; for Mrs Petrescu', id]);
    seals.seal('outbox', id);
  }
  db.close();
  old = join(dir, 'old');
  mkdirSync(join(old, 'copies'), { recursive: true });
  cpSync(join(bench.dir, 'kiosk.db'), join(old, 'kiosk.db'));
  cpSync(join(bench.dir, 'kiosk.db'), join(old, 'copies', COPY));
  bench.remove();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function fresh(): string {
  const folder = mkdtempSync(join(dir, 'killed-'));
  cpSync(old, folder, { recursive: true });
  return folder;
}

async function killedAfter(folder: string, step: number): Promise<string> {
  const child = spawn(process.execPath, [PROCESS, join(folder, 'kiosk.db'), String(step)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return signal ?? said;
}

function expectWhole(path: string): void {
  const opened = openDatabase(path, 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const seals = createFakeRowSeals(db);
  expect(db.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
  expect(IDS.map((id) => seals.check('outbox', id))).toEqual(['whole', 'whole']);
  db.close();
}

test('killed after any of its steps, every file is whole, and the next start ends it', async () => {
  const whole = fresh();
  const steps = Number(await killedAfter(whole, 0));
  expect(steps).toBeGreaterThan(3 * IDS.length);
  for (let step = 1; step <= steps; step += 4) {
    const some = Array.from({ length: Math.min(4, steps - step + 1) }, fresh);
    const ended = await Promise.all(some.map((folder, nth) => killedAfter(folder, step + nth)));
    expect(ended).toEqual(some.map(() => 'SIGKILL'));
    const filesOf = (folder: string) => [join(folder, 'kiosk.db'), join(folder, 'copies', COPY)];
    for (const path of some.flatMap(filesOf)) expectWhole(path);
    await Promise.all(some.map((folder) => killedAfter(folder, 0)));
    for (const folder of some) {
      const files = filesOf(folder);
      for (const path of files) expectWhole(path);
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
        (name) => name !== 'copies',
      );
      expect(names.filter((name) => name.includes('.half'))).toEqual([]);
      for (const name of names)
        expect(readFileSync(join(folder, name), 'latin1'), name).not.toContain('Petrescu');
    }
  }
});
