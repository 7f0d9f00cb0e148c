import type { KioskPage } from '../pages/kiosk-page.ts';
import type { ControlledCrm } from '../sandbox-control/controlled-crm.ts';

/** Fills one thing in on a page of the set-up, as a person at a keyboard does. */
export async function fillIn(screen: KioskPage, field: string, text: string): Promise<void> {
  await screen.button(new RegExp(`: ${field}$`)).click();
  await screen.on('set-up-text');
  for (let n = 0; n < 60; n += 1) await screen.page.keyboard.press('Backspace');
  await screen.page.keyboard.type(text);
  await screen.page.keyboard.press('Enter');
  await screen.on('set-up');
}

/** From the sign-in screen: the manager's screens after an evening, then the set-up up to its last step. */
export async function tourOfManager(
  screen: KioskPage,
  picture: (name: string) => Promise<void>,
  crm: ControlledCrm,
): Promise<void> {
  const { page, button } = screen;
  const back = async (): Promise<void> => {
    await button('Back to start').click();
    await screen.on('manager');
  };
  await screen.signIn('Priya N.');
  await button(/manager screens$/).click();
  await screen.on('manager-pin');
  await screen.type('9753');
  await picture('manager-pin');
  await screen.type('10');
  await button('Open').click();
  await screen.on('manager');
  await picture('manager');
  await button('Shift report').click();
  await screen.on('report');
  await page.getByText('By reason').waitFor();
  await picture('report');
  await button('Restaurant').click();
  await page.getByText(/^Toast’s records, read/).waitFor();
  await picture('report-restaurant');
  await button('Compared').click();
  await page.getByText('Everything matches').waitFor();
  await picture('compared');
  await back();
  await button('Restaurant limits').click();
  await screen.on('rules');
  await page.getByText('Server limit').waitFor();
  await picture('rules');
  await button(/^Server limit/).click();
  await screen.on('rule');
  await screen.type('1200');
  await picture('rule');
  await button('Save').click();
  await page.getByText(/^Saved: Server limit/).waitFor();
  await button('Restaurant').click();
  await button(/^Restaurant name/).click();
  await screen.on('rule');
  await picture('rule-locked');
  await button('Back to limits').click();
  await back();
  await button('This kiosk').click();
  await screen.on('device');
  await page.getByText('Activity log entries').waitFor();
  await picture('device');
  await button('Create support file').click();
  await page.locator('[data-file]').waitFor();
  await picture('device-support');
  await button('Licenses').click();
  await page.getByText(/^Page 1 of /).waitFor();
  await picture('device-licenses');
  await back();
  await button('Activity log').click();
  await screen.on('audit');
  await picture('audit');
  await button('Check every entry').click();
  await page.getByText('none missing').waitFor();
  await picture('audit-checked');
  await button('Sign out').click();

  await screen.on('sign-in');
  await button('Set up this kiosk for a restaurant').click();
  await screen.on('set-up');
  await picture('set-up-language');
  await button('Next').click();
  await picture('set-up-toast');
  await button(/: Address$/).click();
  await screen.on('set-up-text');
  await page.keyboard.type('https://ws-api.example.com');
  await picture('set-up-typing');
  await page.keyboard.press('Escape');
  await screen.on('set-up');
  await fillIn(screen, 'Address', 'https://nowhere.invalid');
  await picture('set-up-unknown-address');
  await button('Toast or my admin gave me this address').click();
  await fillIn(screen, 'Client ID', crm.clientId);
  await fillIn(screen, 'Client secret', crm.clientSecret);
  await picture('set-up-toast-filled');
  await button('Next').click();
  await fillIn(screen, 'Restaurant GUID', crm.restaurantGuid);
  await picture('set-up-restaurant');
  await button('Next').click();
  await button('Test').click();
  await page.getByText(/^Failed at/).waitFor({ timeout: 30_000 });
  await picture('set-up-test-failed');
  await button('Back').click();
  await button('Back').click();
  await fillIn(screen, 'Address', crm.url);
  await fillIn(screen, 'Client ID', crm.clientId);
  await fillIn(screen, 'Client secret', crm.clientSecret);
  await button('Next').click();
  await button('Next').click();
  await button('Test').click();
  await page.getByText('Connected to Toast').waitFor({ timeout: 30_000 });
  await picture('set-up-test');
  await button('Next').click();
  await picture('set-up-house');
  await button(/: Time zone$/).click();
  await page.getByText(/^Chicago/).waitFor();
  await picture('set-up-zone');
  await button('Back').click();
  await button('Next').click();
  await picture('set-up-rules');
  await button('Accept').click();
  await fillIn(screen, 'Name', 'Olga R.');
  await picture('set-up-manager');
  await button('Next').click();
  await screen.type('7301');
  await picture('set-up-live');
  await button('Keep using Training').click();
  await screen.on('sign-in');
}
