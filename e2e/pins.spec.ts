import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage, type KioskPage } from './pages/kiosk-page.ts';

/** From the staff screen: adds a person who chooses this PIN. */
async function addChoosing(kiosk: KioskPage, name: string, role: 'Server' | 'Manager', pin: string) {
  const { page, button, on } = kiosk;
  await button('Add employee').click();
  await on('staff-name');
  await page.keyboard.type(name);
  await button('Save name').click();
  await on('staff-add');
  await button(role).click();
  await button('Employee chooses').click();
  await kiosk.type(pin);
  await button('Next: enter it again').click();
  await kiosk.type(pin);
  await button(`Add ${name}`).click();
  await on('staff');
}

test('a manager whose PIN is too short chooses a longer one at the sign-in', async ({ launch }) => {
  test.slow();
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  const { button } = kiosk;
  await kiosk.signIn('Priya N.');
  await kiosk.toStaff();
  await addChoosing(kiosk, 'Lee W.', 'Server', '7301');
  await button(/^Lee W\./).click();
  await kiosk.on('staff-member');
  await button('Manager').click();
  await page.locator('[aria-pressed="true"]', { hasText: /^Manager$/ }).waitFor();
  // A page that is loaded again has no one signed in.
  await page.reload();
  await kiosk.on('sign-in');

  await kiosk.type('7301');
  await button('Sign in').click();
  await page.getByText(/^Manager PINs have at least 6 digits/).waitFor();
  await kiosk.type('8264');
  await expect(button('Next: enter it again')).toHaveCount(0);
  await kiosk.type('15');
  await button('Next: enter it again').click();
  await kiosk.type('826415');
  await button('Change PIN and sign in').click();
  await kiosk.on('look-up');
  await kiosk.toManager('826415');
});

test('where the restaurant wants two managers, a second one agrees to a new one', async ({ launch }) => {
  test.slow();
  const first = await launch({ env: settingsFor(null) });
  const before = createKioskPage(first.page);
  await before.signIn('Priya N.');
  await before.toStaff();
  await addChoosing(before, 'Olga R.', 'Manager', '508217');
  await first.close();

  const { page } = await launch({ env: settingsFor(null, { rules: { secondManager: { on: true } } }) });
  const kiosk = createKioskPage(page);
  const { button } = kiosk;
  await kiosk.signIn('Priya N.');
  await kiosk.toStaff();
  await button('Add employee').click();
  await page.keyboard.type('Lee W.');
  await button('Save name').click();
  await kiosk.on('staff-add');
  await button('Manager').click();
  await button('Add Lee W.').click();
  await page.getByText('Second manager PIN').waitFor();
  await button('Cancel').click();
  await page.getByText('This needs two managers').waitFor();
  await button('Add Lee W.').click();
  await kiosk.type('975310');
  await button('Approve').click();
  await page.getByText(/That’s the same manager’s PIN/).waitFor();
  // By the keyboard as well, and what is typed goes nowhere else.
  await page.keyboard.type('508217');
  await page.keyboard.press('Enter');
  await kiosk.on('staff-pin');
});
