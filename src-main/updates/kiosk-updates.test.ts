import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import type { Fetch, KioskUse } from '../ports.ts';
import { createFakeLogger, createFakeTime } from '../testing/fakes.ts';
import { makeUpdates, NEWS, removeUpdates, type UpdatePlace } from '../testing/updates-kit.ts';
import { readBeacon, readJournal, writeJournal } from './hand-over.ts';
import { createUpdates, type UpdatesOptions } from './kiosk-updates.ts';

afterEach(removeUpdates);

const DAY = 24 * 3_600_000;
const IDLE: KioskUse = { inUse: false, waiting: false, clockAheadMs: 0, timeZone: 'America/New_York' };

/** The place's server, as fetch. */
const served =
  (place: UpdatePlace, asked: string[] = []): Fetch =>
  async (input) => {
    const path = new URL(String(input)).pathname;
    asked.push(path);
    const file = join(place.server, path.replace('/updates', ''));
    if (!existsSync(file)) return new Response('no', { status: 404 });
    return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, { status: 200 });
  };

interface Started {
  readonly updates: ReturnType<typeof createUpdates>;
  /** Lets time pass in small steps, so that what is real keeps up. */
  readonly pass: (ms: number) => Promise<void>;
  readonly jump: (ms: number) => void;
  readonly left: () => number;
  readonly lines: () => readonly string[];
  readonly folders: { readonly handOver: string; readonly own: string };
  readonly use: (use: KioskUse) => void;
}

function start(place: UpdatePlace, over: Partial<UpdatesOptions> = {}, hasUpdater = true): Started {
  const time = createFakeTime(Date.now());
  const logger = createFakeLogger();
  const folders = { handOver: join(place.dir, 'hand-over'), own: join(place.dir, 'own') };
  if (hasUpdater) for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  let left = 0;
  let ticking = false;
  const updates = createUpdates({
    clock: time.clock,
    scheduler: {
      after: (ms, run) => {
        if (ms !== 5_000 && ms !== 60_000) return time.scheduler.after(ms, run);
        ticking = false;
        return time.scheduler.after(ms, () => {
          ticking = true;
          run();
        });
      },
    },
    ids: { random: () => 0 },
    logger,
    fetch: served(place),
    freeBytes: async () => 10_000_000_000,
    settings: { mode: 'apply', url: 'https://updates.test/updates', window: '00:00-00:00' },
    folder: join(place.dir, 'data'),
    updater: hasUpdater ? folders : null,
    root: place.root,
    platform: 'win-x64',
    version: '1.0.0',
    leave: () => {
      left += 1;
    },
    ...over,
  });
  let use = IDLE;
  updates.attend(() => use);
  updates.start();
  return {
    updates,
    pass: async (ms) => {
      for (let gone = 0; gone < ms; gone += 5_000) {
        await time.pass(5_000);
        while (ticking) await new Promise((done) => setImmediate(done));
      }
    },
    jump: time.jump,
    left: () => left,
    lines: () => logger.lines.map((line) => JSON.stringify(line)),
    folders,
    use: (next) => {
      use = next;
    },
  };
}

test.each([
  [{ mode: 'off', url: 'https://updates.test', window: '04:00-06:00' }, undefined, 'by-admin'],
  [{ mode: 'notify', url: null, window: '04:00-06:00' }, undefined, 'no-address'],
  [{ mode: 'apply', url: 'https://updates.test', window: '04:00-06:00' }, null, 'no-key'],
] as const)(
  'with %j and the key %s nothing is asked, and the reason is told',
  async (settings, root, off) => {
    const place = makeUpdates();
    place.add('1.1.0');
    const asked: string[] = [];
    const kiosk = start(place, { settings, fetch: served(place, asked), ...(root === null && { root }) });
    await kiosk.pass(120_000);
    expect(kiosk.updates.status()).toEqual({ off, ready: null, refused: null, checkedAt: null, last: null });
    expect(asked).toEqual([]);
  },
);

