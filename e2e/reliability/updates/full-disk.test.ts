import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { makeUpdates, removeUpdates } from '../../../src-main/testing/updates-kit.ts';

// A process for each size.
vi.setConfig({ testTimeout: 300_000 });
afterEach(removeUpdates);

const program = join(import.meta.dirname, 'full-disk-process.ts');

/** Runs it where no file can have more than so many blocks of 512 bytes: the system refuses the write that would. */
function run(blocks: string, args: readonly string[]): string {
  const limited = ['-c', 'ulimit -f "$1"; shift; exec "$@"', 'sh', blocks, process.execPath];
  const ran = spawnSync('sh', [...limited, '--disable-warning=ExperimentalWarning', program, ...args], {
    encoding: 'utf8',
  });
  return ran.stdout === '' ? ran.stderr : ran.stdout;
}

test.runIf(process.platform === 'linux')(
  'a disk that is full at any file of an update is told, and the next look has room again',
  () => {
    const place = makeUpdates();
    place.add('1.0.0');
    place.add('1.1.0', { content: 'x'.repeat(300_000) });
    const dir = join(place.dir, 'pc');
    const args = [place.server, join(dir, 'kiosk'), join(dir, 'hand-over'), place.root];
    for (const blocks of ['0', '2', '4', '8', '16', '64', '256'])
      expect(run(blocks, args), blocks).toBe('disk-full');
    const targets = join(dir, 'hand-over', 'targets');
    const left = existsSync(targets) ? readdirSync(targets) : [];
    expect(left.filter((name) => name.endsWith('.part') || name.includes('1.1.0'))).toEqual([]);
    expect(run('unlimited', args)).toBe('ok');
    expect(readdirSync(targets).filter((name) => name.includes('1.1.0'))).toHaveLength(1);
  },
);
