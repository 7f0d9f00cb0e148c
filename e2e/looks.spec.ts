import type { Page } from 'playwright';
import type { TrainingCrm } from '../src-main/training/crm-server.ts';
import { settingsFor, startCrm } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { createKioskPage, type KioskPage } from './pages/kiosk-page.ts';
import { inPseudoLocale } from './pages/pseudo.ts';
import { tourOfFinding, tourOfFindingOffline } from './tour/find.ts';
import { tourOfGuests, tourOfGuestsOffline } from './tour/guests.ts';

const SIZES = [
  { width: 1080, height: 1920 },
  { width: 768, height: 1024 },
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
] as const;

/** Walks the main path, calling `look` on each screen. */
async function walk(kiosk: KioskPage, look: (screen: string) => Promise<void>): Promise<void> {
  await kiosk.on('sign-in');
  await look('sign-in');
  await kiosk.button(/^(Show me|Ver)$/).click();
  await kiosk.on('how-to');
  await look('how-to');
  await kiosk.button(/^(Start|Empezar)$/).click();
  await kiosk.on('sign-in');
  await look('sign-in, shown how');
  await kiosk.signIn('Marco D.');
  await look('look-up');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await kiosk.page.getByText('$42.50').waitFor();
  await look('guest');
  await kiosk.button(/^(Give credit|Dar crédito)$/).click();
  await kiosk.on('give-credit');
  await look('give-credit, nothing chosen');
  await kiosk.button(/^(Long wait|Larga espera)$/).click();
  await look('give-credit');
  await kiosk.button(/^(Give|Dar) \$15.00/).click();
  await kiosk.on('approve');
  await look('approve');
  await kiosk.approveAs('Priya N.');
  await look('done');
  await kiosk.page.getByRole('button', { name: /^1 (waiting|en espera|crédito)/ }).click();
  await kiosk.on('waiting');
  await look('waiting');
}

/** Walks the manager's own screens, from their start. */
async function walkHouse(kiosk: KioskPage, look: (screen: string) => Promise<void>): Promise<void> {
  const { page, button } = kiosk;
  const back = async () => {
    await button(/^(Back to the start|Volver al inicio)$/).click();
    await kiosk.on('manager');
  };
  await kiosk.on('manager');
  await look('manager');
  await button(/^(Shift report|Informe del turno)$/).click();
  await kiosk.on('report');
  await look('report');
  await button(/^(Restaurant|Restaurante)$/).click();
  await page.getByText(/^(Toast’s books, read|Libros de Toast, leídos)/).waitFor();
  await look('report, the restaurant');
  await button(/^(Compared|Comparado)$/).click();
  await kiosk.on('compared');
  await look('compared');
  await back();
  await button(/^(House rules|Reglas de la casa)$/).click();
  await kiosk.on('rules');
  await look('rules');
  const house = /^(The house|La casa)$/;
  for (const [group, rule, screen] of [
    [
      /^(Alone, in one credit|Por su cuenta, en un crédito)$/,
      /^(A server, alone|Mesero, por)/,
      'rule, an amount',
    ],
    [house, /^(Time zone|Zona horaria)/, 'rule, a time zone'],
    [house, /^(The business day ends|El día de trabajo termina)/, 'rule, an hour'],
    [house, /^(Sign out after|Cerrar sesión tras)/, 'rule, yes or no'],
    [house, /^(Name of the house|Nombre de la casa)/, 'rule, locked'],
  ] as const) {
    await button(group).click();
    await look(`rules before ${screen}`);
    await button(rule).click();
    await kiosk.on('rule');
    await look(screen);
    await button(/^(Back to the rules|Volver a las reglas)$/).click();
    await kiosk.on('rules');
  }
  await back();
  await button(/^(This kiosk|Este equipo)$/).click();
  await kiosk.on('device');
  await page.getByText(/^(Lines in the record|Líneas del registro)$/).waitFor();
  await look('device');
  await button(/^(Close Hoststand|Cerrar Hoststand)$/).click();
  await look('device, asking');
  await button(/^(Stay as it is|Dejarlo como está)$/).click();
  await back();
  await button(/^(Who did what|Quién hizo qué)$/).click();
  await kiosk.on('audit');
  await look('audit');
  await button(/^(Check every line|Revisar cada línea)$/).click();
  await page.getByText(/none missing|no falta/).waitFor();
  await look('audit, checked');
  await back();
  await button(/^(This kiosk|Este equipo)$/).click();
  await button(/^(Set up for|Configurar para)/).click();
  await kiosk.on('set-up');
  await look('set-up, language');
  const next = button(/^(Next|Siguiente)$/);
  await next.click();
  await look('set-up, toast');
  await button(/^(Fill in: Address|Llenar: Dirección)$/).click();
  await kiosk.on('set-up-text');
  await look('set-up-text');
  await page.keyboard.type('https://nowhere.invalid');
  await page.keyboard.press('Enter');
  for (const field of [/: (Client id|Id de cliente)$/, /: (Client secret|Secreto de cliente)$/]) {
    await button(field).click();
    await page.keyboard.type('something-secret');
    await page.keyboard.press('Enter');
  }
  await next.click();
  await button(/: (Restaurant GUID|GUID del restaurante)$/).click();
  await page.keyboard.type('7d9c1f0e-0000-4000-8000-000000000001');
  await page.keyboard.press('Enter');
  await look('set-up, restaurant');
  await next.click();
  await button(/^(Test it|Probar)$/).click();
  await page.getByText(/^(It stopped at|Se detuvo en)/).waitFor();
  await look('set-up, test failed');
  await button(/^(Stay in Training|Quedarse en práctica)$/).click();
  await kiosk.on('manager');
}

