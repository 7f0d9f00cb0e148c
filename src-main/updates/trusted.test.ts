import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { dateOf, rootText, timestampText } from '../../scripts/updates/signing.ts';
import {
  lying,
  makeKeys,
  makeUpdates,
  recorded,
  removeUpdates,
  type UpdatePlace,
} from '../testing/updates-kit.ts';
import { newestFor } from './releases.ts';
import type { UpdateSource } from './source.ts';
import { refreshMetadata, writeMirror } from './trusted.ts';

const DAY = 24 * 3_600_000;
afterEach(() => {
  vi.useRealTimers();
  removeUpdates();
});

const look = (place: UpdatePlace, source: UpdateSource = place.source, root = place.root) =>
  refreshMetadata({ source, folder: join(place.dir, 'kiosk'), root, now: Date.now() });

async function newest(place: UpdatePlace, source?: UpdateSource): Promise<string | null | undefined> {
  const looked = await look(place, source);
  return looked.ok ? newestFor(looked.value.releases, 'win-x64')?.version : looked.error;
}

function metadata(place: UpdatePlace, name: string): string {
  return readFileSync(join(place.server, 'metadata', name), 'utf8');
}

test('finds the newest release by its numbers, with what it says of itself', async () => {
  const place = makeUpdates();
  place.add('1.9.0');
  const release = place.add('1.10.0', { dataVersion: 11 });
  place.add('1.11.0', { platform: 'linux-x64' });
  const looked = await look(place);
  expect(looked.ok && newestFor(looked.value.releases, 'win-x64')).toEqual(release);
  expect(looked.ok && newestFor(looked.value.releases, 'linux-x64')?.version).toBe('1.11.0');
});

test('goes on from what it saw: a second look, and one after a new release', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  expect(await newest(place)).toBe('1.0.0');
  expect(await newest(place)).toBe('1.0.0');
  place.add('1.1.0');
  expect(await newest(place)).toBe('1.1.0');
});

test.each(['timestamp.json', '1.snapshot.json', '1.targets.json'])(
  'an altered %s is not trusted',
  async (name) => {
    const place = makeUpdates();
    place.add('1.0.0');
    const text = metadata(place, name).replace(/"spec_version": "1\.0\.31"/, '"spec_version": "1.0.30"');
    expect(text).not.toBe(metadata(place, name));
    expect(await newest(place, lying(place.source, { [`metadata/${name}`]: text }))).toBe('not-trusted');
    expect(await newest(place)).toBe('1.0.0');
  },
);

test.each(['timestamp.json', '1.snapshot.json', '1.targets.json', '2.root.json'])(
  '%s that is a web page, nothing, or half of it is not trusted',
  async (name) => {
    const place = makeUpdates();
    place.add('1.0.0');
    const real = name === '2.root.json' ? place.root : metadata(place, name);
    for (const lie of [
      '<html>Sign in to the network</html>',
      '',
      real.slice(0, real.length / 2),
      'null',
      '[]',
      '{"signed":{}}',
    ]) {
      expect(await newest(place, lying(place.source, { [`metadata/${name}`]: lie })), lie).toBe(
        'not-trusted',
      );
    }
    expect(await newest(place)).toBe('1.0.0');
  },
);

test('metadata signed with other keys are not trusted, nor is a root that the old keys did not sign', async () => {
  const place = makeUpdates();
  const release = place.add('1.0.0');
  const other = makeUpdates();
  other.add('9.0.0');
  expect(release.version).toBe('1.0.0');
  expect(await newest(place, other.source)).toBe('not-trusted');
  const thief = makeKeys(join(place.dir, 'thief'));
  const root = rootText({ version: 2, expires: Date.now() + DAY }, thief);
  expect(await newest(place, lying(place.source, { 'metadata/2.root.json': root }))).toBe('not-trusted');
  expect(await newest(place)).toBe('1.0.0');
});

test('a key of one role cannot sign for another', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  const snapshot = metadata(place, '1.snapshot.json');
  const text = timestampText({ version: 5, expires: Date.now() + DAY }, snapshot, place.keys.snapshot);
  expect(await newest(place, lying(place.source, { 'metadata/timestamp.json': text }))).toBe('not-trusted');
});

test('keys can be replaced, several times between two looks; the old ones then sign nothing any more', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  expect(await newest(place)).toBe('1.0.0');
  place.rotate();
  place.rotate();
  place.add('1.1.0');
  expect(await newest(place)).toBe('1.1.0');
  place.add('1.2.0', { keys: place.keys });
  expect(await newest(place)).toBe('not-trusted');
});

test('a kiosk that was off during a change of keys follows the chain from the root it came with', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  place.rotate();
  place.add('1.1.0');
  expect(await newest(place)).toBe('1.1.0');
});

test('a newer copy of the program may come with a newer root', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  expect(await newest(place)).toBe('1.0.0');
  place.rotate();
  place.add('1.1.0');
  const looked = await look(place, place.source, metadata(place, '2.root.json'));
  expect(looked.ok && newestFor(looked.value.releases, 'win-x64')?.version).toBe('1.1.0');
});

test('older metadata than were seen are a replay, also after a new start', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  const old = recorded(place);
  place.add('1.1.0');
  expect(await newest(place)).toBe('1.1.0');
  expect(await newest(place, lying(place.source, old))).toBe('replayed');
  expect(await newest(place)).toBe('1.1.0');
});

test('an old snapshot or targets file under new names is not taken', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  const old = recorded(place);
  place.add('1.1.0');
  for (const name of ['snapshot', 'targets']) {
    const lie = { [`metadata/2.${name}.json`]: old[`metadata/1.${name}.json`] ?? '' };
    expect(await newest(place, lying(place.source, lie)), name).toBe('not-trusted');
  }
});

