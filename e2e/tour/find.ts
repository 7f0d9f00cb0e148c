import type { KioskPage } from '../pages/kiosk-page.ts';

type Picture = (name: string) => Promise<void>;

/** The ways to a guest, from the empty look-up of somebody who signed in and back to it; Toast answers. */
export async function tourOfFinding(desk: KioskPage, picture: Picture): Promise<void> {
  const { page, button } = desk;
  const clear = () => page.keyboard.press('Escape');
  for (const known of ['4155550142', '5105550142', '6285550142', '4155550118', '4155550107', '4155550177']) {
    await desk.type(known);
    await page.getByText(/^(This number belongs to|Several guests)/).waitFor();
    await clear();
  }
  await desk.type('4155550145');
  await page.getByText('Close to it').waitFor();
  await picture('look-up-near');
  await clear();
  await desk.type('2125550100');
  await button('New guest').waitFor();
  await picture('look-up-nobody');
  await button('Last four').click();
  await desk.type('0142');
  await page.getByText('ends in').or(page.getByText('end in')).first().waitFor();
  await picture('look-up-last-four');
  await button('Name').click();
  await picture('look-up-name-start');
  await desk.write('Maria');
  await page.getByText(/match/).waitFor();
  await page.getByText('so far').waitFor({ state: 'hidden' });
  await picture('look-up-name');
  await desk.write(' xw');
  await page.getByText('Nobody is found').waitFor();
  await picture('look-up-name-nobody');
  await button('E-mail').click();
  await desk.write('ana.');
  await page.getByText('a•••@example.com').first().waitFor();
  await picture('look-up-email');
  await button('Number').click();
}

/** The same where Toast cannot be reached: what this kiosk knows by itself. */
export async function tourOfFindingOffline(desk: KioskPage, picture: Picture): Promise<void> {
  const { page, button } = desk;
  await button('Clear').click();
  await desk.type('4155550118');
  await button('Ask Toast again').waitFor({ timeout: 60_000 });
  await picture('look-up-offline-found');
  await button('Clear').click();
  await desk.type('2125550100');
  await page.getByText('This kiosk does not know').waitFor({ timeout: 60_000 });
  await picture('look-up-offline-nobody');
  await button('Name').click();
  await picture('look-up-name-offline-start');
  await desk.write('sa');
  await button('Ask Toast again').waitFor({ timeout: 60_000 });
  await picture('look-up-name-offline');
  await button('Number').click();
}
