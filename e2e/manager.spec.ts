import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage, type KioskPage } from './pages/kiosk-page.ts';
import type { ControlledCrm } from './sandbox-control/controlled-crm.ts';
import { fillIn } from './tour/manager.ts';

const ANA = '4155550142';
const OLGA = '730194';
const CLIENT = 'a-client-id';
/** Lets the built-in CRM play the live one: a development build alone heeds it. */
const PLAYED = { HOSTSTAND_LIVE_ON_LOOPBACK: '1' };

const stopped = (kiosk: KioskPage, step: string) =>
  kiosk.page.getByText(`Failed at: ${step}`).waitFor({ timeout: 30_000 });

/** Goes back to a page of the set-up, fills a field in, and returns to the test. */
async function again(kiosk: KioskPage, field: string, text: string): Promise<void> {
  const { button, page } = kiosk;
  const far = field.includes('GUID') ? 1 : 2;
  for (let n = 0; n < far; n += 1) await button('Back').click();
  await fillIn(kiosk, field, text);
  if (field === 'Address') {
    // Another address forgets what was typed for the one before.
    await fillIn(kiosk, 'Client ID', CLIENT);
    await fillIn(kiosk, 'Client secret', 'not-the-secret');
  }
  for (let n = 0; n < far; n += 1) await button('Next').click();
  await page.getByText('Test connection').waitFor();
  await button('Test').click();
}

async function typePin(kiosk: KioskPage, pin: string, press: string | RegExp): Promise<void> {
  await kiosk.type(pin);
  await kiosk.button(press).click();
}

test('first run to live: each step of the connection failing in turn, then live, and a credit is real', async ({
  launch,
  startCrm,
  closeAfter,
}) => {
  test.slow();
  const crm = await startCrm();
  const website = closeAfter(await answering('<html>hello</html>'));
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const narrow = closeAfter(
    await answering(
      JSON.stringify({
        '@class': '.SuccessfulResponse',
        token: {
          tokenType: 'Bearer',
          scope: null,
          expiresIn: 86_400,
          accessToken: `${part({ alg: 'none' })}.${part({ scope: 'orders labor' })}.x`,
        },
        status: 'SUCCESS',
      }),
    ),
  );
  const { page } = await launch({ env: { ...settingsFor(null, { undoSeconds: 1 }), ...PLAYED } });
  const kiosk = createKioskPage(page);
  const { button } = kiosk;

  await kiosk.on('sign-in');
  await button('Set up this kiosk for a restaurant').click();
  await kiosk.on('set-up');
  await button('Next').click();
  await fillIn(kiosk, 'Address', 'http://toast.example.com');
  await page.getByText('This address can’t be used').waitFor();
  await button('ws-api.toasttab.com').waitFor();
  await fillIn(kiosk, 'Address', 'https://nowhere.invalid');
  await page.getByText('nowhere.invalid isn’t a Toast address that Hoststand knows.').waitFor();
  await expect(button('Next')).toHaveCount(0);
  await button('Toast or my admin gave me this address').click();
  await fillIn(kiosk, 'Client ID', CLIENT);
  await fillIn(kiosk, 'Client secret', 'not-the-secret');
  await button('Next').click();
  await fillIn(kiosk, 'Restaurant GUID', 'the one in Soho');
  await page.getByText('This isn’t a GUID').waitFor();
  await fillIn(kiosk, 'Restaurant GUID', '7d9c1f0e-0000-4000-8000-000000000001');
  await button('Next').click();
  await button('Test').click();
  await stopped(kiosk, 'Find the address');
  await again(kiosk, 'Address', `https://127.0.0.1:${new URL(crm.url).port}`);
  await stopped(kiosk, 'Secure connection');
  const gone = closeAfter(await answering(''));
  await gone.close();
  await again(kiosk, 'Address', gone.url);
  await stopped(kiosk, 'Reach the server');
  await again(kiosk, 'Address', website.url);
  await stopped(kiosk, 'Sign in');
  await page.getByText('Something answers at this address, but it isn’t Toast’s service.').waitFor();
  await again(kiosk, 'Address', narrow.url);
  await stopped(kiosk, 'Guest-credit permission');
  await again(kiosk, 'Address', crm.url);
  await page.getByText('Toast doesn’t recognize this client ID and secret.').waitFor();
  await button('Back').click();
  await button('Back').click();
  await fillIn(kiosk, 'Client ID', crm.clientId);
  await button('Next').click();
  await button('Next').click();
  await again(kiosk, 'Client secret', crm.clientSecret);
  await stopped(kiosk, 'This restaurant');
  crm.control.fault({
    operation: 'search',
    effect: { kind: 'status', status: 503, body: 'html' },
  });
  await again(kiosk, 'Restaurant GUID', crm.restaurantGuid);
  await stopped(kiosk, 'Search for a guest');
  await button('Test again').click();
  await page.getByText('Connected to Toast').waitFor();

  // Half-way out: nothing is live, and what was entered and tested is still there.
  await button('Keep using Training').click();
  await kiosk.on('sign-in');
  await button('Set up this kiosk for a restaurant').click();
  await kiosk.on('set-up');
  for (const title of ['Connect to Toast', 'Which restaurant?', 'Test connection', 'Restaurant']) {
    await button('Next').click();
    await page.getByRole('heading', { name: title }).waitFor();
  }
  await button('Next').click();
  await button('Accept').click();
  await fillIn(kiosk, 'Name', 'Olga R.');
  await button('Next').click();
  await page.getByText('All limits are at their defaults.').waitFor();
  await typePin(kiosk, '123456', 'Next: enter it again');
  await typePin(kiosk, '123456', 'Go live');
  await page.getByText('Choose another PIN').first().waitFor();
  await typePin(kiosk, OLGA, 'Next: enter it again');
  await typePin(kiosk, OLGA, 'Go live');

  await kiosk.on('sign-in');
  await page.getByText('Enter your PIN').waitFor({ timeout: 30_000 });
  await expect(page.getByText('Training')).toHaveCount(0);
  const before = crm.control.store().transactions.length;
  await typePin(kiosk, OLGA, 'Sign in');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await expect.poll(() => crm.control.store().transactions.length, { timeout: 20_000 }).toBe(before + 1);
  await page.getByText('Nothing waiting').waitFor({ timeout: 20_000 });

  // To Training and back: live opens with a PIN of its own managers, and with none of Training's.
  const toDevice = async (pin: string): Promise<void> => {
    await kiosk.toManager(pin);
    await button('This kiosk').click();
    await kiosk.on('device');
  };
  await button('Sign out').click();
  await kiosk.on('sign-in');
  await typePin(kiosk, OLGA, 'Sign in');
  await toDevice(OLGA);
  await button('Go to Training').click();
  await button('Go to Training').click();
  await page.getByText('Training PINs').waitFor({ timeout: 30_000 });
  await kiosk.signIn('Priya N.');
  await toDevice('975310');
  await button('Go live').click();
  await kiosk.on('go-live');
  await typePin(kiosk, '975310', 'Go live');
  await page.getByText(/^PIN not recognized/).waitFor();
  await typePin(kiosk, OLGA, 'Go live');
  await kiosk.on('sign-in');
  await expect(page.getByText('Training PINs')).toHaveCount(0);
});

