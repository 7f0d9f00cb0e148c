import type { Page } from 'playwright';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage, type KioskPage, STAFF } from './pages/kiosk-page.ts';

const ANA = '4155550142';

test('from locked to given: four taps, and those of the PIN and the number', async ({ launch, startCrm }) => {
  const crm = await startCrm();
  const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 60 }) });
  const kiosk = createKioskPage(page);
  await kiosk.on('sign-in');
  await page.evaluate(() => {
    const root = document.documentElement;
    root.dataset['taps'] = '0';
    const count = (): void => {
      root.dataset['taps'] = String(Number(root.dataset['taps']) + 1);
    };
    window.addEventListener('pointerdown', count, true);
  });
  const pin = STAFF['Marco D.'];
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await page.getByRole('button', { name: /^Cold food/ }).click();
  await kiosk.on('give-credit');
  await kiosk.button(/^Give \$10.00/).click();
  await expect(page.getByRole('heading', { name: 'Credit saved' })).toBeVisible();
  const taps = await page.evaluate(() => Number(document.documentElement.dataset['taps']));
  expect(taps).toBeLessThanOrEqual(4 + pin.length + ANA.length);
});

test('an undo stays within reach from the strip, wherever one goes, until it passes', async ({
  launch,
  startCrm,
}) => {
  const crm = await startCrm();
  const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 90 }) });
  const kiosk = createKioskPage(page);
  const undo = page.getByRole('contentinfo').getByRole('button', { name: 'Undo $10.00', exact: true });
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  // Here the large button is the one.
  await expect(undo).toHaveCount(0);
  await kiosk.button('Back to Ana P.').click();
  await kiosk.on('guest');
  await expect(undo).toBeVisible();
  await kiosk.button('Give credit').click();
  await kiosk.on('give-credit');
  await expect(undo).toBeVisible();
  await kiosk.button('Back to guest').click();
  await kiosk.button('Next guest').click();
  await kiosk.on('look-up');
  await undo.click();
  await expect(page.getByText('$10.00 undone')).toBeVisible();
  await expect(undo).toHaveCount(0);
  expect(crm.control.store().posts).toEqual({});

  // And when it has passed it is gone by itself.
});

test('an undo that passed leaves the strip by itself', async ({ launch, startCrm }) => {
  const crm = await startCrm();
  const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 8 }) });
  const kiosk = createKioskPage(page);
  const undo = page.getByRole('contentinfo').getByRole('button', { name: /^Undo/ });
  await kiosk.signIn('Marco D.');
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await kiosk.button('Next guest').click();
  await kiosk.on('look-up');
  await expect(undo).toHaveCount(0, { timeout: 20_000 });
  await expect(page.getByText('Nothing waiting')).toBeVisible({ timeout: 20_000 });
});

/** What has the focus, and whether one sees that it has. */
async function focus(page: Page): Promise<{ readonly on: string; readonly seen: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const ringed = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 3;
    const covered = top === null || !(element.contains(top) || top.contains(element));
    return {
      on:
        element === document.body
          ? 'body'
          : (element.getAttribute('aria-label') ?? element.textContent ?? ''),
      seen: ringed && !covered,
    };
  });
}

/** Walks with Tab to a button, on which Enter or Space then acts. Every step on the way has to be seen. */
async function walkTo(kiosk: KioskPage, name: string | RegExp): Promise<void> {
  const { page } = kiosk;
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    const { on, seen } = await focus(page);
    expect(seen, `the focus is seen on ${on}`).toBe(true);
    if (
      await kiosk
        .button(name)
        .first()
        .evaluate((element) => element === document.activeElement)
    )
      return;
  }
  throw new Error(`Tab does not come to ${String(name)}.`);
}

/** A screen came: the focus is somewhere on it. */
async function arrives(kiosk: KioskPage, screen: Parameters<KioskPage['on']>[0]): Promise<void> {
  await kiosk.on(screen);
  await expect.poll(async () => (await focus(kiosk.page)).on, { message: screen }).not.toBe('body');
}

