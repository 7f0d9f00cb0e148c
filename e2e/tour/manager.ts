import type { KioskPage } from '../pages/kiosk-page.ts';
import type { ControlledCrm } from '../sandbox-control/controlled-crm.ts';

/** Fills one thing in on a page of the set-up, as a person at a keyboard does. */
export async function fillIn(desk: KioskPage, field: string, text: string): Promise<void> {
  await desk.button(new RegExp(`: ${field}$`)).click();
  await desk.on('set-up-text');
  for (let n = 0; n < 60; n += 1) await desk.page.keyboard.press('Backspace');
  await desk.page.keyboard.type(text);
  await desk.page.keyboard.press('Enter');
  await desk.on('set-up');
}

/** From the sign-in screen: the manager's screens after an evening, then the set-up up to its last step. */
export async function tourOfManager(
  desk: KioskPage,
  picture: (name: string) => Promise<void>,
  crm: ControlledCrm,
): Promise<void> {
  const { page, button } = desk;
  const back = async (): Promise<void> => {
    await button('Back to start').click();
    await desk.on('manager');
  };
  await desk.signIn('Priya N.');
  await button(/manager screens$/).click();
  await desk.on('manager-pin');
  await desk.type('9753');
  await picture('manager-pin');
  await desk.type('10');
  await button('Open').click();
  await desk.on('manager');
  await picture('manager');
  await button('Shift report').click();
  await desk.on('report');
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
  await desk.on('rules');
  await page.getByText('Server limit').waitFor();
  await picture('rules');
  await button(/^Server limit/).click();
  await desk.on('rule');
  await desk.type('1200');
  await picture('rule');
  await button('Save').click();
  await page.getByText(/^Saved: Server limit/).waitFor();
  await button('Restaurant').click();
  await button(/^Restaurant name/).click();
  await desk.on('rule');
  await picture('rule-locked');
  await button('Back to limits').click();
  await back();
  await button('This kiosk').click();
  await desk.on('device');
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
  await desk.on('audit');
  await picture('audit');
  await button('Check every entry').click();
  await page.getByText('none missing').waitFor();
  await picture('audit-checked');
  await button('Sign out').click();

  await desk.on('sign-in');
  await button('Set up this kiosk for a restaurant').click();
  await desk.on('set-up');
  await picture('set-up-language');
  await button('Next').click();
  await picture('set-up-toast');
  await button(/: Address$/).click();
  await desk.on('set-up-text');
  await page.keyboard.type('https://ws-api.example.com');
  await picture('set-up-typing');
  await page.keyboard.press('Escape');
  await desk.on('set-up');
  await fillIn(desk, 'Address', 'https://nowhere.invalid');
  await picture('set-up-unknown-address');
  await button('Toast or my admin gave me this address').click();
  await fillIn(desk, 'Client ID', crm.clientId);
  await fillIn(desk, 'Client secret', crm.clientSecret);
  await picture('set-up-toast-filled');
  await button('Next').click();
  await fillIn(desk, 'Restaurant GUID', crm.restaurantGuid);
  await picture('set-up-restaurant');
  await button('Next').click();
  await button('Test').click();
  await page.getByText(/^Failed at/).waitFor({ timeout: 30_000 });
  await picture('set-up-test-failed');
  await button('Back').click();
  await button('Back').click();
  await fillIn(desk, 'Address', crm.url);
  await fillIn(desk, 'Client ID', crm.clientId);
  await fillIn(desk, 'Client secret', crm.clientSecret);
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
  await fillIn(desk, 'Name', 'Olga R.');
  await picture('set-up-manager');
  await button('Next').click();
  await desk.type('7301');
  await picture('set-up-live');
  await button('Keep using Training').click();
  await desk.on('sign-in');
}