test('the shift report is Toast’s records to the cent, and a difference someone planted is found', async ({
  launch,
  startCrm,
}) => {
  test.slow();
  const crm = await startCrm();
  const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 1 }) });
  const kiosk = createKioskPage(page);
  const { button } = kiosk;
  await kiosk.signIn('Marco D.');
  for (const reason of ['Cold food', 'Wrong dish']) {
    await kiosk.openGuest(ANA, 'Ana Petrescu');
    await kiosk.give(reason, '$10');
    await kiosk.on('done');
    await button('Next guest').click();
  }
  await page.getByText('Nothing waiting').waitFor({ timeout: 20_000 });
  await button('Sign out').click();
  await kiosk.signIn('Priya N.');
  await kiosk.toManager();
  await page.getByText('All caught up, Priya').waitFor();
  await button('Shift report').click();
  await kiosk.on('report');
  await button('Restaurant').click();
  await page.getByText(/^Toast’s records, read/).waitFor({ timeout: 30_000 });
  // The records themselves, added up by hand: the business day begins at four.
  const from = await dayStart(kiosk);
  const given = crm.control.store().transactions.filter(({ type, at }) => type === 'ADD_VALUE' && at >= from);
  const sum = given.reduce((total, { amount }) => total + amount, 0);
  expect(given.length).toBeGreaterThanOrEqual(2);
  await expect(page.getByText(dollars(sum), { exact: true }).first()).toBeVisible();
  await expect(page.getByText(new RegExp(`^in ${given.length} credits`))).toBeVisible();
  await button('Compared').click();
  await page.getByText('Everything matches').waitFor();

  // A service that does not recognize a repeated number records one of them twice: nothing here hides it.
  const ours = given.filter(({ note }) => note?.includes('by Marco D.') ?? false);
  expect(ours).toHaveLength(2);
  const twice = ours[0];
  if (!twice) throw new Error('nothing was given');
  crm.control.setModes({ duplicates: 'double' });
  await post(crm, [{ guid: twice.guid, guestGuid: twice.guestGuid, cents: twice.amount }]);
  await button('Previous day').click();
  await button('Next day').click();
  await page.getByText('1 difference').waitFor({ timeout: 30_000 });
  await page.getByText('In Toast 2 times: $20.00 total').waitFor();
  await page.getByText(twice.guid).waitFor();

  await button('Export CSV').click();
  const path = (await page.locator('[data-file]').textContent()) ?? '';
  const rows = readFileSync(path, 'utf8').trimEnd().split('\r\n');
  expect(rows.filter((row) => row.startsWith('"this kiosk",'))).toHaveLength(2);
});

