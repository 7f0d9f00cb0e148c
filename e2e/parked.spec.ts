import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage, STAFF } from './pages/kiosk-page.ts';

const ANA = '4155550142';
const TOM = '4155550118';
/** Long enough for a slow machine to press its keys in, short enough to wait for. */
const SOON = { screen: { idleWarnSeconds: 8, idleClearSeconds: 5 } };

test('a request outlives the idle screen and the page; a manager approves it on their own', async ({
  signedInKiosk,
}) => {
  test.slow();
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 60, ...SOON });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Long wait', '$15');
  await kiosk.on('approve');
  await expect(page.getByText('The request stays saved for a manager.', { exact: false })).toBeVisible({
    timeout: 20_000,
  });
  await kiosk.on('sign-in');
  await expect(
    page.getByText('Signed out for privacy. The request stays saved for a manager.'),
  ).toBeVisible();
  // How many, and nothing of the guest.
  await expect(page.getByText('1 needs approval')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('Ana');
  await page.reload();
  await kiosk.on('sign-in');
  await expect(page.getByText('1 needs approval')).toBeVisible();
  await kiosk.signIn('Priya N.');
  await kiosk.button('1 needs approval').click();
  await kiosk.on('approvals');
  await kiosk.button(/^\$15\.00 for Ana Petrescu/).click();
  await kiosk.approveAs('Priya N.');
  await expect(page.getByText('Marco D.')).toBeVisible();
  await expect(page.getByText('Approved by')).toBeVisible();
  // The manager who approved it may take it back.
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeVisible();
  await kiosk.button('Next guest').click();
  await kiosk.button('Sign out').click();
  await kiosk.signIn('Marco D.');
  await kiosk.button('$15.00 approved').click();
  await expect(page.getByText('Priya N. approved it. The credit is saved.')).toBeVisible();
  await kiosk.button('Search for a guest').click();
  // Read once.
  await expect(kiosk.button('$15.00 approved')).toHaveCount(0);
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.button('Give credit').click();
  await kiosk.on('give-credit');
  expect(Object.values(crm.control.store().posts).every((count) => count <= 1)).toBe(true);
});

test('saved for a manager, the next guest is served; then it is declined with a reason', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 60 });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Long wait', '$15');
  await kiosk.on('approve');
  await kiosk.button('Save for later').click();
  await kiosk.openGuest(TOM, 'Tom Okafor');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await kiosk.button('Next guest').click();
  // The same guest again is another request: two wait.
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Wrong dish', '$20');
  await kiosk.on('approve');
  await kiosk.button('Save for later').click();
  await kiosk.button('2 need approval').click();
  await kiosk.on('approvals');
  // By the person who asked, with the manager beside them: nothing is typed again.
  await kiosk.button(/^\$20\.00 for Ana Petrescu/).click();
  await kiosk.approveAs('Priya N.');
  await kiosk.button('Next guest').click();
  await kiosk.button('Sign out').click();
  await kiosk.signIn('Priya N.');
  await kiosk.toManager();
  await expect(page.getByText('1 credit needs your approval')).toBeVisible();
  await kiosk.button('1 needs approval').click();
  await kiosk.button(/^\$15\.00 for Ana Petrescu/).click();
  await kiosk.on('approve');
  await expect(kiosk.button('Save for later')).toHaveCount(0);
  await kiosk.button('Decline').click();
  await expect(page.getByText('What should Marco know?')).toBeVisible();
  await kiosk.button('Already helped today').click();
  await kiosk.on('approvals');
  await expect(page.getByText('No requests waiting')).toBeVisible();
  await kiosk.button('Sign out').click();
  await kiosk.signIn('Marco D.');
  await kiosk.button('$15.00 declined').click();
  await expect(page.getByText('Priya N. declined it. Nothing was given.')).toBeVisible();
  await expect(page.getByText('Already helped today')).toBeVisible();
  // What they saw approved on their own screen is no news.
  await expect(page.getByText('approved it')).toHaveCount(0);
  await expect.poll(() => Object.keys(crm.control.store().posts).length).toBeLessThanOrEqual(2);
});

