import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage } from './pages/kiosk-page.ts';

const ANA = '4155550142';

test('look up a guest, see the credit, give one with approval, and see it arrive', async ({
  signedInKiosk,
}) => {
  const { kiosk, page } = await signedInKiosk('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await expect(page.getByText('$42.50')).toBeVisible();
  await kiosk.give('Long wait', '$15');
  await kiosk.on('approve');
  await expect(page.getByText('Marco D., server')).toBeVisible();
  await kiosk.approveAs('Priya N.');
  await expect(page.getByRole('heading', { name: 'Toast has it' })).toBeVisible({ timeout: 20_000 });
  await kiosk.button('Back to Ana P.').click();
  await kiosk.on('guest');
  await expect(page.getByText('$57.50')).toBeVisible();
  const newest = page.getByRole('list').getByRole('listitem').first();
  await expect(newest).toContainText('Long wait');
  await expect(newest).toContainText('+$15.00');
  await expect(newest).toContainText('Given by Marco D., approved by Priya N.');
  await expect(page.getByText('Nothing waiting')).toBeVisible();
});

test('undo takes a credit back before anything is sent', async ({ signedInKiosk }) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 60 });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await kiosk.button('Next guest').click();
  // It stays within reach from the strip.
  await page.getByRole('button', { name: /^1 waiting/ }).click();
  await kiosk.on('waiting');
  await expect(page.getByText('Can be undone')).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: /^Undo/ }).click();
  await expect(page.getByText('Nothing was given.')).toBeVisible();
  expect(crm.control.store().posts).toEqual({});
});

test('several guests share a number: all are shown, none is chosen for the host', async ({ launch }) => {
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Joss K.');
  await kiosk.type('4155550177');
  await expect(page.getByText('Several guests share this number. Ask for the name.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Maria Santos/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /João Santos/ })).toBeVisible();
});

test('a hardware keyboard does the same as the keypad', async ({ launch }) => {
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  await kiosk.on('sign-in');
  await page.keyboard.type('246802');
  await page.keyboard.press('Enter');
  await kiosk.on('look-up');
  await page.keyboard.type('4155550143');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('2');
  await page.getByText('Ana Petrescu', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await kiosk.on('guest');
  await expect(page.getByRole('heading', { name: 'Ana Petrescu' })).toBeVisible();
});

test('Spanish on the spot, whole, and still there after a restart', async ({ launch }) => {
  const first = await launch({ env: settingsFor(null) });
  await first.page.getByRole('button', { name: 'Español' }).click();
  const kiosk = createKioskPage(first.page);
  await expect(first.page.getByText('Escriba un PIN de práctica')).toBeVisible();
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await expect(first.page.getByText(/según Toast/)).toBeVisible();
  await kiosk.give('Comida fría', '$10');
  await kiosk.on('done');
  await expect(first.page.getByText('Siguiente cliente')).toBeVisible();
  await first.close();
  const second = await launch({ env: settingsFor(null) });
  await expect(second.page.getByText('Escriba un PIN de práctica')).toBeVisible();
});

test('left alone, the guest leaves the screen and no one is signed in', async ({ launch }) => {
  const screen = { idleWarnSeconds: 5, idleClearSeconds: 5 };
  const { page } = await launch({ env: settingsFor(null, { screen }) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await expect(page.getByText('Still there?')).toBeVisible({ timeout: 15_000 });
  await kiosk.on('sign-in');
  await expect(page.getByText('Petrescu')).toHaveCount(0);
  await page.goBack().catch(() => null);
  await expect(page.getByText('Petrescu')).toHaveCount(0);
});
