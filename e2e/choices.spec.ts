import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { STAFF } from './pages/kiosk-page.ts';
import { DECIDE, refusedGuest } from './tour/choices.ts';

// A refusal is final once Toast, asked twice, has nothing of it.
test.beforeEach(() => test.setTimeout(180_000));

const ANA = '4155550142';
const NOBODY = '2125550199';
const PRIYA = STAFF['Priya N.'];

test('a new guest that Toast refused is corrected, and the credit behind follows once', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 1 });
  const before = crm.control.store().transactions.length;
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
  await kiosk.on('new-guest-text');
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
  await page.getByText('isn’t a manager PIN').waitFor();
  await expect(kiosk.button(/^Last name.*Obwuor/)).toBeVisible();
  await kiosk.type(PRIYA);
  await kiosk.button('Try again').click();
  await kiosk.on('waiting');
  await page.getByText('Nothing waiting').waitFor({ timeout: 90_000 });
  expect(crm.control.store().transactions).toHaveLength(before + 1);
  await page.keyboard.press('Enter');
  await kiosk.openGuest('2125550188', 'Ines Obwuor');
  await expect(page.getByText('$10.00').first()).toBeVisible();
});

test('credit behind a refused guest goes to another guest, who is shown with the sum first', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 1 });
  const before = crm.control.store().transactions.length;
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
  await page.getByText('Nothing waiting').waitFor({ timeout: 90_000 });
  expect(crm.control.store().transactions).toHaveLength(before + 1);
  await page.keyboard.press('Enter');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await expect(page.getByText('$52.50')).toBeVisible();
});

test('canceling a refused guest says how much credit it cancels, and cancels it', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 1 });
  const before = crm.control.store().transactions.length;
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
  expect(crm.control.store().transactions).toHaveLength(before);
});
