/** Setup killed at each of its steps, and in between: what is there afterwards is whole, and the next run of Setup ends in order. */
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { FIRST, SECOND, UNINSTALLER } from './made.ts';
import {
  foldersOf,
  killAt,
  noWindowsPc,
  OWN_KEY,
  openWindowsPc,
  PROGRAMS,
  type WindowsPc,
  waysOf,
  wholeIn,
} from './windows-pc.ts';

const why = noWindowsPc();
test.skip(why !== null, why ?? '');

let pc: WindowsPc;
test.beforeEach(() => {
  pc = openWindowsPc();
});
test.afterEach(async () => await pc.end());

const BOTH = [FIRST, SECOND];
/** As resources/installer/hoststand.nsi names them, in their order. */
const BEFORE_SWITCH = ['begun', 'cleaned', 'unpacking', 'unpacked', 'renamed'];
const IN_SWITCH = ['registered', 'menu', 'desktop', 'autostart'];
const STEPS = [...BEFORE_SWITCH, ...IN_SWITCH, 'done'];

/** The version that each way leads to, all of it whole; `broken` where something is missing or changed, null where there is no such way. */
function versions(): Readonly<Record<string, string | null>> {
  const version = (folder: string | null) =>
    folder === null ? null : (wholeIn(pc, folder, BOTH) ?? 'broken');
  return Object.fromEntries(Object.entries(waysOf(pc)).map(([way, folder]) => [way, version(folder)]));
}

const all = (version: string | null, desktop = version) => ({
  menu: version,
  desktop,
  run: version,
  uninstall: version,
});

for (const step of STEPS) {
  test(`a first installation, killed at the step ${step}`, async () => {
    await killAt(pc, FIRST.setup, step, ['/S', '/DESKTOP=0']);
    const found = versions();
    for (const [way, version] of Object.entries(found)) expect([null, '0.1.0'], way).toContain(version);
    if (BEFORE_SWITCH.includes(step)) expect(found).toEqual(all(null));
    if (step === 'done') expect(found).toEqual(all('0.1.0', null));
    expect(await pc.run(FIRST.setup, ['/S', '/DESKTOP=0'])).toBe(0);
    expect(versions()).toEqual(all('0.1.0', null));
    expect(pc.registry(OWN_KEY)['State']).toBe('done');
    expect(foldersOf(pc).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test(`an upgrade, killed at the step ${step}`, async () => {
    expect(await pc.run(FIRST.setup, ['/S', '/DESKTOP=0'])).toBe(0);
    await killAt(pc, SECOND.setup, step);
    const found = versions();
    expect(found['desktop']).toBeNull();
    for (const way of ['menu', 'run', 'uninstall']) expect(['0.1.0', '0.2.0'], way).toContain(found[way]);
    if (BEFORE_SWITCH.includes(step)) expect(found).toEqual(all('0.1.0', null));
    if (step === 'done') expect(found).toEqual(all('0.2.0', null));
    // Killed a second time, by another Setup: that must not take away what the first one left.
    await killAt(pc, SECOND.setup, 'unpacked');
    expect(versions()).toEqual(found);
    // The choice of the first installation is kept over all of this.
    expect(await pc.run(SECOND.setup, ['/S'])).toBe(0);
    expect(versions()).toEqual(all('0.2.0', null));
    expect(pc.registry(OWN_KEY)['State']).toBe('done');
    // The run after that takes away what is left over.
    expect(await pc.run(FIRST.setup, ['/S'])).toBe(0);
    expect(versions()).toEqual(all('0.1.0', null));
    expect(foldersOf(pc)).toHaveLength(2);
  });
}

test('an upgrade, killed at ten moments between its steps', async () => {
  expect(await pc.run(FIRST.setup, ['/S'])).toBe(0);
  for (let n = 1; n <= 10; n += 1) {
    const child = pc.start(SECOND.setup, ['/S']);
    const ended = once(child, 'exit');
    await new Promise((done) => setTimeout(done, n * 50));
    child.kill('SIGKILL');
    await ended;
    for (const [way, version] of Object.entries(versions()))
      expect(['0.1.0', '0.2.0'], `${way} after ${n * 50} ms`).toContain(version);
    expect(await pc.run(FIRST.setup, ['/S'])).toBe(0);
    expect(versions()).toEqual(all('0.1.0'));
  }
});

for (const step of ['pointers', 'others', 'files']) {
  test(`a removal, killed at the step ${step}, ends with the next removal or installation`, async () => {
    const remove = (folder: string) => join(pc.drive, PROGRAMS, folder, UNINSTALLER);
    expect(await pc.run(FIRST.setup, ['/S'])).toBe(0);
    expect(await pc.run(SECOND.setup, ['/S'])).toBe(0);
    // In its place: else a copy of it does the work, which is no child of ours.
    await killAt(pc, remove('app-0.2.0'), step, ['/S', '_?=C:\\Program', 'Files\\Hoststand\\app-0.2.0']);
    const { menu, desktop, run, uninstall } = waysOf(pc);
    expect({ menu, desktop, run }).toEqual({ menu: null, desktop: null, run: null });
    expect(uninstall).toBe('app-0.2.0');
    if (step !== 'files') {
      expect(wholeIn(pc, 'app-0.2.0', BOTH)).toBe('0.2.0');
      expect(await pc.run(remove('app-0.2.0'), ['/S'])).toBe(0);
      await expect.poll(() => pc.registry(OWN_KEY)).toEqual({});
      expect(foldersOf(pc)).toEqual([]);
    }
    expect(await pc.run(SECOND.setup, ['/S'])).toBe(0);
    expect(await pc.run(SECOND.setup, ['/S', '/AUTOSTART=1', '/DESKTOP=1'])).toBe(0);
    expect(versions()).toEqual(all('0.2.0'));
  });
}
