import type { Page } from '@playwright/test';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { fits } from './pages/inspect.ts';
import { createKioskPage } from './pages/kiosk-page.ts';

const ANA = '4155550142';
const SIZES = [
  { width: 1024, height: 600 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
] as const;
const LINK = 'Given by mistake?';

test.beforeEach(() => test.setTimeout(120_000));

async function fitsAtAll(page: Page): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    expect.soft(await fits(page), `${size.width}x${size.height}`).toEqual([]);
  }
}

/** What the screen tells of the way to take a credit back on the POS. */
const steps = (page: Page) => page.locator('[data-screen="mistake"] ol > li');

test('a credit given by mistake: the done screen and the history lead to the steps on the POS, and back', async ({
  signedInKiosk,
}) => {
  const { kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 1 });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await expect(page.getByRole('heading', { name: 'Toast has it' })).toBeVisible();
  await fitsAtAll(page);
  await kiosk.button(LINK).click();
  await kiosk.on('mistake');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Too late to undo here');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('A manager can remove it on the POS');
  await expect(steps(page)).toHaveText([
    /Manager Activities, then Lookup Customer/,
    'They find Ana Petrescu by name, or by the phone number ending in 0142.',
    /^They remove \$10\.00 from the customer credit/,
  ]);
  await fitsAtAll(page);
  await kiosk.button('Back').click();
  await kiosk.on('done');
  await kiosk.button(/^Back to/).click();
  await kiosk.on('guest');
  await kiosk.button(/^View all|^Full history/).click();
  // Only what was given in the last day: older credit is no slip of a moment ago.
  await expect(kiosk.button(LINK)).toHaveCount(1);
  await fitsAtAll(page);
  await kiosk.button(LINK).click();
  await kiosk.on('mistake');
  await expect(steps(page).nth(2)).toContainText('$10.00');
  await page.keyboard.press('Escape');
  await kiosk.on('guest');
});

test('offline, a credit past its undo time: the waiting list says that a manager can remove it once Toast has it', async ({
  startCrm,
  launch,
}) => {
  const crm = await startCrm();
  const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 1 }) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await crm.close();
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await kiosk.button('1 waiting').click();
  await kiosk.on('waiting');
  await kiosk.button(LINK).click();
  await kiosk.on('mistake');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(
    'Once Toast has it, a manager can remove it on the POS',
  );
  await expect(steps(page).nth(1)).toHaveText('They find Ana Petrescu by name.');
  await fitsAtAll(page);
  await kiosk.button('Back').click();
  await kiosk.on('waiting');
  await fitsAtAll(page);
});
