import { knownGuid } from '../src-main/sandbox/data/known-guests.ts';
import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { STAFF } from './pages/kiosk-page.ts';

const ANA = '4155550142';
const GRACE_ID = knownGuid('Grace', 'Lindqvist');

test('credit for a guest that Toast merges into another waits for a manager; new credit is given openly', async ({
  signedInKiosk,
}) => {
  test.setTimeout(180_000);
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 1 });
  const before = crm.control.store().transactions.length;
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  crm.control.setModes({ merged: [{ from: knownGuid('Ana', 'Petrescu'), into: GRACE_ID }] });
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await page.getByRole('button', { name: /^1 waiting, needs a manager/ }).click({ timeout: 60_000 });
  await kiosk.on('waiting');
  await expect(page.getByText(/Toast has merged this guest into another one/)).toBeVisible();
  expect(crm.control.store().transactions).toHaveLength(before);
  expect(await fits(page)).toEqual([]);
  await kiosk.button('Decide').click();
  await kiosk.on('decide');
  await kiosk.button('Use Grace Lindqvist').click();
  await expect(page.getByText(/^This guest gets the credit\./)).toBeVisible();
  expect(await fits(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await kiosk.type(STAFF['Priya N.']);
  await kiosk.button('Use this guest').click();
  await kiosk.on('waiting');
  await page.getByText('Nothing waiting').waitFor({ timeout: 60_000 });
  const [line] = crm.control.store().transactions;
  expect(crm.control.store().transactions).toHaveLength(before + 1);
  expect(line).toMatchObject({ guestGuid: GRACE_ID, amount: 1_000 });

  // Opened again, it is the other guest, under the name that Toast gives.
  await page.keyboard.press('Enter');
  await kiosk.type(ANA);
  await kiosk.button('Open Ana P.').click();
  await kiosk.on('guest');
  await expect(page.getByRole('heading', { name: 'Grace Lindqvist' })).toBeVisible();
  await expect(page.getByText('Toast merged the guest you opened into this one.')).toBeVisible();
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await expect.poll(() => crm.control.store().transactions.length, { timeout: 60_000 }).toBe(before + 2);
  expect(crm.control.store().transactions[0]).toMatchObject({ guestGuid: GRACE_ID, amount: 1_000 });
});