test('with a keyboard alone: PIN, number, guest, credit, undo; the focus is seen and never lost', async ({
  launch,
  startCrm,
}) => {
  const crm = await startCrm();
  const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 90 }) });
  const kiosk = createKioskPage(page);
  await arrives(kiosk, 'sign-in');
  await page.keyboard.type(STAFF['Marco D.']);
  await walkTo(kiosk, 'Sign in');
  await page.keyboard.press('Enter');
  await arrives(kiosk, 'look-up');
  await page.keyboard.type(ANA);
  await page.getByText('Ana Petrescu', { exact: true }).waitFor();
  await walkTo(kiosk, 'Open Ana P.');
  await page.keyboard.press('Enter');
  await arrives(kiosk, 'guest');
  await page.getByText('$42.50').waitFor();
  await walkTo(kiosk, 'Give credit');
  await page.keyboard.press('Space');
  await arrives(kiosk, 'give-credit');
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - button "Back to guest"
      - paragraph: Credit for
      - heading "Ana Petrescu" [level=1]
      - heading "What happened?" [level=2]
      - group "What happened?":
        - button "Cold food"
        - button "Wrong dish"
        - button "Long wait"
      - heading /How much/ [level=2]
      - group "Amount":
        - button "$10"
        - button "$15"
        - button "$20"
        - button "$25"
      - button "Add a note"
  `);
  await walkTo(kiosk, 'Cold food');
  await page.keyboard.press('Space');
  await expect(kiosk.button('Cold food')).toHaveAttribute('aria-pressed', 'true');
  await walkTo(kiosk, /^Give \$10.00/);
  await page.keyboard.press('Enter');
  await arrives(kiosk, 'done');
  await expect(page.locator('#root')).toMatchAriaSnapshot(`
    - main:
      - heading "Credit saved" [level=1]
      - paragraph: $10.00
      - paragraph: for Ana Petrescu
      - status: /sent to Toast/
    - complementary "Actions":
      - button "Undo"
      - button "Back to Ana P."
      - button "Next guest"
    - contentinfo:
      - button "1 waiting"
  `);
  await walkTo(kiosk, 'Undo');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Undone' })).toBeVisible();
  await expect.poll(async () => (await focus(page)).on).not.toBe('body');
  await walkTo(kiosk, 'Next guest');
  await page.keyboard.press('Enter');
  await arrives(kiosk, 'look-up');
  expect(crm.control.store().posts).toEqual({});
});

/** Listens as a screen reader does: which polite regions change together, and how often. */
async function listen(page: Page): Promise<() => Promise<readonly (readonly string[])[]>> {
  await page.evaluate(() => {
    const heard: string[][] = [];
    Object.assign(window, { heard });
    const polite = '[role="status"], [aria-live="polite"]';
    new MutationObserver((changes) => {
      const regions = new Set<Element>();
      for (const { target, addedNodes, type } of changes) {
        if (type === 'childList' && addedNodes.length === 0) continue;
        const element = target instanceof Element ? target : target.parentElement;
        // A region that comes with its words in it belongs to the screen that came, and is read with it.
        const region = element?.closest(polite);
        if (region?.isConnected === true) regions.add(region);
      }
      if (regions.size > 0) heard.push([...regions].map((region) => region.textContent ?? ''));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[][] }).heard.splice(0));
}

test('a screen reader hears one thing at a time, and countdowns not at all', async ({ launch, startCrm }) => {
  const crm = await startCrm();
  const { page } = await launch({ env: settingsFor(crm, { undoSeconds: 20 }) });
  const kiosk = createKioskPage(page);
  await kiosk.on('sign-in');
  const heard = await listen(page);
  const atOnce = async (): Promise<number> =>
    Math.max(0, ...(await heard()).map((regions) => regions.length));
  await kiosk.signIn('Marco D.');
  expect(await atOnce()).toBeLessThanOrEqual(1);
  await kiosk.openGuest(ANA, 'Ana Petrescu');
  await page.getByText('$42.50').waitFor();
  expect(await atOnce()).toBeLessThanOrEqual(1);
  await kiosk.give('Cold food', '$10');
  await kiosk.on('done');
  await heard();
  const seconds = page.getByText(/^\d+ sec$/);
  const first = (await seconds.textContent()) ?? '';
  await expect(seconds).not.toHaveText(first, { timeout: 10_000 });
  expect(await heard()).toEqual([]);
  await expect(page.getByRole('heading', { name: 'Toast has it' })).toBeVisible({ timeout: 40_000 });
  expect(await atOnce()).toBeLessThanOrEqual(1);
});
