import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { installerOf, lying, makeUpdates, removeUpdates, type UpdatePlace } from '../testing/updates-kit.ts';
import { pathOf, type Release } from './releases.ts';
import type { UpdateSource } from './source.ts';
import { stage, sweep } from './staging.ts';

afterEach(removeUpdates);

const plenty = async (): Promise<number> => 10_000_000_000;

function bring(
  place: UpdatePlace,
  release: Release,
  source: UpdateSource = place.source,
  freeBytes: () => Promise<number | null> = plenty,
) {
  return stage({ release, source, folder: join(place.dir, 'here'), freeBytes });
}
const left = (place: UpdatePlace): readonly string[] =>
  existsSync(join(place.dir, 'here', 'targets')) ? readdirSync(join(place.dir, 'here', 'targets')) : [];
const lie = (place: UpdatePlace, release: Release, bytes: string | readonly Uint8Array[]): UpdateSource =>
  lying(place.source, { [pathOf(release)]: bytes });

test('brings the installer whole, and does not fetch it twice', async () => {
  const place = makeUpdates();
  const release = place.add('1.0.0');
  const path = join(place.dir, 'here', ...pathOf(release).split('/'));
  expect(await bring(place, release)).toEqual({ ok: true, value: path });
  expect(readFileSync(path)).toEqual(readFileSync(installerOf(place, release)));
  const silent: UpdateSource = { open: async () => ({ ok: false, error: 'unreachable' }) };
  expect(await bring(place, release, silent)).toEqual({ ok: true, value: path });
});

test('an altered, a short, a long and an endless installer are refused, and nothing of them stays', async () => {
  const place = makeUpdates();
  const release = place.add('1.0.0');
  const real = readFileSync(installerOf(place, release), 'utf8');
  const refused = async (content: string): Promise<unknown> => {
    const answer = await bring(place, release, lie(place, release, content));
    expect(left(place)).toEqual([]);
    return answer.ok || answer.error;
  };
  expect(await refused(real.replace('x', 'y'))).toBe('altered');
  expect(await refused(real.slice(0, -1))).toBe('incomplete');
  expect(await refused('')).toBe('incomplete');
  expect(await refused(`${real}x`)).toBe('too-large');
  let sent = 0;
  const endless: UpdateSource = {
    open: async () => ({
      ok: true,
      value: (async function* () {
        for (;;) {
          sent += 1;
          yield Buffer.alloc(1_000, 'x');
        }
      })(),
    }),
  };
  expect(await bring(place, release, endless)).toEqual({ ok: false, error: 'too-large' });
  expect(sent).toBeLessThan(10);
});

test('a line that is cut is told so, and the next try begins from the start', async () => {
  const place = makeUpdates();
  const release = place.add('1.0.0');
  const cut: UpdateSource = {
    open: async () => ({
      ok: true,
      value: (async function* () {
        yield Buffer.from('installer');
        throw new Error('ECONNRESET');
      })(),
    }),
  };
  expect(await bring(place, release, cut)).toEqual({ ok: false, error: 'unreachable' });
  expect(left(place)).toEqual([]);
  expect(await bring(place, release)).toMatchObject({ ok: true });
});

test('what a kill left of a download is never taken for it', async () => {
  const place = makeUpdates();
  const release = place.add('1.0.0');
  const path = join(place.dir, 'here', ...pathOf(release).split('/'));
  mkdirSync(join(place.dir, 'here', 'targets'), { recursive: true });
  writeFileSync(`${path}.part`, 'installer of');
  expect(await bring(place, release)).toEqual({ ok: true, value: path });
  expect(left(place)).toHaveLength(1);
  // Changed afterwards by another program: brought once more.
  writeFileSync(path, 'something else');
  expect(await bring(place, release)).toEqual({ ok: true, value: path });
  expect(readFileSync(path)).toEqual(readFileSync(installerOf(place, release)));
});

test('a server without the file, and one that does not answer', async () => {
  const place = makeUpdates();
  const release = place.add('1.0.0');
  for (const [error, code] of [
    ['missing', 'server-wrong'],
    ['server-wrong', 'server-wrong'],
    ['unreachable', 'unreachable'],
  ] as const) {
    expect(await bring(place, release, { open: async () => ({ ok: false, error }) })).toEqual({
      ok: false,
      error: code,
    });
  }
});

test('a disk without room is told before anything is fetched, and one that fills up meanwhile afterwards', async () => {
  const place = makeUpdates();
  const release = place.add('1.0.0');
  expect(await bring(place, release, place.source, async () => 150_000_000)).toEqual({
    ok: false,
    error: 'disk-full',
  });
  expect(left(place)).toEqual([]);
  expect(await bring(place, release, place.source, async () => null)).toMatchObject({ ok: true });
});

test.runIf(existsSync('/dev/full'))(
  'a full disk under the folder is told in words, by the system’s own error',
  async () => {
    const { diskRefusal } = await import('./whole-file.ts');
    let caught: unknown = null;
    try {
      writeFileSync('/dev/full', 'x');
    } catch (error) {
      caught = error;
    }
    expect(diskRefusal(caught)).toBe('disk-full');
    expect(diskRefusal(new Error('anything else'))).toBe('disk-failing');
    expect(diskRefusal(Object.assign(new Error('no'), { code: 'EACCES' }))).toBe('disk-failing');
  },
);

test('a folder that others write is read without following links', async () => {
  const place = makeUpdates();
  const release = place.add('1.0.0');
  const { folderSource } = await import('./source.ts');
  const folder = join(place.dir, 'hand-over');
  mkdirSync(join(folder, 'targets'), { recursive: true });
  symlinkSync(installerOf(place, release), join(folder, ...pathOf(release).split('/')));
  expect(await bring(place, release, folderSource(folder))).toEqual({ ok: false, error: 'server-wrong' });
});

test('installers that are no longer wanted are removed, whole or not', async () => {
  const place = makeUpdates();
  const old = place.add('1.0.0');
  const release = place.add('1.1.0');
  await bring(place, old);
  await bring(place, release);
  writeFileSync(join(place.dir, 'here', 'targets', 'x.part'), 'half');
  await sweep(join(place.dir, 'here'), [release]);
  expect(left(place)).toEqual([`${release.sha256}.${release.name}`]);
  await sweep(join(place.dir, 'nowhere'), []);
});
