import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage } from './pages/kiosk-page.ts';

test('a manager sets hand, text and sounds; in effect at once, and still after a restart', async ({
  launch,
}) => {
  const first = await launch({ env: settingsFor(null) });
  const { page } = first;
  const kiosk = createKioskPage(page);
  // Silent unless it is asked for: anyone who opens a desk for sounds is counted.
  await page.evaluate(() => {
    const root = document.documentElement;
    const Real = window.AudioContext;
    window.AudioContext = class extends Real {
      override createOscillator(): OscillatorNode {
        root.dataset['notes'] = String(Number(root.dataset['notes'] ?? 0) + 1);
        return super.createOscillator();
      }
    };
  });
  const notes = (): Promise<number> =>
    page.evaluate(() => Number(document.documentElement.dataset['notes'] ?? 0));
  await kiosk.signIn('Priya N.');
  await kiosk.toManager();
  expect(await notes()).toBe(0);
  await kiosk.button('This kiosk').click();
  await kiosk.on('device');
  await kiosk.button('Display').click();
  const tray = page.locator('aside');
  const size = await page.evaluate(() => window.innerWidth);
  expect((await tray.boundingBox())?.x).toBeGreaterThan(size / 2);
  await kiosk.button('Left').click();
  await expect.poll(async () => (await tray.boundingBox())?.x).toBeLessThan(size / 4);
  const label = page.getByText('Keypad side', { exact: true });
  const before = await label.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  await kiosk.button('Largest').click();
  await expect
    .poll(() => label.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize)))
    .toBeCloseTo(before * 1.3, 1);
  await kiosk.button('On').click();
  const heard = await notes();
  expect(heard).toBe(1);
  await kiosk.button('Sign out').click();
  await kiosk.on('sign-in');
  await kiosk.type('111999');
  expect(await notes()).toBe(heard + 6);
  await kiosk.button('Sign in').click();
  await page.getByText('tries left').waitFor();
  expect(await notes()).toBe(heard + 8);
  await first.close();

  const second = await launch({ env: settingsFor(null) });
  const root = second.page.locator('html');
  await createKioskPage(second.page).on('sign-in');
  await expect(root).toHaveAttribute('data-hand', 'left');
  await expect(root).toHaveAttribute('data-text', '130');
});

test('the admin’s file says how a new kiosk begins', async ({ launch }) => {
  const screen = { hand: 'left', textSize: 115 };
  const { page } = await launch({ env: settingsFor(null, { screen }) });
  await createKioskPage(page).on('sign-in');
  await expect(page.locator('html')).toHaveAttribute('data-hand', 'left');
  await expect(page.locator('html')).toHaveAttribute('data-text', '115');
});

test('nothing moves for people who asked for less motion', async ({ launch }) => {
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  await kiosk.on('sign-in');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const style = getComputedStyle(element);
        const times = `${style.transitionDuration}, ${style.animationDuration}`.split(', ');
        return times.some((time) => Number.parseFloat(time) > 0);
      })
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  expect(moving).toEqual([]);
});

test('any touch during the warning keeps the guest, and a change on the screen is not a touch', async ({
  launch,
}) => {
  const screen = { idleWarnSeconds: 5, idleClearSeconds: 20 };
  const { page } = await launch({ env: settingsFor(null, { screen }) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  const asks = page.getByText('Still there?');
  await expect(asks).toBeVisible({ timeout: 15_000 });
  // Anywhere: the reading side has nothing to press there.
  await page.mouse.click(8, 8);
  await expect(asks).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Ana Petrescu' })).toBeVisible();
  // Redrawn again and again, and the count goes on anyway.
  await page.evaluate(() => {
    window.setInterval(() => window.dispatchEvent(new Event('resize')), 200);
  });
  await expect(asks).toBeVisible({ timeout: 15_000 });
});

test('how it works is offered until someone has seen it on this kiosk, and stays to be found', async ({
  launch,
}) => {
  const first = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(first.page);
  await kiosk.button('Show me').click();
  await kiosk.on('how-to');
  // Gone back without having read it: it is offered again.
  await kiosk.button('Back').click();
  await kiosk.button('Show me').click();
  await kiosk.button('Start').click();
  await kiosk.on('sign-in');
  await expect(kiosk.button('Show me')).toHaveCount(0);
  await first.close();
  const second = await launch({ env: settingsFor(null) });
  const again = createKioskPage(second.page);
  await again.on('sign-in');
  await expect(again.button('Show me')).toHaveCount(0);
  await again.button('How it works').click();
  await again.on('how-to');
});
