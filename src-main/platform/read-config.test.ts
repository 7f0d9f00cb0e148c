import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeLogger, createFakeSettings } from '../testing/fakes.ts';
import { createConfigReader } from './read-config.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-config-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

const write = (value: unknown): string => {
  const path = join(dir, 'config.json');
  writeFileSync(path, JSON.stringify(value));
  return path;
};
const read = (believed: boolean, settings = createFakeSettings(), installed = true) =>
  createConfigReader({
    lastGood: {
      get: () => settings.get('lastGoodAdminConfig'),
      keep: (value) => void settings.set('lastGoodAdminConfig', value),
    },
    installed,
    logger: createFakeLogger(),
    language: () => settings.get('language'),
    admin: { path: join(dir, 'config.json'), onlyAdminsWrite: () => believed },
  })({});

test('an installed kiosk believes a file that only administrators write', () => {
  write({ houseName: 'Bellwether', rules: { most: 5_000 } });
  const { config, problems } = read(true);
  expect(config).toMatchObject({ houseName: 'Bellwether', rules: { most: 5_000 } });
  expect(problems).toEqual([]);
});

test('one that others may have written changes nothing, and the screen says so in its language', () => {
  write({ houseName: 'Anybody', rules: { alone: { host: 9_999_999 } } });
  const { config, problems } = read(false);
  expect(config.houseName).not.toBe('Anybody');
  expect(config.rules.alone.host).toBeLessThan(9_999_999);
  expect(problems).toMatchObject([
    {
      file: join(dir, 'config.json'),
      inForce: 'defaults',
      problem: expect.stringContaining('administrator rights'),
    },
  ]);
  const spanish = createFakeSettings();
  spanish.set('language', 'es');
  expect(read(false, spanish).problems).toMatchObject([
    { problem: expect.stringContaining('permisos de administrador') },
  ]);
});

test('what an administrator wrote before holds on, and what others write is not kept as good', () => {
  const settings = createFakeSettings();
  write({ houseName: 'Bellwether' });
  read(true, settings);
  write({ houseName: 'Anybody' });
  const refused = read(false, settings);
  expect(refused.config.houseName).toBe('Bellwether');
  expect(refused.problems).toMatchObject([{ inForce: 'last-good' }]);
  expect(settings.get('lastGoodAdminConfig')).toEqual({ houseName: 'Bellwether' });
});

test('no variable of the environment says anything to an installed kiosk', () => {
  write({ houseName: 'Bellwether' });
  vi.stubEnv('HOSTSTAND_CONFIG', JSON.stringify({ houseName: 'Environment' }));
  vi.stubEnv('HOSTSTAND_CONFIG_FILE', '/nowhere');
  vi.stubEnv('ProgramData', '/nowhere');
  expect(read(true).config.houseName).toBe('Bellwether');
  vi.stubEnv('HOSTSTAND_CONFIG_FILE', join(dir, 'config.json'));
  expect(read(false, createFakeSettings(), false).config.houseName).toBe('Environment');
});