test('after a kill the giver is told that nothing was given, and asks again', async ({ launch }) => {
  test.slow();
  const env = settingsFor(null, { undoSeconds: 60 });
  const first = await launch({ env });
  const before = createKioskPage(first.page);
  await before.signIn('Marco D.');
  await before.openGuest(ANA, 'Ana Petrescu');
  await before.give('Long wait', '$15');
  await before.on('approve');
  await first.kill();
  const second = await launch({ env });
  const kiosk = createKioskPage(second.page);
  await kiosk.on('sign-in');
  await expect(second.page.getByText('1 needs approval')).toHaveCount(0);
  await kiosk.signIn('Marco D.');
  await kiosk.button('$15.00 not approved').click();
  await expect(
    second.page.getByText('Hoststand restarted before a manager answered. Nothing was given.'),
  ).toBeVisible();
  await kiosk.button(/^\$15\.00 for/).click();
  await kiosk.on('guest');
  await kiosk.give('Long wait', '$15');
  await kiosk.approveAs('Priya N.');
});

test('a wrong PIN leaves a saved request open', async ({ signedInKiosk }) => {
  const { kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 60 });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Long wait', '$15');
  await kiosk.on('approve');
  await kiosk.button('Save for later').click();
  await kiosk.button('1 needs approval').click();
  await kiosk.button(/^\$15\.00 for Ana Petrescu/).click();
  await kiosk.type(STAFF['Sam T.']);
  await kiosk.button('Approve $15.00').click();
  await expect(page.getByText('That isn’t a manager PIN')).toBeVisible();
  await kiosk.button('Cancel this request').click();
  await kiosk.on('guest');
  await expect(page.getByText(/need(s)? approval/)).toHaveCount(0);
});

test('the same reason again on the same day is asked about once; the words of the limits are true', async ({
  signedInKiosk,
}) => {
  const rules = { employeeDay: { alone: { server: 1_500 } } };
  const { crm, kiosk, page } = await signedInKiosk('Marco D.', { undoSeconds: 60, rules });
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.button('Give credit').click();
  await kiosk.on('give-credit');
  await kiosk.button('Cold food').click();
  await kiosk.button('Give $10.00 to Ana P.').click();
  await kiosk.on('done');
  await kiosk.button('Back to Ana P.').click();
  await kiosk.button('Give credit').click();
  await kiosk.on('give-credit');
  await expect(page.getByText('Already today: $10.00 in 1 credit')).toBeVisible();
  await expect(page.getByText('You have $5.00 left today.')).toBeVisible();
  await kiosk.button('Cold food').click();
  await kiosk.type('500');
  await kiosk.button('Give $5.00 to Ana P.').click();
  await expect(page.getByText('Cold food again?')).toBeVisible();
  await expect(page.getByText(/^Cold food was already given at .* by Marco D\.$/)).toBeVisible();
  await expect(page.getByText('With this one, the guest has $15.00 today.')).toBeVisible();
  await kiosk.button('Change the reason').click();
  await kiosk.button('Wrong dish').click();
  await kiosk.button('Give $5.00 to Ana P.').click();
  await kiosk.on('done');
  await kiosk.button('Back to Ana P.').click();
  // What the till gave is no secret either.
  const [{ guid } = { guid: '' }] = crm.control.store().guests.filter(({ phone }) => phone === ANA);
  crm.control.pos({ kind: 'give-elsewhere', guestGuid: guid, amount: 2_000 });
  await kiosk.button('Give credit').click();
  await expect(page.getByText('Already today: $35.00 in 3 credits')).toBeVisible();
  await kiosk.button('Cold food').click();
  await expect(page.getByText('You have $0.00 left today. A manager has to approve this one.')).toBeVisible();
  await kiosk.button('Ask a manager for $10.00').click();
  await expect(page.getByText('Cold food again?')).toBeVisible();
  await kiosk.button('Ask a manager for $10.00').click();
  await kiosk.on('approve');
  await expect(page.getByText(/^\$35\.00 in 3 credits\. Same reason at /)).toBeVisible();
});
