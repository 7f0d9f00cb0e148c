import type { Page } from 'playwright';
import { knownGuid } from '../../src-main/sandbox/data/known-guests.ts';
import { longHistory } from '../fixtures/crm-records.ts';
import type { Kiosk } from '../fixtures/kiosk.ts';
import { type KioskPage, STAFF } from '../pages/kiosk-page.ts';
import type { Size } from '../pages/views.ts';
import type { ControlledCrm } from '../sandbox-control/controlled-crm.ts';
import { type Picture, withKiosk } from './own-kiosk.ts';

const ANA = '4155550142';
const GRACE = '4155550107';
/** Longer than two pictures take, and less than the kiosk waits for an answer. */
const HELD_BACK_MS = 5_000;
/** When an answer is long overdue. */
const SLOW_MS = 5_500;
/** More than a manager has to approve. */
const TOO_LATE_MS = 16 * 60_000;

/** What is on the screen while main has not answered what `ask` asks it. Without a picture where main cannot be held up. */
export async function whileMainIsAsked(
  { pause }: Kiosk,
  ask: () => Promise<void>,
  look: () => Promise<void>,
): Promise<void> {
  const goOn = pause?.();
  await ask();
  if (goOn === undefined) return;
  try {
    await look();
  } finally {
    goOn();
  }
}

/** Makes it later for the page: by the clock that waits are counted on, or by the one on the wall. */
const later = (page: Page, clock: 'waits' | 'wall', ms: number): Promise<void> =>
  page.evaluate(
    ([clock, ms]) => {
      const time = clock === 'waits' ? performance : Date;
      const now = time.now.bind(time);
      time.now = () => now() + ms;
    },
    [clock, ms] as const,
  );

/** Toast takes its time to look someone up: first who it does not know yet, then someone the kiosk has met. */
async function slowLookUp(
  screen: KioskPage,
  crm: ControlledCrm,
  picture: (name: string) => Promise<void>,
): Promise<void> {
  const { page, button } = screen;
  const slow = page.getByText(/^Still waiting for Toast, \d+ sec$/);
  const holdBack = (operation: 'search' | 'credit-summary' | 'guest-transactions'): void => {
    crm.control.fault({ operation, effect: { kind: 'delay', ms: HELD_BACK_MS } });
  };
  holdBack('search');
  await screen.type(ANA);
  await page.getByText('Searching…', { exact: true }).waitFor();
  await picture('look-up-asking');
  await later(page, 'waits', SLOW_MS);
  await slow.waitFor();
  await picture('look-up-slow');
  await page.getByText('Ana Petrescu', { exact: true }).waitFor();
  holdBack('credit-summary');
  holdBack('guest-transactions');
  await button('Open Ana P.').click();
  await screen.on('guest');
  await page.getByText('Getting the balance from Toast…').waitFor();
  await picture('guest-asking');
  await later(page, 'waits', SLOW_MS);
  await slow.waitFor();
  await picture('guest-slow');
  await page.getByText('$42.50').waitFor();
  await button('Next guest').click();

  holdBack('search');
  await screen.type(ANA);
  await page.getByText('Ana Petrescu', { exact: true }).waitFor();
  await later(page, 'waits', SLOW_MS);
  await slow.waitFor();
  await picture('look-up-found-slow');
  holdBack('credit-summary');
  holdBack('guest-transactions');
  await button('Open Ana P.').click();
  await screen.on('guest');
  await page.getByText(/^Last known at/).waitFor();
  await later(page, 'waits', SLOW_MS);
  await slow.waitFor();
  await picture('guest-known-slow');
  await button('Next guest').click();

  await screen.openGuest(GRACE, 'Grace Lindqvist');
  await button('Full history').click();
  holdBack('guest-transactions');
  await button('Show earlier').evaluate((earlier) => (earlier as HTMLElement).click());
  await later(page, 'waits', SLOW_MS);
  await slow.scrollIntoViewIfNeeded();
  await picture('guest-history-slow');
  await button('Next guest').click();
}

/** What is on the screen while someone waits: for this PC, for Toast, and for a manager who did not come. */
export async function tourOfWaits(size: Size, picture: Picture): Promise<void> {
  const records = longHistory(knownGuid('Grace', 'Lindqvist'), 60);
  await withKiosk(size, { records }, async ({ screen, kiosk, crm }) => {
    const { page, button } = screen;
    /** Presses, and takes the picture of what is there until main has answered. */
    const held = (name: string, press: RegExp, words: string): Promise<void> =>
      whileMainIsAsked(
        kiosk,
        () => button(press).click(),
        async () => {
          await page
            .getByText(words, { exact: true })
            .or(page.getByRole('img', { name: words }))
            .waitFor();
          await picture(name, screen);
        },
      );
    await screen.on('sign-in');
    await screen.type(STAFF['Marco D.']);
    await held('sign-in-checking', /^Sign in$/, 'Checking…');
    await screen.on('look-up');
    await slowLookUp(screen, crm, (name) => picture(name, screen));

    await screen.openGuest(ANA, 'Ana Petrescu');
    await button('Give credit').click();
    await screen.on('give-credit');
    await button('Cold food').click();
    await button('$10').click();
    await held('give-credit-saving', /^Give \$10/, 'Saving…');
    await screen.on('done');
    await held('waiting-asking', /^1 waiting/, 'Loading waiting credits…');
    await page.getByRole('listitem').first().waitFor();
    await button('Look up a guest').click();
    await screen.openGuest(ANA, 'Ana Petrescu');
    await screen.give('Long wait', '$15');
    await screen.on('approve');
    await screen.type(STAFF['Priya N.']);
    await held('approve-checking', /^Approve \$15/, 'Checking…');
    await screen.on('done');
    await button('Back to Ana P.').click();
    // By the clock on the wall the request is over before it is on the screen.
    await later(page, 'wall', TOO_LATE_MS);
    await screen.give('Long wait', '$20');
    await page.getByText('This request timed out').waitFor();
    await picture('approve-ran-out', screen);
  });
}
