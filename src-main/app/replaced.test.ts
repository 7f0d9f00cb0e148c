/** One kiosk takes the place of another that does not stop as it should. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type * as Compose from '../compose.ts';
import { realClock, realScheduler } from '../lib/real-time.ts';
import { readTestConfig } from '../testing/app-kit.ts';
import { pinOf } from '../testing/compose-kit.ts';
import { createFakeSettings } from '../testing/fakes.ts';
import { asking, createKioskPorts, QUICK } from '../testing/kiosk-ports.ts';
import { createHost } from './lifecycle.ts';

/** How a kiosk stops, given how it would. */
const stops = vi.hoisted(() => ({ how: (stop: () => Promise<void>): Promise<void> => stop() }));
vi.mock('../compose.ts', async (original) => {
  const real = await original<typeof Compose>();
  const compose: typeof Compose.compose = async (...given) => {
    const made = await real.compose(...given);
    if (!made.ok) return made;
    const { stop } = made.value;
    return { ok: true, value: { ...made.value, stop: () => stops.how(stop) } };
  };
  return { ...real, compose };
});

/** So much faster than real time: a minute is three seconds. */
const FASTER = 20;
let dir = '';
let ended: (() => Promise<void>)[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-replaced-'));
});
afterEach(async () => {
  stops.how = (stop) => stop();
  for (const end of ended.splice(0)) await end();
  rmSync(dir, { recursive: true, force: true });
});

/** A kiosk in Training whose manager has just changed a setting: it begins again on the same files. */
async function replaced(unsubscribe: () => void = () => {}) {
  const announced: string[] = [];
  const hopeless = Promise.withResolvers<string>();
  const settings = createFakeSettings();
  const ports = createKioskPorts(dir, {
    clock: { now: realClock.now, monotonic: () => realClock.monotonic() * FASTER },
    scheduler: { after: (ms, run) => realScheduler.after(ms / FASTER, run) },
    settings,
    reachability: { onMaybeBack: () => unsubscribe, hasNetwork: () => true },
    announce: (name) => announced.push(name),
  });
  const host = createHost({
    ports,
    readConfig: readTestConfig({ language: 'es' }),
    fixed: { dataFolder: dir, ...QUICK },
    onHopeless: ({ code }) => hopeless.resolve(code),
  });
  expect((await host.open()).ok).toBe(true);
  const { ask, must } = asking(host.router);
  await must('enterManager', { pin: pinOf('Priya N.') });
  const before = settings.get('profile');
  await must('changeSettings', { changes: { signOutAfterCredit: true } });
  return {
    host,
    ask,
    must,
    settings,
    before,
    hopeless: hopeless.promise,
    restarts: () => announced.filter((name) => name === 'restarted').length,
  };
}
const IN_USE = { ok: false, error: { code: 'data-in-use', language: 'es' } };

test.each<[string, (stop: () => Promise<void>, over: Promise<void>) => Promise<void>]>([
  ['does not stop for a while', (stop, over) => over.then(stop)],
  [
    'fails while it stops, and lets go of its data later',
    (stop, over) => {
      void over.then(stop);
      throw new Error('in the middle');
    },
  ],
])(
  'a kiosk that %s: the page is told why it waits, and no other runs on its files meanwhile',
  async (_, how) => {
    const over = Promise.withResolvers<void>();
    stops.how = (stop) => how(stop, over.promise);
    const { host, ask, restarts } = await replaced();
    await vi.waitFor(async () => expect(await ask('status', {})).toEqual(IN_USE), { timeout: 10_000 });
    expect(restarts()).toBe(0);
    stops.how = (stop) => stop();
    over.resolve();
    await vi.waitFor(async () => expect((await ask('status', {})).ok).toBe(true), { timeout: 20_000 });
    expect(restarts()).toBe(1);
    ended = [host.stop];
  },
);

test('a kiosk that never stops: after its minute the program says so and ends, and the settings are as before', async () => {
  const real: (() => Promise<void>)[] = [];
  stops.how = (stop) => {
    real.push(stop);
    return new Promise(() => {});
  };
  const { ask, hopeless, restarts, settings, before } = await replaced();
  await vi.waitFor(async () => expect(await ask('status', {})).toEqual(IN_USE), { timeout: 10_000 });
  expect(await hopeless).toBe('locked');
  expect(restarts()).toBe(0);
  expect(settings.get('profile')).toEqual(before);
  ended = real;
});

test('where one part of a kiosk fails while it stops, the others stop, and the next one begins at once', async () => {
  const { host, must, restarts } = await replaced(() => {
    throw new Error('unplugged');
  });
  await vi.waitFor(() => expect(restarts()).toBe(1), { timeout: 10_000 });
  expect((await must('status', {})).mode).toBe('training');
  // It fails again, and lets go of everything again.
  await host.stop();
});
