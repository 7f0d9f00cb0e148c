import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/test.ts';

/** Ctrl+V, with what another program copied. */
const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, text);

test('every field takes what is pasted, and Backspace takes whole letters', async ({ desk }) => {
  const { crm, kiosk, page } = await desk('Marco D.');
  const { button } = kiosk;
  const typed = page.locator('[data-typed]');
  const sheet = page.locator('[data-note]');

  await button('E-mail').click();
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
    .poll(() => crm.control.books().guests.find(({ email }) => email === 'nia@example.com')?.firstName, {
      timeout: 20_000,
    })
    .toBe('Nia');
});
