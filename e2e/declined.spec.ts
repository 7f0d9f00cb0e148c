import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { STAFF } from './pages/kiosk-page.ts';

// A refusal is final once Toast, asked twice, has nothing of it.
test.beforeEach(() => test.setTimeout(180_000));

const ANA = '4155550142';
const PRIYA = STAFF['Priya N.'];

test('a declined credit is checked before the screen says that nothing was given', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 1 });
  const decline = { kind: 'status', status: 400, body: 'error-message', message: 'Not today' } as const;
  crm.control.fault({ operation: 'add-credit', effect: decline });
  const unanswered = { kind: 'status', status: 500, body: 'html' } as const;
  crm.control.fault({ operation: 'get-transaction', times: 'all', effect: unanswered });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await expect(page.getByText(/We’re checking with Toast/)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Nothing was given')).toHaveCount(0);
  await expect(page.getByText('Toast declined')).toHaveCount(0);
  crm.control.clearFaults();
  await expect(page.getByRole('heading', { name: 'Toast declined this credit' })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText(/^Nothing was given.*“Not today”/)).toBeVisible();
});

test('what is at Toast already is not sent again, and the manager reads why', async ({ signedInKiosk }) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 1 });
  const before = crm.control.store().transactions.length;
  // Carried out, answered as declined, and not shown to anyone who asks: as bad as it gets.
  crm.control.fault({
    operation: 'add-credit',
    effect: { kind: 'status-after', status: 400, body: 'error-message' },
  });
  const hidden = { kind: 'status', status: 404, body: 'error-message' } as const;
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  for (const operation of ['get-transaction', 'guest-transactions'] as const) {
    crm.control.fault({ operation, times: 'all', effect: hidden });
  }
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await page.getByRole('heading', { name: 'Toast declined this credit' }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: /^1 waiting, needs a manager/ }).click();
  await kiosk.on('waiting');
  await kiosk.button('Decide').click();
  await kiosk.on('decide');
  await kiosk.button('Send again').first().click();

  // Toast cannot be asked: nothing is sent.
  crm.control.clearFaults();
  const unanswered = { kind: 'status', status: 500, body: 'html' } as const;
  crm.control.fault({ operation: 'get-transaction', times: 'all', effect: unanswered });
  await kiosk.type(PRIYA);
  await kiosk.button('Send again').last().click();
  await expect(page.getByRole('alert')).toContainText('We can’t check with Toast right now');
  await expect(page.getByRole('alert')).toContainText('Nothing was sent again');
  expect(await fits(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);

  // Asked again, Toast says that it has the credit.
  crm.control.clearFaults();
  await kiosk.type(PRIYA);
  await kiosk.button('Send again').last().click();
  await expect(page.getByRole('heading', { name: 'Toast already has this credit' })).toBeVisible();
  await expect(page.getByText('Nothing was sent again.')).toBeVisible();
  expect(await fits(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await kiosk.button('Go back').click();
  await kiosk.on('waiting');
  await page.getByText('Nothing waiting').waitFor();
  expect(crm.control.store().transactions).toHaveLength(before + 1);
});