/** Walks what a manager sees beside it: a locked keypad, the staff, their own screens, and a code from elsewhere. */
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
  await button(/^(Back to the start|Volver al inicio)$/).click();
  await walkHouse(kiosk, look);
  await button(/^(Sign out|Salir)$/).click();
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await kiosk.give(/^(Long wait|Larga espera)$/, '$15');
  await kiosk.on('approve');
  await look('approve, both ways');
  await button(/^(Approve by code|Aprobar por código)$/).click();
  await look('approve, by code');
}

/** Every way to a guest, on and off line. */
async function walkFinding(
  kiosk: KioskPage,
  crm: { readonly close: () => Promise<void> },
  look: (screen: string) => Promise<void>,
): Promise<void> {
  await kiosk.signIn('Marco D.');
  await tourOfFinding(kiosk, look);
  await crm.close();
  await tourOfFindingOffline(kiosk, look);
}

/** A guest's own screens and somebody new, on and off line. Ana is met first, so that somebody is like the new one. */
async function walkGuests(
  kiosk: KioskPage,
  crm: TrainingCrm,
  look: (screen: string) => Promise<void>,
): Promise<void> {
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await kiosk.button(/^(Next guest|Otro cliente)$/).click();
  await tourOfGuests(kiosk, look, crm);
  await crm.close();
  await tourOfGuestsOffline(kiosk, look);
}

/** Measures a screen at every size; the last is the size it goes on at. */
const atEverySize =
  (page: Page, more: Parameters<typeof fits>[1] = {}) =>
  async (screen: string): Promise<void> => {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      expect.soft(await fits(page, more), `${screen} at ${size.width}x${size.height}`).toEqual([]);
    }
  };

/** How the same screens are looked at. */
const VIEWS = [
  { view: 'as it comes', settings: {}, longer: false },
  { view: 'under the left hand', settings: { screen: { hand: 'left' } }, longer: false },
  { view: 'in the largest text', settings: { screen: { textSize: 130 } }, longer: false },
  { view: 'in words a third longer', settings: {}, longer: true },
  { view: 'in Spanish', settings: { language: 'es' }, longer: false },
] as const;

for (const { view, settings, longer } of VIEWS) {
  test.describe(`${view}, at every size`, () => {
    const looking = (page: Page, more: Parameters<typeof fits>[1]) => {
      const look = atEverySize(page, more);
      return longer ? (screen: string) => inPseudoLocale(page, () => look(screen)) : look;
    };

    test('the main path fits, in targets of 56 px', async ({ launch, profile }) => {
      test.slow();
      const crm = await startCrm(profile);
      const env = settingsFor(crm, { undoSeconds: 120, ...settings });
      const { page } = await launch({ env, size: SIZES[0] });
      await walk(createKioskPage(page), looking(page, { noScrolling: view === 'as it comes' }));
      await crm.close();
    });

    test('the ways to a guest fit as well, on and off line', async ({ launch, profile }) => {
      test.setTimeout(240_000);
      const crm = await startCrm(profile);
      const { page } = await launch({ env: settingsFor(crm, settings), size: SIZES[0] });
      await walkFinding(createKioskPage(page), crm, looking(page, {}));
    });

    test('a guest’s screens and those of a new one fit as well', async ({ launch, profile }) => {
      test.setTimeout(240_000);
      const crm = await startCrm(profile);
      const { page } = await launch({ env: settingsFor(crm, settings), size: SIZES[0] });
      await walkGuests(createKioskPage(page), crm, looking(page, {}));
    });

    test('a manager’s screens fit as well', async ({ launch, profile }) => {
      test.setTimeout(240_000);
      const crm = await startCrm(profile);
      const env = settingsFor(crm, { undoSeconds: 120, ...settings });
      const { page } = await launch({ env, size: SIZES[0] });
      await walkManager(createKioskPage(page), looking(page, {}));
      await crm.close();
    });
  });
}

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

const MEDIA = [
  { colorScheme: 'light', contrast: 'no-preference' },
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'more' },
] as const;

for (const [walked, through] of [
  ['the ways to a guest', walkFinding],
  ['a guest’s screens', walkGuests],
] as const) {
  test(`no accessibility rule is broken on ${walked}, in any theme`, async ({ launch, profile }) => {
    test.setTimeout(240_000);
    const crm = await startCrm(profile);
    const { page, runtime } = await launch({ env: settingsFor(crm), expectProblems: [/csp/i, /console/i] });
    await through(createKioskPage(page), crm, async (screen) => {
      for (const media of MEDIA) {
        // A colour that is still changing is not the theme's.
        await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
        expect(await axeFindings(page, runtime), screen).toEqual([]);
      }
    });
  });
}
