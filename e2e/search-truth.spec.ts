import type { Page } from '@playwright/test';
import { settingsFor } from './fixtures/crm.ts';
import { record, startCrmWith } from './fixtures/crm-records.ts';
import { expect, test } from './fixtures/test.ts';
import { fits } from './pages/inspect.ts';
import { createKioskPage } from './pages/kiosk-page.ts';

const SIZES = [
  { width: 1024, height: 600 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
] as const;
const SHARED = '4155550188';

test.beforeEach(() => test.setTimeout(120_000));

async function fitsAtAll(page: Page): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    expect.soft(await fits(page), `${size.width}x${size.height}`).toEqual([]);
  }
}

test('part of a name: Toast finds whole names only, no one is said not to exist, and no new guest is offered', async ({
  signedInKiosk,
}) => {
  const { kiosk, page } = await signedInKiosk('Marco D.');
  await kiosk.button('Name').click();
  await expect(page.getByText('Toast only finds whole names.')).toBeVisible();
  await kiosk.write('okaf');
  await expect(page.getByText('No recent guest matches “Okaf”')).toBeVisible();
  await expect(page.getByText(/^Toast only finds whole names\. Keep typing/)).toBeVisible();
  await expect(page.getByText('Type the whole name')).toBeVisible();
  await expect(kiosk.button('New guest')).toHaveCount(0);
  await expect(page.locator('[data-primary]')).toHaveCount(0);
  await fitsAtAll(page);
  // The search goes on with the next letters, and the whole name is there.
  await kiosk.write('or');
  await expect(page.locator('[data-primary]')).toHaveText('Open Tom O.');
  await fitsAtAll(page);
  await kiosk.write(' bo');
  await expect(page.getByText('No recent guest matches “Okafor Bo”')).toBeVisible();
  await expect(page.getByText(/^No guest in Toast is named exactly that/)).toBeVisible();
  await expect(kiosk.button('New guest')).toHaveCount(0);
  await fitsAtAll(page);
  await page.locator('[data-primary]').click();
  await expect(kiosk.button('Number')).toHaveAttribute('aria-pressed', 'true');
  // Should the guest be new after all, the name is not typed again.
  await kiosk.type('2125550100');
  await kiosk.button('New guest').click();
  await kiosk.on('new-guest');
  await expect(kiosk.button('Add Okafor B.')).toBeVisible();
});

test('a guest met here who fits part of a name is not taken for the only one', async ({ signedInKiosk }) => {
  const { kiosk, page } = await signedInKiosk('Marco D.');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await kiosk.button('Next guest').click();
  await kiosk.button('Name').click();
  await kiosk.write('petr');
  await expect(page.getByText('1 recent guest. For anyone else, type the whole name.')).toBeVisible();
  await expect(page.locator('[data-primary]')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await kiosk.on('look-up');
  await fitsAtAll(page);
  await kiosk.write('escu');
  await expect(page.locator('[data-primary]')).toHaveText('Open Ana P.');
});

test('forty-three guests on one number: each counted once, and the way to the others is a name', async ({
  launch,
  profile,
  closeAfter,
}) => {
  const entries = Array.from({ length: 43 }, (_, n) => ({
    kind: 'guest' as const,
    guest: record({ firstName: `Kim${String(n)}`, lastName: 'Castellanos', phone: SHARED }),
  }));
  const crm = closeAfter(await startCrmWith(profile, entries));
  const { page } = await launch({ env: settingsFor(crm) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  const head = page.getByRole('status').filter({ hasText: /^Several guests share this number/ });
  for (const _ of ['first', 'again, when all are known here']) {
    await kiosk.type(SHARED);
    await expect(head).toHaveText(
      'Several guests share this number. Ask for the name. Showing 40 of 43. Search by name to find the others.',
    );
    await expect(page.getByRole('button', { name: /^Kim\d+ Castellanos/ })).toHaveCount(40);
    await fitsAtAll(page);
    await kiosk.button('Clear').click();
  }
});
