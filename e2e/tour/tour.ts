/**
 * Walks the product without a display: saves a numbered picture of each screen, and measures each as it is and in words
 * a third longer. Each is seen at five sizes, in three themes and in two languages; `--plain` leaves it at three sizes.
 * `findings.json` has what does not fit; anything there makes the walk fail. `--docs` renews docs/pictures.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Locator, Page } from 'playwright';
import { settingsFor, startCrm } from '../fixtures/crm.ts';
import { type Kiosk, launchKiosk } from '../fixtures/kiosk.ts';
import { createKioskPage, ON_ITS_WAY } from '../pages/kiosk-page.ts';
import type { Size } from '../pages/views.ts';
import { contactSheet, renewPictures, viewSheets } from './contact-sheet.ts';
import { tourOfFinding, tourOfFindingOffline } from './find.ts';
import { tourOfGuests, tourOfGuestsOffline } from './guests.ts';
import { tourOfManager } from './manager.ts';
import { type Pictures, pictures } from './pictures.ts';
import { tourOfStates } from './states.ts';
import { tourOfWaits, whileMainIsAsked } from './waits.ts';

const MEASURED: Size = { width: 1024, height: 768 };
const SIZES: readonly Size[] = [{ width: 1024, height: 600 }, MEASURED, { width: 1920, height: 1080 }];
const ANA = '4155550142';
const STAFF_LIST =
  'name,role,pin\nKim A.,host,\nInes O.,server,\nRosa M.,manager,480173\nZoë,cook,\nMarco D.,server,\n';

/** A zone in which it is now seven in the evening: the pictures show the hours in which the kiosk is used. */
function eveningZone(): string {
  const ahead = ((new Date().getUTCHours() - 19 + 36) % 24) - 12;
  return `Etc/GMT${ahead < 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** Waits for what may take minutes on a busy PC; a touch now and then keeps the screen from clearing itself. */
async function touchUntil(page: Page, shown: Locator): Promise<void> {
  for (let tries = 12; tries > 1; tries -= 1) {
    try {
      await shown.waitFor({ timeout: 15_000 });
      return;
    } catch {
      await page.mouse.click(1, 300);
    }
  }
  await shown.waitFor({ timeout: 15_000 });
}

async function tour(out: string, size: Size, { take, takeOne }: Pictures): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-tour-'));
  const timeZone = eveningZone();
  const crm = await startCrm(folder, { timeZone });
  const port = Number(new URL(crm.url).port);
  let liveCrm = crm;
  let kiosk: Kiosk | null = null;
  try {
    writeFileSync(join(folder, 'staff.csv'), STAFF_LIST);
    kiosk = await launchKiosk({
      profile: join(folder, 'profile'),
      env: {
        ...settingsFor(crm, { undoSeconds: 30, timeZone }),
        // The CRM of the pictures plays the live one, too.
        HOSTSTAND_LIVE_ON_LOOPBACK: '1',
        // Beside it lies the list of staff that is read in.
        HOSTSTAND_CONFIG_FILE: join(folder, 'config.json'),
      },
      size,
    });
    const { page } = kiosk;
    await page.setViewportSize(size);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const screen = createKioskPage(page);
    const picture = (name: string): Promise<void> => take(name, screen);

    await screen.on('sign-in');
    await picture('sign-in');
    await screen.type('111999');
    await screen.button('Sign in').click();
    await page.getByText('tries left').waitFor();
    await picture('sign-in-wrong-pin');
    for (let n = 0; n < 4; n += 1) {
      await screen.type('111999');
      await screen.button('Sign in').click();
      await page.getByText(n === 3 ? 'Too many tries' : 'left').waitFor();
      await page.waitForTimeout(100);
    }
    await picture('sign-in-locked');
    await screen.button('Manager unlock').click();
    await screen.type('9753');
    await picture('sign-in-manager-opens');
    await screen.type('10');
    await screen.button('Unlock').click();
    await page.getByText('Enter a training PIN').waitFor();
    await screen.signIn('Priya N.');
    await screen.toStaff();
    await page.getByText('Marco D.').waitFor();
    await picture('staff');
    await screen.button('Add employee').click();
    await screen.on('staff-name');
    for (const key of ['L', 'e', 'e']) await page.keyboard.press(key);
    await picture('staff-name');
    await page.keyboard.type(' W.');
    await screen.button('Save name').click();
    await screen.on('staff-add');
    await picture('staff-add');
    await screen.button('Employee chooses').click();
    await screen.type('4801');
    await picture('staff-add-choose');
    await screen.button('Generate').click();
    await screen.button('Add Lee W.').click();
    await screen.on('staff-pin');
    await picture('staff-pin');
    await screen.button('Done').click();
    await screen.button(/^Lee W\./).click();
    await screen.on('staff-member');
    await picture('staff-member');
    await screen.button('Remove').click();
    await picture('staff-member-remove');
    await screen.button('Cancel').click();
    await screen.button('Staff').click();
    await screen.button('My authenticator').click();
    await page.locator('[data-key]').waitFor();
    await picture('staff-code');
    await screen.button('Staff').click();
    await screen.enrol();
    await picture('staff-enrolled');
    await screen.button('Import staff').click();
    await screen.on('staff-import');
    await picture('staff-import');
    await screen.button('Back to staff').click();
    await screen.button('Sign out').click();
    await screen.signIn('Marco D.');
    await picture('look-up-empty');
    await tourOfFinding(screen, picture);
    await tourOfGuests(screen, picture, crm);
    await screen.type('4155550177');
    await page.getByText('Several guests share').waitFor();
    await picture('look-up-shared-number');
    await screen.button('Clear').click();
    await screen.type(ANA);
    await page.getByText('Ana Petrescu', { exact: true }).waitFor();
    await picture('look-up-found');
    await screen.button('Open Ana P.').click();
    await screen.on('guest');
    await page.getByText('$42.50').waitFor();
    await picture('guest');
    await screen.button('Next guest').click();
    await screen.type('4155');
    await page.getByText('match').first().waitFor();
    await picture('look-up-typing');
    await screen.button('Clear').click();
    await screen.type(ANA);
    await page.getByText('Ana Petrescu', { exact: true }).waitFor();
    await screen.button('Open Ana P.').click();
    await screen.on('guest');
    await screen.button('Give credit').click();
    await screen.on('give-credit');
    await picture('give-credit-start');
    await screen.button('Long wait').click();
    await picture('give-credit-ready');
    await screen.button(/^Ask a manager for \$15.00/).click();
    await screen.on('approve');
    await screen.type('9753');
    await picture('approve');
    await screen.button('Approve by code').click();
    await screen.type('4801');
    await picture('approve-by-code');
    await screen.type('99');
    await whileMainIsAsked(
      kiosk,
      () => screen.button('Approve $15.00').click(),
      async () => {
        await page.getByText('Checking…').waitFor();
        await takeOne('approve-code-checking', screen);
      },
    );
    await page.getByText('left').first().waitFor();
    await picture('approve-wrong-code');
    await screen.button('Approve by PIN').click();
    await screen.button('Save for later').click();
    await screen.on('look-up');
    await picture('look-up-needs-approval');
    await screen.button('1 needs approval').click();
    await screen.on('approvals');
    await picture('approvals');
    await screen.button(/^\$15\.00 for Ana/).click();
    await screen.on('approve');
    await picture('approve-from-list');
    await screen.approveAs('Priya N.');
    await picture('done-undo');
    await screen.button(/^Back to Ana/).click();
    await screen.on('guest');
    await page.getByText('not in the balance yet').waitFor();
    await picture('guest-with-waiting');
    await page.getByText('$57.50').waitFor({ timeout: 60_000 });
    await picture('guest-after');
    await screen.button('Give credit').click();
    await screen.on('give-credit');
    await screen.button('Long wait').click();
    await page.getByText('Already today: $15.00 in 1 credit').waitFor();
    await picture('give-credit-helped');
    await screen.button(/^Ask a manager for/).click();
    await picture('give-credit-again');
    await screen.button('Change the reason').click();
    await screen.button('Back to guest').click();
    await screen.on('guest');

    await liveCrm.close();
    await screen.give('Cold food', '$10');
    await screen.on('done');
    await page
      .getByText(/^Offline since/)
      .first()
      .waitFor({ timeout: 90_000 });
    await picture('done-offline');
    await screen.button('Next guest').click();
    await screen.type('4155');
    await page.getByText('Keep working').waitFor();
    await picture('look-up-offline');
    await tourOfFindingOffline(screen, picture);
    await tourOfGuestsOffline(screen, picture);
    await page.getByRole('button', { name: /^2 waiting/ }).click();
    await screen.on('waiting');
    await page.getByText(ON_ITS_WAY).first().waitFor({ timeout: 60_000 });
    await picture('waiting-offline');
    await screen.button('Look up a guest').click();
    await screen.button('Clear').click();
    await screen.type(ANA);
    await screen.button('Open Ana P.').click();
    await page.getByText('Last known').first().waitFor({ timeout: 60_000 });
    await picture('guest-offline');
    liveCrm = await startCrm(folder, { port, timeZone });
    await page.getByText('Nothing waiting').waitFor({ timeout: 90_000 });
    liveCrm.control.fault({
      operation: 'add-credit',
      effect: {
        kind: 'status',
        status: 400,
        body: 'error-message',
        message: 'Customer credits are switched off',
      },
    });
    await screen.give('Wrong dish', '$10');
    await touchUntil(page, page.getByText('Toast declined this credit').first());
    await picture('done-refused');
    await page.getByRole('button', { name: /^1 waiting, needs/ }).click();
    await screen.on('waiting');
    await picture('waiting-refused');
    await screen.button('Decide').first().click();
    await screen.on('decide');
    await screen.button('Cancel this credit').click();
    await screen.button('It was a mistake').click();
    await screen.type('9753');
    await picture('decide');
    await screen.button('Back').click();
    await screen.button('Sign out').click();
    await tourOfManager(screen, picture, liveCrm);
    await screen.on('sign-in');
    await screen.button('Español').click();
    await picture('sign-in-spanish');
  } catch (error) {
    // What stood on the screen says more than what was waited for.
    await kiosk?.page
      .screenshot({ path: join(out, `failed-${size.width}x${size.height}.png`) })
      .catch(() => undefined);
    throw error;
  } finally {
    await kiosk?.close();
    await liveCrm.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/tour' },
    docs: { type: 'boolean', default: false },
    plain: { type: 'boolean', default: false },
  },
});
const out = resolve(values.out);
mkdirSync(out, { recursive: true });
for (const name of readdirSync(out)) if (/^(\d+|failed)-.*\.png$/.test(name)) rmSync(join(out, name));
// The documentation shows some of them.
const views = values.docs || !values.plain;
const findings: string[] = [];
await Promise.all(
  SIZES.map(async (size) => {
    const both = pictures(out, size, findings, views && size === MEASURED);
    await tour(out, size, both);
    await tourOfStates(size, both.take);
    await tourOfWaits(size, both.takeOne);
  }),
);
const taken = readdirSync(out).filter((name) => /^\d+-.*\.png$/.test(name));
await contactSheet(out, '1024x768');
if (views) await viewSheets(out);
if (values.docs) await renewPictures(out, resolve('docs/pictures'));
writeFileSync(join(out, 'findings.json'), `${JSON.stringify(findings, null, 2)}\n`);
for (const finding of findings) process.stderr.write(`${finding}\n`);
process.stdout.write(`${taken.length} pictures in ${out}, ${findings.length} things that do not fit\n`);
if (findings.length > 0) process.exitCode = 1;
