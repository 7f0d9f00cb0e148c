import type { KioskPage } from '../pages/kiosk-page.ts';

type Picture = (name: string) => Promise<void>;

/** Whom the kiosk meets first, so that it knows someone by itself. */
const MET = ['4155550142', '5105550142', '6285550142', '4155550118', '4155550107', '4155550177'];
const AGAIN = /^(Search Toast again|Buscar de nuevo)$/;
const way = {
  number: /^(Number|Número)$/,
  lastFour: /^(Last four|Últimos 4)$/,
  name: /^(Name|Nombre)$/,
  email: /^(Email|Correo)$/,
};

/**
 * The ways to a guest, from the empty look-up of someone who signed in and back to it; Toast answers. English or
 * Spanish.
 */
export async function tourOfFinding(screen: KioskPage, picture: Picture): Promise<void> {
  const { page, button } = screen;
  const clear = () => page.keyboard.press('Escape');
  for (const number of MET) {
    await screen.type(number);
    await page
      .getByText(/^(This number belongs to|Several guests|Este número es de|Varios clientes)/)
      .waitFor();
    await clear();
  }
  await screen.type('4155550145');
  await page.getByText(/^(Close matches|Parecidos)$/).waitFor();
  await picture('look-up-near');
  await clear();
  await screen.type('2125550100');
  await button(/^(New guest|Cliente nuevo)$/).waitFor();
  await picture('look-up-nobody');
  await button(way.lastFour).click();
  await screen.type('0142');
  await page.getByText(/\b(ends? in|terminan?) /).waitFor();
  await picture('look-up-last-four');
  await button(way.name).click();
  await picture('look-up-name-start');
  await screen.write('santos');
  await page.getByText(/^(2 guests match|2 clientes coinciden)$/).waitFor();
  await picture('look-up-name');
  await screen.write(' xw');
  await page.getByText(/^(No recent guest|Ningún cliente reciente)/).waitFor();
  await picture('look-up-name-nobody');
  await button(way.email).click();
  await screen.write('ana.');
  await page.getByText('a•••@example.com').first().waitFor();
  await picture('look-up-email');
  await button(way.number).click();
}

/** The same where Toast cannot be reached: what this kiosk knows by itself. */
export async function tourOfFindingOffline(screen: KioskPage, picture: Picture): Promise<void> {
  const { page, button } = screen;
  await page.keyboard.press('Escape');
  await screen.type('4155550118');
  await button(AGAIN).waitFor({ timeout: 60_000 });
  await picture('look-up-offline-found');
  await page.keyboard.press('Escape');
  await screen.type('2125550100');
  await page.getByText(/(isn’t on this kiosk|no está en este kiosco)/).waitFor({ timeout: 60_000 });
  await picture('look-up-offline-nobody');
  await button(way.name).click();
  await picture('look-up-name-offline-start');
  await screen.write('sa');
  await button(AGAIN).waitFor({ timeout: 60_000 });
  await picture('look-up-name-offline');
  await button(way.number).click();
}
