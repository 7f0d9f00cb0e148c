import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeUpdates, removeUpdates } from '../src-main/testing/updates-kit.ts';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { createKioskPage } from './pages/kiosk-page.ts';
import { resize } from './pages/views.ts';

const SIZES = [
  { width: 1024, height: 600 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
];

test('a manager is told that a version is ready, what is new, and how it is installed', async ({
  closeAfter,
  launch,
}, info) => {
  const place = makeUpdates();
  const platform = process.platform === 'win32' ? 'win-x64' : 'linux-x64';
  place.add('1.5.0', { platform });
  const agents = new Set<string>();
  const server = createServer((request, response) => {
    agents.add(String(request.headers['user-agent']));
    const file = join(place.server, request.url ?? '');
    if (existsSync(file)) createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closeAfter({
    close: async () => {
      server.closeAllConnections();
      server.close();
      removeUpdates();
    },
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const root = join(place.dir, 'update-root.json');
  writeFileSync(root, place.root);
  const env = { ...settingsFor(null, { update: { url } }), HOSTSTAND_UPDATE_ROOT: root };
  const { page } = await launch({ env });
  const kiosk = createKioskPage(page);
  const { button } = kiosk;
  await kiosk.signIn('Priya N.');
  await kiosk.toManager();
  const notice = button(/Version 1\.5\.0 is ready/);
  // Updates are first looked for some seconds after the start.
  await expect(async () => {
    await button('This kiosk').click();
    await kiosk.on('device');
    await page.keyboard.press('Escape');
    await kiosk.on('manager');
    await expect(notice).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.screenshot({ path: info.outputPath('manager.png') });
  expect([...agents]).toEqual([expect.stringMatching(/^Hoststand\/\d/)]);
  await notice.click();
  await kiosk.on('update');
  await expect(page.getByText('Faster name search')).toBeVisible();
  if (platform === 'linux-x64')
    await expect(page.getByText(/apt install --only-upgrade hoststand/)).toBeVisible();
  for (const size of SIZES) {
    await resize(page, size);
    expect(await fits(page), `${size.width}x${size.height}`).toEqual([]);
    expect(await axeFindings(page), `${size.width}x${size.height}`).toEqual([]);
    await page.screenshot({ path: info.outputPath(`update-${size.width}x${size.height}.png`) });
  }
  await page.keyboard.press('Escape');
  await button('This kiosk').click();
  await kiosk.on('device');
  await page.screenshot({ path: info.outputPath('device.png') });
  await expect(page.getByText('Version 1.5.0 is ready')).toBeVisible();
  await button('Display').click();
  await button('Español').click();
  await page.keyboard.press('Escape');
  await button(/La versión 1\.5\.0 está lista/).click();
  await resize(page, { width: 1024, height: 600 });
  expect(await fits(page)).toEqual([]);
  await expect(page.getByText('Búsqueda por nombre más rápida')).toBeVisible();
  await page.screenshot({ path: info.outputPath('es.png') });
});
