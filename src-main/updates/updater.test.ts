import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createFakeLogger } from '../testing/fakes.ts';
import { installerOf, makeUpdates, removeUpdates, type UpdatePlace } from '../testing/updates-kit.ts';
import { find } from './finder.ts';
import { type Beacon, readJournal, writeBeacon } from './hand-over.ts';
import { pathOf, type Release } from './releases.ts';
import { lookOnce, type Next } from './updater.ts';

afterEach(removeUpdates);

const plenty = async (): Promise<number> => 10_000_000_000;
let now = Date.now();

interface LookOver {
  readonly free?: number;
  readonly onWait?: () => void;
  /** Of the program that looks. */
  readonly version?: string;
}

interface Pc {
  readonly place: UpdatePlace;
  readonly handOver: string;
  readonly own: string;
  /** The kiosk's sign of life. */
  readonly says: (over?: Partial<Beacon>) => void;
  /** Brings what is on the server, as the kiosk does. */
  readonly bring: () => Promise<void>;
  readonly look: (ended?: number | null, over?: LookOver) => Promise<Next>;
  readonly journal: () => ReturnType<typeof readJournal>;
}

function makePc(): Pc {
  const place = makeUpdates();
  const handOver = join(place.dir, 'hand-over');
  const own = join(place.dir, 'own');
  mkdirSync(handOver);
  mkdirSync(own);
  const says: Pc['says'] = (over = {}) =>
    writeBeacon(handOver, { version: '1.0.0', at: now, healthy: true, may: null, leavingFor: null, ...over });
  return {
    place,
    handOver,
    own,
    says,
    bring: async () => {
      const looked = await find({
        source: place.source,
        folder: join(place.dir, 'kiosk'),
        root: place.root,
        now,
        platform: 'win-x64',
        version: '1.0.0',
      });
      if (!looked.ok) throw new Error(looked.error);
      expect(await looked.value.bring(handOver, plenty)).toMatchObject({ ok: true });
    },
    look: (ended = null, { free, onWait = () => says({ leavingFor: '1.1.0' }), version = '1.0.0' } = {}) =>
      lookOnce(
        {
          clock: { now: () => now },
          logger: createFakeLogger(),
          freeBytes: free === undefined ? plenty : async () => free,
          handOver,
          own,
          root: place.root,
          platform: 'win-x64',
          version,
          wait: async () => onWait(),
        },
        ended,
      ),
    journal: () => readJournal(own),
  };
}

async function readyPc(
  over: { readonly dataVersion?: number } = {},
): Promise<Pc & { readonly release: Release }> {
  const pc = makePc();
  pc.place.add('1.0.0');
  const release = pc.place.add('1.1.0', over);
  await pc.bring();
  pc.says({ may: '1.1.0' });
  return { ...pc, release };
}

const NOTHING = { run: 'nothing' };

/** Watched until it is over, by looks without a new sign of life. */
async function lookUntilOver(
  pc: Pc,
  version = '1.1.0',
): Promise<{ readonly next: Next; readonly looks: number }> {
  for (let looks = 1; ; looks += 1) {
    const next = await pc.look(null, { version });
    if (next.run === 'setup' || pc.journal().doing.step === 'nothing') return { next, looks };
  }
}

test('nothing is done without a fresh wish', async () => {
  const pc = await readyPc();
  for (const says of [
    { may: null },
    { may: '1.1.0', at: now - 10 * 60_000 },
    { may: '1.1.0', at: now + 10 * 60_000 },
  ]) {
    pc.says(says);
    expect(await pc.look()).toEqual(NOTHING);
  }
  writeFileSync(join(pc.handOver, 'kiosk.json'), '{"may":"1.1.0"}');
  expect(await pc.look()).toEqual(NOTHING);
  expect(readdirSync(pc.own)).toEqual([]);
});

test('Setup runs from the updater’s own folder, once the kiosk has ended itself', async () => {
  const pc = await readyPc();
  const installer = join(pc.own, ...pathOf(pc.release).split('/'));
  expect(await pc.look()).toEqual({ run: 'setup', installer, force: false });
  // Killed before Setup, or in it: the next look says the same.
  expect(await pc.look()).toEqual({ run: 'setup', installer, force: false });
  expect(await pc.look(0)).toEqual(NOTHING);
  expect(pc.journal()).toMatchObject({ doing: { step: 'watch' }, installed: '1.1.0', last: null });
  pc.says({ version: '1.1.0', healthy: true });
  expect(await pc.look()).toEqual(NOTHING);
  expect(pc.journal()).toMatchObject({
    doing: { step: 'nothing' },
    last: { version: '1.1.0', outcome: 'installed' },
  });
});

