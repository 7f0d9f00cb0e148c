/** The installed tree from end to end: credit is given, the program is killed with credit that waits, Setup upgrades it, and the credit is sent once. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { FIRST, SECOND } from './made.ts';
import { startOnWindows } from './windows-kiosk.ts';
import { foldersOf, killAt, noWindowsPc, openWindowsPc, type WindowsPc } from './windows-pc.ts';

const why = noWindowsPc();
test.skip(why !== null, why ?? '');

let pc: WindowsPc;
test.beforeEach(() => {
  pc = openWindowsPc();
});
test.afterEach(async () => await pc.end());

/** Every line of the files below the account's data whose name ends so. */
function linesOf(ending: string): readonly string[] {
  const users = join(pc.drive, 'users');
  const files = readdirSync(users, { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => name.includes('Hoststand') && name.endsWith(ending))
    .flatMap((name) => readFileSync(join(users, name), 'utf8').split('\n'));
}

test('given with an approval, killed, upgraded over a killed upgrade, and sent once', async () => {
  expect(await pc.run(FIRST.setup, ['/S'])).toBe(0);
  const first = await startOnWindows(pc, 'app-0.1.0');
  await first.kiosk.signIn('Marco D.');
  await first.kiosk.openGuest('4155550142', 'Ana Petrescu');
  await first.kiosk.give('Long wait', '$15');
  await first.kiosk.on('approve');
  await first.kiosk.approveAs('Priya N.');
  await expect(first.page.getByRole('heading', { name: 'Toast has it' })).toBeVisible();
  await first.kiosk.button('Back to Ana P.').click();
  await first.kiosk.on('guest');
  // It waits for the end of its undo time.
  await first.kiosk.give('Cold food', '$10');
  await first.kiosk.on('done');
  await first.kill();

  // The version that a killed upgrade leaves starts, and so does the one that the next upgrade brings.
  await killAt(pc, SECOND.setup, 'renamed');
  const again = await startOnWindows(pc, 'app-0.1.0');
  await again.kiosk.on('sign-in');
  await again.kill();
  expect(await pc.run(SECOND.setup, ['/S'])).toBe(0);
  const folder = foldersOf(pc).find((name) => name.startsWith('app-0.2.0')) ?? '';
  const second = await startOnWindows(pc, folder);
  await second.kiosk.on('sign-in');
  await expect(second.page.getByText('Nothing waiting')).toBeVisible({ timeout: 180_000 });
  await second.kill();

  const log = linesOf('.log').join('\n');
  expect(log).toMatch(/"event":"started".*0\.1\.0/);
  expect(log).toMatch(/"event":"started".*0\.2\.0/);
  const given = linesOf('.jsonl').filter((line) => line.includes('ADD_VALUE'));
  for (const reason of ['Long wait', 'Cold food'])
    expect(
      given.filter((line) => line.includes(reason)),
      reason,
    ).toHaveLength(1);
});
