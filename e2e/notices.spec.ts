import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFor } from './fixtures/crm.ts';
import { repository } from './fixtures/kiosk.ts';
import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { createKioskPage } from './pages/kiosk-page.ts';
import { resize } from './pages/views.ts';

test('the licenses of others are whole on the screen This kiosk, page by page, in both languages', async ({
  launch,
}) => {
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  const { button } = kiosk;
  await kiosk.signIn('Priya N.');
  await kiosk.toManager();
  await button('This kiosk').click();
  await kiosk.on('device');
  await button('Licenses').click();
  const text = page.locator('pre');
  await expect(page.getByText(/^Page 1 of \d+$/)).toBeVisible();
  const pages = Number(/\d+$/.exec((await page.getByText(/^Page 1 of/).textContent()) ?? '')?.[0]);
  expect(pages).toBeGreaterThan(5);
  await expect(button('Previous page')).toHaveCount(0);
  let whole = '';
  for (let at = 1; at <= pages; at += 1) {
    await page.getByText(`Page ${at} of ${pages}`, { exact: true }).waitFor();
    const part = (await text.textContent()) ?? '';
    expect(part.length).toBeLessThanOrEqual(6_000);
    whole += part;
    if (at < pages) await button('Next page').click();
  }
  await expect(button('Next page')).toHaveCount(0);
  expect(whole).toBe(readFileSync(join(repository, 'out', 'THIRD-PARTY-NOTICES.txt'), 'utf8'));
  expect(whole).toContain('\nreact 19.');

  // A page is read from its top, wherever the one before was left.
  await page.locator('pre').evaluate((node) => node.parentElement?.scrollTo(0, 300));
  await button('Previous page').click();
  await page.getByText(`Page ${pages - 1} of ${pages}`, { exact: true }).waitFor();
  expect(await text.evaluate((node) => node.parentElement?.scrollTop)).toBe(0);

  await button('Display').click();
  await button('Español').click();
  await button('Licencias').click();
  await expect(page.getByText(`Página 1 de ${pages}`, { exact: true })).toBeVisible();
  await button('Página siguiente').click();
  await expect(button('Página anterior')).toBeVisible();

  for (const size of [
    { width: 1024, height: 600 },
    { width: 768, height: 1024 },
    { width: 1920, height: 1080 },
  ]) {
    await resize(page, size);
    expect(await fits(page), `${size.width}x${size.height}`).toEqual([]);
    expect(await axeFindings(page), `${size.width}x${size.height}`).toEqual([]);
  }
});
