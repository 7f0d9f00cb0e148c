import type { Page } from 'playwright';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { createKioskPage, type KioskPage } from './pages/kiosk-page.ts';
import { resize, type Size, seenAs, type View } from './pages/views.ts';
import type { ControlledCrm } from './sandbox-control/controlled-crm.ts';
import { tourOfChoices } from './tour/choices.ts';
import { tourOfFinding, tourOfFindingOffline } from './tour/find.ts';
import { tourOfGuests, tourOfGuestsOffline } from './tour/guests.ts';

/** The smallest panel, as it usually stands, and upright. */
const ACROSS: Size = { width: 1024, height: 768 };
const UPRIGHT: Size = { width: 768, height: 1024 };
const SIZES: readonly Size[] = [
  { width: 1080, height: 1920 },
  UPRIGHT,
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
  { width: 1280, height: 800 },
  ACROSS,
];

/** A ten-inch panel, the smallest that Hoststand is made for. */
const LOW: Size = { width: 1024, height: 600 };

/** What the system asks for. A color that is still changing is not the theme's, so nothing moves. */
const MEDIA = {
  light: { colorScheme: 'light', contrast: 'no-preference', reducedMotion: 'reduce' },
  dark: { colorScheme: 'dark', contrast: 'no-preference', reducedMotion: 'reduce' },
  contrast: { colorScheme: 'light', contrast: 'more', reducedMotion: 'reduce' },
} as const;
type Media = keyof typeof MEDIA;

/** Walks the main path, calling `look` on each screen. */
async function walk(kiosk: KioskPage, look: (screen: string) => Promise<void>): Promise<void> {
  await kiosk.on('sign-in');
  await look('sign-in');
  await kiosk.button(/^(Show me|Ver cómo)$/).click();
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
  await kiosk.button(/^(Long wait|Mucha espera)$/).click();
  await look('give-credit');
  await kiosk.button(/^(Ask a manager for|Pedir) \$15.00/).click();
  await kiosk.on('approve');
  await look('approve');
  await kiosk.approveAs('Priya N.');
  await look('done');
  await kiosk.page.getByRole('button', { name: /^1 (waiting|en espera|crédito)/ }).click();
  await kiosk.on('waiting');
  await look('waiting');
}

