import { knownGuid } from '../src-main/sandbox/data/known-guests.ts';
import { settingsFor } from './fixtures/crm.ts';
import { longHistory, startCrmWith } from './fixtures/crm-records.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage, type KioskPage } from './pages/kiosk-page.ts';
import type { ControlledCrm } from './sandbox-control/controlled-crm.ts';
import { NOBODY, openNewGuest, typeNames } from './tour/guests.ts';

/** Long enough to see what is there meanwhile on a busy machine, and within what the kiosk waits for an answer. */
const SLOW_MS = 6_000;
const ANA = '4155550142';
/** One digit from it; no one has it. */
const NEAR_ANA = '4155550149';
const PRIYA = '975310';

/** No one's number, both names: the form is whole. */
async function fillIn(kiosk: KioskPage, digits = NOBODY): Promise<void> {
  await openNewGuest(kiosk, digits);
  await typeNames(kiosk, 'Ines', 'Obi');
}

/** Offline is said a moment after it is so, and believed by the screens only then. */
const offline = (kiosk: KioskPage) =>
  kiosk.page
    .getByText(/^(Offline since|Toast hasn’t answered since)/)
    .first()
    .waitFor({ timeout: 40_000 });

const named = (crm: ControlledCrm, name: string) =>
  crm.control.store().guests.filter((guest) => `${guest.firstName} ${guest.lastName}` === name);

test('a new guest is typed, added once, and given credit at once', async ({ signedInKiosk }) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 1 });
  crm.control.setModes({ createPolls: 2 });
  await openNewGuest(kiosk, NOBODY);
  await kiosk.write('Ines');
  await kiosk.button('Next: last name').click();
  await kiosk.write('Obi');
  await kiosk.button('Done').click();
  await kiosk.on('new-guest');
  await expect(page.getByRole('button', { name: /^Phone/ })).toContainText('(212) 555-0199');
  // A second tap is the same guest.
  await kiosk.button('Add Ines O.').dblclick();
  await kiosk.on('guest');
  await expect(page.getByText('Added and saved on this kiosk.')).toBeVisible();
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await expect(page.getByRole('heading', { name: 'Toast has it' })).toBeVisible({ timeout: 40_000 });
  const added = named(crm, 'Ines Obi');
  expect(added).toMatchObject([{ phone: NOBODY, balance: 1_000 }]);
  await kiosk.button(/^Back to/).click();
  await kiosk.on('guest');
  await expect(page.getByText('$10.00', { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/from Toast$/)).toBeVisible();
});

test('what is wrong is said at its field, and nothing typed is lost', async ({ signedInKiosk }) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  await fillIn(kiosk);
  const field = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
  await field('Email').click();
  await page.keyboard.type('ines@');
  await page.keyboard.press('Enter');
  await expect(field('Email')).toContainText('That email address isn’t complete');
  await kiosk.button('Correct the email').click();
  await page.keyboard.type('example.com');
  await page.keyboard.press('Enter');
  await field('Phone').click();
  await kiosk.on('new-guest-phone');
  await kiosk.button('Delete').click();
  await kiosk.button('Back to form').click();
  await expect(field('Phone')).toContainText('Enter all ten digits');
  await kiosk.button('Correct the number').click();
  await page.keyboard.press('Escape');
  await field('Phone').click();
  for (let n = 0; n < 9; n += 1) await page.keyboard.press('Backspace');
  await page.keyboard.type('2125551234');
  await page.keyboard.press('Enter');
  await field('Last name').click();
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await expect(field('Last name')).toContainText('Required by Toast');
  await kiosk.button('Type the last name').click();
  await page.keyboard.type('Obi');
  await page.keyboard.press('Enter');
  // Ten digits that no phone has are known on the other side only.
  await field('Phone').click();
  for (let n = 0; n < 10; n += 1) await page.keyboard.press('Backspace');
  await page.keyboard.type('2120000000');
  await page.keyboard.press('Enter');
  await expect(field('Phone')).toContainText('That’s not a valid phone number');
  await expect(field('First name')).toContainText('Ines');
  await expect(field('Email')).toContainText('ines@example.com');
  expect(named(crm, 'Ines Obi')).toEqual([]);
});

