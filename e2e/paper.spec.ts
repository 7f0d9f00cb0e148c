import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { businessDayAt } from '../src-main/domain/business-day.ts';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage } from './pages/kiosk-page.ts';
import { resize } from './pages/views.ts';
import { type ControlledCrm, startControlledCrm } from './sandbox-control/controlled-crm.ts';

/** Papers, each with the width (px at 96 to the inch) that is left between its margins. */
const PAPERS = {
  letter: { width: '8.5in', height: '11in', inside: 725 },
  a4: { width: '210mm', height: '297mm', inside: 703 },
  receipt: { width: '80mm', height: '297mm', inside: 272 },
} as const;
const ANA = '4155550142';
const ZONE = 'America/New_York';
const RESTAURANT_NAME = 'Bellwether Tavern & Oyster Bar';

/** Where the papers go to be looked at; else they are only measured. */
const folder = process.env['HOSTSTAND_PAPERS'];

/** What is wrong with the page as it would be printed: controls, and what is wider than the paper. */
async function wrongOnPaper(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const seen = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;
    const told = (what: string, element: Element): string =>
      `${what}: ${element.tagName} ${(element.textContent ?? '').slice(0, 40)}`;
    const controls = [...document.querySelectorAll('button, a, input, [role="group"], aside, footer')];
    const room = document.documentElement.clientWidth;
    const everything = [...document.body.querySelectorAll('*')].filter(seen);
    // Black, white and grays; whole colors of the screen would be a waste of ink, or pale.
    const colored = (value: string): boolean =>
      [...value.matchAll(/rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)/g)].some(
        ([, red, green, blue, clear]) => clear !== '0' && (red !== green || green !== blue),
      );
    return [
      ...everything
        .filter((element) => {
          const { color, backgroundColor, borderBottomColor, boxShadow } = getComputedStyle(element);
          return colored(`${color} ${backgroundColor} ${borderBottomColor} ${boxShadow}`);
        })
        .map((element) => told('colored', element)),
      ...controls.filter(seen).map((element) => told('control', element)),
      ...everything
        .filter(
          (element) =>
            element.getBoundingClientRect().right > room + 0.5 || element.getBoundingClientRect().left < -0.5,
        )
        .map((element) => told('too wide', element)),
      ...everything
        .filter(
          (element) =>
            element.scrollWidth > element.clientWidth + 1 &&
            getComputedStyle(element).overflowX !== 'visible',
        )
        .map((element) => told('cut', element)),
    ];
  });
}

/** Letters lie one under the other where a word is as wide as a letter: no line of words may be that narrow. */
async function narrowest(page: Page): Promise<number> {
  return await page.evaluate(() => {
    const range = document.createRange();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let narrow = Number.POSITIVE_INFINITY;
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (parent === null || text.length < 12 || !parent.checkVisibility() || parent.classList.contains('sr'))
        continue;
      range.selectNodeContents(node);
      narrow = Math.min(narrow, range.getBoundingClientRect().width);
    }
    return narrow;
  });
}

/** The report of a tab, as it is printed on each paper, in a bright and in a dark room. */
async function onEveryPaper(page: Page, tab: string, keep: boolean): Promise<void> {
  const screen = page.viewportSize() ?? { width: 1366, height: 768 };
  const head = page.locator('.paper');
  await expect(head).toBeHidden();
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ media: 'print', colorScheme: theme });
    for (const [name, paper] of Object.entries(PAPERS)) {
      await resize(page, { width: paper.inside, height: 900 });
      expect([name, tab, await wrongOnPaper(page)]).toEqual([name, tab, []]);
      expect(await narrowest(page)).toBeGreaterThan(40);
      await expect(head).toBeVisible();
      await expect(head).toContainText('Bellwether Tavern & Oyster Bar');
      await expect(head).toContainText(`Shift report · ${tab}`);
      await expect(head).toContainText(/From \w+, \w+ \d+, 20\d\d, .* to \w+, \w+ \d+, 20\d\d/);
      await expect(head).toContainText(/Printed \w+, \w+ \d+, 20\d\d, \d+:\d\d/);
      if (keep && folder !== undefined) {
        const { width, height } = paper;
        await page.pdf({
          path: join(folder, `${tab.replace(' ', '-')}-${theme}-${name}.pdf`),
          width,
          height,
        });
      }
    }
  }
  await page.emulateMedia({ media: null, colorScheme: null });
  await resize(page, screen);
}