/** Walks the manager's own screens, from their start. */
async function walkManagerScreens(kiosk: KioskPage, look: (screen: string) => Promise<void>): Promise<void> {
  const { page, button } = kiosk;
  const back = async () => {
    await button(/^(Back to start|Volver al inicio)$/).click();
    await kiosk.on('manager');
  };
  await kiosk.on('manager');
  await look('manager');
  await button(/^(Shift report|Informe del turno)$/).click();
  await kiosk.on('report');
  await look('report');
  await button(/^(Restaurant|Restaurante)$/).click();
  await page.getByText(/^(Toast’s records, read|Registros de Toast, leídos)/).waitFor();
  await look('report, the restaurant');
  await button(/^(Compared|Comparado)$/).click();
  await kiosk.on('compared');
  await look('compared');
  await back();
  await button(/^(Restaurant limits|Límites)$/).click();
  await kiosk.on('rules');
  await look('rules');
  const house = /^(Restaurant|Restaurante)$/;
  for (const [group, rule, screen] of [
    [/^(Per-credit limits|Límites por crédito)$/, /^(Server limit|Límite de mesero)/, 'rule, an amount'],
    [house, /^(Time zone|Zona horaria)/, 'rule, a time zone'],
    [house, /^(Business day ends|Hora en que termina)/, 'rule, an hour'],
    [house, /^(Sign out after|Cerrar sesión después)/, 'rule, yes or no'],
    [house, /^(Restaurant name|Nombre del restaurante)/, 'rule, locked'],
  ] as const) {
    await button(group).click();
    await look(`rules before ${screen}`);
    await button(rule).click();
    await kiosk.on('rule');
    await look(screen);
    await button(/^(Back to limits|Volver a los límites)$/).click();
    await kiosk.on('rules');
  }
  await back();
  await button(/^(This kiosk|Este kiosco)$/).click();
  await kiosk.on('device');
  await page.getByText(/^(Activity log entries|Líneas del registro)$/).waitFor();
  await look('device');
  await button(/^(Close Hoststand|Cerrar Hoststand)$/).click();
  await look('device, asking');
  await button(/^(Cancel|Cancelar)$/).click();
  await button(/^(Licenses|Licencias)$/).click();
  await page.getByText(/^(Page 1 of|Página 1 de) /).waitFor();
  await look('device, licenses');
  await back();
  await button(/^(Activity log|Actividad)$/).click();
  await kiosk.on('audit');
  await look('audit');
  await button(/^(Check every entry|Verificar cada línea)$/).click();
  await page.getByText(/none missing|no falta/).waitFor();
  await look('audit, checked');
  await back();
  await button(/^(This kiosk|Este kiosco)$/).click();
  await button(/^(Set up a|Configurar un)/).click();
  await kiosk.on('set-up');
  await look('set-up, language');
  const next = button(/^(Next|Siguiente)$/);
  await next.click();
  await look('set-up, toast');
  await button(/^(Enter: Address|Escribir: Dirección)$/).click();
  await kiosk.on('set-up-text');
  await look('set-up-text');
  await page.keyboard.type('https://nowhere.invalid');
  await page.keyboard.press('Enter');
  await kiosk.on('set-up');
  await look('set-up, unknown address');
  await button(/^(Toast or my admin gave me|Toast o mi administrador me dio)/).click();
  for (const field of [/: (Client ID|ID de cliente)$/, /: (Client secret|Secreto de cliente)$/]) {
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
  await button(/^(Test|Probar)$/).click();
  await page.getByText(/^(Failed at|Falló en)/).waitFor();
  await look('set-up, test failed');
  await button(/^(Keep using Training|Seguir en práctica)$/).click();
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
  await button(/^(Manager unlock|Desbloqueo de gerente)$/).click();
  await look('sign-in, a manager opens it');
  await kiosk.type('975310');
  await button(/^(Unlock|Desbloquear)$/).click();
  await page.getByText(/^(Enter a training PIN|Escriba un PIN)/).waitFor();
  await kiosk.signIn('Priya N.');
  await kiosk.toStaff();
  await page.getByText('Marco D.').waitFor();
  await look('staff');
  await button(/^(Add employee|Agregar empleado)$/).click();
  await kiosk.on('staff-name');
  await page.keyboard.type('Maximiliana-Concepción W.');
  await look('staff-name');
  await button(/^(Save name|Guardar nombre)$/).click();
  await kiosk.on('staff-add');
  await look('staff-add');
  await button(/^(Employee chooses|Lo elige el empleado)$/).click();
  await look('staff-add, chosen');
  await button(/^(Generate|Generar)$/).click();
  await button(/^(Add|Agregar a) Max/).click();
  await kiosk.on('staff-pin');
  await look('staff-pin');
  await button(/^(Done|Listo)$/).click();
  await button(/^Maxi/).click();
  await kiosk.on('staff-member');
  await button(/^(Remove|Quitar)$/).click();
  await look('staff-member');
  await button(/^(Staff|Personal)$/).click();
  await kiosk.on('staff');
  await button(/^(My authenticator|Mi autenticador)$/).click();
  await page.locator('[data-key]').waitFor();
  await look('staff-code');
  await button(/^(Staff|Personal)$/).click();
  await kiosk.enrol();
  await button(/^(Back to start|Volver al inicio)$/).click();
  await walkManagerScreens(kiosk, look);
  await button(/^(Sign out|Cerrar sesión)$/).click();
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await kiosk.give(/^(Long wait|Mucha espera)$/, '$15');
  await kiosk.on('approve');
  await look('approve, both ways');
  await button(/^(Approve by code|Aprobar con código)$/).click();
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

/** A guest's own screens and a new guest, on and off line. Ana is met first, so that someone is like the new one. */
async function walkGuests(
  kiosk: KioskPage,
  crm: ControlledCrm,
  look: (screen: string) => Promise<void>,
): Promise<void> {
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await kiosk.button(/^(Next guest|Siguiente cliente)$/).click();
  await tourOfGuests(kiosk, look, crm);
  await crm.close();
  await tourOfGuestsOffline(kiosk, look);
}

/** How the same screens are looked at. Each beginning is walked once, and every screen shown in all of these in place. */
const VIEWS: readonly {
  readonly as: string;
  readonly view: View;
  readonly sizes: readonly Size[];
  /** In how it is asked for by the system axe looks at it, on the panel across and upright. */
  readonly axe: readonly Media[];
}[] = [
  { as: 'as it comes', view: { language: 'en' }, sizes: [LOW, ...SIZES], axe: ['light', 'dark', 'contrast'] },
  {
    as: 'under the left hand',
    view: { language: 'en', hand: 'left' },
    sizes: [LOW, ...SIZES],
    axe: ['light'],
  },
  { as: 'in the largest text', view: { language: 'en', textSize: 130 }, sizes: SIZES, axe: ['light'] },
  { as: 'in Spanish', view: { language: 'es' }, sizes: [LOW, ...SIZES], axe: [] },
  {
    as: 'in the largest text in Spanish',
    view: { language: 'es', textSize: 130 },
    sizes: [UPRIGHT, ACROSS],
    axe: [],
  },
  {
    as: 'in words a third longer',
    view: { language: 'en', longer: true },
    sizes: SIZES,
    axe: [],
  },
  {
    as: 'in the largest text in words a third longer',
    view: { language: 'en', textSize: 130, longer: true },
    sizes: [UPRIGHT, ACROSS],
    axe: [],
  },
];

/** On the main path nothing scrolls: as it comes on any panel, nor in the largest text on the smallest. */
const mayScroll = ({ longer = false, ...view }: View, { width }: Size): boolean =>
  longer ||
  view.hand === 'left' ||
  ((view.textSize === 130 || view.language === 'es') && width !== ACROSS.width);

/** What is wrong with the screen in one view; the run keeps a picture of it. */
async function wrongWith(
  page: Page,
  screen: string,
  { view, sizes, axe }: (typeof VIEWS)[number],
  onMainPath: boolean,
): Promise<readonly string[]> {
  return await seenAs(page, view, async () => {
    const found: string[] = [];
    const note = async (where: string, what: readonly string[]): Promise<void> => {
      if (what.length === 0) return;
      found.push(...what.map((each) => `${where}: ${each}`));
      const path = test.info().outputPath(`${screen}, ${where}.png`.replaceAll(/[^\w.,-]+/g, '-'));
      await page.screenshot({ path });
      await test.info().attach(where, { path, contentType: 'image/png' });
    };
    for (const size of sizes) {
      await resize(page, size);
      const noScrolling = onMainPath && !mayScroll(view, size);
      await note(`${size.width}x${size.height}`, await fits(page, { noScrolling }));
    }
    // At the last of the sizes, and upright in the light.
    for (const media of axe) {
      await page.emulateMedia(MEDIA[media]);
      await note(media, await axeFindings(page));
    }
    if (axe.length > 1) {
      await page.emulateMedia(MEDIA.light);
      await resize(page, UPRIGHT);
      await note('upright', await axeFindings(page));
    }
    return found;
  });
}

/** Looks at a screen in every view; the last size of the last is the one it goes on at. */
const inEveryView =
  (page: Page, onMainPath = false) =>
  async (screen: string): Promise<void> => {
    for (const each of VIEWS) {
      const name = `${screen} ${each.as}`;
      expect.soft(await wrongWith(page, name, each, onMainPath), name).toEqual([]);
    }
  };

/** The ways past all screens. They are walked in Spanish; English is walked by all other specs. */
test.describe('in every view and at every size all fits, in targets of 56 px, and no accessibility rule is broken', () => {
  test.beforeEach(() => test.setTimeout(600_000));

  for (const [walked, undoSeconds, walkPast] of [
    ['the main path', 120, (kiosk) => walk(kiosk, inEveryView(kiosk.page, true))],
    ['the ways to a guest', 2, (kiosk, crm) => walkFinding(kiosk, crm, inEveryView(kiosk.page))],
    [
      'a guest’s screens and those of a new one',
      2,
      (kiosk, crm) => walkGuests(kiosk, crm, inEveryView(kiosk.page)),
    ],
    [
      'a manager’s choices about a refused guest',
      1,
      async (kiosk, crm) => {
        await kiosk.signIn('Marco D.');
        await tourOfChoices(kiosk, inEveryView(kiosk.page), crm);
      },
    ],
    ['a manager’s screens', 120, (kiosk) => walkManager(kiosk, inEveryView(kiosk.page))],
  ] as const satisfies readonly (readonly [
    string,
    number,
    (kiosk: KioskPage, crm: ControlledCrm) => Promise<void>,
  ])[]) {
    test(walked, async ({ launch, startCrm }) => {
      const crm = await startCrm();
      const env = settingsFor(crm, { language: 'es', undoSeconds });
      const { page } = await launch({ env, size: ACROSS });
      await page.emulateMedia(MEDIA.light);
      await walkPast(createKioskPage(page), crm);
    });
  }
});
