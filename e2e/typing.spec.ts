import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/test.ts';

/** Ctrl+V, with what another program copied. */
const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, text);

test('every field takes what is pasted, and Backspace takes whole letters', async ({ signedInKiosk }) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  const { button } = kiosk;
  const typed = page.locator('[data-typed]');
  const sheet = page.locator('[data-note]');

  await button('Email').click();
  await paste(page, 'Nia Ruiz <nia\u200b@example.com>;');
  await expect(typed).toHaveText('nia@example.com');
  await button('New guest').click({ timeout: 20_000 });
  await kiosk.on('new-guest-text');
  await paste(page, 'Nia 👩‍👩‍👧e\u0301\r\n');
  await expect(sheet).toHaveText('Nia 👩‍👩‍👧e\u0301');
  await page.keyboard.press('Backspace');
  await expect(sheet).toHaveText('Nia 👩‍👩‍👧');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await expect(sheet).toHaveText('Nia');
  await page.keyboard.press('Enter');
  await paste(page, 'Ruiz');
  await expect(sheet).toHaveText('Ruiz');
  await page.keyboard.press('Enter');
  await kiosk.on('new-guest');
  await button('Add Nia R.').click({ timeout: 20_000 });
  await kiosk.on('guest');
  await button('Give credit').click();
  await button('Cold food').click();
  await paste(page, '$12.50');
  await expect(button(/^(Give|Ask a manager).*\$12\.50/)).toBeVisible();
  await expect
    .poll(() => crm.control.store().guests.find(({ email }) => email === 'nia@example.com')?.firstName, {
      timeout: 20_000,
    })
    .toBe('Nia');
});

test('a note, a limit, the set-up and a PIN take what is pasted', async ({ signedInKiosk }) => {
  test.slow();
  const { kiosk, page } = await signedInKiosk('Priya N.');
  const { button } = kiosk;
  const sheet = page.locator('[data-note]');
  await kiosk.openGuest('4155550118', 'Tom Okafor');
  await button('Give credit').click();
  await button('Add a note').click();
  await paste(page, ' table 12,\r\nwindow 👩‍👩‍👧 ');
  await expect(sheet).toHaveText(/table 12, window 👩‍👩‍👧/);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/table 12, window/).first()).toBeVisible();
  await button('Back to guest').click();
  await button('Search').click();
  await kiosk.on('look-up');

  // A PIN is digits: they are taken as if they were typed, and words are not.
  await button(/: manager screens$/).click();
  await kiosk.on('manager-pin');
  await paste(page, 'nine seven');
  await paste(page, '97-53 10');
  await button('Open').click();
  await kiosk.on('manager');

  await button('Restaurant limits').click();
  await kiosk.on('rules');
  await button(/^Server limit/).click();
  await kiosk.on('rule');
  await paste(page, 'ten dollars');
  await paste(page, '$7.50');
  await expect(page.getByText('$7.50').first()).toBeVisible();
  await button('Back to limits').click();
  await kiosk.on('rules');
  await button('Back to start').click();

  await button('This kiosk').click();
  await kiosk.on('device');
  await button(/^Set up a/).click();
  await kiosk.on('set-up');
  await button('Next').click();
  await button('Enter: Address').click();
  await kiosk.on('set-up-text');
  await paste(page, ' https://ws-api.toasttab.com\n');
  await expect(sheet).toHaveText('https://ws-api.toasttab.com');
  await page.keyboard.press('Enter');
  await kiosk.on('set-up');
  await expect(page.getByText('ws-api.toasttab.com').first()).toBeVisible();
  await button(/: Client ID$/).click();
  await paste(page, 'client-0123456789\r\n');
  await expect(sheet).toHaveText('client-0123456789');
});
