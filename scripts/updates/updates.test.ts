import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { folderSource } from '../../src-main/updates/source.ts';
import { stage } from '../../src-main/updates/staging.ts';
import { refreshMetadata } from '../../src-main/updates/trusted.ts';

const command = join(import.meta.dirname, 'updates.ts');
// A process for each command.
vi.setConfig({ testTimeout: 300_000 });
let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-signing-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function run(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const ran = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', command, ...args], {
    encoding: 'utf8',
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

test('from no keys to a signed release that a kiosk takes, with new dates and new keys', async () => {
  const [keys, next, server, file, facts] = [
    'keys',
    'next',
    'server',
    'Hoststand-Setup-1.1.0.exe',
    'facts.json',
  ].map((name) => join(dir, name)) as [string, string, string, string, string];
  writeFileSync(file, 'installer');
  const news = [{ title: { en: 'Faster', es: 'Más rápido' }, text: { en: 'All of it.', es: 'Todo.' } }];
  const released = new Date().toISOString();
  writeFileSync(
    facts,
    JSON.stringify({ version: '1.1.0', dataVersion: 10, platform: 'win-x64', released, news }),
  );
  const right = (...args: readonly string[]): void =>
    expect(run(...args)).toMatchObject({ code: 0, err: '' });

  right('keys', '--keys', keys);
  expect(readdirSync(keys).sort()).toEqual(['root.pem', 'snapshot.pem', 'targets.pem', 'timestamp.pem']);
  if (process.platform !== 'win32') expect(statSync(join(keys, 'root.pem')).mode & 0o777).toBe(0o600);
  right('root', '--keys', keys, '--to', server);
  const root = readFileSync(join(server, 'metadata', '1.root.json'), 'utf8');
  expect(root).not.toContain('PRIVATE');
  right('release', '--keys', keys, '--to', server, '--file', file, '--facts', facts);
  right('renew', '--keys', keys, '--to', server);
  right('keys', '--keys', next);
  right('root', '--keys', next, '--to', server, '--before', keys);
  right('renew', '--keys', next, '--to', server);

  const source = folderSource(server);
  const looked = await refreshMetadata({ source, folder: join(dir, 'kiosk'), root, now: Date.now() });
  expect(looked).toMatchObject({ ok: true, value: { releases: [{ version: '1.1.0', news }] } });
  const release = looked.ok ? looked.value.releases[0] : undefined;
  if (!release) throw new Error('no release');
  const staged = await stage({ release, source, folder: join(dir, 'kiosk'), freeBytes: async () => null });
  expect(staged.ok && readFileSync(staged.value, 'utf8')).toBe('installer');
});

test('mistakes are told in a line, and nothing is overwritten', () => {
  const keys = join(dir, 'keys');
  expect(run('keys')).toMatchObject({ code: 1, err: '--keys is missing\n' });
  expect(run('sign', '--keys', keys)).toMatchObject({ code: 1, err: 'Say keys, root, release or renew.\n' });
  run('keys', '--keys', keys);
  const before = readFileSync(join(keys, 'root.pem'), 'utf8');
  expect(run('keys', '--keys', keys).err).toMatch(/root\.pem exists already/);
  expect(readFileSync(join(keys, 'root.pem'), 'utf8')).toBe(before);
  const facts = join(dir, 'facts.json');
  writeFileSync(
    facts,
    JSON.stringify({ version: '1.1', dataVersion: 10, platform: 'win-x64', released: 'today', news: [] }),
  );
  expect(run('release', '--keys', keys, '--to', dir, '--file', facts, '--facts', facts)).toMatchObject({
    code: 1,
  });
});
