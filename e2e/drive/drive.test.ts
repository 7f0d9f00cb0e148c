/** `npm run drive` from outside: another process starts it, another DevTools client presses the keys. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { repository } from '../fixtures/kiosk.ts';
import { EXIT_ON_SIGTERM, isAlive } from '../fixtures/process.ts';
import { nodePath } from '../fixtures/standin-runtime.ts';
import { connect, type Drive, startDrive } from './client.ts';
import { processTree } from './process-tree.ts';

vi.setConfig({ testTimeout: 180_000 });

const SCRIPT = join(repository, 'scripts/drive.mjs');
/** Generous: the machine may be doing anything else. */
const PATIENT = { timeout: 60_000, interval: 50 };

const running: Drive[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const { child, exit } of running.splice(0)) {
    child.kill('SIGTERM');
    await exit;
  }
  for (const folder of folders.splice(0))
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** A path as a PC's user may have one: with a space and a letter outside ASCII. */
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'Host stand é '));
  folders.push(made);
  return made;
}

function drive(args: readonly string[], command?: readonly string[]): Drive {
  const started = startDrive(SCRIPT, args, command);
  running.push(started);
  return started;
}

async function started(...args: Parameters<typeof drive>) {
  const begun = drive(...args);
  const line = await begun.line;
  return { ...begun, ...line, tree: processTree(begun.child.pid ?? 0) };
}

const gone = (tree: readonly number[]) => expect.poll(() => tree.filter(isAlive), PATIENT).toEqual([]);

test('another process signs in at the size asked for, and what it gave is there at the next start', async () => {
  const data = join(folder(), 'not made yet');
  const config = join(folder(), 'own config.json');
  writeFileSync(config, JSON.stringify({ undoSeconds: 120, rules: { employeeDay: { most: 1_500 } } }));
  const args = ['--data', data, '--config', config, '--size', '1111x799'];

  const first = await started(args);
  expect(Object.keys(JSON.parse(first.out()))).toEqual(['cdp', 'pid']);
  expect(first.out().trim().split('\n')).toHaveLength(1);
  expect(first.tree).toContain(first.pid);
  const one = await connect(first.cdp);
  await one.kiosk.signIn('Marco D.');
  expect(await one.page.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([1111, 799]);
  await one.kiosk.openGuest('4155550142', 'Ana Petrescu');
  await one.kiosk.give('Cold food', '$10');
  await one.kiosk.on('done');
  // A client that leaves ends nothing.
  await one.leave();
  const two = await connect(first.cdp);
  await two.kiosk.button('Back to Ana P.').click();
  await two.kiosk.on('guest');
  await two.kiosk.button('Give credit').click();
  await two.kiosk.button('Cold food').click();
  // As the configuration file has it: $15.00 a day.
  await two.page.getByText('The most that can be given now is $5.00.').waitFor();
  await two.leave();
  first.child.kill('SIGTERM');
  expect(await first.exit, first.error()).toBe(EXIT_ON_SIGTERM);
  await gone(first.tree);
  // Closed in order: nothing is left in the write-ahead log.
  const books = join(data, 'hoststand');
  const logs = readdirSync(books, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('-wal'),
  );
  expect(logs).toEqual([]);

  const second = await started(args);
  const again = await connect(second.cdp);
  await again.kiosk.signIn('Marco D.');
  await again.kiosk.openGuest('4155550142', 'Ana Petrescu');
  // It waits out its undo, or has reached the CRM since.
  await again.page.getByText('not in the balance yet').or(again.page.getByText('$52.50')).first().waitFor();
  await again.leave();
  // The process it names is the application: asked to end, it takes everything with it.
  process.kill(second.pid, 'SIGINT');
  expect(await second.exit, second.error()).toBe(0);
  await gone(second.tree);
});

test.runIf(process.platform === 'linux').each([
  ['the command itself is killed', (tree: readonly number[]) => tree[0]],
  ['the process that holds the application is killed', (tree: readonly number[]) => tree[1]],
  ['the application is killed', (_: readonly number[], pid: number) => pid],
])('nothing outlives it where %s', async (_, victim) => {
  const kiosk = await started(['--data', join(folder(), 'data')]);
  process.kill(victim(kiosk.tree, kiosk.pid) ?? 0, 'SIGKILL');
  await gone(kiosk.tree);
});

test.runIf(process.platform === 'linux')(
  'nothing outlives what started it, through a shell or not',
  async () => {
    for (const depth of [1, 2]) {
      // As npm does it: a shell called sh, which waits for the command.
      const line = `"${nodePath()}" "${SCRIPT}" --data "$1"; exit $?`;
      const starter = `require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(line)}, 'sh', process.argv[1]], { stdio: 'inherit' })`;
      const kiosk = await started(
        [join(folder(), 'data')],
        depth === 1 ? ['sh', '-c', line, 'sh'] : [nodePath(), '-e', starter],
      );
      kiosk.child.kill('SIGKILL');
      await gone(kiosk.tree.slice(depth));
    }
  },
);

test.each([
  [[], '--data is missing'],
  [['--data', ''], '--data is missing'],
  [['--data', '/dev/null/x'], 'The data folder /dev/null/x cannot be used (ENOTDIR).'],
  [['--data', '.', '--config', '/nowhere/config.json'], '/nowhere/config.json cannot be read (ENOENT).'],
  [['--data', '.', '--config', '.'], 'cannot be read (EISDIR).'],
  [['--data', '.', '--size', '1024'], '--size must look like 1024x768, 200 to 8192 each, not "1024".'],
  [['--data', '.', '--size', '10x10'], 'not "10x10".'],
  [['--data', '.', '--colour', 'red'], '--colour'],
  [['--data', '.', 'more'], 'more'],
])('arguments %j are refused in words, and nothing is started', async (args, words) => {
  const refused = drive(args);
  expect(await refused.exit).toBe(2);
  expect(refused.error()).toContain(words);
  expect(refused.error()).toContain('Usage: npm run drive -- --data DIR');
  expect(refused.error()).not.toMatch(/^\s+at /m);
  expect(refused.out()).toBe('');
});

test('a configuration that cannot be used is said on the screen, as on a kiosk', async () => {
  const config = join(folder(), 'config.json');
  writeFileSync(config, '{ "houseNam": 1 }');
  const kiosk = await started(['--data', join(folder(), 'data'), '--config', config]);
  const { page, leave } = await connect(kiosk.cdp);
  await page.getByText(config).waitFor();
  await leave();
  kiosk.child.kill('SIGTERM');
  expect(await kiosk.exit).toBe(EXIT_ON_SIGTERM);
  expect(existsSync(config)).toBe(true);
  expect(readFileSync(config, 'utf8')).toContain('houseNam');
});
