/** The life of the Debian package: installed, used by someone who is not root, upgraded, removed, purged. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { settingsFor, startCrm } from '../fixtures/crm.ts';
import { startInstalled } from './installed-kiosk.ts';
import { FIRST, NEWER, SECOND } from './packages.ts';
import { noPrivateRoot, openPrivateRoot, type PrivateRoot } from './private-root.ts';

const why = noPrivateRoot();
test.skip(why !== null, why ?? '');

const USER = 'till';
const DATABASE = `/home/${USER}/.config/Hoststand/hoststand/training/kiosk.db`;
const ANA = '4155550142';

let scratch = '';
let root: PrivateRoot;

test.beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'hoststand-installed-'));
});
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));
test.beforeEach(async () => {
  root = await openPrivateRoot();
  root.must('useradd', '--create-home', '--shell', '/bin/sh', USER);
});
test.afterEach(async () => await root.end());

const version = (name = 'hoststand'): string => {
  const said = root.run('dpkg', '-s', name).stdout;
  const field = (key: string): string => new RegExp(`^${key}: (.*)$`, 'm').exec(said)?.[1] ?? '';
  return `${field('Status').split(' ').at(-1)} ${field('Version')}`;
};
const digest = (path: string): string => root.must('sha256sum', path).split(' ')[0] ?? '';

/** Puts down the administrator's file, as an administrator does. */
function configure(config: unknown): void {
  const file = join(scratch, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  root.must('install', '-m644', file, '/etc/hoststand/config.json');
}

test('installed, used, killed with a credit waiting, upgraded: sent once; then removed and purged', async () => {
  const crmFolder = mkdtempSync(join(scratch, 'crm-'));
  const before = await startCrm(crmFolder);
  const port = Number(new URL(before.url).port);

  await test.step('install', async () => {
    root.must('dpkg', '-i', FIRST.application);
    expect(version()).toBe('installed 0.1.0');
    expect(root.must('dpkg', '--verify', 'hoststand')).toBe('');
    expect(root.must('stat', '-c', '%U:%G %a', '/opt/Hoststand/chrome-sandbox').trim()).toBe(
      'root:root 4755',
    );
    // No one but root can change any of it.
    expect(root.must('find', '/opt/Hoststand', '!', '-user', 'root', '-o', '-perm', '/022')).toBe('');
    configure({ undoSeconds: 2, ...JSON.parse(settingsFor(before).HOSTSTAND_CONFIG) });
  });

  await test.step('the main job, as someone who is not root', async () => {
    const { kiosk, page, pid, close, lines } = await startInstalled(root, USER);
    expect(root.must('ps', '-o', 'user=', '-p', String(pid)).trim()).toBe(USER);
    await kiosk.signIn('Marco D.');
    await kiosk.openGuest(ANA, 'Ana Petrescu');
    await kiosk.give('Long wait', '$15');
    await kiosk.on('approve');
    await kiosk.approveAs('Priya N.');
    await expect(page.getByRole('heading', { name: 'Toast has it' })).toBeVisible({ timeout: 60_000 });
    expect(await close(), lines.join('\n')).toBe(0);
    expect(Object.values(before.control.store().posts)).toEqual([1]);
  });

  const [posted] = Object.keys(before.control.store().posts);
  await test.step('a credit is accepted without a line, and the program is killed', async () => {
    const { kiosk, page, kill } = await startInstalled(root, USER);
    await kiosk.signIn('Marco D.');
    await kiosk.openGuest(ANA, 'Ana Petrescu');
    await before.close();
    await kiosk.give('Cold food', '$10');
    await kiosk.on('done');
    await expect(page.getByText(/^Offline since/)).toBeVisible({ timeout: 60_000 });
    await kill();
  });

  await test.step('upgrade', async () => {
    root.must('dpkg', '-i', SECOND.application);
    expect(version()).toBe('installed 0.2.0');
    expect(root.must('cat', '/etc/hoststand/config.json')).toContain(before.url);
  });

  const after = await startCrm(crmFolder, { port });
  await test.step('the upgraded program sends it, once', async () => {
    const { page, kiosk, close } = await startInstalled(root, USER);
    await kiosk.on('sign-in');
    await expect(page.getByText('Nothing waiting')).toBeVisible({ timeout: 180_000 });
    await close();
    const { posts, transactions } = after.control.store();
    const given = Object.keys(posts).filter((guid) => guid !== posted);
    expect(given).toHaveLength(1);
    expect(transactions.filter(({ guid }) => given.includes(guid))).toMatchObject([{ amount: 1_000 }]);
  });
  await after.close();

  const digestBefore = digest(DATABASE);
  await test.step('removed: its files go, the data and the configuration stay', async () => {
    root.must('dpkg', '-r', 'hoststand');
    expect(root.run('ls', '/opt/Hoststand').status).not.toBe(0);
    expect(digest(DATABASE)).toBe(digestBefore);
    root.must('test', '-f', '/etc/hoststand/config.json');
    root.must('test', '-f', '/etc/xdg/autostart/hoststand.desktop');
  });
  await test.step('purged: the configuration goes as well, and the data stays', async () => {
    root.must('dpkg', '-P', 'hoststand');
    for (const path of [
      '/etc/hoststand',
      '/etc/xdg/autostart/hoststand.desktop',
      '/etc/apparmor.d/hoststand',
    ]) {
      expect(root.run('test', '-e', path).status, path).toBe(1);
    }
    expect(digest(DATABASE)).toBe(digestBefore);
  });
});

test('an older package over newer data is refused, and nothing is changed', async () => {
  root.must('dpkg', '-i', NEWER.application);
  const files = root.must('sh', '-c', 'find /opt/Hoststand -type f | sort | xargs sha256sum');
  const refused = root.run('dpkg', '-i', SECOND.application);
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain('Nothing was changed'.toLowerCase());
  expect(version()).toBe('installed 0.3.0');
  expect(root.must('sh', '-c', 'find /opt/Hoststand -type f | sort | xargs sha256sum')).toBe(files);
  // The same format of data may go back.
  root.must('dpkg', '-r', 'hoststand');
  root.must('dpkg', '-i', SECOND.application);
  root.must('dpkg', '-i', FIRST.application);
  expect(version()).toBe('installed 0.1.0');
});

test('the program itself refuses data that a newer version wrote, says so, and leaves it as it is', async () => {
  root.must('dpkg', '-i', FIRST.application);
  const before = await startInstalled(root, USER);
  await before.kiosk.on('sign-in');
  expect(await before.close()).toBe(0);
  const newer = `new (require('node:sqlite').DatabaseSync)('${DATABASE}').exec('PRAGMA user_version = 9999')`;
  root.must(process.execPath, '-e', newer);
  const digestBefore = digest(DATABASE);
  await expect(startInstalled(root, USER)).rejects.toThrow(
    /ended with 1 [\s\S]*A newer Hoststand wrote the data/,
  );
  expect(digest(DATABASE)).toBe(digestBefore);
});

test('a running kiosk ends in order before its files are replaced', async () => {
  root.must('dpkg', '-i', FIRST.application);
  // So that the program's file is among those of the package, as Electron's is.
  root.must('cp', process.execPath, '/opt/Hoststand/standin-node');
  const { kiosk, exited } = await startInstalled(root, USER);
  await kiosk.on('sign-in');
  root.must('dpkg', '-i', SECOND.application);
  expect(await exited).toBe(0);
});

test('a program that is killed again and again waits before its next start, and an end in order is a clean one', async () => {
  root.must('dpkg', '-i', FIRST.application);
  for (let n = 0; n < 2; n += 1) {
    const started = await startInstalled(root, USER);
    await started.kiosk.on('sign-in');
    await started.kill();
  }
  const logs = `/home/${USER}/.config/Hoststand/logs`;
  expect(root.must('sh', '-c', `cat ${logs}/*.log`)).not.toContain('start-waits');
  const third = await startInstalled(root, USER);
  await third.kiosk.on('sign-in');
  expect(root.must('sh', '-c', `cat ${logs}/*.log`)).toMatch(/start-waits.*2000/);
  expect(await third.close()).toBe(0);
  expect(root.run('test', '-e', `/home/${USER}/.config/Hoststand/hoststand/starts.json`).status).toBe(1);
});

test('an administrator’s change of a configuration file survives an upgrade', async () => {
  root.must('dpkg', '-i', FIRST.application);
  root.must('sh', '-c', 'echo Hidden=true >> /etc/xdg/autostart/hoststand.desktop');
  root.must('dpkg', '-i', SECOND.application);
  expect(root.must('cat', '/etc/xdg/autostart/hoststand.desktop')).toContain('Hidden=true');
});

test('the installed program refuses a debugger, a second one ends at once, and a supervised one ends in order', async () => {
  root.must('dpkg', '-i', FIRST.application);
  await expect(startInstalled(root, USER, ['--remote-debugging-port=9222'])).rejects.toThrow('ended with 64');
  const first = await startInstalled(root, USER, ['--supervised']);
  await first.kiosk.on('sign-in');
  await expect(startInstalled(root, USER)).rejects.toThrow('ended with 0');
  await first.kiosk.on('sign-in');
  expect(await first.close()).toBe(0);
});

test('the kiosk’s session is installed, enabled for the next start, and taken away without its account', async () => {
  // cage may not be here, and nothing of it runs.
  root.must('dpkg', '-i', SECOND.application);
  root.must('dpkg', '-i', '--force-depends', SECOND.session);
  expect(version('hoststand-kiosk')).toBe('installed 0.2.0');
  expect(root.must('getent', 'passwd', 'hoststand')).toContain('/var/lib/hoststand');
  expect(root.must('stat', '-c', '%U %a', '/var/lib/hoststand').trim()).toBe('hoststand 700');
  root.must('test', '-L', '/etc/systemd/system/graphical.target.wants/hoststand-kiosk.service');
  root.must('sh', '-n', '/usr/lib/hoststand-kiosk/session');
  root.must('dpkg', '-P', 'hoststand-kiosk');
  expect(
    root.run('test', '-e', '/etc/systemd/system/graphical.target.wants/hoststand-kiosk.service').status,
  ).toBe(1);
  expect(root.must('getent', 'passwd', 'hoststand')).toContain('/var/lib/hoststand');
});
