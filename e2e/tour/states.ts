import type { Size } from '../pages/views.ts';
import { type Picture, withKiosk } from './own-kiosk.ts';

const ANA = '4155550142';

/** What the walk through an evening does not pass: wrong settings, the one page for new users, idle, the other hand. */
export async function tourOfStates(size: Size, picture: Picture): Promise<void> {
  const idle = { idleWarnSeconds: 5, idleClearSeconds: 20 };
  await withKiosk(size, { file: '{ "undoSeconds": "a while" }' }, async ({ screen }) => {
    const { page } = screen;
    await screen.on('sign-in');
    await page.getByText('can’t be used').waitFor();
    await picture('sign-in-wrong-setting', screen);
  });
  await withKiosk(size, { settings: { screen: idle } }, async ({ screen }) => {
    const { page, button } = screen;
    await screen.on('sign-in');
    await button('Show me').click();
    await screen.on('how-to');
    await picture('how-to', screen);
    await button('Start').click();
    await screen.signIn('Marco D.');
    await screen.openGuest(ANA, 'Ana Petrescu');
    await page.getByText('$42.50').waitFor();
    await page.getByText('Still there?').waitFor({ timeout: 30_000 });
    await picture('guest-idle', screen);
  });
  await withKiosk(size, {}, async ({ screen }) => {
    const { page, button } = screen;
    await screen.signIn('Marco D.');
    await screen.openGuest(ANA, 'Ana Petrescu');
    await page.getByText('$42.50').waitFor();
    for (const theme of ['light', 'dark', 'contrast'] as const) {
      await page.emulateMedia({
        colorScheme: theme === 'dark' ? 'dark' : 'light',
        contrast: theme === 'contrast' ? 'more' : 'no-preference',
      });
      await picture(`theme-${theme}`, screen);
    }
    await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
    await button('Give credit').click();
    await screen.on('give-credit');
    await screen.type('30000');
    await page.getByText('$300.00').waitFor();
    await picture('give-credit-over-most', screen);
    for (let n = 0; n < 5; n += 1) await button('Delete').click({ delay: 45 });
    await button('Something else').click();
    await picture('give-credit-note-needed', screen);
    await button(/note/i).click();
    await page.keyboard.type('Birthday, and the cake came late');
    await picture('note', screen);
    await page.keyboard.press('Enter');
    await button('$15').click();
    await button(/^Ask a manager for \$15.00/).click();
    await screen.on('approve');
    await screen.type('111999');
    await button('Approve $15.00').click();
    await page.getByText('left').first().waitFor();
    await picture('approve-wrong-pin', screen);
    await screen.approveAs('Priya N.');
    await button(/^Undo/).click();
    await page.getByRole('heading', { name: 'Undone' }).waitFor();
    await picture('done-undone', screen);
  });
  await withKiosk(size, { settings: { screen: { hand: 'left', textSize: 130 } } }, async ({ screen }) => {
    const { page, button } = screen;
    await screen.on('sign-in');
    await picture('left-hand-largest-sign-in', screen);
    await screen.signIn('Marco D.');
    await screen.openGuest(ANA, 'Ana Petrescu');
    await page.getByText('$42.50').waitFor();
    await button('Give credit').click();
    await screen.on('give-credit');
    await button('Long wait').click();
    await picture('left-hand-largest-give-credit', screen);
    await button('Back to guest').click();
    await button('Sign out').click();
    await screen.signIn('Priya N.');
    await screen.toManager();
    await button('This kiosk').click();
    await screen.on('device');
    await button('Display').click();
    await picture('device-looks', screen);
  });
}
