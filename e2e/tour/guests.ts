import type { KioskPage } from '../pages/kiosk-page.ts';
import type { ControlledCrm } from '../sandbox-control/controlled-crm.ts';

type Picture = (name: string) => Promise<void>;

/** Numbers no one has, and no one nearly. */
export const NOBODY = '2125550199';
const NOBODY_EITHER = '2125550188';
const MAXIMILIANA = '4155550199';

/** Opens the form of a new guest whose number was looked for. */
export async function openNewGuest(screen: KioskPage, digits: string): Promise<void> {
  await screen.on('look-up');
  await screen.type(digits);
  await screen
    .button(/^(New guest|Cliente nuevo)$/)
    .first()
    .click();
  await screen.on('new-guest-text');
}

/** Types both names on a hardware keyboard, as far as the form. */
export async function typeNames(screen: KioskPage, first: string, last: string): Promise<void> {
  const { keyboard } = screen.page;
  await keyboard.type(first);
  await keyboard.press('Enter');
  await keyboard.type(last);
  await keyboard.press('Enter');
  await screen.on('new-guest');
}

const GUEST = {
  phone: /^(Phone|Teléfono)/,
  email: /^(Email|Correo)/,
  done: /^(Done|Listo)$/,
  next: /^(Next guest|Siguiente cliente)$/,
  forget: /^(More: remove|Más: quitar)/,
  all: /^(View all|Ver todo) /,
} as const;

/** From the empty look-up of someone who signed in and back to it: the guest's screens while Toast answers. */
export async function tourOfGuests(screen: KioskPage, picture: Picture, crm: ControlledCrm): Promise<void> {
  const { page, button } = screen;
  const { keyboard } = page;
  await openNewGuest(screen, NOBODY);
  await picture('new-guest-first-name');
  await screen.write('Ines');
  await picture('new-guest-typing');
  await keyboard.press('Enter');
  await screen.write('Obi');
  await picture('new-guest-last-name');
  await keyboard.press('Enter');
  await screen.on('new-guest');
  await button(/^(Add|Agregar a) Ines O\.$/).waitFor();
  await picture('new-guest-form');
  await button(GUEST.email).click();
  await keyboard.type('ines@');
  await picture('new-guest-email');
  await keyboard.press('Enter');
  await screen.on('new-guest');
  await picture('new-guest-wrong-email');
  await button(GUEST.email).first().click();
  for (let n = 0; n < 5; n += 1) await keyboard.press('Backspace');
  await keyboard.press('Enter');
  await button(GUEST.phone).click();
  await screen.on('new-guest-phone');
  await picture('new-guest-phone');
  await button(/^(Clear|Vaciar)/).click();
  // One digit from Ana's, whom this kiosk has met.
  await screen.type('4155550143');
  await button(GUEST.done).click();
  await page.getByText(/^(Possible matches|Posibles coincidencias)/).waitFor();
  await picture('new-guest-alike');
  await button(GUEST.phone).click();
  await button(/^(Clear|Vaciar)/).click();
  await screen.type(NOBODY);
  await button(GUEST.done).click();
  await button(/^(Add|Agregar a) Ines O\.$/).click();
  await screen.on('guest');
  await page.getByText(/^(Added and saved|Agregado y guardado)/).waitFor();
  await picture('guest-added');
  await button(GUEST.next).click();

  await screen.openGuest(MAXIMILIANA, 'Maximiliana Oyelaran-Fitzgerald');
  await page.getByText('$1,242.50').waitFor();
  await picture('guest-long-name');
  await button(GUEST.all).click();
  await picture('guest-history');
  await page.getByText(/^(End of history|Fin del historial)/).scrollIntoViewIfNeeded();
  await picture('guest-history-end');
  await button(GUEST.forget).click();
  await screen.on('forget-guest');
  await picture('guest-forget');
  await screen.type('975310');
  await button(/^(Remove|Quitar a) Maximiliana$/).click();
  await page.getByText(/^(Guest removed from this kiosk|Cliente quitado de este kiosco)/).waitFor();
  await picture('guest-forgotten');
  await button(GUEST.next).click();

  crm.control.fault({
    operation: 'credit-summary',
    times: 'all',
    effect: { kind: 'status', status: 500, body: 'html' },
  });
  await screen.openGuest('4155550118', 'Tom Okafor');
  await button(/^(Check Toast again|Verificar de nuevo)/).waitFor({ timeout: 30_000 });
  await picture('guest-balance-trouble');
  crm.control.clearFaults();
  await button(GUEST.next).click();
}

/** The same where Toast cannot be reached: a new guest, and the credit that waits for them. Leaves them waiting. */
export async function tourOfGuestsOffline(screen: KioskPage, picture: Picture): Promise<void> {
  const { page, button } = screen;
  await page.keyboard.press('Escape');
  await openNewGuest(screen, NOBODY_EITHER);
  await typeNames(screen, 'Noor', 'Haddad');
  await page.getByText(/^(We can’t check Toast|No podemos verificar)/).waitFor({ timeout: 60_000 });
  await picture('new-guest-offline');
  await button(/^(Add|Agregar a) Noor H\.$/).click();
  await screen.on('guest');
  await page.getByText(/^(Not in Toast yet|Aún no está en Toast)/).waitFor({ timeout: 60_000 });
  await picture('guest-only-here');
  await button(GUEST.next).click();
}
