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

for (const size of SIZES) {
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
    await walk(createKioskPage(page), async (screen) => {
      expect(await axeFindings(page, runtime), screen).toEqual([]);
    });
    await crm.close();
  });
}
