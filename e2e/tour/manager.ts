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
    await button('Back to the start').click();
    await desk.on('manager');
  };
  await desk.signIn('Priya N.');
  await button(/manager’s screens$/).click();
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
  await page.getByText(/^Toast’s books, read/).waitFor();
  await picture('report-restaurant');
  await button('Compared').click();
  await page.getByText('Everything agrees').waitFor();
  await picture('compared');
  await back();
  await button('House rules').click();
  await desk.on('rules');
  await page.getByText('A server, alone').waitFor();
  await picture('rules');
  await button(/^A server, alone/).click();
  await desk.on('rule');
  await desk.type('1200');
  await picture('rule');
  await button('Put in force').click();
  await page.getByText(/^In force: A server, alone/).waitFor();
  await button('The house').click();
  await button(/^Name of the house/).click();
  await desk.on('rule');
  await picture('rule-locked');
  await button('Back to the rules').click();
  await back();
  await button('This kiosk').click();
  await desk.on('device');
  await page.getByText('Lines in the record').waitFor();
  await picture('device');
  await button('Write a support file').click();
  await page.locator('[data-file]').waitFor();
  await picture('device-support');
  await button('Licenses').click();
  await page.getByText(/^Page 1 of /).waitFor();
  await picture('device-licenses');
  await back();
  await button('Who did what').click();
  await desk.on('audit');
  await picture('audit');
  await button('Check every line').click();
  await page.getByText('none missing').waitFor();
  await picture('audit-checked');
  await button('Sign out').click();

  await desk.on('sign-in');
  await button('Set this kiosk up for a restaurant').click();
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
  await fillIn(desk, 'Client id', crm.clientId);
  await fillIn(desk, 'Client secret', crm.clientSecret);
  await picture('set-up-toast-filled');
  await button('Next').click();
  await fillIn(desk, 'Restaurant GUID', crm.restaurantGuid);
  await picture('set-up-restaurant');
  await button('Next').click();
  await button('Test it').click();
  await page.getByText(/^It stopped at/).waitFor({ timeout: 30_000 });
  await picture('set-up-test-failed');
  await button('One step back').click();
  await button('One step back').click();
  await fillIn(desk, 'Address', crm.url);
  await fillIn(desk, 'Client id', crm.clientId);
  await fillIn(desk, 'Client secret', crm.clientSecret);
  await button('Next').click();
  await button('Next').click();
  await button('Test it').click();
  await page.getByText('Toast answers, step by step').waitFor({ timeout: 30_000 });
  await picture('set-up-test');
  await button('Next').click();
  await picture('set-up-house');
  await button(/: Time zone$/).click();
  await page.getByText(/^Chicago/).waitFor();
  await picture('set-up-zone');
  await button('Back').click();
  await button('Next').click();
  await picture('set-up-rules');
  await button('Take these').click();
  await fillIn(desk, 'Name', 'Olga R.');
  await picture('set-up-manager');
  await button('Next').click();
  await desk.type('7301');
  await picture('set-up-live');
  await button('Stay in Training').click();
  await desk.on('sign-in');
}
