import { settingsFor } from './fixtures/crm.ts';
import { addAtToast } from './fixtures/new-guest.ts';
import { expect, test } from './fixtures/test.ts';
import { fits } from './pages/inspect.ts';
import { createKioskPage, type KioskPage } from './pages/kiosk-page.ts';
import type { ControlledCrm } from './sandbox-control/controlled-crm.ts';
import { startControlledCrm } from './sandbox-control/controlled-crm.ts';

const ANA = '4155550142';
const TOM = '4155550118';

/** How often Toast was asked for guests. */
const searches = (crm: ControlledCrm): number =>
  crm.control.requests().filter(({ operation }) => operation === 'search').length;

/** Has the kiosk meet someone, so that it knows them by itself. */
async function meet(kiosk: KioskPage, ...numbers: readonly string[]): Promise<void> {
  for (const number of numbers) {
    await kiosk.type(number);
    await kiosk.page.getByText(/^(This number belongs to|Several guests share)/).waitFor();
    await kiosk.button('Clear').click();
  }
}

test('by number: the kiosk answers at every key, Toast once at the last, and the list does not move', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  await meet(kiosk, ANA);
  const first = searches(crm);
  await meet(kiosk, TOM);
  // What the first look-up found out of Toast's paging serves those after it.
  const asked = searches(crm);
  const perLookUp = asked - first;
  expect(perLookUp).toBeLessThanOrEqual(2);
  expect(first).toBeLessThanOrEqual(3);
  await kiosk.type('415');
  await expect(page.getByText('Names appear here at the fourth digit.')).toBeVisible();
  await kiosk.type('5');
  await expect(page.getByText('2 guests match so far')).toBeVisible();
  await kiosk.type('55014');
  await expect(page.getByRole('button', { name: /^Ana Petrescu/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Tom Okafor/ })).toHaveCount(0);
  expect(searches(crm)).toBe(asked);
  await kiosk.type('2');
  await kiosk.button('Open Ana P.').waitFor();
  await expect.poll(() => searches(crm)).toBe(asked + perLookUp);
  await kiosk.button('Open Ana P.').click();
  await kiosk.on('guest');
  await expect(page.getByText('$42.50')).toBeVisible();
  // Once opened, the balance and the day are known in the list.
  await kiosk.button('Next guest').click();
  await kiosk.type('4155');
  await expect(page.getByRole('button', { name: /^Ana Petrescu.*Last seen here.*\$42\.50/ })).toBeVisible();
});

test('by last four: the area code tells them apart', async ({ signedInKiosk }) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  await meet(kiosk, ANA, '5105550142');
  await kiosk.button('Last four').click();
  const asked = searches(crm);
  await kiosk.type('0142');
  await expect(page.getByText('2 guests end in 0142. Ask for the name.')).toBeVisible();
  await expect(page.getByText('(510)')).toBeVisible();
  await page.getByRole('button', { name: /^Wei-Ling Chao/ }).click();
  await kiosk.on('guest');
  expect(searches(crm)).toBe(asked);
});