test('someone who is there already is one press away, and no one is added', async ({ signedInKiosk }) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  const before = crm.control.store().guests.length;
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.button('Next guest').click();
  await openNewGuest(kiosk, NEAR_ANA);
  await typeNames(kiosk, 'Anna', 'Petresku');
  await expect(page.getByText('Possible matches')).toBeVisible();
  await expect(page.getByRole('button', { name: /Ana Petrescu/ })).toContainText('One digit different');
  await expect(kiosk.button('None of these, add new')).toBeVisible();
  await kiosk.button('Use Ana P.').click();
  await kiosk.on('guest');
  await expect(page.getByText('$42.50')).toBeVisible();
  expect(crm.control.store().guests).toHaveLength(before);
});

test('idle and Back leave nothing of someone who was being typed', async ({ signedInKiosk }) => {
  const screen = { idleWarnSeconds: 5, idleClearSeconds: 5 };
  const { kiosk, page } = await signedInKiosk('Marco D.', { screen });
  await fillIn(kiosk);
  await kiosk.button('Search').click();
  await kiosk.on('look-up');
  await expect(page.getByText('Obi')).toHaveCount(0);
  await fillIn(kiosk);
  await kiosk.on('sign-in');
  await expect(page.getByText('Obi')).toHaveCount(0);
});

test('offline a new guest is usable at once; both they and their credit arrive once', async ({
  signedInKiosk,
  startCrm,
}) => {
  test.slow();
  const { crm: before, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 1 });
  const port = Number(new URL(before.url).port);
  await before.close();
  await kiosk.type(NOBODY);
  await kiosk.button('New guest').first().click();
  await typeNames(kiosk, 'Ines', 'Obi');
  await expect(
    page.getByText(/^We can’t check Toast right now, so this guest may already exist/),
  ).toBeVisible({
    timeout: 30_000,
  });
  await kiosk.button('Add Ines O.').click();
  await kiosk.on('guest');
  await expect(page.getByText('Not in Toast yet')).toBeVisible({ timeout: 30_000 });
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await offline(kiosk);
  await kiosk.button(/^Back to/).click();
  await kiosk.on('guest');
  await expect(page.getByText('waiting on this kiosk, sent right after the guest')).toBeVisible({
    timeout: 30_000,
  });

  const after = await startCrm({ port });
  // The open screen follows by itself.
  await expect(page.getByText('$10.00', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('Nothing waiting')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/from Toast$/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Not in Toast yet')).toHaveCount(0);
  const added = named(after, 'Ines Obi');
  expect(added).toMatchObject([{ phone: NOBODY, balance: 1_000 }]);
  const theirs = after.control.store().transactions.filter(({ guestGuid }) => guestGuid === added[0]?.guid);
  expect(theirs).toHaveLength(1);
});

test('Toast knew them after all: a manager says who they are, and the credit goes there once', async ({
  signedInKiosk,
  startCrm,
}) => {
  test.slow();
  const { crm: before, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 1 });
  const port = Number(new URL(before.url).port);
  await before.close();
  // Ana was never met on this kiosk.
  await kiosk.type(ANA);
  await kiosk.button('New guest').first().click();
  await typeNames(kiosk, 'Annie', 'Petrescu');
  await kiosk.button('Add Annie P.').click();
  await kiosk.on('guest');
  await expect(page.getByText('Not in Toast yet')).toBeVisible({ timeout: 30_000 });
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await kiosk.button(/^Back to/).click();
  await kiosk.on('guest');

  const after = await startCrm({ port });
  await expect(page.getByText(/^Toast already has someone with this phone/)).toBeVisible({
    timeout: 60_000,
  });
  await kiosk.button('Waiting credits').click();
  await kiosk.on('waiting');
  await expect(page.getByText(/^Added by Marco D\. at .*Toast already has someone/)).toBeVisible();
  // The credit behind the guest leads there too.
  await kiosk.button('Decide').first().click();
  await kiosk.on('decide');
  await kiosk.button('Use Ana Petrescu').click();
  await kiosk.type(PRIYA);
  await kiosk.button('Use this guest').click();
  await kiosk.on('waiting');
  await expect(page.getByText('Nothing waiting')).toBeVisible({ timeout: 40_000 });
  await kiosk.button('Back').click();
  await kiosk.on('guest');
  await expect(page.getByRole('heading', { name: 'Ana Petrescu' })).toBeVisible();
  await expect(page.getByText('A manager confirmed that the new guest is this guest.')).toBeVisible();
  await expect(page.getByText('$52.50')).toBeVisible({ timeout: 30_000 });
  expect(named(after, 'Annie Petrescu')).toEqual([]);
  const posted = Object.keys(after.control.store().posts);
  expect(posted).toHaveLength(1);
});

