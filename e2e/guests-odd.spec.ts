import { knownGuid } from '../src-main/sandbox/data/known-guests.ts';
import { settingsFor } from './fixtures/crm.ts';
import { standBefore, startCrmWith } from './fixtures/crm-records.ts';
import { ODD_GUESTS, type OddGuest, oddEntries } from './fixtures/odd-guests.ts';
import { expect, test } from './fixtures/test.ts';
import { fits } from './pages/inspect.ts';
import { createKioskPage, type KioskPage } from './pages/kiosk-page.ts';

const ANA = '4155550142';
const SIZES = [
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
  { width: 768, height: 1024 },
] as const;

/** What each is called on their screen, and on the button that gives. */
const CALLED: Readonly<Record<OddGuest, { readonly name: string; readonly short: string }>> = {
  emoji: { name: '🦊👨‍👩‍👧‍👦 🎂 Smith', short: '🦊👨‍👩‍👧‍👦 S.' },
  long: {
    name: 'Wolfeschlegelsteinhausenbergerdorff Wolfeschlegel Hubert-Blaine von und zu Oyelaran-Fitzgerald Sr Jr',
    short: 'Wolfeschlegelsteinhausen… H.',
  },
  unbroken: { name: `${'X'.repeat(60)} ${'Y'.repeat(40)}`, short: `${'X'.repeat(24)}… Y.` },
  oneWord: { name: 'Madonna', short: 'Madonna' },
  rightToLeft: { name: 'عبد الرحمن بن يوسف', short: 'عبد الرحمن ب.' },
  nameless: { name: 'Guest without a name', short: 'This guest' },
  markup: { name: '<b>Ana</b> {{name}} $& %s', short: '<b>Ana</b> N.' },
  blank: { name: 'Guest without a name', short: 'This guest' },
};

async function fitsEverywhere(kiosk: KioskPage, what: string): Promise<void> {
  for (const size of SIZES) {
    await kiosk.page.setViewportSize(size);
    // A hundred letters without a space are cut, and end so that one sees it.
    const found = (await fits(kiosk.page)).filter((line) => !/^shortened: X{20}/.test(line));
    expect.soft(found, `${what} at ${size.width}x${size.height}`).toEqual([]);
  }
  await kiosk.page.setViewportSize(SIZES[0]);
}

test('names as records have them: shown as they are, whole or cut, and nothing leaves its place', async ({
  launch,
  profile,
  closeAfter,
}) => {
  test.setTimeout(240_000);
  const crm = closeAfter(await startCrmWith(profile, oddEntries()));
  const { page } = await launch({ env: settingsFor(crm), size: SIZES[0] });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Priya N.');
  for (const odd of Object.keys(CALLED) as OddGuest[]) {
    const { name, short } = CALLED[odd];
    await kiosk.on('look-up');
    await kiosk.type(ODD_GUESTS[odd].phone ?? '');
    await kiosk.button(/^Open /).click();
    await kiosk.on('guest');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(page.getByText('$123.45', { exact: true })).toBeVisible();
    await expect(page.getByText(/^Toast has no readable name/)).toHaveCount(short === 'This guest' ? 1 : 0);
    await fitsEverywhere(kiosk, odd);
    await kiosk.button(/^More: remove/).click();
    await kiosk.on('forget-guest');
    await fitsEverywhere(kiosk, `${odd}, to be forgotten`);
    await kiosk.button(/^Back to/).click();
    await kiosk.on('guest');
    await kiosk.button('Give credit').click();
    await kiosk.on('give-credit');
    await kiosk.button('Cold food').click();
    await expect(page.locator('[data-primary]')).toHaveText(`Give $10.00 to ${short}`);
    await fitsEverywhere(kiosk, `${odd}, a credit`);
    await kiosk.button(/^Back to/).click();
    await kiosk.button('Next guest').click();
  }
});

/** What is said of an answer that Toast itself got wrong, and of one that is not Toast's. */
const WRONG = {
  Toast: /^Toast sent a response we couldn’t read/,
  between: /^Something between this kiosk and Toast answered/,
} as const;

const shape = (amount: unknown, earliestExpirationDate: string | null = null) => ({
  amount,
  earliestExpirationDate,
});

/** What the line under a balance says, where the figure alone would leave a question. */
const MEANS = {
  none: 'This guest has no credit right now.',
  below: 'Below zero: more was used or removed than this guest had. A manager can check in Toast.',
} as const;
const ANY_MEANING = /^(Part of this balance|No part of this balance|This guest has no|Below zero)/;

test('balances in every shape: to the cent, below zero, nothing, or not understood and said so', async ({
  launch,
  startCrm,
  closeAfter,
}) => {
  test.slow();
  const answers = new Map<string, { readonly status?: number; readonly body: unknown }>();
  const books = closeAfter(await standBefore(await startCrm(), answers));
  const { page } = await launch({ env: settingsFor(books.crm) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await expect(page.getByText('$42.50')).toBeVisible();
  const path = `/crm/v1/customers/${knownGuid('Ana', 'Petrescu')}/creditSummary`;
  for (const [body, shown, means] of [
    [shape(0), '$0.00', MEANS.none],
    [shape(-12.5), '−$12.50', MEANS.below],
    [shape(99_999.99), '$99,999.99', null],
    // Days are not counted where no one can count them, and a date of other centuries is none.
    [shape(20, '2028-03-04T12:00:00.000+0000'), '$20.00', /^Part of this balance expires .*March 4, 2028\.$/],
    [shape(20, '2099-01-01T00:00:00.000+0000'), '$20.00', /^No part of this balance expires in the next ten/],
    [shape(20, '1970-01-01T00:00:00.000+0000'), '$20.00', null],
    [shape(12.345), 'Toast', null],
    [shape('7.50'), '$7.50', null],
    [{ balance: { amount: 4250, currency: 'USD' } }, 'Toast', null],
    // The service answers with an object, rightly or wrongly filled in: anything else is not its answer.
    [null, 'between', null],
    [[], 'between', null],
  ] as const) {
    answers.set(path, { body });
    await kiosk.button('Refresh').click();
    if (shown !== 'Toast' && shown !== 'between') {
      await expect(page.locator('main .figure')).toHaveText(shown);
      await expect(page.getByText(/from Toast$/)).toBeVisible();
      if (means === null) await expect(page.getByText(ANY_MEANING)).toHaveCount(0);
      else await expect(page.getByText(means)).toBeVisible();
      expect(await fits(page), shown).toEqual([]);
      continue;
    }
    // The last that was understood stays, with its age, and what is wrong is said beside it.
    await expect(page.getByText(WRONG[shown])).toBeVisible();
    await expect(page.getByText(WRONG[shown === 'Toast' ? 'between' : 'Toast'])).toHaveCount(0);
    await expect(page.getByText(/^Last known at/)).toBeVisible();
    expect(await fits(page), JSON.stringify(body)).toEqual([]);
    answers.delete(path);
    await kiosk.button('Check Toast again').click();
    await expect(page.getByText(/from Toast$/)).toBeVisible();
  }
});
