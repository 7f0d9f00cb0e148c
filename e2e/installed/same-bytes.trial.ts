/** The same sources make the same bytes, wherever and however often they are built. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { repository } from '../fixtures/kiosk.ts';
import { nodePath } from '../fixtures/standin-runtime.ts';

/** What is not of the sources. */
const NOT_SOURCES = new Set(['.git', 'node_modules', 'out']);

let scratch = '';
test.beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'hoststand-same-'));
});
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A copy of the sources alone, at another place, built and packed there. Returns the checksums. */
function distIn(name: string, umask: string): string {
  const tree = join(scratch, name);
  mkdirSync(tree, { recursive: true });
  for (const each of readdirSync(repository).filter((name) => !NOT_SOURCES.has(name))) {
    cpSync(join(repository, each), join(tree, each), { recursive: true, preserveTimestamps: true });
  }
  symlinkSync(join(repository, 'node_modules'), join(tree, 'node_modules'));
  const env = {
    ...process.env,
    SOURCE_DATE_EPOCH: '1764460800',
    PATH: `${dirname(nodePath())}:${process.env['PATH']}`,
  };
  const command = `umask ${umask} && exec "$0" scripts/lib/dist.mjs --standin`;
  execFileSync('sh', ['-c', command, nodePath()], { cwd: tree, env, stdio: 'pipe' });
  return readFileSync(join(tree, 'out', 'dist', 'SHA256SUMS'), 'utf8');
}

test('two copies of the sources, built at two places and under two umasks, make the same packages', () => {
  const first = distIn('one', '022');
  expect(
    first
      .trim()
      .split('\n')
      .map((line) => line.split('  ')[1]),
  ).toEqual([
    'Hoststand-standin-0.1.0-linux-x64.zip',
    'Hoststand-standin-0.1.0-win-x64.zip',
    'Hoststand-standin-Setup-0.1.0.exe',
    'THIRD-PARTY-NOTICES.txt',
    'hoststand-kiosk-standin_0.1.0_all.deb',
    'hoststand-standin_0.1.0_amd64.deb',
    'sbom.cdx.json',
  ]);
  expect(distIn('another place', '077')).toBe(first);
});
