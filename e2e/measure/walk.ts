import type { CDPSession, Page } from '@playwright/test';
import { createKioskPage, type KioskPage, STAFF } from '../pages/kiosk-page.ts';
import { createFingers, type Fingers } from './fingers.ts';
import { beginRecording, type Recorded, recorded } from './recorder.ts';

/** A kiosk that is measured: its page as staff use it, and fingers faster than they are. */
export interface Measured {
  readonly page: Page;
  readonly session: CDPSession;
  readonly kiosk: KioskPage;
  readonly fingers: Fingers;
}

/** The slow-down at which the kiosk must hold: a tablet of some years, on a desk machine of today. */
export const SLOW_DOWN = 4;
/** The fastest people type, keys a second. */
const KEYS_A_SECOND = 15;
/** Slow enough that each key's answer stands before the next one. */
const CALM = 2.5;
/** Keys after which the kiosk's own answer differs at nearly every key, among 100,000 guests. */
const TELLING = 7;

export async function measured(page: Page): Promise<Measured> {
  const session = await page.context().newCDPSession(page);
  // Else touches make no taps.
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
  return { page, session, kiosk: createKioskPage(page), fingers: createFingers(page, session) };
}

export const slowDown = async ({ session }: Measured, times: number): Promise<void> =>
  void (await session.send('Emulation.setCPUThrottlingRate', { rate: times }));

/**
 * How many times longer the same small work takes on average than undisturbed: 1 where the page has a processor to
 * itself, 3 where others take two thirds of it. What is measured beside it cannot be better than that.
 */
export async function contention({ page }: Measured): Promise<number> {
  return page.evaluate(async () => {
    const took: number[] = [];
    for (let round = 0; round < 80; round += 1) {
      const since = performance.now();
      let work = 0;
      for (let step = 0; step < 2_000_000; step += 1) work += step % 7;
      took.push(performance.now() - since + (work < 0 ? 1 : 0));
      await new Promise((done) => setTimeout(done, 4));
    }
    took.sort((a, b) => a - b);
    return took.reduce((sum, one) => sum + one, 0) / took.length / (took[4] ?? 1);
  });
}

/** The digits that are on the screen, no matter what is drawn between them. */
const typedDigits = (page: Page): Promise<string> =>
  page
    .getByRole('img', { name: /^(\d( |$))+/ })
    .getAttribute('aria-label')
    .then((label) => (label ?? '').replaceAll(/\D/g, ''));

/** Main path, once: signs in, finds, opens, gives alone, and is signed out again. */
async function walkOnce({ kiosk, fingers }: Measured, digits: string): Promise<void> {
  const { button, on } = kiosk;
  await on('sign-in');
  await fingers.type(STAFF['Marco D.'], 8);
  await fingers.tap(button(/^(Sign in|Entrar)$/));
  await on('look-up');
  await fingers.type(digits, 8);
  await fingers.tap(button(/^(Open|Abrir) /));
  await on('guest');
  await fingers.tap(button('Give credit'));
  await on('give-credit');
  await fingers.tap(button('Cold food'));
  await fingers.tap(button('$10'));
  await fingers.tap(button(/^Give .*\d/));
  // The same reason again on the same day is asked about once.
  if (await kiosk.page.locator('[data-again]').isVisible())
    await fingers.tap(kiosk.page.locator('[data-primary]'));
  await on('done');
  await fingers.tap(button('Next guest'));
  await on('look-up');
  await fingers.tap(button('Sign out'));
  await on('sign-in');
}

/** The main path so many times, each time for another guest. */
export async function measureMainPath(to: Measured, numbers: readonly string[]): Promise<Recorded> {
  await beginRecording(to.page);
  for (const digits of numbers) await walkOnce(to, digits);
  return recorded(to.page);
}

export interface Typing extends Recorded {
  readonly typed: number;
  readonly dropped: number;
}

/** Whole numbers on the keypad, as fast as the fastest people. From the look-up. */
export async function measureTyping(to: Measured, numbers: readonly string[]): Promise<Typing> {
  await to.kiosk.on('look-up');
  await beginRecording(to.page);
  let typed = 0;
  let dropped = 0;
  for (const digits of numbers) {
    await to.fingers.type(digits, KEYS_A_SECOND);
    const shown = await typedDigits(to.page);
    typed += digits.length;
    dropped += shown === digits ? 0 : Math.max(1, digits.length - shown.length);
    await to.page.keyboard.press('Escape');
  }
  return { ...(await recorded(to.page)), typed, dropped };
}

/** The beginnings of numbers, key by key, each answered by the kiosk's own directory. From the look-up. */
export async function measureAnswers(to: Measured, numbers: readonly string[]): Promise<Recorded> {
  await to.kiosk.on('look-up');
  await beginRecording(to.page);
  for (const digits of numbers) {
    await to.fingers.type(digits.slice(0, TELLING), CALM);
    await to.page.keyboard.press('Escape');
  }
  return recorded(to.page);
}

/**
 * Loads the page again. From the start of the navigation until the sign-in screen stands painted with its keys, ms of
 * the page's own clock.
 */
export async function measureStart({ page, kiosk }: Measured): Promise<number> {
  await page.addInitScript(runStartClock);
  await page.reload();
  await kiosk.on('sign-in');
  const handle = await page.waitForFunction(
    () => (globalThis as unknown as { readonly usableAt?: number }).usableAt,
  );
  return Number(await handle.jsonValue());
}

/** Self-contained: its source runs in the page, before the page's own. */
function runStartClock(): void {
  const all = globalThis as unknown as { usableAt?: number };
  const look = (): void => {
    if (document.querySelector('[data-screen="sign-in"] [data-keypad] button') === null) {
      requestAnimationFrame(look);
      return;
    }
    // The frame that shows it is handed over before the next task.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      all.usableAt ??= performance.now();
    };
    requestAnimationFrame(() => channel.port2.postMessage(null));
  };
  requestAnimationFrame(look);
}
