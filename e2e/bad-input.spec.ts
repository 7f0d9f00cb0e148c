import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage } from './pages/kiosk-page.ts';

test('a wrong PIN says how many tries are left, then locks with a countdown', async ({ launch }) => {
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  await kiosk.on('sign-in');
  for (const left of ['4 tries left', '3 tries left', '2 tries left', '1 try left']) {
    await kiosk.type('111999');
    await kiosk.button('Sign in').click();
    await expect(page.getByText(left)).toBeVisible();
  }
  await kiosk.type('111999');
  await kiosk.button('Sign in').click();
  await expect(page.getByText('Too many tries')).toBeVisible();
  await expect(page.getByText(/Try again in 0:\d\d/)).toBeVisible();
});

test('a number that is too short, or cannot be one, gets words', async ({ launch }) => {
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Joss K.');
  await kiosk.type('415');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The number is too short')).toBeVisible();
  await kiosk.button('Clear').click();
  await kiosk.type('0155550142');
  await expect(page.getByText('That’s not a valid phone number')).toBeVisible();
});

test('an amount over the most is refused before anything is given', async ({ launch }) => {
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550118', 'Tom Okafor');
  await kiosk.button('Give credit').click();
  await kiosk.button('Long wait').click();
  await kiosk.type('30000');
  await expect(page.getByText('The most for one credit is $250.00.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Give \$/ })).toHaveCount(0);
  await expect(page.getByText('Nothing has been given yet')).toBeVisible();
});

test('a CRM that answers HTML gets words, and the kiosk continues', async ({ signedInKiosk }) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  crm.control.fault({
    operation: 'any',
    times: 'all',
    effect: { kind: 'status', status: 502, body: 'html' },
  });
  await kiosk.type('4155550118');
  await expect(page.getByText(/Toast/).first()).toBeVisible();
  await expect(kiosk.button('Search Toast again')).toBeVisible({ timeout: 20_000 });
  crm.control.clearFaults();
  await kiosk.button('Search Toast again').click();
  await page.getByText('Tom Okafor', { exact: true }).waitFor({ timeout: 20_000 });
});

test('a typo in the admin’s file is named on the sign-in screen: file, key, what would be right', async ({
  launch,
  profile,
}) => {
  const path = join(profile, 'config.json');
  writeFileSync(path, '{ "houseName": "Bellwether", "rules": { "alone": { "sever": 900 } } }');
  const { page } = await launch({ env: { HOSTSTAND_CONFIG_FILE: path } });
  await expect(page.getByText('A setting on this kiosk can’t be used')).toBeVisible();
  await expect(page.getByText('rules.alone.sever')).toBeVisible();
  await expect(page.getByText(path)).toBeVisible();
  await expect(page.getByText(/did you mean "server"/)).toBeVisible();
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
});

test('a web filter or a sign-in page is told apart from Toast: no word of a refused key, nor that the internet works', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  for (const [status, body] of [
    [403, 'html'],
    [401, 'gateway-json'],
    [410, 'empty'],
    [511, 'html'],
    [200, 'html'],
  ] as const) {
    crm.control.fault({ operation: 'any', times: 'all', effect: { kind: 'status', status, body } });
    await kiosk.type('4155550119');
    await expect(page.getByText('Something between this kiosk and Toast answered')).toBeVisible({
      timeout: 20_000,
    });
    await expect(page.getByText('It may be a web filter or a Wi-Fi sign-in page.').first()).toBeVisible();
    await expect(page.locator('body')).not.toContainText(/denied|internet works|no longer answers|refuse/);
    await kiosk.button('Clear').click();
    await expect(page.getByText(/^Something other than Toast has answered since/)).toBeVisible({
      timeout: 20_000,
    });
    crm.control.clearFaults();
    await kiosk.type('4155550118');
    await kiosk
      .button(/^Search Toast again$/)
      .or(kiosk.button('Open Tom O.'))
      .first()
      .waitFor({ timeout: 20_000 });
    await expect(page.getByText(/^Something other than Toast has answered since/)).toHaveCount(0, {
      timeout: 40_000,
    });
    await kiosk.button('Clear').click();
  }
});
