import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import type { KioskApi } from '../src-preload/contract/api.ts';
import { settingsFor } from './fixtures/crm.ts';
import { spawnStandIn } from './fixtures/standin-runtime.ts';
import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { createKioskPage, type KioskPage } from './pages/kiosk-page.ts';
import type { ControlledCrm } from './sandbox-control/controlled-crm.ts';

const ANA = '4155550142';
const OLGA = '730194';
const LEE = '4829';
const PASSPHRASE = 'amber tides carry nine';
/** Lets the built-in CRM play the live one: a development build alone heeds it. */
const PLAYED = { HOSTSTAND_LIVE_ON_LOOPBACK: '1' };
const SIZES = [
  { width: 1024, height: 600 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
];

/** Makes a kiosk live as the set-up does, without its screens, which have specs of their own. */
async function goLive(page: Page, crm: ControlledCrm): Promise<void> {
  await page.evaluate(
    async ({ url, clientId, clientSecret, restaurantGuid, pin }) => {
      const { kiosk } = window as unknown as { readonly kiosk: KioskApi };
      await kiosk.changeSetUp({
        ...{ url, client: clientId, secret: clientSecret, restaurant: restaurantGuid },
        ...{ houseName: 'Bellwether', managerName: 'Olga R.' },
      });
      await kiosk.testSetUp({});
      await kiosk.finishSetUp({ pin });
    },
    {
      ...{ url: crm.url, clientId: crm.clientId, clientSecret: crm.clientSecret },
      ...{ restaurantGuid: crm.restaurantGuid, pin: OLGA },
    },
  );
  await expect(page.getByText('Training')).toHaveCount(0, { timeout: 30_000 });
}

/** Everything on it fits at every size, and is right for those who cannot see it. */
async function looksRight({ page }: KioskPage, name: string): Promise<void> {
  const pictures = process.env['HOSTSTAND_PICTURES'];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    if (pictures !== undefined) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}-${size.width}x${size.height}.png`) });
    }
    expect(await fits(page), `${name} ${size.width}x${size.height}`).toEqual([]);
  }
  expect(await axeFindings(page), name).toEqual([]);
}

async function typePassphrase(kiosk: KioskPage): Promise<void> {
  await kiosk.on('passphrase');
  await kiosk.page.keyboard.type(PASSPHRASE);
}

test('a kiosk moves: its set-up in a file, another PC with the same PINs, and a credit from there', async ({
  launch,
  startCrm,
  profile,
}) => {
  test.slow();
  const crm = await startCrm();
  const env = { ...settingsFor(null, { undoSeconds: 1 }), ...PLAYED };
  const first = await launch({ env });
  const a = createKioskPage(first.page);
  await a.on('sign-in');
  await goLive(first.page, crm);
  await a.type(OLGA);
  await a.button('Sign in').click();
  await a.toManager(OLGA);
  await first.page.evaluate(async (pin) => {
    const { kiosk } = window as unknown as { readonly kiosk: KioskApi };
    await kiosk.staffAdd({ shortName: 'Lee W.', role: 'server', employeeGuid: null, pin });
  }, LEE);
  await a.button('This kiosk').click();
  await a.on('device');
  await a.button('Moving').click();
  await looksRight(a, 'moving');
  await a.button('Create setup file').click();
  await a.on('move-out');
  await looksRight(a, 'move-out');
  await a.button('Choose a passphrase').click();
  await typePassphrase(a);
  await looksRight(a, 'passphrase');
  await a.button('Continue').click();
  await a.on('move-out');
  await looksRight(a, 'move-out-pin');
  await a.type(OLGA);
  await a.button('Create file').click();
  await a.page.getByText('Setup file created').waitFor({ timeout: 30_000 });
  await looksRight(a, 'move-out-made');
  const path = (await a.page.locator('[data-file]').textContent()) ?? '';
  expect(readFileSync(path, 'utf8')).toMatch(/^HOSTSTAND-SET-UP 1 17 /);
  await first.close();

  const admin = join(profile, 'admin-of-b');
  mkdirSync(admin);
  const second = await launch({
    profile: join(profile, 'b'),
    env: { ...env, HOSTSTAND_CONFIG_FILE: join(admin, 'config.json') },
  });
  const b = createKioskPage(second.page);
  await b.on('sign-in');
  await b.button('Set up this kiosk for a restaurant').click();
  await b.on('set-up');
  await looksRight(b, 'set-up-first-step');
  await b.button('Use its setup file').click();
  await b.page.getByText('No setup file is in the folder yet.').waitFor();
  await looksRight(b, 'set-up-no-file');
  copyFileSync(path, join(admin, basename(path)));
  await b.button('Look again').click();
  await b.button(/^hoststand-setup/).click();
  await b.on('passphrase');
  await b.page.keyboard.type('not this one at all');
  await b.button('Continue').click();
  await b.page.getByText('The passphrase isn’t the one for this file').waitFor({ timeout: 30_000 });
  await looksRight(b, 'set-up-wrong-passphrase');
  await b.button(/^hoststand-setup/).click();
  await typePassphrase(b);
  await b.button('Continue').click();
  await b.page.getByRole('heading', { name: 'Connect to Toast' }).waitFor({ timeout: 30_000 });
  await b.button('Next').click();
  await looksRight(b, 'set-up-restaurant');
  await b.button('Next').click();
  await b.button('Test').click();
  await b.page.getByText('Connected to Toast').waitFor({ timeout: 30_000 });
  for (const press of ['Next', 'Next', 'Accept']) await b.button(press).click();
  await looksRight(b, 'set-up-manager');
  await b.button('Next').click();
  await looksRight(b, 'set-up-live');
  await b.type(OLGA);
  await b.button('Go live').click();
  await b.on('sign-in');
  await expect(b.page.getByText('Training')).toHaveCount(0, { timeout: 30_000 });
  const before = crm.control.store().transactions.length;
  await b.type(LEE);
  await b.button('Sign in').click();
  await b.openGuest(ANA, 'Ana Petrescu');
  await b.give('Cold food', '$10');
  await b.on('done');
  await expect.poll(() => crm.control.store().transactions.length, { timeout: 20_000 }).toBe(before + 1);
});

test('what waits is read out of the folder of a kiosk that is off, and ended there once entered by hand', async ({
  launch,
  startCrm,
  profile,
  runtime,
}) => {
  test.skip(runtime !== 'standin', 'The command is started on the stand-in');
  test.slow();
  const crm = await startCrm();
  const env = { ...settingsFor(null, { undoSeconds: 1 }), ...PLAYED };
  const data = join(profile, 'pc');
  const kiosk = await launch({ profile: data, env });
  const screen = createKioskPage(kiosk.page);
  await screen.on('sign-in');
  await goLive(kiosk.page, crm);
  await screen.type(OLGA);
  await screen.button('Sign in').click();
  await screen.openGuest(ANA, 'Ana Petrescu');
  // From here on Toast is away.
  await crm.close();
  await screen.give('Cold food', '$10');
  await screen.on('done');

  const out = join(profile, 'lists');
  const command = async (): Promise<{ readonly code: number | null; readonly said: string }> => {
    const { exited, allGone, stdout, problems } = spawnStandIn({
      profile: data,
      logs: profile,
      env,
      args: ['--export-waiting', out],
    });
    const code = await exited;
    await allGone;
    expect(problems()).toEqual([]);
    return { code, said: stdout.join('\n') };
  };
  await screen.toManager(OLGA);
  await screen.button('This kiosk').click();
  await screen.button('Moving').click();
  await looksRight(screen, 'moving-waiting');
  await screen.button('Save as a list').click();
  await screen.page.locator('[data-file]').waitFor();
  await looksRight(screen, 'moving-saved');
  // While the kiosk is open, its own screen saves the list.
  expect(await command()).toMatchObject({ code: 3 });
  await kiosk.close();
  const { code, said } = await command();
  expect(code, said).toBe(0);
  const [list = '', report = ''] = readdirSync(out).sort();
  const text = readFileSync(join(out, list), 'utf8');
  expect(text).toContain('Ana Petrescu');
  expect(text).toContain('10.00');
  expect(readFileSync(join(out, report), 'utf8')).toContain('Delete it when you are done');
  if (process.platform !== 'win32') expect(statSync(join(out, list)).mode & 0o777).toBe(0o600);

  // The same credit on the kiosk, ten minutes later: it is ended there before it is entered on the POS.
  const again = await launch({ profile: data, env });
  const later = createKioskPage(again.page);
  await later.on('sign-in');
  await again.page.clock.setFixedTime(Date.now() + 11 * 60_000);
  await later.type(OLGA);
  await later.button('Sign in').click();
  await again.page.getByRole('button', { name: /^1 waiting/ }).click();
  await later.on('waiting');
  await looksRight(later, 'waiting-by-hand');
  await later.button('Decide').click();
  await later.on('decide');
  await looksRight(later, 'decide-by-hand');
  await later.type(OLGA);
  await later.button('Don’t send from here').click();
  await again.page.getByText('Nothing waiting').first().waitFor({ timeout: 60_000 });
});
