import type { Page } from 'playwright';
import type { RequestName, Requests } from '../src-preload/contract/channels.ts';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage, STAFF } from './pages/kiosk-page.ts';

const ANA = '4155550142';
const TOM = '4155550118';

/** Asks as a page that is not ours would: with anything it likes, over the bridge that is there. */
async function lie<N extends RequestName>(page: Page, name: N, request: Requests[N]['request']) {
  return await page.evaluate(
    ([what, how]) => {
      const { kiosk } = window as unknown as { kiosk: Record<string, (r: unknown) => Promise<unknown>> };
      return kiosk[what as string]?.(how);
    },
    [name, request] as const,
  );
}

test('within the limit a server gives alone; above it a manager who is here says yes', async ({
  signedInKiosk,
}) => {
  const { kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 60 });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await expect(page.getByText('Approved by')).toHaveCount(0);
  await kiosk.button('Next guest').click();
  await kiosk.openGuest(TOM, 'Tom Okafor');
  await kiosk.give('Long wait', '$15');
  await kiosk.on('approve');
  await expect(page.getByText('Marco’s limit is $10.00.')).toBeVisible();
  // No one has set up an authenticator yet.
  await expect(kiosk.button('Approve by code')).toHaveCount(0);
  // A server's PIN does not do, and the request stays.
  await kiosk.type(STAFF['Sam T.']);
  await kiosk.button('Approve $15.00').click();
  await expect(page.getByText('That isn’t a manager PIN')).toBeVisible();
  await kiosk.approveAs('Priya N.');
  await expect(page.getByText('Priya N.')).toBeVisible();
});

test('offline, a manager who is elsewhere says yes by a code; the code is good once', async ({
  launch,
  startCrm,
}) => {
  test.slow();
  const crm = await startCrm();
  const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 60 }) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Priya N.');
  await kiosk.toStaff();
  const phone = await kiosk.enrol();
  await expect(page.getByText('Your authenticator is set up.')).toBeVisible();
  await kiosk.button('Sign out').click();
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.button('Next guest').click();
  await crm.close();
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await expect(page.getByText(/^Offline since/).first()).toBeVisible({ timeout: 20_000 });
  await kiosk.give('Long wait', '$15');
  await kiosk.on('approve');
  await kiosk.button('Approve by code').click();
  await expect(page.getByRole('heading', { name: 'Read this to Priya' })).toBeVisible();
  // The code that proved the authenticator is used up; the next one is good, also a little early.
  const code = phone.in(1);
  await kiosk.type(code);
  await kiosk.button('Approve $15.00').click();
  await kiosk.on('done');
  await expect(page.getByText('Priya N.')).toBeVisible();
  await kiosk.button('Back to Ana P.').click();
  await kiosk.give('Long wait', '$20');
  await kiosk.on('approve');
  await kiosk.button('Approve by code').click();
  await kiosk.type(code);
  await kiosk.button('Approve $20.00').click();
  await expect(page.getByText('This code was already used')).toBeVisible();
  await kiosk.button('Decline').click();
  await kiosk.button('Sign out').click();
  await kiosk.signIn('Priya N.');
  await kiosk.toManager();
  await kiosk.button('Activity log').click();
  await kiosk.button('Check every entry').click();
  await expect(page.getByText('none missing or changed')).toBeVisible();
});

test('above what one person may give in a day it is refused, no matter who would say yes', async ({
  signedInKiosk,
}) => {
  const rules = { employeeDay: { most: 1_500 } };
  const { kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 60, rules });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await kiosk.button('Next guest').click();
  await kiosk.openGuest(TOM, 'Tom Okafor');
  await kiosk.button('Give credit').click();
  await kiosk.on('give-credit');
  await kiosk.button('Cold food').click();
  await expect(page.getByText('The most that can be given now is $5.00.')).toBeVisible();
  await expect(kiosk.button(/^Give \$|^Ask a manager/)).toHaveCount(0);
  await expect(page.getByText('1 waiting')).toBeVisible();
});