test('killed between the end of Setup and the look that learns of it, an update is still watched, and taken back', async () => {
  const pc = await readyPc();
  await pc.look();
  expect(await pc.look(null, { version: '1.1.0' })).toEqual(NOTHING);
  expect(pc.journal()).toMatchObject({ doing: { step: 'watch' }, installed: '1.1.0' });
  pc.says({ version: '1.1.0', healthy: false });
  expect((await lookUntilOver(pc)).next.run).toBe('setup');
  expect(await pc.look(null, { version: '1.0.0' })).toEqual(NOTHING);
  expect(pc.journal()).toMatchObject({
    doing: { step: 'nothing' },
    installed: '1.0.0',
    last: { outcome: 'went-back' },
  });
});

test('a kiosk that someone uses by now is not ended, and asked another time', async () => {
  const pc = await readyPc();
  let waits = 0;
  const onWait = (): void => {
    waits += 1;
  };
  expect(await pc.look(null, { onWait })).toEqual(NOTHING);
  expect(waits).toBe(90);
  expect(pc.journal()).toMatchObject({ doing: { step: 'nothing' }, last: null, failed: [] });
  pc.says({ may: '1.1.0' });
  expect(await pc.look()).toMatchObject({ run: 'setup' });
});

test.each([
  [
    'an altered installer',
    'altered',
    (pc: Pc, release: Release) =>
      writeFileSync(join(pc.handOver, ...pathOf(release).split('/')), 'y'.repeat(release.bytes)),
  ],
  [
    'half an installer',
    'incomplete',
    (pc: Pc, release: Release) =>
      writeFileSync(join(pc.handOver, ...pathOf(release).split('/')), 'installer'),
  ],
  [
    'other metadata',
    'not-trusted',
    (pc: Pc) => writeFileSync(join(pc.handOver, 'metadata', 'timestamp.json'), '{}'),
  ],
] as const)('%s in the folder that others write is refused', async (_, code, spoil) => {
  const pc = await readyPc();
  spoil(pc, pc.release);
  expect(await pc.look()).toEqual(NOTHING);
  expect(pc.journal()).toMatchObject({ doing: { step: 'nothing' }, refused: { code } });
});

test('a wish for an older version, this one, or one that is not signed is refused', async () => {
  const pc = await readyPc();
  for (const [may, code] of [
    ['0.9.0', 'replayed'],
    ['1.0.0', 'replayed'],
    ['9.9.9', 'not-trusted'],
  ] as const) {
    pc.says({ may });
    expect(await pc.look()).toEqual(NOTHING);
    expect(pc.journal().refused?.code).toBe(code);
  }
});

test('the updater has a memory of its own: older metadata in the folder are a replay', async () => {
  const pc = await readyPc();
  const { recorded } = await import('../testing/updates-kit.ts');
  const old = recorded({ server: pc.handOver });
  pc.place.add('1.1.0', { content: 'a better one' });
  await pc.bring();
  expect(await pc.look(null, { onWait: () => {} })).toEqual(NOTHING);
  for (const [name, text] of Object.entries(old)) writeFileSync(join(pc.handOver, name), text);
  pc.says({ may: '1.1.0' });
  expect(await pc.look()).toEqual(NOTHING);
  expect(pc.journal().refused?.code).toBe('replayed');
});

test('a full disk of the updater is told, and the next look tries again', async () => {
  const pc = await readyPc();
  expect(await pc.look(null, { free: 1_000 })).toEqual(NOTHING);
  expect(pc.journal().refused?.code).toBe('disk-full');
  expect(await pc.look()).toMatchObject({ run: 'setup' });
  expect(pc.journal().refused).toBe(null);
});

test('a version is not tried where the way back could not be brought', async () => {
  const pc = await readyPc();
  const before = pc.place.add('1.0.0');
  writeFileSync(join(pc.handOver, ...pathOf(before).split('/')), 'gone');
  expect(await pc.look()).toEqual(NOTHING);
  expect(pc.journal().refused?.code).toBe('incomplete');
});

