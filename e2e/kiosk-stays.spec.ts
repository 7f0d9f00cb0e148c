import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { repository } from './fixtures/kiosk.ts';
import { spawnStandIn } from './fixtures/standin-runtime.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage, STAFF } from './pages/kiosk-page.ts';

/** Electron takes a program for an installed one where this is set; so does the stand-in. */
const INSTALLED = { ELECTRON_FORCE_IS_PACKAGED: '1' };

/** A copy of the built program that is for tests, and so takes the switches a test starts it with. */
function testCopy(folder: string): string {
  const copy = join(folder, 'copy');
  cpSync(join(repository, 'out'), join(copy, 'out'), {
    recursive: true,
    filter: (path) => !path.includes('test-results'),
  });
  cpSync(join(repository, 'package.json'), join(copy, 'package.json'));
  writeFileSync(join(copy, 'out', 'test-copy'), '');
  return copy;
}

/** Asks main as the page does. */
const ask = (page: Page, name: string, asked: object = {}): Promise<unknown> =>
  page.evaluate(
    ([channel, request]) => {
      const world = globalThis as unknown as Record<string, Record<string, (asked: object) => unknown>>;
      return world['kiosk']?.[channel]?.(request);
    },
    [name, asked] as const,
  );

test('an installed kiosk stays: neither the page nor a key closes it, and a manager’s PIN does', async ({
  launch,
  profile,
}) => {
  const { page, exited, stdout } = await launch({ appDir: testCopy(profile), env: INSTALLED });
  const kiosk = createKioskPage(page);
  await kiosk.on('sign-in');
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  await page.evaluate(() => window.close());
  for (const chord of [
    'Alt+F4',
    'Control+F4',
    'Control+q',
    'Control+w',
    'F11',
    'F5',
    'Control+r',
    'Meta+q',
  ]) {
    // Twice: the stand-in learns what main refuses at the first press.
    await page.keyboard.press(chord);
    await page.keyboard.press(chord);
  }
  await page.evaluate(() => window.close());
  // Main has answered this, and so has seen all of the above.
  const answers = await ask(page, 'status');
  expect(answers).toMatchObject({ ok: true });
  expect(ended, stdout.join('\n')).toBe(false);
  await kiosk.on('sign-in');

  expect(await ask(page, 'exitKiosk')).toMatchObject({ ok: false });
  await ask(page, 'signIn', { pin: STAFF['Priya N.'] });
  expect(await ask(page, 'enterManager', { pin: STAFF['Priya N.'] })).toMatchObject({ ok: true });
  // The page may be gone before its answer is.
  await ask(page, 'exitKiosk').catch(() => undefined);
  expect(await exited).toBe(0);
});

test('under a supervisor the end says what is to be done: nothing where a manager closed it', async ({
  launch,
  profile,
}) => {
  const { page, exited } = await launch({
    appDir: testCopy(profile),
    env: INSTALLED,
    args: ['--supervised'],
  });
  await createKioskPage(page).on('sign-in');
  await ask(page, 'signIn', { pin: STAFF['Priya N.'] });
  expect(await ask(page, 'enterManager', { pin: STAFF['Priya N.'] })).toMatchObject({ ok: true });
  await ask(page, 'exitKiosk').catch(() => undefined);
  expect(await exited).toBe(75);
});

test('under a supervisor a start that fails asks for another one, in the same process and no new one', async ({
  profile,
  runtime,
}) => {
  test.skip(runtime === 'electron', 'a box waits for somebody to press its button');
  const appDir = testCopy(profile);
  const trainingFolder = join(profile, 'hoststand', 'training');
  mkdirSync(trainingFolder, { recursive: true });
  const newer = new DatabaseSync(join(trainingFolder, 'kiosk.db'));
  newer.exec('PRAGMA user_version = 9999; CREATE TABLE meta (key TEXT, value TEXT)');
  newer.close();
  const started = spawnStandIn({ profile, appDir, env: INSTALLED, args: ['--supervised'] });
  expect(await started.exited).toBe(70);
  await started.allGone;
  expect(started.stdout.join('\n')).toContain('A newer Hoststand wrote the data');
  expect(started.announcements.length).toBeLessThan(2);
});

test('the end of the program that the system asks for is no matter of a PIN', async ({ launch, profile }) => {
  const kiosk = await launch({ appDir: testCopy(profile), env: INSTALLED });
  await createKioskPage(kiosk.page).on('sign-in');
  await kiosk.page.evaluate(() => window.close());
  expect(await kiosk.close()).toBe(0);
});

test('an installed kiosk ends with words where a switch would weaken it, before it opens anything', async ({
  profile,
  runtime,
}) => {
  test.skip(runtime === 'electron', 'the installed product is tested by its installers');
  const started = spawnStandIn({ profile, env: INSTALLED, args: ['--remote-debugging-port=9222'] });
  expect(await started.exited).toBe(64);
  const said = started.stdout.join('\n');
  expect(said).toContain('--remote-debugging-port');
  expect(said).toContain('--user-data-dir');
  expect(said).toMatch(/Take it out of the shortcut[\s\S]*Quítelo del acceso directo/);
  expect(started.announcements).toEqual([]);
});