test('an approval replayed, or altered, by a page that is not ours gives nothing', async ({
  signedInKiosk,
}) => {
  const { kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 60 });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.button('Give credit').click();
  await kiosk.on('give-credit');
  const found = (await lie(page, 'lookUp', { digits: ANA, by: 'phone' })) as {
    value: { matches: { id: string }[] };
  };
  const guestId = found.value.matches[0]?.id ?? '';
  const form = (await lie(page, 'openCreditForm', { guestId })) as { value: { form: { creditId: string } } };
  const { creditId } = form.value.form;
  const ask = async (amount: number) => {
    const asked = (await lie(page, 'giveCredit', {
      creditId,
      amount: amount as never,
      reasonId: 'long-wait',
      note: '',
    })) as { ok: boolean; value?: { approval?: { approvalId: string } }; error?: unknown };
    return asked;
  };
  const small = (await ask(1_500)).value?.approval?.approvalId ?? '';
  const large = (await ask(20_000)).value?.approval?.approvalId ?? '';
  const pin = STAFF['Priya N.'];
  const gone = { ok: false, error: { code: 'approval-gone' } };
  expect(await lie(page, 'approve', { approvalId: small, pin })).toEqual(gone);
  const again = (await ask(1_500)).value?.approval?.approvalId ?? '';
  expect(await lie(page, 'approve', { approvalId: large, pin })).toEqual(gone);
  expect(await lie(page, 'approve', { approvalId: again, pin })).toMatchObject({
    ok: true,
    value: { amount: 1_500, approvedBy: 'Priya N.' },
  });
  expect(await lie(page, 'approve', { approvalId: again, pin })).toEqual(gone);
  expect(await ask(20_000)).toEqual({ ok: false, error: { code: 'form-closed' } });
  expect(
    await lie(page, 'staffAdd', { shortName: 'Me', role: 'manager', employeeGuid: null, pin: null }),
  ).toEqual({
    ok: false,
    error: { code: 'managers-only' },
  });
  await expect(page.getByText('1 waiting')).toBeVisible();
});

test('five wrong PINs lock the keypad, over a restart; a manager opens it', async ({ launch }) => {
  test.slow();
  const env = settingsFor(null);
  const first = await launch({ env });
  const kiosk = createKioskPage(first.page);
  await kiosk.on('sign-in');
  for (let left = 4; left >= 0; left -= 1) {
    await kiosk.type('111999');
    await kiosk.button('Sign in').click();
    const said = left > 0 ? new RegExp(`\\b${left} tr`) : 'Too many tries';
    await first.page.getByText(said).waitFor();
  }
  await first.kill();

  const second = await launch({ env });
  const again = createKioskPage(second.page);
  // It says so before anyone types.
  await expect(second.page.getByText('Too many tries')).toBeVisible();
  await expect(second.page.getByText(/Try again in 0:[0-2]\d/)).toBeVisible();
  await again.button('Manager unlock').click();
  await again.type(STAFF['Marco D.']);
  await again.button('Unlock').click();
  await expect(second.page.getByText('The keypad is still locked. 1 try left.')).toBeVisible();
  await again.type(STAFF['Priya N.']);
  await again.button('Unlock').click();
  await expect(second.page.getByText('Enter a training PIN')).toBeVisible();
  await again.signIn('Marco D.');
});

test('where the restaurant signs out after each credit, it can be undone and nothing else done', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 60, signOutAfterCredit: true });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await expect(kiosk.button(/^Back to/)).toHaveCount(0);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(page.getByText('Nothing was given.')).toBeVisible();
  await kiosk.button('Done, sign out').click();
  await kiosk.on('sign-in');
  expect(crm.control.store().posts).toEqual({});
});

test('a person is added with a PIN that is shown once, and signs in with it', async ({ launch }) => {
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Priya N.');
  await kiosk.toStaff();
  await kiosk.button('Add employee').click();
  await kiosk.on('staff-name');
  await page.keyboard.type('Lee W.');
  await kiosk.button('Save name').click();
  await kiosk.button('Add Lee W.').click();
  await kiosk.on('staff-pin');
  const pin = ((await page.locator('[data-pin]').textContent()) ?? '').replaceAll(/\s/g, '');
  expect(pin).toMatch(/^\d{6}$/);
  await kiosk.button('Done').click();
  await kiosk.on('staff');
  await expect(page.getByText(pin)).toHaveCount(0);
  await kiosk.button('Sign out').click();
  await kiosk.on('sign-in');
  await kiosk.type(pin);
  await kiosk.button('Sign in').click();
  await kiosk.on('look-up');
  await expect(page.getByText('Lee W.')).toBeVisible();
});
