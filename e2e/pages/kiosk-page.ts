import type { Locator, Page } from 'playwright';
import type { FrameName } from '../../src-renderer/app/frame-name.ts';
import { type Authenticator, createAuthenticator } from '../fixtures/authenticator.ts';

/** Training's staff, as their PINs are on its sign-in screen. */
export const STAFF = {
  'Joss K.': '135790',
  'Marco D.': '246802',
  'Sam T.': '864213',
  'Priya N.': '975310',
} as const;

/**
 * What the list of what is not at Toast yet says of credit that goes by itself. It passes from one to the next in its own
 * time, so a test that did not stop it may ask for any of them only.
 */
export const ON_ITS_WAY = /^(Not sent yet|Sending|Checking with Toast)$/;

/** How long a fast finger stays on a key, ms. */
const PRESS_MS = 45;

export type StaffMember = keyof typeof STAFF;
type ScreenName = FrameName;

/** The kiosk as staff use it: by what they see and press. */
export interface KioskPage {
  readonly page: Page;
  readonly button: (name: string | RegExp) => Locator;
  /** Waits until a screen is on. */
  readonly on: (screen: ScreenName) => Promise<void>;
  /** Presses keys of the on-screen keypad. */
  readonly type: (digits: string) => Promise<void>;
  /** Presses keys of the on-screen keyboard; capitals come by themselves or by shift. */
  readonly write: (text: string) => Promise<void>;
  readonly signIn: (who: StaffMember) => Promise<void>;
  /** Types a whole number and opens the guest it belongs to. */
  readonly openGuest: (digits: string, name: string) => Promise<void>;
  /** From the guest's screen: fills in the form and presses the button that gives. */
  readonly give: (reason: string | RegExp, amount: string) => Promise<void>;
  readonly approveAs: (who: StaffMember) => Promise<void>;
  /** From the look-up of a signed-in manager: their screens, opened by their PIN (another's than Training's where given). */
  readonly toManager: (pin?: string) => Promise<void>;
  /** From the look-up of a signed-in manager: their staff screen. */
  readonly toStaff: () => Promise<void>;
  /** From there: sets up an authenticator. Returns it, as the manager's phone has it. */
  readonly enrol: () => Promise<Authenticator>;
}

export function createKioskPage(page: Page): KioskPage {
  const button = (name: string | RegExp) =>
    typeof name === 'string'
      ? page.getByRole('button', { name, exact: true })
      : page.getByRole('button', { name });
  const on = (screen: ScreenName) => page.locator(`[data-screen="${screen}"]`).waitFor();
  const keypad = page.getByRole('group', { name: /^(Keypad|Teclado)$/ });
  const type = async (digits: string) => {
    // Held as long as a fast finger holds it: two reports of one key within a few ms are one press to the kiosk.
    for (const digit of digits) {
      await keypad.getByRole('button', { name: digit, exact: true }).click({ delay: PRESS_MS });
    }
  };
  const letters = page.locator('[data-keys]');
  const write = async (text: string) => {
    for (const letter of text) {
      const key = (name: string | RegExp) => letters.getByRole('button', { name, exact: true });
      const face =
        letter === ' ' ? key(/^(Space|Espacio)$/) : key(letter.toLowerCase()).or(key(letter.toUpperCase()));
      await face.first().click({ delay: PRESS_MS });
    }
  };
  const kiosk: KioskPage = {
    page,
    button,
    on,
    type,
    write,
    signIn: async (who) => {
      await on('sign-in');
      await type(STAFF[who]);
      await button(/^(Sign in|Entrar)$/).click();
      await on('look-up');
    },
    openGuest: async (digits, name) => {
      await on('look-up');
      await type(digits);
      await page.getByText(name, { exact: true }).waitFor();
      await button(/^(Open|Abrir) /).click();
      await on('guest');
    },
    give: async (reason, amount) => {
      await button(/^(Give credit|Dar crédito)$/).click();
      await on('give-credit');
      await button(reason).click();
      await button(amount).click();
      await button(/^(Give|Dar|Ask a manager|Pedir) .*\d/).click();
      // The same reason again on the same day is asked about once.
      if (await page.locator('[data-again]').isVisible()) await page.locator('[data-primary]').click();
    },
    approveAs: async (who) => {
      await on('approve');
      await type(STAFF[who]);
      await button(/^(Approve|Aprobar) .*\d/).click();
      await on('done');
    },
    toManager: async (pin = STAFF['Priya N.']) => {
      await button(/: (manager screens|pantallas del gerente)$/).click();
      await on('manager-pin');
      await type(pin);
      await button(/^(Open|Abrir)$/).click();
      await on('manager');
    },
    toStaff: async () => {
      await kiosk.toManager();
      await button(/^(Staff and PINs|Personal y PIN)$/).click();
      await on('staff');
    },
    enrol: async () => {
      await button(/^(My authenticator|Mi autenticador)$/).click();
      await on('staff-code');
      const authenticator = createAuthenticator((await page.locator('[data-key]').textContent()) ?? '');
      await type(authenticator.now());
      await button(/^(Save authenticator|Guardar autenticador)$/).click();
      await on('staff');
      return authenticator;
    },
  };
  return kiosk;
}