test('the shift report on paper: whose, of when and printed when, whole, and nothing to press', async ({
  signedInKiosk,
  runtime,
}) => {
  test.slow();
  const { kiosk, page } = await signedInKiosk('Priya N.', { houseName: RESTAURANT_NAME });
  const { button } = kiosk;
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await button('Next guest').click();
  await kiosk.toManager();
  await button('Shift report').click();
  await kiosk.on('report');
  await page.getByText('By reason').waitFor();
  await onEveryPaper(page, 'This kiosk', runtime === 'standin');
  await button('Compared').click();
  await page.getByText(/^(Everything matches|Nothing was sent)/).waitFor({ timeout: 30_000 });
  await onEveryPaper(page, 'Compared', runtime === 'standin');
});

test('a busy day on paper: no one is lost, and the bars are drawn', async ({
  launch,
  profile,
  runtime,
  closeAfter,
}) => {
  test.slow();
  // Yesterday's records, written through the evening; then it is today.
  const day = businessDayAt(Date.now() - 24 * 3_600_000, ZONE, 4);
  let moment: number | null = day.from;
  const started = await startControlledCrm({
    seed: 7,
    guests: 60,
    now: () => moment ?? Date.now(),
    timeZone: ZONE,
    journal: join(profile, 'crm-books.jsonl'),
    modes: { limits: null },
  });
  if (!started.ok) throw new Error(started.error.code);
  const crm = closeAfter(started.value);
  const people = [
    'Wolfeschlegelsteinhausenbergerdorff H.',
    ...Array.from({ length: 74 }, (_, n) => `Server ${n + 1} Z.`),
  ];
  await give(crm, people, (n) => {
    moment = day.from + 12 * 3_600_000 + n * 6 * 60_000;
  });
  moment = null;
  const { page } = await launch({ env: settingsFor(crm, { houseName: RESTAURANT_NAME }) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Priya N.');
  await kiosk.toManager();
  await kiosk.button('Shift report').click();
  await kiosk.on('report');
  await kiosk.button('Restaurant').click();
  await kiosk.button('Previous day').click();
  await page.getByText('Server 74 Z.').waitFor({ timeout: 30_000 });
  await onEveryPaper(page, 'Restaurant', runtime === 'standin');
  await page.emulateMedia({ media: 'print' });
  for (const name of people) await expect(page.getByText(name, { exact: true }).first()).toBeVisible();
  const bars = page.locator('figure i');
  expect(await bars.count()).toBeGreaterThan(8);
  await expect(bars.first()).toHaveCSS('print-color-adjust', 'exact');
  await page.emulateMedia({ media: null });
});

/** Records a credit by each of these people, at the moments that `turn` brings about. */
async function give(crm: ControlledCrm, people: readonly string[], turn: (n: number) => void): Promise<void> {
  const { url, clientId, clientSecret, restaurantGuid } = crm;
  const guestGuid = crm.control.store().guests[0]?.guid ?? '';
  const json = { 'content-type': 'application/json' };
  const login = await fetch(`${url}/authentication/v1/authentication/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ clientId, clientSecret, userAccessType: 'TOAST_MACHINE_CLIENT' }),
  });
  const { token } = (await login.json()) as { token: { accessToken: string } };
  for (const [n, name] of people.entries()) {
    turn(n);
    const answer = await fetch(`${url}/crm/v1/customers/${guestGuid}/creditTransactions`, {
      method: 'POST',
      headers: {
        ...json,
        authorization: `Bearer ${token.accessToken}`,
        'toast-restaurant-external-id': restaurantGuid,
      },
      body: JSON.stringify({
        guid: crypto.randomUUID(),
        amount: 10,
        transactionType: 'ADD_VALUE',
        note: `Long wait; by ${name}`,
        localCreatedDate: new Date().toISOString().replace('Z', '+0000'),
      }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

test('the staff card on paper: both languages whole on any paper, with a place for the restaurant and the date', async ({
  launch,
  runtime,
}) => {
  test.skip(runtime === 'electron', 'A document of the repository, which no kiosk opens.');
  const { page: kiosk } = await launch();
  const page = await kiosk.context().newPage();
  const file = join(import.meta.dirname, '..', 'docs', 'STAFF-CARD.html');
  expect(readFileSync(file, 'utf8')).toContain('<article lang="es">');
  await page.goto(pathToFileURL(file).href);
  await page.emulateMedia({ media: 'print' });
  for (const [name, paper] of Object.entries(PAPERS)) {
    await resize(page, { width: paper.inside, height: 900 });
    expect([name, await wrongOnPaper(page)]).toEqual([name, []]);
    expect(await narrowest(page)).toBeGreaterThan(40);
    for (const language of ['en', 'es']) {
      const head = page.locator(`article[lang="${language}"] header`);
      await expect(head).toContainText(language === 'en' ? 'Staff card' : 'Tarjeta del personal');
      await expect(head).toContainText(/20\d\d/);
    }
    if (folder !== undefined) {
      const { width, height } = paper;
      await page.pdf({ path: join(folder, `card-${name}.pdf`), width, height });
    }
  }
});
