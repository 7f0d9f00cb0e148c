import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage, ON_ITS_WAY } from './pages/kiosk-page.ts';

test('accepted while the CRM is down, it survives a kill of the main process and arrives once', async ({
  launch,
  startCrm,
}) => {
  // What an earlier run may have sent is asked about for a minute before it goes.
  test.setTimeout(240_000);
  const before = await startCrm();
  const port = Number(new URL(before.url).port);
  const env = settingsFor(before);
  const first = await launch({ env });
  const kiosk = createKioskPage(first.page);
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await before.close();
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await expect(first.page.getByText(/^Offline since/)).toBeVisible({ timeout: 20_000 });
  await first.kill();

  const second = await launch({ env });
  const again = createKioskPage(second.page);
  await again.signIn('Marco D.');
  await expect(second.page.getByText(/^Toast hasn’t answered since .* Keep working\.$/)).toBeVisible({
    timeout: 20_000,
  });
  await second.page.getByRole('button', { name: /^1 waiting/ }).click();
  await again.on('waiting');
  // Which of them, the moment says: it is tried again and again, and asked about after that.
  await expect(second.page.getByText(ON_ITS_WAY)).toBeVisible();
  await expect(second.page.getByText('$10.00', { exact: true })).toBeVisible();

  const after = await startCrm({ port });
  await again.button('Send now').click();
  await expect(second.page.getByText('Nothing waiting')).toBeVisible({ timeout: 120_000 });
  const given = after.control.store().transactions.filter(({ note }) => note === 'Cold food; by Marco D.');
  const posted = Object.keys(after.control.store().posts);
  expect(posted).toHaveLength(1);
  expect(given.filter(({ guid }) => posted.includes(guid))).toMatchObject([{ amount: 1_000 }]);
});

test('killed while the answer is out: asked first, given once', async ({ launch, startCrm }) => {
  const crm = await startCrm();
  const env = settingsFor(crm);
  crm.control.fault({ operation: 'add-credit', effect: { kind: 'hang-after' } });
  const first = await launch({ env });
  const kiosk = createKioskPage(first.page);
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550118', 'Tom Okafor');
  await kiosk.give('Cold food', '$10');
  await expect.poll(() => Object.keys(crm.control.store().posts).length, { timeout: 20_000 }).toBe(1);
  await first.kill();
  const second = await launch({ env });
  await expect(second.page.getByText('Nothing waiting')).toBeVisible({ timeout: 40_000 });
  const { posts, transactions } = crm.control.store();
  const [guid] = Object.keys(posts);
  expect(posts).toEqual({ [guid ?? '']: 1 });
  expect(transactions.filter((line) => line.guid === guid)).toHaveLength(1);
});