test('a manager has this kiosk forget one guest; Toast keeps them', async ({ signedInKiosk }) => {
  const { kiosk, page } = await signedInKiosk('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  const more = 'More: remove this guest from this kiosk';
  await kiosk.button(more).click();
  await kiosk.on('forget-guest');
  // A server's PIN forgets no one.
  await kiosk.type('246802');
  await kiosk.button('Remove Ana').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await kiosk.type(PRIYA);
  await kiosk.button('Remove Ana').click();
  await expect(page.getByRole('heading', { name: 'Guest removed from this kiosk' })).toBeVisible();
  await expect(page.getByText('Petrescu')).toHaveCount(0);
  await kiosk.button('Next guest').click();
  await kiosk.on('look-up');
  await kiosk.type('415555');
  await expect(page.getByText(/^No match on this kiosk/)).toBeVisible();
  await page.keyboard.press('Escape');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await expect(page.getByText('$42.50')).toBeVisible();
});

test('a guest that credit waits for is not forgotten, and the screen says why', async ({ signedInKiosk }) => {
  const { kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 120 });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await kiosk.button(/^Back to/).click();
  await kiosk.button('More: remove this guest from this kiosk').click();
  await kiosk.type(PRIYA);
  await kiosk.button('Remove Ana').click();
  await expect(page.getByText('This guest can’t be removed yet')).toBeVisible();
  await kiosk.button('Back to Ana').click();
  await kiosk.on('guest');
});

