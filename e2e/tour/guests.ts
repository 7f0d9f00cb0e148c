import type { TrainingCrm } from '../../src-main/training/crm-server.ts';
import type { KioskPage } from '../pages/kiosk-page.ts';

type Picture = (name: string) => Promise<void>;

/** A number nobody has. */
export const NOBODY = '2125550100';
const MAXIMILIANA = '4155550199';

/** Opens the form of a new guest whose number was looked for. */
export async function openNewGuest(desk: KioskPage, digits: string): Promise<void> {
  await desk.on('look-up');
  await desk.type(digits);
  await desk
    .button(/^(New guest|Cliente nuevo)$/)
    .first()
    .click();
  await desk.on('new-guest-text');
}

/** Types both names on a hardware keyboard, as far as the form. */
export async function typeNames(desk: KioskPage, first: string, last: string): Promise<void> {
  const { keyboard } = desk.page;
  await keyboard.type(first);
  await keyboard.press('Enter');
  await keyboard.type(last);
  await keyboard.press('Enter');
  await desk.on('new-guest');
}

/** From the empty look-up of somebody who signed in and back to it: the guest's screens while Toast answers. */
export async function tourOfGuests(desk: KioskPage, picture: Picture, crm: TrainingCrm): Promise<void> {
  const { page, button } = desk;
  await openNewGuest(desk, NOBODY);
  await picture('new-guest-first-name');
  await desk.write('Ines');
  await picture('new-guest-typing');
  await page.keyboard.press('Enter');
  await desk.write('Obi');
  await picture('new-guest-last-name');
  await page.keyboard.press('Enter');
  await desk.on('new-guest');
  await button('Add Ines O.').waitFor();
  await picture('new-guest-form');
  await button(/^E-mail/).click();
  await page.keyboard.type('ines@');
  await picture('new-guest-email');
  await page.keyboard.press('Enter');
  await desk.on('new-guest');
  await picture('new-guest-wrong-email');
  await button(/^E-mail/).click();
  for (let n = 0; n < 5; n += 1) await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await button(/^Phone/).click();
  await desk.on('new-guest-phone');
  await picture('new-guest-phone');
  await button('Clear').click();
  // One digit from Ana's, whom this kiosk has met.
  await desk.type('4155550143');
  await button('Done').click();
  await page.getByText('They may already be here:').waitFor();
  await picture('new-guest-alike');
  await button(/^Phone/).click();
  await button('Clear').click();
  await desk.type(NOBODY);
  await button('Done').click();
  await button('Add Ines O.').click();
  await desk.on('guest');
  await page.getByText('Added, and saved on this kiosk.').waitFor();
  await picture('guest-added');
  await button('Next guest').click();

  await desk.openGuest(MAXIMILIANA, 'Maximiliana Oyelaran-Fitzgerald');
  await page.getByText('$1,242.50').waitFor();
  await picture('guest-long-name');
  await button(/^All/).click();
  await picture('guest-history');
  await page.getByText(/^That is all/).scrollIntoViewIfNeeded();
  await picture('guest-history-end');
  await button('More: forget this guest on this kiosk').click();
  await desk.on('forget-guest');
  await picture('guest-forget');
  await desk.type('975310');
  await button('Forget Maximiliana').click();
  await page.getByText('This kiosk has forgotten them').waitFor();
  await picture('guest-forgotten');
  await button('Next guest').click();

  crm.control.fault({
    operation: 'credit-summary',
    times: 4,
    effect: { kind: 'status', status: 500, body: 'html' },
  });
  await desk.openGuest('4155550142', 'Ana Petrescu');
  await button('Ask Toast again').waitFor();
  await picture('guest-balance-trouble');
  crm.control.clearFaults();
  await button('Next guest').click();
}