test('notify: a manager is told the version and what is new; nothing but metadata is asked for', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  place.add('1.1.0');
  const asked: string[] = [];
  const settings = { mode: 'notify', url: 'https://updates.test/updates', window: '04:00-06:00' } as const;
  const kiosk = start(place, { settings, fetch: served(place, asked) });
  expect(kiosk.updates.status().checkedAt).toBe(null);
  await kiosk.pass(10_000);
  expect(kiosk.updates.status()).toMatchObject({
    off: null,
    ready: {
      version: '1.1.0',
      news: NEWS,
      file: 'Hoststand-Setup-1.1.0.exe',
      way: 'setup',
      held: null,
      returns: true,
    },
    refused: null,
    checkedAt: expect.any(Number),
  });
  expect(asked.filter((path) => path.includes('targets/'))).toEqual([]);
  expect(kiosk.left()).toBe(0);
});

test('Linux: the kiosk names apt in every mode', async () => {
  const place = makeUpdates();
  place.add('1.1.0', { platform: 'linux-x64' });
  const kiosk = start(place, { platform: 'linux-x64' }, false);
  await kiosk.pass(10_000);
  expect(kiosk.updates.status().ready).toMatchObject({
    version: '1.1.0',
    way: 'apt',
    held: null,
    returns: null,
  });
});

test('apply on a PC without the updater only tells', async () => {
  const place = makeUpdates();
  place.add('1.1.0');
  const kiosk = start(place, {}, false);
  await kiosk.pass(10_000);
  expect(kiosk.updates.status().ready).toMatchObject({ way: 'setup', held: null });
});

test('a manager is told where the kiosk cannot go back: another format of data', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  place.add('1.1.0', { dataVersion: 11 });
  const kiosk = start(place);
  await kiosk.pass(10_000);
  expect(kiosk.updates.status().ready).toMatchObject({ way: 'kiosk', returns: false });
});

test('up to date: the newest is this version, or older', async () => {
  const place = makeUpdates();
  place.add('0.9.0');
  place.add('1.0.0');
  const kiosk = start(place);
  await kiosk.pass(10_000);
  expect(kiosk.updates.status()).toMatchObject({ ready: null, refused: null, checkedAt: expect.any(Number) });
});

test('what was found stays while a later look is refused, and the refusal goes with the next good one', async () => {
  const place = makeUpdates();
  place.add('1.1.0');
  let up = true;
  const fetch: Fetch = (input, init) =>
    up ? served(place)(input, init) : Promise.reject(new Error('offline'));
  const kiosk = start(place, { fetch }, false);
  await kiosk.pass(10_000);
  up = false;
  await kiosk.pass(6 * 3_600_000);
  expect(kiosk.updates.status()).toMatchObject({
    ready: { version: '1.1.0' },
    refused: { code: 'unreachable' },
  });
  expect(kiosk.lines().some((line) => /update-refused.*unreachable/.test(line))).toBe(true);
  up = true;
  await kiosk.pass(3_600_000);
  expect(kiosk.updates.status()).toMatchObject({ ready: { version: '1.1.0' }, refused: null });
});

test('a clock that is a year from Toast’s stops every look until it is set', async () => {
  const place = makeUpdates();
  place.add('1.1.0');
  const kiosk = start(place);
  kiosk.use({ ...IDLE, clockAheadMs: -365 * DAY });
  await kiosk.pass(10_000);
  expect(kiosk.updates.status()).toMatchObject({ ready: null, refused: { code: 'clock-wrong' } });
  kiosk.use(IDLE);
  await kiosk.pass(3_600_000);
  expect(kiosk.updates.status()).toMatchObject({ ready: { version: '1.1.0' }, refused: null });
});

test('a full disk is told, and tried again', async () => {
  const place = makeUpdates();
  place.add('1.1.0');
  let free = 1_000;
  const kiosk = start(place, { freeBytes: async () => free });
  await kiosk.pass(10_000);
  expect(kiosk.updates.status()).toMatchObject({
    ready: { held: 'download' },
    refused: { code: 'disk-full' },
  });
  free = 1_000_000_000;
  await kiosk.pass(3_600_000);
  expect(kiosk.updates.status()).toMatchObject({ ready: { held: null }, refused: null });
});