test.each([
  ['timestamp', 20],
  ['snapshot and targets', 200],
] as const)('a server that is frozen is refused once its %s is past its date', async (_, days) => {
  const place = makeUpdates(Date.now() - days * DAY);
  place.add('1.0.0');
  if (days > 100) {
    // A timestamp that is still signed each week, over information that is not.
    const text = timestampText(
      { version: 9, expires: Date.now() + DAY },
      metadata(place, '1.snapshot.json'),
      place.keys.timestamp,
    );
    writeFileSync(join(place.server, 'metadata', 'timestamp.json'), text);
  }
  expect(await newest(place)).toBe('expired');
});

test('a root past its date is refused, and one that replaces it is taken', async () => {
  const place = makeUpdates(Date.now() - 800 * DAY);
  place.add('1.0.0');
  place.renew(Date.now());
  expect(await newest(place)).toBe('expired');
  const next = rootText({ version: 2, expires: Date.now() + DAY }, place.keys);
  expect(await newest(place, lying(place.source, { 'metadata/2.root.json': next }))).toBe('1.0.0');
});

test('what expires after it was seen is refused at the next look', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  expect(await newest(place)).toBe('1.0.0');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * DAY });
  expect(await newest(place)).toBe('expired');
});

test('a clock a year ahead finds everything past its date; set right, the kiosk goes on', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 365 * DAY });
  expect(await newest(place)).toBe('expired');
  vi.useRealTimers();
  expect(await newest(place)).toBe('1.0.0');
});

test('a clock a year behind is known to be wrong by the dates of releases that were seen', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  expect(await newest(place)).toBe('1.0.0');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 365 * DAY });
  expect(await newest(place)).toBe('clock-wrong');
  vi.useRealTimers();
  expect(await newest(place)).toBe('1.0.0');
});

test.each([
  ['timestamp.json', 16_001],
  ['1.snapshot.json', 64_001],
  ['1.targets.json', 1_000_001],
  ['2.root.json', 64_001],
] as const)('an endless %s is cut', async (name, bytes) => {
  const place = makeUpdates();
  place.add('1.0.0');
  let sent = 0;
  const endless: UpdateSource = {
    open: async (path) =>
      path !== `metadata/${name}`
        ? place.source.open(path)
        : {
            ok: true,
            value: (async function* () {
              for (;;) {
                sent += 1_000;
                yield Buffer.alloc(1_000);
              }
            })(),
          },
  };
  expect(await newest(place, endless)).toBe('too-large');
  expect(sent).toBeLessThan(bytes + 2_000);
});

test('a missing file, a silent server and a cut line are told apart', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  const failing = (error: 'missing' | 'unreachable' | 'server-wrong', name: string): UpdateSource => ({
    open: async (path) => (path.endsWith(name) ? { ok: false, error } : place.source.open(path)),
  });
  for (const name of ['timestamp.json', '1.snapshot.json', '1.targets.json']) {
    expect(await newest(place, failing('missing', name))).toBe('server-wrong');
    expect(await newest(place, failing('unreachable', name))).toBe('unreachable');
    expect(await newest(place, failing('server-wrong', name))).toBe('server-wrong');
  }
  expect(await newest(place, failing('unreachable', '2.root.json'))).toBe('unreachable');
  const cut: UpdateSource = {
    open: async () => ({
      ok: true,
      value: (async function* () {
        yield Buffer.from('{');
        throw new Error('ECONNRESET');
      })(),
    }),
  };
  expect(await newest(place, cut)).toBe('unreachable');
  expect(await newest(place)).toBe('1.0.0');
});

test('what it saw outlives a file that was cut short, and a damaged one costs no start', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  expect(await newest(place)).toBe('1.0.0');
  const kept = join(place.dir, 'kiosk', 'trusted.json');
  expect(existsSync(kept)).toBe(true);
  for (const damage of ['', '{"roots":[]}', readFileSync(kept, 'utf8').slice(0, 500), '[1,2']) {
    writeFileSync(kept, damage);
    expect(await newest(place)).toBe('1.0.0');
  }
});

test('a folder that cannot be written is told as the disk', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  writeFileSync(join(place.dir, 'kiosk'), 'a file where the folder should be');
  expect(await newest(place)).toBe('disk-failing');
});

test('a root that is none stops every look', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  for (const root of ['', '{}', metadata(place, 'timestamp.json')]) {
    expect(await look(place, place.source, root)).toEqual({ ok: false, error: 'not-trusted' });
  }
});

test('targets that describe no release of ours are left out, and the rest counts', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  const looked = await look(place);
  expect(looked.ok && looked.value.releases).toHaveLength(1);
  expect(() => place.add('1.0.0-beta')).toThrow();
  expect(() => place.add('1.1.0', { dataVersion: 0 })).toThrow();
});

test('the mirror of what was seen is as good as the server, with the chain of keys', async () => {
  const place = makeUpdates();
  place.add('1.0.0');
  expect(await newest(place)).toBe('1.0.0');
  place.rotate();
  place.add('1.1.0');
  const looked = await look(place);
  if (!looked.ok) throw new Error(looked.error);
  const other = makeUpdates();
  mkdirSync(join(other.dir, 'mirror'));
  writeMirror(join(other.dir, 'mirror'), looked.value.trusted);
  const { folderSource } = await import('./source.ts');
  expect(await look({ ...other, root: place.root }, folderSource(join(other.dir, 'mirror')))).toMatchObject({
    ok: true,
  });
});

test('dates are whole seconds', () => {
  expect(dateOf(Date.parse('2026-11-30T10:00:00.987Z'))).toBe('2026-11-30T10:00:00Z');
});