test('by name: letters on the screen, Toast asked when they pause, a name in any script', async ({
  launch,
  startCrm,
}) => {
  const crm = await startCrm();
  await addAtToast(
    crm,
    { firstName: 'ליאור', lastName: 'Santos', email: 'lior@example.com' },
    { firstName: 'Zoë 🌻', lastName: 'Santos', phone: '4155550321' },
  );
  const { page } = await launch({ env: settingsFor(crm) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.button('Name').click();
  await kiosk.write('santos');
  await expect(page.locator('[data-typed]')).toHaveText('Santos');
  await expect(page.getByText('4 guests match')).toBeVisible();
  await expect(page.getByRole('button', { name: /^João Santos/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^ליאור Santos.*l•••@example\.com/ })).toBeVisible();
  // More letters narrow it down at once, and Toast is asked again at the next pause.
  await page.keyboard.type(' Zo');
  await expect(page.getByRole('button', { name: /^João Santos/ })).toHaveCount(0);
  await page.getByRole('button', { name: /^Zoë 🌻 Santos/ }).click();
  await kiosk.on('guest');
  await expect(page.getByRole('heading', { name: 'Zoë 🌻 Santos' })).toBeVisible();
});

test('by e-mail: how it begins is found here, whole it is found in Toast', async ({ signedInKiosk }) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  await meet(kiosk, ANA);
  await kiosk.button('Email').click();
  const asked = searches(crm);
  await kiosk.write('ana.p');
  await expect(page.getByRole('button', { name: /^Ana Petrescu/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await kiosk.write('tom.okafor');
  await expect(page.getByText(/^No match on this kiosk yet/)).toBeVisible();
  expect(searches(crm)).toBe(asked);
  await page.keyboard.type('@example.org');
  await page.keyboard.press('Enter');
  await kiosk.button('Open Tom O.').click();
  await kiosk.on('guest');
  await expect(page.getByRole('heading', { name: 'Tom Okafor' })).toBeVisible();
});

for (const [language, notRead, clear] of [
  ['en', '1 guest in Toast couldn’t be read', 'Clear'],
  ['es', 'No se pudo leer 1 cliente de Toast', 'Vaciar'],
] as const) {
  test(`a guest who cannot be read is said so, and is never nobody: ${language}`, async ({
    signedInKiosk,
  }) => {
    const { crm, kiosk, page } = await signedInKiosk('Marco D.', { language });
    crm.control.setModes({ oddRecords: 'odd-value' });
    await kiosk.type('4155550177');
    await expect(page.getByText(notRead)).toBeVisible();
    await expect(page.getByRole('button', { name: /Santos/ })).toHaveCount(1);
    await expect(page.locator('[data-primary]')).toHaveCount(0);
    expect(await fits(page)).toEqual([]);
    await kiosk.button(clear).click();
    await kiosk.type(ANA);
    await expect(page.getByText(notRead)).toBeVisible();
    await expect(page.getByText(/^(No match for|Sin coincidencias para)/)).toHaveCount(0);
    expect(await fits(page)).toEqual([]);
  });
}

test('no one has it: a new guest is the next step; someone nearly has it: they come first', async ({
  signedInKiosk,
}) => {
  const { kiosk, page } = await signedInKiosk('Joss K.');
  await meet(kiosk, ANA);
  await kiosk.type('2125550100');
  await expect(page.getByText('No match for (212) 555-0100')).toBeVisible();
  await expect(page.locator('[data-primary]')).toHaveText('New guest');
  await kiosk.button('Clear').click();
  await kiosk.type('4155550124');
  await expect(page.getByText('Close matches')).toBeVisible();
  await expect(page.locator('mark')).toHaveText(['4', '2']);
  await expect(page.locator('[data-primary]')).toHaveCount(0);
  await expect(kiosk.button('New guest')).toBeVisible();
  await page.getByRole('button', { name: /^Ana Petrescu/ }).click();
  await kiosk.on('guest');
});

test('two guests on one number: what is known of each tells them apart', async ({ launch }) => {
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Joss K.');
  await kiosk.type('4155550177');
  await page.getByRole('button', { name: /^Maria Santos.*m•••@example\.com/ }).click();
  await kiosk.on('guest');
  await page.getByText('$15.00').first().waitFor();
  await kiosk.button('Next guest').click();
  await kiosk.type('4155550177');
  const maria = page.getByRole('button', { name: /^Maria Santos/ });
  await expect(maria).toContainText('Last seen here');
  await expect(maria).toContainText('Last credit $15.00');
  await expect(maria).toContainText('$15.00');
  await expect(page.getByRole('button', { name: /^João Santos/ })).not.toContainText('Last seen here');
  await expect(page.locator('[data-primary]')).toHaveCount(0);
});

test('a slow Toast keeps no one from typing on, nor from opening whom the kiosk knows', async ({
  signedInKiosk,
}) => {
  const { crm, kiosk, page } = await signedInKiosk('Marco D.');
  await meet(kiosk, ANA);
  crm.control.fault({ operation: 'search', times: 'all', effect: { kind: 'hang-before' } });
  await kiosk.type(TOM);
  await expect(page.getByText('Searching Toast…')).toBeVisible();
  for (let n = 0; n < 2; n += 1) await kiosk.button('Delete').click();
  await kiosk.type('42');
  await kiosk.button('Open Ana P.').click();
  await kiosk.on('guest');
  await expect(page.getByText('$42.50')).toBeVisible();
  // What was asked for meanwhile is not waited for: the look-up is ready for the next guest.
  crm.control.clearFaults();
  await kiosk.button('Next guest').click();
  await kiosk.type(TOM);
  await kiosk.button('Open Tom O.').waitFor();
});

test('Toast down and back: what is known here answers and says so, then Toast is asked again', async ({
  signedInKiosk,
  startCrm,
}) => {
  test.slow();
  const { crm: before, kiosk, page } = await signedInKiosk('Marco D.');
  const port = Number(new URL(before.url).port);
  await meet(kiosk, ANA);
  await before.close();
  const again = kiosk.button('Search Toast again');
  await kiosk.type(ANA);
  await again.waitFor({ timeout: 30_000 });
  await expect(page.getByText('From this kiosk. We couldn’t reach Toast.')).toBeVisible();
  await expect(kiosk.button('Open Ana P.')).toBeVisible();
  await kiosk.button('Clear').click();
  await kiosk.button('Name').click();
  await kiosk.write('ana');
  await again.waitFor({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: /^Ana Petrescu/ })).toBeVisible();
  await kiosk.button('Number').click();
  await kiosk.type(TOM);
  await again.waitFor({ timeout: 30_000 });
  await expect(page.getByText('(415) 555-0118 isn’t on this kiosk')).toBeVisible();
  await expect(kiosk.button('New guest')).toBeVisible();
  await startCrm({ port });
  await again.click();
  await kiosk.button('Open Tom O.').waitFor({ timeout: 30_000 });
});

test('no letter is dropped, however fast they come, and a pasted number is taken whole', async ({
  launch,
}) => {
  const { page } = await launch({ env: settingsFor(null) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Joss K.');
  await meet(kiosk, '4155550199');
  await kiosk.button('Name').click();
  const name = 'maximiliana oyelaran';
  const places = new Map<string, { readonly x: number; readonly y: number }>();
  for (const letter of new Set(name)) {
    const key = letter === ' ' ? 'Space' : new RegExp(`^${letter}$`, 'i');
    const box = await page.locator('[data-keys]').getByRole('button', { name: key }).boundingBox();
    if (box !== null) places.set(letter, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
  }
  for (const letter of name) {
    const place = places.get(letter);
    await page.mouse.move(place?.x ?? 0, place?.y ?? 0);
    await page.mouse.down();
    await page.mouse.up();
  }
  await expect(page.locator('[data-typed]')).toHaveText('Maximiliana Oyelaran');
  await expect(page.getByRole('button', { name: /^Maximiliana/ })).toBeVisible();
  await kiosk.button('Number').click();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '+1 (415) 555-0142 ext. 7\n');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
  await kiosk.button('Open Ana P.').waitFor();
});

test('what was typed and found is gone after the guest, and when no one is there', async ({ launch }) => {
  const screen = { idleWarnSeconds: 5, idleClearSeconds: 5 };
  const { page } = await launch({ env: settingsFor(null, { screen }) });
  const kiosk = createKioskPage(page);
  const seen = () => page.evaluate(() => document.documentElement.outerHTML);
  await kiosk.signIn('Marco D.');
  await kiosk.button('Name').click();
  await kiosk.write('tom');
  await page.getByRole('button', { name: /^Tom Okafor/ }).click();
  await kiosk.on('guest');
  await kiosk.button('Next guest').click();
  await kiosk.on('look-up');
  expect(await seen()).not.toMatch(/Okafor|0118/);
  await kiosk.button('Email').click();
  await kiosk.write('tom.okafor@');
  await page.getByRole('button', { name: /^Tom Okafor/ }).waitFor();
  await expect(page.getByText('Still there?')).toBeVisible({ timeout: 15_000 });
  await kiosk.on('sign-in');
  expect(await seen()).not.toMatch(/okafor|0118/i);
});

test('a PC that cannot seal a key says how long it remembers guests', async ({ launch }) => {
  const { page } = await launch({
    env: { ...settingsFor(null), STANDIN_SAFE_STORAGE: 'basic_text' },
    expectProblems: [/./],
  });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await expect(page.getByText('This PC keeps guests only until Hoststand closes.')).toBeVisible();
  await kiosk.type('4');
  await expect(page.getByText('This PC keeps guests only')).toHaveCount(0);
});

test('a search with more matches than can be read to their end says so, and not that no one was found', async ({
  launch,
}) => {
  const started = await startControlledCrm({
    seed: 7,
    guests: 12_000,
    now: Date.now,
    modes: { nameMatch: 'starts' },
  });
  if (!started.ok) throw new Error(started.error.code);
  const { page } = await launch({ env: settingsFor(started.value) });
  const kiosk = createKioskPage(page);
  await kiosk.signIn('Marco D.');
  await kiosk.button('Name').click();
  await kiosk.write('an');
  await expect(page.getByText('Too many guests match')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/No match for|No recent guest|they’re a new guest/)).toHaveCount(0);
  await started.value.close();
});
