/** The signed repository: apt takes what we signed, and nothing that was changed afterwards. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { makeRepository } from '../../scripts/dist/repository.ts';
import { type Debs, FIRST, SECOND } from './packages.ts';
import { noPrivateRoot, openPrivateRoot, type PrivateRoot } from './private-root.ts';

const why = noPrivateRoot();
test.skip(why !== null, why ?? '');

let scratch = '';
let root: PrivateRoot;
let key = '';
const gnupg = (): string => join(scratch, 'gnupg');
const folder = (): string => join(scratch, 'repository');

test.beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'hoststand-repository-'));
  // apt fetches as a user of its own.
  chmodSync(scratch, 0o755);
  mkdirSync(gnupg(), { mode: 0o700 });
  const home = ['--homedir', gnupg(), '--batch'];
  const identity = 'Hoststand trial <trial@example.invalid>';
  execFileSync('gpg', [...home, '--passphrase', '', '--quick-gen-key', identity, 'ed25519', 'sign'], {
    stdio: 'pipe',
  });
  const listed = execFileSync('gpg', [...home, '--with-colons', '--list-keys']).toString();
  key = /^fpr:+([0-9A-F]+):/m.exec(listed)?.[1] ?? '';
});
test.afterAll(() => {
  spawnSync('gpgconf', ['--homedir', gnupg(), '--kill', 'all']);
  rmSync(scratch, { recursive: true, force: true });
});
test.beforeEach(async () => {
  root = await openPrivateRoot();
});
test.afterEach(async () => await root.end());

/** Makes the repository of these packages. Returns the name of the application's. */
function publish({ application, session }: Debs): string {
  makeRepository({
    debs: [application, session],
    folder: folder(),
    key,
    epoch: 1_764_460_800,
    home: gnupg(),
  });
  return basename(application);
}

/** apt, knowing our repository and no other. */
const apt = (...args: readonly string[]) =>
  root.run(
    'apt-get',
    ...['-o', 'Dir::Etc::sourcelist=/etc/apt/hoststand.list', '-o', 'Dir::Etc::sourceparts=/dev/null'],
    ...['-o', 'Acquire::Languages=none', '-y', ...args],
  );

function know(): void {
  root.must('install', '-m644', join(folder(), 'hoststand.gpg'), '/etc/apt/hoststand.gpg');
  const line = `deb [signed-by=/etc/apt/hoststand.gpg] file:${folder()} ./\n`;
  writeFileSync(join(scratch, 'list'), line);
  root.must('install', '-m644', join(scratch, 'list'), '/etc/apt/hoststand.list');
}

const spoil = (file: string): void => {
  const bytes = readFileSync(join(folder(), file));
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 200) ^ 1, bytes.length - 200);
  writeFileSync(join(folder(), file), bytes);
};

test('installs and upgrades from the signed repository', async () => {
  publish(FIRST);
  know();
  expect(apt('update').status).toBe(0);
  const installed = apt('install', '--no-install-recommends', 'hoststand');
  expect(installed.status, installed.stderr).toBe(0);
  publish(SECOND);
  expect(apt('update').status).toBe(0);
  const upgraded = apt('install', '--only-upgrade', 'hoststand');
  expect(upgraded.status, upgraded.stderr).toBe(0);
  expect(root.must('dpkg', '-s', 'hoststand')).toContain('\nVersion: 0.2.0\n');
});

test('a package that was changed after signing is refused', async () => {
  const deb = publish(FIRST);
  know();
  expect(apt('update').status).toBe(0);
  spoil(deb);
  const refused = apt('install', '--no-install-recommends', 'hoststand');
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toMatch(/Hash Sum mismatch|unexpected size|Unable to fetch/i);
  expect(root.run('dpkg-query', '-W', 'hoststand').status).not.toBe(0);
});

test('a list of packages that was changed after signing is refused', async () => {
  publish(FIRST);
  know();
  const file = join(folder(), 'InRelease');
  writeFileSync(file, readFileSync(file, 'utf8').replace('Hoststand', 'Hoststood'));
  const refused = apt('update');
  expect(`${refused.stdout}${refused.stderr}`).toMatch(/BADSIG|not signed|invalid/i);
  expect(apt('install', 'hoststand').status).not.toBe(0);
});