test('2,000 lines of history: page by page as one scrolls, each once, to the end', async ({
  launch,
  profile,
  closeAfter,
}) => {
  test.slow();
  const guid = knownGuid('Grace', 'Lindqvist');
  const crm = closeAfter(await startCrmWith(profile, longHistory(guid, 2_000)));
  const { page } = await launch({ env: settingsFor(crm) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550107', 'Grace Lindqvist');
  await kiosk.button('Full history').click();
  const list = page.getByRole('region', { name: 'Full history' });
  const lines = list.getByRole('listitem');
  await expect(lines).toHaveCount(50);
  await list.hover();
  for (let had = 50; had < 2_000; had += 50) {
    // A wheel, as far as it goes; the next page comes by itself.
    await page.mouse.wheel(0, 1_000_000);
    await expect.poll(() => lines.count(), { timeout: 20_000 }).toBeGreaterThan(had);
  }
  // That there are no more, Toast says when it is asked for more.
  await page.mouse.wheel(0, 1_000_000);
  await expect(page.getByText('End of history: 2000 entries.')).toBeVisible({ timeout: 20_000 });
  const words = await lines.allTextContents();
  const visits = words.map((text) => /visit (\d+)/.exec(text)?.[1]);
  expect(new Set(visits).size).toBe(2_000);
  expect(visits[0]).toBe('2000');
  expect(visits.at(-1)).toBe('1');
});

test('earlier lines that did not come are asked for again from where they ended', async ({
  launch,
  profile,
  closeAfter,
}) => {
  const guid = knownGuid('Grace', 'Lindqvist');
  const crm = closeAfter(await startCrmWith(profile, longHistory(guid, 60)));
  const { page } = await launch({ env: settingsFor(crm) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550107', 'Grace Lindqvist');
  await kiosk.button('Full history').click();
  const lines = page.getByRole('region', { name: 'Full history' }).getByRole('listitem');
  await expect(lines).toHaveCount(50);
  crm.control.fault({
    operation: 'guest-transactions',
    times: 'all',
    effect: { kind: 'status', status: 500 },
  });
  // Anyone who cannot scroll has the button.
  await kiosk.button('Show earlier').evaluate((button) => (button as HTMLElement).click());
  await expect(page.getByText('Toast sent a response we couldn’t read.')).toBeVisible({ timeout: 20_000 });
  await expect(lines).toHaveCount(50);
  crm.control.clearFaults();
  await kiosk.button('Try again').click();
  await expect(lines).toHaveCount(60);
});

test('what the kiosk knows shows at once; a slow Toast takes its place without moving anything', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await expect(page.getByText(/from Toast$/)).toBeVisible();
  await kiosk.button('Next guest').click();
  await kiosk.type(ANA);
  await page.getByText('Ana Petrescu', { exact: true }).waitFor();
  crm.control.fault({ operation: 'credit-summary', effect: { kind: 'delay', ms: SLOW_MS } });
  await kiosk.button(/^Open /).click();
  await kiosk.on('guest');
  const figure = page.getByText('$42.50');
  await expect(figure).toBeVisible();
  await expect(page.getByText(/^Last known at/)).toBeVisible();
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('main h1, main h2, main .figure, main ol > li')].map((element) => {
        const { x, y } = element.getBoundingClientRect();
        return `${Math.round(x)} ${Math.round(y)}`;
      }),
    );
  const before = await places();
  await expect(page.getByText(/from Toast$/)).toBeVisible({ timeout: 20_000 });
  expect(await places()).toEqual(before);
});

test('a balance that is still to come has its room: what is below does not move when it comes', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  crm.control.fault({ operation: 'credit-summary', effect: { kind: 'delay', ms: SLOW_MS } });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  const history = page.getByRole('heading', { name: 'History', exact: true });
  await expect(history).toBeVisible();
  await expect(page.getByText(/from Toast$/)).toBeHidden();
  const before = await history.boundingBox();
  await expect(page.getByText(/from Toast$/)).toBeVisible({ timeout: 20_000 });
  expect(await history.boundingBox()).toEqual(before);
});

test('a balance that did not come is said where it is, and the history beside it stays this moment’s', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  crm.control.fault({ operation: 'credit-summary', times: 'all', effect: { kind: 'status', status: 500 } });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await expect(page.getByText('Not available', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Toast sent a response we couldn’t read.')).toBeVisible();
  await expect(page.getByText('+$20.00')).toBeVisible();
  crm.control.clearFaults();
  await kiosk.button('Check Toast again').click();
  await expect(page.getByText('$42.50')).toBeVisible();
});

test('pulled down by a finger, the guest is asked for again', async ({ signedInKiosk, runtime }) => {
  test.skip(runtime === 'electron', 'fingers are sent through the DevTools protocol of a plain browser');
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await expect(page.getByText('$42.50')).toBeVisible();
  crm.control.pos({ kind: 'redeem', guestGuid: knownGuid('Ana', 'Petrescu'), amount: 250 });
  const devTools = await page.context().newCDPSession(page);
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', y: number) =>
    devTools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: 300, y }],
    });
  await finger('touchStart', 300);
  for (const y of [320, 360, 400, 440]) await finger('touchMove', y);
  await expect(page.getByText('Release to refresh')).toBeVisible();
  await finger('touchEnd', 440);
  await expect(page.getByText('$40.00')).toBeVisible();
  await expect(page.getByText('Release to refresh')).toHaveCount(0);
});