test.each([
  [4, [], null],
  [1, [], 'not-installed'],
  [5, [], 'not-installed'],
  [6, [], 'not-installed'],
  [2, ['1.1.0'], 'not-installed'],
  [3, ['1.1.0'], 'not-installed'],
] as const)(
  'Setup that ends with %i leaves the version before, and is tried again only where it may help',
  async (code, failed, outcome) => {
    const pc = await readyPc();
    await pc.look();
    expect(await pc.look(code)).toEqual(NOTHING);
    expect(pc.journal()).toMatchObject({ doing: { step: 'nothing' }, failed, installed: null });
    expect(pc.journal().last?.outcome ?? null).toBe(outcome);
    pc.says({ may: '1.1.0' });
    expect((await pc.look()).run).toBe(failed.length === 0 ? 'setup' : 'nothing');
  },
);

test('a version that runs and is not well is taken back at the second look, by force', async () => {
  const pc = await readyPc();
  await pc.look();
  await pc.look(3010);
  pc.says({ version: '1.1.0', healthy: false });
  const { next, looks } = await lookUntilOver(pc, '1.1.0');
  expect(looks).toBe(2);
  const before = installerOf(pc.place, pc.place.add('1.0.0')).split('/').at(-1);
  expect(next).toEqual({ run: 'setup', installer: join(pc.own, 'targets', String(before)), force: true });
  // Killed in the middle, then held up by another program, then done.
  const version = '1.1.0';
  expect(await pc.look(null, { version })).toEqual(next);
  for (const code of [4, 2, 6]) expect(await pc.look(code, { version })).toEqual(NOTHING);
  expect(await pc.look(null, { version })).toEqual(next);
  expect(await pc.look(0)).toEqual(NOTHING);
  expect(pc.journal()).toMatchObject({
    doing: { step: 'nothing' },
    installed: '1.0.0',
    failed: ['1.1.0'],
    last: { version: '1.1.0', outcome: 'went-back' },
  });
  pc.says({ may: '1.1.0' });
  expect(await pc.look()).toEqual(NOTHING);
});

test('a version that became well before it was taken back stays', async () => {
  const pc = await readyPc();
  await pc.look();
  await pc.look(0);
  pc.says({ version: '1.1.0', healthy: false });
  await lookUntilOver(pc);
  pc.says({ version: '1.1.0', healthy: true });
  expect(await pc.look(null, { version: '1.1.0' })).toEqual(NOTHING);
  expect(pc.journal()).toMatchObject({
    doing: { step: 'nothing' },
    failed: [],
    last: { outcome: 'installed' },
  });
});

test('Setup that cannot go back leaves the version, and says so', async () => {
  const pc = await readyPc();
  await pc.look();
  await pc.look(0);
  pc.says({ version: '1.1.0', healthy: false });
  await lookUntilOver(pc);
  expect(await pc.look(3)).toEqual(NOTHING);
  expect(pc.journal()).toMatchObject({ doing: { step: 'nothing' }, last: { outcome: 'cannot-go-back' } });
});

test('a PC without any sign of a kiosk is given two hours, and one whose kiosk is the old one any time', async () => {
  const pc = await readyPc();
  await pc.look();
  await pc.look(0);
  pc.says({ version: '1.0.0' });
  for (let at = 0; at < 50; at += 1) expect(await pc.look()).toEqual(NOTHING);
  pc.says({ version: '1.0.0', leavingFor: '1.1.0' });
  const { next, looks } = await lookUntilOver(pc);
  expect(looks).toBe(24);
  expect(next).toMatchObject({ run: 'setup', force: true });
});

test('across a format of data nothing goes back', async () => {
  const pc = await readyPc({ dataVersion: 11 });
  await pc.look();
  await pc.look(0);
  pc.says({ version: '1.1.0', healthy: false });
  expect((await lookUntilOver(pc)).next).toEqual(NOTHING);
  expect(pc.journal()).toMatchObject({
    doing: { step: 'nothing' },
    failed: ['1.1.0'],
    last: { outcome: 'cannot-go-back' },
  });
});

test('neither a clock set back nor one set forward hurries or stops the watch', async () => {
  const pc = await readyPc();
  await pc.look();
  await pc.look(0);
  const real = now;
  try {
    now = real + 365 * 24 * 3_600_000;
    pc.says({ version: '1.1.0', healthy: false, at: real });
    expect(await pc.look()).toEqual(NOTHING);
    now = real - 365 * 24 * 3_600_000;
    expect(await pc.look(null, { version: '1.1.0' })).toMatchObject({ run: 'setup', force: true });
  } finally {
    now = real;
  }
});
