/** Modes as the file system has them, of a kiosk in a process that takes no right from what it makes (umask 000). */
import { chmodSync, lstatSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pinOf } from '../../../src-main/testing/compose-kit.ts';
import { type FarKiosk, openRecordsPlace, type RecordsPlace } from './records-kit.ts';

const OPEN_UMASK = ['sh', '-c', 'umask 000; exec "$@"', 'sh'];

let place: RecordsPlace;
beforeEach(async () => {
  place = await openRecordsPlace();
});
afterEach(() => place.close());

interface Found {
  readonly path: string;
  readonly isFolder: boolean;
  readonly mode: string;
}

const everything = (): readonly Found[] => {
  const names = readdirSync(place.dir, { recursive: true, withFileTypes: true });
  const paths = [place.dir, ...names.map(({ parentPath, name }) => join(parentPath, name))];
  return paths
    .map((path) => ({ path, stat: lstatSync(path, { throwIfNoEntry: false }) }))
    .flatMap(({ path, stat }) =>
      stat && !stat.isSymbolicLink()
        ? [
            {
              path: relative(place.dir, path),
              isFolder: stat.isDirectory(),
              mode: (stat.mode & 0o777).toString(8),
            },
          ]
        : [],
    );
};
const readable = (): readonly Found[] =>
  everything().filter(({ isFolder, mode }) => mode !== (isFolder ? '700' : '600'));

async function work(kiosk: FarKiosk): Promise<void> {
  await kiosk.give(place.guests[0] ?? '', 1_000);
  await kiosk.must('signIn', { pin: pinOf('Priya N.') });
  await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
  await kiosk.must('exportLedger', {});
  await kiosk.must('supportBundle', {});
}

test.skipIf(process.platform === 'win32')(
  'everything the kiosk writes can be read by its own user alone, and what was there before too',
  async () => {
    const first = await place.run({ under: OPEN_UMASK });
    await work(first);
    expect(readable()).toEqual([]);
    const made = everything().map(({ path }) => path.replace(/[\dTZ-]{8,}/g, '*'));
    expect(made).toEqual(
      expect.arrayContaining([
        'training/kiosk.db',
        'training/kiosk.db-wal',
        expect.stringContaining('training/copies/kiosk.db.'),
        expect.stringContaining('ledger-heads/'),
        expect.stringContaining('exports/hoststand-ledger'),
        expect.stringContaining('exports/hoststand-support'),
      ]),
    );
    await first.stop();

    // As an earlier version left it; a link leads to what is not ours.
    const elsewhere = join(place.dir, '..', `${place.dir.split('/').at(-1)}-elsewhere`);
    writeFileSync(elsewhere, 'not ours', { mode: 0o644 });
    chmodSync(elsewhere, 0o644);
    writeFileSync(join(place.dir, 'settings.json'), '{}');
    for (const { path, isFolder } of everything()) chmodSync(join(place.dir, path), isFolder ? 0o755 : 0o644);
    symlinkSync(elsewhere, join(place.dir, 'link'));
    const second = await place.run({ under: OPEN_UMASK });
    await work(second);
    expect(readable()).toEqual([]);
    expect((lstatSync(elsewhere).mode & 0o777).toString(8)).toBe('644');
    rmSync(elsewhere);
    await second.stop();
    expect(readable()).toEqual([]);
  },
);

test.skipIf(process.platform === 'win32')('so can what a recovery makes', async () => {
  const first = await place.run({ under: OPEN_UMASK });
  await first.give(place.guests[0] ?? '', 1_000);
  await first.kill();
  writeFileSync(place.db, Buffer.alloc(8_192, 7));
  const second = await place.run({ under: OPEN_UMASK });
  await second.must('status', {});
  expect(readable()).toEqual([]);
  await second.stop();
});
