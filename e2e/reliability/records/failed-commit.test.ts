import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../../src-main/storage/open-database.ts';
import { whyNoStrace } from '../syscalls/strace.ts';

const PROCESS = join(import.meta.dirname, 'commit-process.ts');
let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-commit-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Runs the process with its syncs of the log failing from the n-th on; returns what it said and how many there were. */
function commit(failFrom: number | null): { readonly said: string; readonly syncs: number } {
  const log = join(dir, 'calls');
  const inject = failFrom === null ? [] : ['-e', `inject=fsync,fdatasync:error=EIO:when=${failFrom}+`];
  const args = ['-f', '-qq', '-o', log, '-e', 'trace=fsync,fdatasync', ...inject, '-P', `${path}-wal`];
  const { stdout } = spawnSync('strace', [...args, process.execPath, PROCESS, path], { encoding: 'utf8' });
  return { said: stdout, syncs: readFileSync(log, 'utf8').match(/sync\(/g)?.length ?? 0 };
}

test.skipIf(whyNoStrace() !== null)(
  'a commit whose sync failed is not there after a crash: "not saved" stays true',
  () => {
    const first = commit(null);
    expect(first.said).toBe('saved');
    rmSync(path);
    rmSync(`${path}-wal`);
    // Only the sync of the commit itself, then every later one as well.
    expect(commit(first.syncs).said).toBe('not saved');
    const opened = openDatabase(path, 'training');
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value.all('SELECT credit_id FROM credit_form')).toEqual([]);
    opened.value.close();
  },
);
