import type { Page } from '@playwright/test';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage } from './pages/kiosk-page.ts';

/** The restaurant's zone, and the PC's: 25 hours apart all year, so that neither the day nor the hour is ever the same. */
const HERE = 'Pacific/Pago_Pago';
const PC = 'Pacific/Kiritimati';

const MINUTE = 60_000;
const written = (zone: string, at: number, parts: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, ...parts }).format(at).replaceAll(/\s/g, ' ');
const timeIn = (zone: string, at: number): string =>
  written(zone, at, { hour: 'numeric', minute: '2-digit' });
const dayIn = (zone: string, at: number): string => written(zone, at, { month: 'short', day: 'numeric' });

/** What is wrong with the moments on the screen: those of this test, by the PC's clock; and, where one is due, none by the restaurant's. */
async function wrong(page: Page, screen: string, since: number, due: boolean): Promise<readonly string[]> {
  const text = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const parts: string[] = [];
    while (walker.nextNode()) parts.push((walker.currentNode.textContent ?? '').replaceAll(/\s/g, ' '));
    return parts.join(' ');
  });
  const moments: number[] = [];
  for (let at = since - MINUTE; at <= Date.now() + MINUTE; at += MINUTE) moments.push(at);
  const words = (form: string): boolean => new RegExp(`(?<!\\d)${form}(?!\\d)`).test(text);
  const ofPc = moments.flatMap((at) => [timeIn(PC, at), dayIn(PC, at)]).filter(words);
  const found = [...new Set(ofPc)].map((form) => `${screen}: ${form} is the PC’s`);
  if (due && !moments.some((at) => words(timeIn(HERE, at)))) found.push(`${screen}: no time of now`);
  return found;
}

test('every screen shows the restaurant’s time and day, on a PC whose own zone is 25 hours ahead', async ({
  launch,
  startCrm,
}) => {
  test.slow();
  const since = Date.now();
  const crm = await startCrm({ timeZone: HERE });
  const { page } = await launch({ env: { TZ: PC, ...settingsFor(crm, { timeZone: HERE }) } });
  expect(await page.evaluate(() => new Date().getTimezoneOffset())).toBe(-14 * 60);
  const kiosk = createKioskPage(page);
  const { button } = kiosk;
  const found: string[] = [];
  const look = async (screen: string, due = true): Promise<void> => {
    found.push(...(await wrong(page, screen, since, due)));
  };
  await kiosk.signIn('Priya N.');
  await look('look-up', false);
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await page.getByText(/^Balance at/).waitFor();
  await look('guest');
  await kiosk.give('Long wait', '$10');
  await kiosk.on('done');
  await look('done', false);
  await expect.poll(() => crm.control.store().posts, { timeout: 30_000 }).not.toEqual({});
  crm.control.fault({ operation: 'any', times: 'all', effect: { kind: 'hang-before' } });
  await button(/^(Next guest|Done)/)
    .first()
    .click();
  await kiosk.on('look-up');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await look('guest, again');
  await kiosk.give('Long wait', '$10');
  await kiosk.on('done');
  await page.getByRole('button', { name: /^1 waiting/ }).click();
  await kiosk.on('waiting');
  await look('waiting', false);
  crm.control.clearFaults();
  const back = async (): Promise<void> => {
    await button('Back to start').click();
    await kiosk.on('manager');
  };
  await button('Back').click();
  await kiosk.on('done');
  await button('Next guest').click();
  await kiosk.on('look-up');
  await kiosk.toManager();
  await look('manager', false);
  await button('Shift report').click();
  await kiosk.on('report');
  await look('report', false);
  await button('Restaurant').click();
  await page.getByText(/^Toast’s records, read/).waitFor();
  await look('report, the restaurant');
  await button('Compared').click();
  await kiosk.on('compared');
  await look('compared', false);
  await back();
  await button('Activity log').click();
  await kiosk.on('audit');
  await page.getByRole('listitem').first().waitFor();
  await look('activity log');
  await back();
  await button('This kiosk').click();
  await kiosk.on('device');
  await page.getByText('Activity log entries').waitFor();
  await look('device', false);
  expect(found).toEqual([]);
});
