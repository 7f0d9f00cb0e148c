import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { createKioskPage } from './pages/kiosk-page.ts';

const ANA = '4155550142';

test('what Toast refused waits for a manager, who sends it again or gives it up', async ({
  launch,
  startCrm,
}) => {
  test.setTimeout(120_000);
  const crm = await startCrm();
  const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 1 }) });
  const kiosk = createKioskPage(page);
  const before = crm.control.store().transactions.length;
  crm.control.fault({
    operation: 'add-credit',
    times: 2,
    effect: {
      kind: 'status',
      status: 400,
      body: 'error-message',
      message: 'Customer credits are switched off',
    },
  });
  await kiosk.signIn('Marco D.');
  for (let time = 0; time < 2; time += 1) {
    await kiosk.openGuest(ANA, 'Ana Petrescu');
    await kiosk.give('Cold food', '$10');
    await kiosk.on('done');
    await kiosk.button('Next guest').click();
  }
  // A refusal is final once Toast, asked twice, has nothing of it.
  await page.getByRole('button', { name: /^2 waiting, needs a manager/ }).click({ timeout: 60_000 });
  await kiosk.on('waiting');
  await expect(page.getByText(/^Toast declined this credit/)).toHaveCount(2, { timeout: 60_000 });
  expect(await fits(page)).toEqual([]);
  await kiosk.button('Decide').first().click();
  await kiosk.on('decide');
  await expect(page.getByText('Customer credits are switched off')).toBeVisible();
  expect(await fits(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);

  // A server's PIN decides nothing.
  await kiosk.button('Send again').first().click();
  await kiosk.type('246802');
  await page.getByRole('button', { name: 'Send again' }).last().click();
  await page.getByText('isn’t a manager PIN').waitFor();
  await kiosk.type('975310');
  await page.getByRole('button', { name: 'Send again' }).last().click();
  await kiosk.on('waiting');
  await expect.poll(() => crm.control.store().transactions.length).toBe(before + 1);

  await kiosk.button('Decide').first().click();
  await kiosk.on('decide');
  await kiosk.button('Cancel this credit').click();
  await kiosk.button('It was a mistake').click();
  await kiosk.type('975310');
  await page.getByRole('button', { name: 'Cancel this credit' }).last().click();
  await kiosk.on('waiting');
  await page.getByText('Nothing waiting').waitFor();
  expect(crm.control.store().transactions).toHaveLength(before + 1);
});

test('rows to come are drawn in place of the list, and only once it takes longer than a blink', async ({
  launch,
  startCrm,
}) => {
  const crm = await startCrm();
  const { page, pause } = await launch({ env: settingsFor(crm, { undoSeconds: 120 }) });
  test.skip(pause === null, 'Main cannot be held up here.');
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  const bones = page.locator('[aria-label="Loading waiting credits…"]');
  const goOn = pause?.();
  try {
    await page.getByRole('button', { name: /^1 waiting/ }).click();
    await kiosk.on('waiting');
    // One waits: one row will come.
    await expect(bones.locator('> *')).toHaveCount(1);
    const shownAt = (ms: number) =>
      bones.evaluate((element, ms) => {
        for (const animation of element.getAnimations()) {
          animation.pause();
          animation.currentTime = ms;
        }
        return getComputedStyle(element).visibility;
      }, ms);
    expect(await shownAt(299)).toBe('hidden');
    expect(await shownAt(300)).toBe('visible');
    await expect(page.getByRole('listitem')).toHaveCount(0);
  } finally {
    goOn?.();
  }
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await expect(bones).toHaveCount(0);
});
