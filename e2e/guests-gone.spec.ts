import type { CDPSession, Page } from '@playwright/test';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { readHeap } from './measure/heap.ts';
import { createKioskPage, type KioskPage } from './pages/kiosk-page.ts';

/**
 * Once a guest is closed, nothing of them is in the page. The heap is every JavaScript string that is alive: what React
 * and zustand hold, closures, caches, and the bridge's world beside the page's own. What the test itself says to the page
 * would be found there as well, so it never names the guest: names are not looked for by locators, and what is typed
 * comes as keys.
 */

const NAME = 'Petrescu';
const DIGITS = '4155550142';

/** Everything by which this guest could be known again. */
const traces = (email: string): readonly string[] => [
  NAME,
  DIGITS,
  '(415) 555-0142',
  '(415)\u00a0555-0142',
  email,
];

interface Seen {
  /** Which of the traces are in the document, its hidden parts and attributes included. */
  readonly document: readonly string[];
  readonly heap: readonly string[];
  /** Elements held though they are in no document: their text is the browser's, and no string of the heap. */
  readonly detached: readonly string[];
  /** What holds them, for the person who maintains it. */
  readonly why: readonly string[];
}

type Look = (sought: readonly string[]) => Promise<Seen>;

/** Begins before any guest is there: what the application's own words say (an example names Ana) is no one's trace. */
async function startLooking(page: Page, session: CDPSession): Promise<Look> {
  const own = new Set((await readHeap(session)).strings(NAME));
  return async (sought) => {
    const markup = await page.evaluate(() => document.documentElement.outerHTML + document.title);
    const heap = await readHeap(session);
    const inHeap = sought.filter((text) => heap.strings(text).some((string) => !own.has(string)));
    return {
      document: sought.filter((text) => markup.includes(text)),
      heap: inHeap,
      detached: heap.detached(),
      why: inHeap.flatMap((text) => heap.holders(text, own)),
    };
  };
}

const NOTHING: Seen = { document: [], heap: [], detached: [], why: [] };

const WAYS: Readonly<Record<string, (kiosk: KioskPage) => Promise<void>>> = {
  Back: async (kiosk) => {
    await kiosk.button('Search').click();
    await kiosk.on('look-up');
  },
  'sign-out': async (kiosk) => {
    await kiosk.button('Sign out').click();
    await kiosk.on('sign-in');
  },
  'nobody touches the screen': async (kiosk) => {
    await kiosk.page.locator('[data-screen="sign-in"]').waitFor({ timeout: 60_000 });
  },
};

for (const [way, leave] of Object.entries(WAYS)) {
  test(`after ${way}, nothing of the guest is left in the page`, async ({ launch, startCrm }) => {
    test.slow();
    const crm = await startCrm();
    const email = crm.control.store().guests.find(({ phone }) => phone === DIGITS)?.email ?? '';
    expect(email).toContain('@');
    const idle = way.startsWith('nobody') ? { screen: { idleWarnSeconds: 25, idleClearSeconds: 5 } } : {};
    const { page } = await launch({ env: settingsFor(crm, idle) });
    const session = await page.context().newCDPSession(page);
    const kiosk = createKioskPage(page);
    await kiosk.signIn('Marco D.');
    const look = await startLooking(page, session);
    await kiosk.button('Email').click();
    await page.keyboard.type(email);
    await kiosk.button(/^Open /).waitFor();
    // The search finds what is there: else finding nothing would mean nothing.
    expect((await look(traces(email))).heap).toEqual(expect.arrayContaining([NAME, email]));
    await kiosk.button(/^Open /).click();
    await kiosk.on('guest');
    await kiosk.button('Show number').click();
    await kiosk.button('Show number').waitFor({ state: 'hidden' });
    const open = await look(traces(email));
    expect(open.document).toEqual(expect.arrayContaining([NAME]));
    expect(open.heap).toEqual(expect.arrayContaining([NAME, DIGITS]));

    await leave(kiosk);
    expect(await look(traces(email))).toEqual(NOTHING);
  });
}

test('once a credit is sent, nothing of the guest it was for is left in the page', async ({
  signedInKiosk,
}) => {
  test.slow();
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  const session = await page.context().newCDPSession(page);
  const look = await startLooking(page, session);
  await kiosk.type(DIGITS);
  await kiosk.button(/^Open /).click();
  await kiosk.on('guest');
  await kiosk.give('Long wait', '$15');
  await kiosk.approveAs('Priya N.');
  expect((await look(traces('a@b'))).heap).toContain(NAME);
  await kiosk.button('Next guest').click();
  await kiosk.on('look-up');
  // Until then it can be undone from the strip, and the page knows whose it is.
  await page.getByText('Nothing waiting').waitFor();
  expect(await look([NAME, DIGITS])).toEqual(NOTHING);

  // What is waiting is read, and closed again.
  await kiosk.type(DIGITS);
  await kiosk.button(/^Open /).click();
  await kiosk.on('guest');
  crm.control.fault({ operation: 'add-credit', effect: { kind: 'hang-before' } });
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await kiosk.button(/^1 waiting/).click();
  await kiosk.on('waiting');
  expect((await look([NAME])).heap).toContain(NAME);
  await kiosk.button('Sign out').click();
  await kiosk.on('sign-in');
  expect(await look([NAME, DIGITS])).toEqual(NOTHING);

  // A request that still waits for a manager is left behind.
  await kiosk.signIn('Marco D.');
  await kiosk.type('4155550118');
  await kiosk.button(/^Open /).click();
  await kiosk.on('guest');
  await kiosk.give('Long wait', '$15');
  await kiosk.on('approve');
  expect((await look(['Okafor'])).heap).toContain('Okafor');
  await kiosk.button('Sign out').click();
  await kiosk.on('sign-in');
  expect(await look(['Okafor', '4155550118'])).toEqual(NOTHING);
});

test('of a new guest who was being typed, and of a guest who was forgotten, nothing is left in the page', async ({
  signedInKiosk,
}) => {
  test.slow();
  const { kiosk, page } = await signedInKiosk('Marco D.');
  const session = await page.context().newCDPSession(page);
  const theirs = ['Quartermain', '2125550199'];
  const look = await startLooking(page, session);
  await kiosk.type('2125550199');
  await kiosk.button('New guest').first().click();
  await kiosk.on('new-guest-text');
  await page.keyboard.type('Zebulon');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Quartermain');
  await page.keyboard.press('Enter');
  await kiosk.on('new-guest');
  await kiosk.button(/^Add /).waitFor();
  expect((await look(theirs)).heap).toEqual(theirs);
  await kiosk.button('Search').click();
  await kiosk.on('look-up');
  expect(await look(theirs)).toEqual(NOTHING);

  await kiosk.type(DIGITS);
  await kiosk.button(/^Open /).click();
  await kiosk.on('guest');
  await kiosk.button(/^View all/).click();
  await kiosk.button(/^More: remove/).click();
  await kiosk.on('forget-guest');
  expect((await look([NAME])).heap).toContain(NAME);
  await kiosk.type('975310');
  await kiosk.button(/^Remove /).click();
  await page.getByText('Guest removed from this kiosk').waitFor();
  expect(await look([NAME, DIGITS])).toEqual(NOTHING);
});
