import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { settingsFor } from './fixtures/crm.ts';
import { addAtToast } from './fixtures/new-guest.ts';
import { expect, test } from './fixtures/test.ts';
import { createKioskPage } from './pages/kiosk-page.ts';
import type { ControlledCrm } from './sandbox-control/controlled-crm.ts';

const CARD = '4111111111111111';
const TRACKS = `%B${CARD}^DOE/ANA^25121011000?;${CARD}=25121011000?`;

/** Types as a scanner does: all keys within a few milliseconds. A line end is its Enter, a tab its Tab. */
const scan = (page: Page, text: string) =>
  page.evaluate(
    (keys) => {
      for (const key of keys) {
        const init = {
          key: key === '\n' ? 'Enter' : key === '\t' ? 'Tab' : key,
          bubbles: true,
          cancelable: true,
        };
        document.body.dispatchEvent(new KeyboardEvent('keydown', init));
        document.body.dispatchEvent(new KeyboardEvent('keyup', init));
      }
    },
    [...text],
  );

/** Empty where it is gone: a file that is written beside another is then put in its place. */
const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
};

const paste = (page: Page, text: string) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, text);

const searches = (crm: ControlledCrm): number =>
  crm.control.requests().filter(({ operation }) => operation === 'search').length;

/** Every text in the document from now on. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const seen: string[] = [];
    const look = (): void => void seen.push(document.documentElement.outerHTML);
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { seen });
  });
const seenBy = (page: Page) => page.evaluate(() => (Reflect.get(window, 'seen') as string[]).join('\n'));

test('a scan on the amount screen is no money and gives nothing; the next digit starts a new amount', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Priya N.');
  await kiosk.openGuest('4155550118', 'Tom Okafor');
  await kiosk.button('Give credit').click();
  await kiosk.button('Wrong dish').click();
  const amount = page.locator('[data-amount]');
  await expect(amount).toHaveText('$10.00');
  for (const code of ['00004995\n', '49995\n', '49995\t', '036000291452\n']) {
    await scan(page, code);
    await expect(page.getByText('Scans can’t set an amount.')).toBeVisible();
    await expect(amount).toHaveText('$10.00');
  }
  await kiosk.on('give-credit');
  await scan(page, `${TRACKS}\n`);
  await expect(page.getByText('That looks like a payment card')).toBeVisible();
  await expect(amount).toHaveText('$10.00');
  await kiosk.type('5');
  await expect(amount).toHaveText('$0.05');
  await kiosk.button('Delete').click();
  await kiosk.button('$20').click();
  await kiosk.type('1');
  await kiosk.button('00').click();
  await expect(amount).toHaveText('$1.00');
  expect(crm.control.requests().filter(({ operation }) => operation === 'add-credit')).toEqual([]);
});

test('a payment card reaches no screen, no file and not Toast, swiped, scanned or pasted; it is said in words', async ({
  signedInKiosk,
  profile,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  const said = page.getByText('That looks like a payment card').first();
  await watch(page);
  const asked = searches(crm);
  for (const way of ['Number', 'Last four', 'Name', 'Email']) {
    await kiosk.button(way).click();
    for (const text of [`${TRACKS}\n`, `${CARD}\n`, '4111 1111 1111 1111']) {
      await scan(page, text);
      await expect(said).toBeVisible();
    }
    for (const text of [CARD, '4111-1111-1111-1111', '４１１１ １１１１ １１１１ １１１１', TRACKS]) {
      await paste(page, text);
      await expect(said).toBeVisible();
    }
  }
  expect(searches(crm)).toBe(asked);
  await kiosk.button('Number').click();
  await kiosk.openGuest('4155550118', 'Tom Okafor');
  await kiosk.button('Give credit').click();
  await kiosk.button('Add a note').click();
  await scan(page, `${TRACKS}\n`);
  await expect(said).toBeVisible();
  await expect(page.locator('[data-note]')).not.toContainText('4');
  expect(await seenBy(page)).not.toMatch(/411|DOE/);
  for (const entry of readdirSync(profile, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = readIfThere(join(entry.parentPath, entry.name));
    expect(content, entry.name).not.toMatch(/4111|DOE\/ANA/);
  }
});

test('a card swiped at sign-in is no wrong PIN', async ({ launch }) => {
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  await kiosk.on('sign-in');
  for (let n = 0; n < 6; n += 1) {
    await scan(page, `${TRACKS}\n`);
    await expect(page.getByText('That looks like a payment card')).toBeVisible();
  }
  await expect(page.getByText(/tries? left/)).toHaveCount(0);
  await kiosk.signIn('Marco D.');
});

test('a number of another country opens no stranger: Toast is asked for it whole, then for a name or an e-mail', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  await addAtToast(
    crm,
    { firstName: 'Sam', lastName: 'Stranger', phone: '5732145678' },
    { firstName: 'Luz', lastName: 'Rojas', phone: '+57 300 456 7890' },
  );
  await paste(page, '+57 321 456 7890');
  await expect(page.getByText('No match for +573214567890')).toBeVisible();
  await expect(page.getByText('Stranger')).toHaveCount(0);
  await kiosk.button('Search by email').click();
  await expect(page.getByRole('heading', { name: 'Guest’s email' })).toBeVisible();
  await kiosk.button('Number').click();
  await scan(page, '011 57 300 456 7890\n');
  await expect(kiosk.button('Open Luz R.')).toBeVisible();
  // Nor is a code the newest list lacks refused: Toast says whose it is.
  await kiosk.button('Clear').click();
  await kiosk.button('Number').click();
  await kiosk.type('8615550123');
  await expect(kiosk.button('New guest')).toBeVisible();
});