test('apply: allowed only after ten quiet minutes, with nothing waiting, and taken back when someone comes', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  place.add('1.1.0');
  const kiosk = start(place);
  const held = () => kiosk.updates.status().ready?.held;
  const may = () => readBeacon(kiosk.folders.handOver)?.may;
  await kiosk.pass(60_000);
  expect([held(), may()]).toEqual(['in-use', null]);
  await kiosk.pass(10 * 60_000);
  expect([held(), may()]).toEqual([null, '1.1.0']);
  kiosk.use({ ...IDLE, waiting: true });
  await kiosk.pass(60_000);
  expect([held(), may()]).toEqual(['waiting', null]);
  kiosk.use({ ...IDLE, inUse: true });
  await kiosk.pass(60_000);
  kiosk.use(IDLE);
  await kiosk.pass(60_000);
  expect([held(), may()]).toEqual(['in-use', null]);
  await kiosk.pass(11 * 60_000);
  expect([held(), may()]).toEqual([null, '1.1.0']);
});

test('apply waits for its hours, by the restaurant’s clock', async () => {
  const place = makeUpdates();
  place.add('1.1.0');
  // Two hours, two hours from now in New York.
  const at = new Date(Date.now() + 2 * 3_600_000).toLocaleTimeString('en-US', {
    timeZone: 'America/New_York',
    hour12: false,
    hour: '2-digit',
  });
  const hour = String(Number(at) % 24).padStart(2, '0');
  const next = String((Number(hour) + 2) % 24).padStart(2, '0');
  const settings = {
    mode: 'apply',
    url: 'https://updates.test/updates',
    window: `${hour}:00-${next}:00`,
  } as const;
  const kiosk = start(place, { settings });
  await kiosk.pass(15 * 60_000);
  expect(kiosk.updates.status().ready?.held).toBe('hours');
  await kiosk.pass(2 * 3_600_000 - 15 * 60_000);
  expect(kiosk.updates.status().ready?.held).toBe(null);
});

test('the kiosk ends only when the updater asks, for the version it allowed, and while no one uses it', async () => {
  const place = makeUpdates();
  place.add('1.1.0');
  const kiosk = start(place);
  const ask = (version: string): void => {
    const move = {
      version,
      installer: 'x',
      before: { version: '1.0.0', installer: null, sameFormat: false },
    };
    writeJournal(kiosk.folders.own, { ...readJournal(kiosk.folders.own), doing: { step: 'ask', move } });
  };
  await kiosk.pass(11 * 60_000);
  ask('9.9.9');
  await kiosk.pass(10_000);
  expect(kiosk.left()).toBe(0);
  ask('1.1.0');
  kiosk.use({ ...IDLE, inUse: true });
  await kiosk.pass(10_000);
  expect(kiosk.left()).toBe(0);
  kiosk.use(IDLE);
  await kiosk.pass(12 * 60_000);
  expect(kiosk.left()).toBeGreaterThan(0);
  expect(readBeacon(kiosk.folders.handOver)).toMatchObject({ leavingFor: '1.1.0', may: null });
});

test('a version that failed here is not allowed again: an admin installs it, or a newer one comes', async () => {
  const place = makeUpdates();
  place.add('1.1.0');
  const kiosk = start(place);
  const last = { version: '1.1.0', outcome: 'went-back', at: 5 } as const;
  writeJournal(kiosk.folders.own, { ...readJournal(kiosk.folders.own), failed: ['1.1.0'], last });
  await kiosk.pass(15 * 60_000);
  expect(kiosk.updates.status()).toMatchObject({ ready: { way: 'setup', held: null }, last });
  expect(readBeacon(kiosk.folders.handOver)?.may).toBe(null);
});

test('healthy once the page was answered, and not before', async () => {
  const place = makeUpdates();
  const kiosk = start(place);
  expect(readBeacon(kiosk.folders.handOver)).toMatchObject({ version: '1.0.0', healthy: false });
  kiosk.updates.pageAnswered();
  await kiosk.pass(60_000);
  expect(readBeacon(kiosk.folders.handOver)).toMatchObject({ healthy: true });
});

test('a kiosk that is replaced while the page stays open is asked in its place, and in none meanwhile', async () => {
  const place = makeUpdates();
  place.add('1.1.0');
  const kiosk = start(place);
  const stop = kiosk.updates.attend(() => IDLE);
  await kiosk.pass(11 * 60_000);
  expect(kiosk.updates.status().ready?.held).toBe(null);
  stop();
  await kiosk.pass(60_000);
  expect(kiosk.updates.status().ready?.held).toBe('in-use');
});
