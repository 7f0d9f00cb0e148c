import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage } from './pages/kiosk-page.ts';

test('settings, records and logs can be read by the kiosk’s own user alone, also those of an earlier version', async ({
  launch,
  profile,
}) => {
  test.skip(process.platform === 'win32', 'Windows has rights of its own');
  const own = [join(profile, 'hoststand'), join(profile, 'logs')];
  for (const folder of own) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
  }
  const old = [join(profile, 'hoststand', 'settings.json'), join(profile, 'logs', 'hoststand.log')];
  for (const path of old) {
    writeFileSync(path, path.endsWith('.json') ? '{}' : '');
    chmodSync(path, 0o644);
  }
  const { page } = await launch({ env: settingsFor(null) });
  await createKioskPage(page).on('sign-in');
  // Writes a setting.
  await page.evaluate(async () => {
    const api = (globalThis as unknown as { kiosk: Record<string, (request: unknown) => Promise<unknown>> })
      .kiosk;
    await api['setLanguage']?.({ language: 'es' });
  });
  const paths = own.flatMap((folder) => [
    folder,
    ...readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) =>
      join(entry.parentPath, entry.name),
    ),
  ]);
  const modes = paths
    .map((path) => ({ path, stat: statSync(path, { throwIfNoEntry: false }) }))
    .flatMap(({ path, stat }) =>
      stat
        ? [{ path, expected: stat.isDirectory() ? '700' : '600', mode: (stat.mode & 0o777).toString(8) }]
        : [],
    );
  expect(modes.length).toBeGreaterThan(5);
  expect(
    modes.filter(({ mode, expected }) => mode !== expected).map(({ path }) => relative(profile, path)),
  ).toEqual([]);
});