test('a day of three thousand lines is read page by page, and the screen stays awake and can stop it', async ({
  launch,
  startCrm,
}) => {
  test.slow();
  const crm = await startCrm();
  crm.control.setModes({ limits: null });
  const guestGuid = crm.control.store().guests[0]?.guid ?? '';
  await post(
    crm,
    Array.from({ length: 3_000 }, (_, n) => ({ guid: crypto.randomUUID(), guestGuid, cents: 100 + n })),
  );
  const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 1 }) });
  const kiosk = createKioskPage(page);
  const { button } = kiosk;
  await kiosk.signIn('Priya N.');
  await kiosk.toManager();
  await button('Shift report').click();
  await button('Restaurant').click();
  await page.getByText(/^\d+ of 3,?\d{3} entries$|entries so far$/).waitFor({ timeout: 30_000 });
  // Reading continues; the page answers anyway.
  await button('Stop').click();
  await page.getByText('Toast’s records weren’t read.').waitFor();
  await button('Check Toast again').click();
  await page.getByText(/^Toast’s records, read/).waitFor({ timeout: 90_000 });
  await page.getByText(/^in 3,?0\d\d credits/).waitFor();
});

test('a manager’s screens ask for a manager’s PIN, leave by themselves, and name a bad file', async ({
  launch,
  profile,
}) => {
  const path = join(profile, 'config.json');
  writeFileSync(path, '{ "rules": { "alone": { "sever": 900 } } }');
  const { page } = await launch({
    env: {
      HOSTSTAND_CONFIG_FILE: path,
      HOSTSTAND_CONFIG: JSON.stringify({
        training: { guests: 40 },
        screen: { idleWarnSeconds: 5, idleClearSeconds: 5 },
      }),
    },
  });
  const kiosk = createKioskPage(page);
  const { button } = kiosk;
  await kiosk.signIn('Priya N.');
  await button(/manager screens$/).click();
  await kiosk.on('manager-pin');
  await typePin(kiosk, '246802', 'Open');
  await page.getByText(/isn’t a manager PIN/).waitFor();
  await typePin(kiosk, '975310', 'Open');
  await kiosk.on('manager');
  await page.getByText('The setting rules.alone.sever can’t be used').waitFor();
  await page.getByText(/did you mean "server"/).waitFor();
  await page.getByText(path).waitFor();
  await kiosk.on('sign-in');
});

/** A server that answers everything with this. */
async function answering(
  body: string,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((_request, response) => response.end(body));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** Records credit as another kiosk of the restaurant would, one after the other. */
async function post(
  crm: ControlledCrm,
  credits: readonly { readonly guid: string; readonly guestGuid: string; readonly cents: number }[],
): Promise<void> {
  const { url, clientId, clientSecret, restaurantGuid } = crm;
  const json = { 'content-type': 'application/json' };
  const login = await fetch(`${url}/authentication/v1/authentication/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ clientId, clientSecret, userAccessType: 'TOAST_MACHINE_CLIENT' }),
  });
  const { token } = (await login.json()) as { token: { accessToken: string } };
  for (const { guid, guestGuid, cents } of credits) {
    const answer = await fetch(`${url}/crm/v1/customers/${guestGuid}/creditTransactions`, {
      method: 'POST',
      headers: {
        ...json,
        authorization: `Bearer ${token.accessToken}`,
        'toast-restaurant-external-id': restaurantGuid,
      },
      body: JSON.stringify({
        guid,
        amount: cents / 100,
        transactionType: 'ADD_VALUE',
        note: 'Long wait; by Kim A.',
        localCreatedDate: new Date().toISOString().replace('Z', '+0000'),
      }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

/** "$1,234.50" of whole cents. */
const dollars = (cents: number): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(cents / 100);

/** When the business day on the screen began (UTC ms): four in New York. */
async function dayStart(kiosk: KioskPage): Promise<number> {
  const title = (await kiosk.page.locator('[data-screen="report"] h1').textContent()) ?? '';
  const date = Number(/(\d+)$/.exec(title)?.[1]);
  const now = Date.now();
  for (let at = now - 30 * 3_600_000; at <= now; at += 60_000) {
    const local = new Intl.DateTimeFormat('en-US', {
      timeZone: 'America/New_York',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    }).format(at);
    if (local === `${date}, 04:00`) return at - (at % 60_000);
  }
  throw new Error(`no such day: ${title}`);
}
