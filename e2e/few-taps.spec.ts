import type { Page } from '@playwright/test';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { fits } from './pages/inspect.ts';
import { createKioskPage, type KioskPage, STAFF } from './pages/kiosk-page.ts';

const ANA = '4155550142';
const SIZES = [
  { width: 1024, height: 600 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
] as const;

test.beforeEach(() => test.setTimeout(180_000));

async function fitsAtAll(page: Page): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    expect.soft(await fits(page), `${size.width}x${size.height}`).toEqual([]);
  }
}

/** Counts the presses that the page sees from here on. */
async function countTaps(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = { taps: 0 };
    Object.assign(window, { counted });
    window.addEventListener('pointerdown', () => (counted.taps += 1), true);
  });
  return () =>
    page.evaluate(() => {
      const { counted } = window as unknown as { counted: { taps: number } };
      const { taps } = counted;
      counted.taps = 0;
      return taps;
    });
}

/** The digits of a PIN, and no press after them: it is submitted at its last one. */
const pin = (kiosk: KioskPage, who: keyof typeof STAFF) => kiosk.type(STAFF[who]);

test('fixed PINs, the only match opened, the user switched over a form: each task in as few taps as it can have', async ({
  startCrm,
  launch,
}) => {
  const crm = await startCrm();
  const settings = { pinDigits: 6, openOnlyMatch: true, undoSeconds: 60 };
  const { page } = await launch({ env: settingsFor(crm, settings) });
  const kiosk = createKioskPage(page);
  await kiosk.on('sign-in');
  const taps = await countTaps(page);
  await pin(kiosk, 'Marco D.');
  await kiosk.on('look-up');
  expect(await taps(), 'sign in').toBe(6);

  await kiosk.type(ANA);
  await kiosk.on('guest');
  expect(await taps(), 'look up, whole number').toBe(10);

  // The form of a server, above their limit, goes to a manager as it is filled in.
  await kiosk.button('Give credit').click();
  await kiosk.button('Long wait').click();
  await expect(page.getByText('A manager has to approve this one.')).toBeVisible();
  await fitsAtAll(page);
  await taps();
  await kiosk.button('Switch user').click();
  await expect(page.getByText('Who’s taking over?')).toBeVisible();
  await fitsAtAll(page);
  await pin(kiosk, 'Priya N.');
  await expect(page.getByText('Your limit is $250.00.')).toBeVisible();
  expect(await taps(), 'hand over to a colleague on this form').toBe(7);
  await expect(kiosk.button('Long wait')).toHaveAttribute('aria-pressed', 'true');
  await kiosk.button('Give $15.00 to Ana P.').click();
  await kiosk.on('done');
  await expect(page.getByRole('definition').filter({ hasText: 'Priya N.' })).toBeVisible();
  // One press undoes it.
  await taps();
  await kiosk.button(/^Undo/).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Undone');
  expect(await taps(), 'undo').toBe(1);

  // A host takes over the guest: their own limit counts.
  await kiosk.button(/^Back to/).click();
  await kiosk.on('guest');
  await kiosk.button('Switch user').click();
  await fitsAtAll(page);
  await kiosk.type('111222');
  await expect(page.getByText(/^PIN not recognized\. \d tries left\.$/)).toBeVisible();
  await pin(kiosk, 'Joss K.');
  await expect(page.locator('footer').getByText('Joss K.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ana Petrescu');
  await kiosk.button(/^Cold food/).click();
  await expect(page.getByText('A manager has to approve every credit you give.')).toBeVisible();
  // A look at the guest by each of them is on record.
  await kiosk.button('Switch user').click();
  await pin(kiosk, 'Priya N.');
  await expect(page.getByText('Your limit is $250.00.')).toBeVisible();
  await kiosk.button('Back to guest').click();
  await kiosk.button('Next guest').click();
  await taps();
  await kiosk.button(/: manager screens$/).click();
  await kiosk.on('manager-pin');
  await pin(kiosk, 'Priya N.');
  await kiosk.on('manager');
  expect(await taps(), 'to the manager screens').toBe(7);
  await kiosk.button('Activity log').click();
  for (const name of ['Marco D.', 'Joss K.', 'Priya N.']) {
    await expect(page.getByRole('listitem').filter({ hasText: name }).first()).toBeVisible();
  }
});

test('as it is by default: a press opens the guest, a press submits the PIN, and giving it alone takes thirteen', async ({
  signedInKiosk,
}) => {
  const { kiosk, page } = await signedInKiosk('Marco D.');
  const taps = await countTaps(page);
  await kiosk.type(ANA);
  await kiosk.button('Open Ana P.').waitFor();
  await kiosk.button('Open Ana P.').click();
  await kiosk.on('guest');
  expect(await taps(), 'look up, whole number').toBe(11);
  await kiosk.button(/^Cold food/).click();
  await kiosk.button('Give $10.00 to Ana P.').click();
  await kiosk.on('done');
  expect(await taps(), 'give alone, from the guest').toBe(2);
  await kiosk.button('Next guest').click();
  await kiosk.button('Last four').click();
  await taps();
  await kiosk.type('0142');
  await page.getByRole('button', { name: /^Ana Petrescu/ }).click();
  await kiosk.on('guest');
  expect(await taps(), 'look up, last four').toBe(5);
  await kiosk.button('Switch user').click();
  await page.keyboard.press('Escape');
  await expect(kiosk.button('Give credit')).toBeVisible();
  await kiosk.button('Switch user').click();
  await kiosk.type(STAFF['Sam T.']);
  await kiosk.button('Take over').click();
  await expect(page.locator('footer').getByText('Sam T.')).toBeVisible();
  // The one who gave it is gone, and with them the undo.
  await expect(kiosk.button(/^Undo/)).toHaveCount(0);
});

test('two guests on one number, and a digit too many, open no one', async ({ startCrm, launch }) => {
  const crm = await startCrm();
  const { page } = await launch({ env: settingsFor(crm, { openOnlyMatch: true }) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.type('4155550177');
  await expect(page.getByText('Several guests share this number. Ask for the name.')).toBeVisible();
  await page.keyboard.press('Escape');
  await kiosk.type(`${ANA}3`);
  await expect(page.locator('[data-screen="guest"]')).toHaveCount(0);
  await expect(page.locator('[data-screen="look-up"]')).toBeVisible();
  // Back from a guest who opened: the search is empty, and opens them no second time.
  await page.keyboard.press('Escape');
  await kiosk.type(ANA);
  await kiosk.on('guest');
  await kiosk.button('Next guest').click();
  await kiosk.on('look-up');
  await expect(page.getByText('Names appear here at the fourth digit.')).toBeVisible();
});
