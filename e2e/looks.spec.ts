import { settingsFor, startCrm } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { createKioskPage, type KioskPage, type ScreenName } from './pages/kiosk-page.ts';

const SIZES = [
  { width: 1024, height: 768 },
  { width: 1280, height: 800 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

/** Walks the main path, calling `look` on each screen. */
async function walk(kiosk: KioskPage, look: (screen: ScreenName) => Promise<void>): Promise<void> {
  await kiosk.on('sign-in');
  await look('sign-in');
  await kiosk.signIn('Marco D.');
  await look('look-up');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await kiosk.page.getByText('$42.50').waitFor();
  await look('guest');
  await kiosk.button('Give credit').click();
  await kiosk.on('give-credit');
  await kiosk.button('Long wait').click();
  await look('give-credit');
  await kiosk.button(/^Give \$15.00/).click();
  await kiosk.on('approve');
  await look('approve');
  await kiosk.approveAs('Priya N.');
  await look('done');
  await kiosk.page.getByRole('button', { name: /^1 waiting/ }).click();
  await kiosk.on('waiting');
  await look('waiting');
}

/** Walks what a manager sees beside it: a locked keypad, the staff, the record, and a code from elsewhere. */
async function walkManager(kiosk: KioskPage, look: (screen: string) => Promise<void>): Promise<void> {
  const { page, button } = kiosk;
  await kiosk.on('sign-in');
  for (let left = 4; left >= 0; left -= 1) {
    await kiosk.type('111999');
    await button(/^(Sign in|Entrar)$/).click();
    const said = left > 0 ? new RegExp(`\\b${left} (tr|intento)`) : /^(Too many|Demasiados)/;
    await page.getByText(said).waitFor();
  }
  await look('sign-in, locked');
  await button(/^(A manager opens it|Lo abre un gerente)$/).click();
  await look('sign-in, a manager opens it');
  await kiosk.type('975310');
  await button(/^(Open the keypad|Abrir el teclado)$/).click();
  await page.getByText(/^(Type a training PIN|Escriba un PIN)/).waitFor();
  await kiosk.signIn('Priya N.');
  await kiosk.toStaff();
  await page.getByText('Marco D.').waitFor();
  await look('staff');
  await button(/^(Add somebody|Añadir a alguien)$/).click();
  await kiosk.on('staff-name');
  await page.keyboard.type('Maximiliana-Concepción W.');
  await look('staff-name');
  await button(/^(Use this name|Usar este nombre)$/).click();
  await kiosk.on('staff-add');
  await look('staff-add');
  await button(/^(They choose|Lo elige)$/).click();
  await look('staff-add, chosen');
  await button(/^(Make one|Hacer uno)$/).click();
  await button(/^(Add|Añadir a) Max/).click();
  await kiosk.on('staff-pin');
  await look('staff-pin');
  await button(/^(They have it|Ya lo tiene)$/).click();
  await button(/^Maxi/).click();
  await kiosk.on('staff-member');
  await button(/^(Take off the list|Quitar de la lista)$/).click();
  await look('staff-member');
  await button(/^(Staff|Personal)$/).click();
  await kiosk.on('staff');
  await button(/^(My authenticator|Mi autenticador)$/).click();
  await page.locator('[data-key]').waitFor();
  await look('staff-code');
  await button(/^(Staff|Personal)$/).click();
  await kiosk.enrol();
  await button(/^(The record|El registro)$/).click();
  await button(/^(Check every line|Revisar cada línea)$/).click();
  await page.getByText(/none missing|no falta/).waitFor();
  await look('staff-record');
  await button(/^(Sign out|Salir)$/).click();
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await kiosk.give(/^(Long wait|Larga espera)$/, '$15');
  await kiosk.on('approve');
  await look('approve, both ways');
  await button(/^(Approve by code|Aprobar por código)$/).click();
  await look('approve, by code');
}

for (const size of SIZES) {
  test(`at ${size.width}x${size.height} a manager’s screens fit as well`, async ({ launch, profile }) => {
    test.slow();
    const crm = await startCrm(profile);
    const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 60 }), size });
    await page.setViewportSize(size);
    await walkManager(createKioskPage(page), async (screen) => {
      expect(await fits(page), screen).toEqual([]);
    });
    await crm.close();
  });

  test(`at ${size.width}x${size.height} every screen fits, without scrolling, in targets of 56 px`, async ({
    launch,
    profile,
  }) => {
    const crm = await startCrm(profile);
    const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 60 }), size });
    await page.setViewportSize(size);
    await walk(createKioskPage(page), async (screen) => {
      expect(await fits(page), screen).toEqual([]);
    });
    await crm.close();
  });
}

test('a manager’s screens fit in Spanish, where words are longer', async ({ launch, profile }) => {
  test.slow();
  const crm = await startCrm(profile);
  const size = SIZES[0];
  const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 60, language: 'es' }), size });
  await page.setViewportSize(size);
  await walkManager(createKioskPage(page), async (screen) => {
    expect(await fits(page), screen).toEqual([]);
  });
  await crm.close();
});

for (const theme of ['light', 'dark', 'contrast'] as const) {
  test(`no accessibility rule is broken on any screen, ${theme}`, async ({ launch, profile }) => {
    test.slow();
    const crm = await startCrm(profile);
    const { page, runtime } = await launch({
      env: settingsFor(crm, { undoSeconds: 60 }),
      expectProblems: [/csp/i, /console/i],
    });
    await page.emulateMedia({
      colorScheme: theme === 'dark' ? 'dark' : 'light',
      contrast: theme === 'contrast' ? 'more' : 'no-preference',
    });
    const look = async (screen: string): Promise<void> => {
      expect(await axeFindings(page, runtime), screen).toEqual([]);
    };
    const kiosk = createKioskPage(page);
    await walk(kiosk, look);
    await kiosk.button('Sign out').click();
    await walkManager(kiosk, look);
    await crm.close();
  });
}
