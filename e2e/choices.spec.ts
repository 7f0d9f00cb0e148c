import { settingsFor, startCrm } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { createKioskPage, STAFF } from './pages/kiosk-page.ts';
import { DECIDE, fromAnotherPc, refusedGuest } from './tour/choices.ts';

// What may have been sent is asked about twice, a minute apart, before it goes on.
test.beforeEach(() => test.setTimeout(300_000));

const ANA = '4155550142';
const NOBODY = '2125550199';
const PRIYA = STAFF['Priya N.'];

test('a new guest whom Toast refused is corrected, and the credit behind follows once', async ({ desk }) => {
  const { crm, kiosk, page } = await desk('Marco D.', { undoSeconds: 1 });
  const before = crm.control.books().transactions.length;
  await refusedGuest(kiosk, crm, NOBODY);
  expect(await fits(page)).toEqual([]);
  // The credit's own way leads to the decision about the guest.
  await page.getByRole('listitem').filter({ hasText: '$10' }).getByRole('button', { name: 'Decide' }).click();
  await kiosk.on('decide');
  await kiosk.button(DECIDE.correct).click();
  await kiosk.on('decide-correct');
  await expect(page.getByText('The phone number is not valid')).toBeVisible();
  expect(await fits(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await kiosk.button(/^Last name/).click();
  await page.keyboard.press('Backspace');
  await page.keyboard.type('wuor');
  await page.keyboard.press('Enter');
  await kiosk.on('decide-correct');
  await kiosk.button(/^Phone/).click();
  await kiosk.on('new-guest-phone');
  await kiosk.button(/^Clear/).click();
  await kiosk.type('2125550188');
  await kiosk.button('Done').click();
  await kiosk.on('decide-correct');

  // A server's PIN decides nothing, and nothing typed is lost.
  await kiosk.type(STAFF['Marco D.']);
  await kiosk.button('Try again').click();
  await page.getByText('not a manager').waitFor();
  await expect(kiosk.button(/^Last name.*Obwuor/)).toBeVisible();
  await kiosk.type(PRIYA);
  await kiosk.button('Try again').click();
  await kiosk.on('waiting');
  await page.getByText('Nothing waiting').waitFor({ timeout: 150_000 });
  expect(crm.control.books().transactions).toHaveLength(before + 1);
  await page.keyboard.press('Enter');
  await kiosk.openGuest('2125550188', 'Ines Obwuor');
  await expect(page.getByText('$10.00').first()).toBeVisible();
});

test('credit behind a refused guest goes to another guest, who is shown with the sum first', async ({
  desk,
}) => {
  const { crm, kiosk, page } = await desk('Marco D.', { undoSeconds: 1 });
  const before = crm.control.books().transactions.length;
  await refusedGuest(kiosk, crm, NOBODY);
  await kiosk.button('Decide').first().click();
  await kiosk.on('decide');
  await kiosk.button(DECIDE.another).click();
  await kiosk.on('decide-find');
  // The refused guest is on this kiosk under this number, and is no choice.
  await kiosk.type(NOBODY);
  await page.getByText('No other guest in Toast has this number').waitFor();
  await kiosk.button(/^Clear/).click();
  await kiosk.type(ANA);
  await kiosk.button('Choose Ana P.').click();
  await kiosk.on('decide-move');
  await expect(page.getByText('Ana Petrescu')).toBeVisible();
  await expect(page.getByText('1 credit, $10.00')).toBeVisible();
  expect(await fits(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await kiosk.type(PRIYA);
  await kiosk.button('Give to Ana P.').click();
  await kiosk.on('waiting');
  await page.getByText('Nothing waiting').waitFor({ timeout: 150_000 });
  expect(crm.control.books().transactions).toHaveLength(before + 1);
  await page.keyboard.press('Enter');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await expect(page.getByText('$52.50')).toBeVisible();
});

test('canceling a refused guest says how much credit it cancels, and cancels it', async ({ desk }) => {
  const { crm, kiosk, page } = await desk('Marco D.', { undoSeconds: 1 });
  const before = crm.control.books().transactions.length;
  await refusedGuest(kiosk, crm, NOBODY);
  await kiosk.button('Decide').first().click();
  await kiosk.on('decide');
  await kiosk.button(DECIDE.cancel).click();
  await expect(page.getByText(/^Cancels this guest and 1 credit, \$10\.00\./)).toBeVisible();
  await kiosk.button('It was a mistake').click();
  await kiosk.type(PRIYA);
  await kiosk.button(DECIDE.cancel).last().click();
  await kiosk.on('waiting');
  await page.getByText('Nothing waiting').waitFor();
  expect(crm.control.books().transactions).toHaveLength(before);
});

for (const { as, choice, act, sent } of [
  { as: 'replaces the old one', choice: /^This PC replaces/, act: 'Replace and send', sent: 1 },
  { as: 'is a copy', choice: /^This is a copy/, act: 'Copy: do not send', sent: 0 },
]) {
  test(`data from another PC is not sent until a manager says that this one ${as}`, async ({
    launch,
    profile,
  }) => {
    const away = await startCrm(profile);
    const env = settingsFor(away, { undoSeconds: 1 });
    const first = await launch({ env });
    const there = createKioskPage(first.page);
    await there.signIn('Marco D.');
    await there.openGuest(ANA, 'Ana Petrescu');
    // Toast is away, so that the credit is still here when the kiosk ends.
    const port = Number(new URL(away.url).port);
    await away.close();
    await there.give('Cold food', '$10');
    await there.on('done');
    await first.close();
    fromAnotherPc(profile);
    const crm = await startCrm(profile, { port });
    const before = crm.control.books().transactions.length;

    const { page } = await launch({ env });
    const kiosk = createKioskPage(page);
    await kiosk.on('sign-in');
    await expect(page.getByText('Credits on this PC are not being sent')).toBeVisible();
    expect(await fits(page)).toEqual([]);
    await kiosk.signIn('Priya N.');
    await kiosk.toManager();
    await page.getByRole('button', { name: /^This data comes from another PC/ }).click();
    await kiosk.on('moved');
    expect(await fits(page)).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
    expect(crm.control.books().transactions).toHaveLength(before);
    await kiosk.button(choice).click();
    await kiosk.button(act).click();
    await kiosk.on('manager');
    await expect(page.getByText('This data comes from another PC')).toHaveCount(0);
    if (sent === 1) {
      await expect
        .poll(() => crm.control.books().transactions.length, { timeout: 150_000 })
        .toBe(before + sent);
    } else {
      await expect(page.getByRole('button', { name: /^\$10\.00 for Ana/ })).toBeVisible();
      expect(crm.control.books().transactions).toHaveLength(before);
    }
    await crm.close();
  });
}
