import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage, STAFF } from './pages/kiosk-page.ts';

test('the page reaches nothing but its own files', async ({ launch }) => {
  const { page } = await launch({
    env: settingsFor(null),
    // This test breaks the policy on purpose.
    expectProblems: [/csp/i, /network/i, /console/i],
  });
  await createKioskPage(page).on('sign-in');
  const reached = await page.evaluate(async () => {
    const attempt = async (work: () => Promise<unknown>) => {
      try {
        await work();
        return true;
      } catch {
        return false;
      }
    };
    const image = (src: string) =>
      new Promise((resolve, reject) => {
        const element = new Image();
        element.onload = resolve;
        element.onerror = reject;
        element.src = src;
      });
    return {
      fetchElsewhere: await attempt(() => fetch('https://example.com/')),
      fetchLoopback: await attempt(() => fetch('http://127.0.0.1:9/')),
      fetchOwn: await attempt(() => fetch('index.html')),
      image: await attempt(() => image('https://example.com/x.png')),
      socket: await attempt(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket('wss://example.com/');
            socket.onopen = resolve;
            socket.onerror = reject;
          }),
      ),
      eval: await attempt(async () => new Function('return 1')()),
    };
  });
  expect(reached).toEqual({
    fetchElsewhere: false,
    fetchLoopback: false,
    fetchOwn: false,
    image: false,
    socket: false,
    eval: false,
  });
});

test('the page has the bridge, frozen, and nothing of Node or Electron', async ({ launch }) => {
  const { page } = await launch({ env: settingsFor(null) });
  await createKioskPage(page).on('sign-in');
  const world = await page.evaluate(() => {
    const all = globalThis as unknown as Record<string, unknown>;
    const kiosk = all['kiosk'] as Record<string, unknown>;
    return {
      node: ['require', 'process', 'Buffer', 'module', 'ipcRenderer', 'electron'].filter(
        (name) => name in all,
      ),
      frozen: Object.isFrozen(kiosk),
      functions: Object.values(kiosk).every((value) => typeof value === 'function'),
      opens: 'open' in all,
    };
  });
  expect(world).toEqual({ node: [], frozen: true, functions: true, opens: false });
});

test('in a whole run, no secret, token, restaurant GUID or PIN crosses toward the page', async ({
  launch,
  startCrm,
}) => {
  const crm = await startCrm();
  const running = await launch({ env: settingsFor(crm) });
  test.skip(running.runtime === 'electron', 'what crosses is recorded by the stand-in');
  const { page } = running;
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest('4155550142', 'Ana Petrescu');
  await kiosk.give('Long wait', '$15');
  await kiosk.approveAs('Priya N.');
  await expect(page.getByRole('heading', { name: 'Toast has it' })).toBeVisible({ timeout: 20_000 });
  await kiosk.button('Next guest').click();
  await kiosk.button('Sign out').click();
  await kiosk.on('sign-in');

  const records = running.ipc();
  expect(records.length).toBeGreaterThan(20);
  const towardsPage = records
    .filter(({ direction }) => direction === 'to-page')
    .map((record) => JSON.stringify(record));
  const statuses = towardsPage.filter((text) => text.includes('trainingPins'));
  expect(statuses.length).toBeGreaterThan(0);
  for (const text of towardsPage) {
    for (const secret of [
      crm.clientId,
      crm.clientSecret,
      crm.restaurantGuid,
      'eyJ',
      'Bearer',
      '4155550142',
    ]) {
      expect(text).not.toContain(secret);
    }
    // Training prints its own PINs on its own sign-in screen; no other message may carry one.
    if (text.includes('trainingPins')) continue;
    for (const pin of Object.values(STAFF)) expect(text).not.toContain(pin);
  }
});
