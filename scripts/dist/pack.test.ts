import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { describe, expect, onTestFinished, test } from 'vitest';
import { electronRelease } from './electron-files.ts';
import { filesUnder, wrongInApplication, wrongInProduct } from './file-list.ts';
import { wrongFuses } from './fuses.ts';
import { pack, programName } from './pack.ts';
import { manifest, type Platform, repository } from './product.ts';
import { makeStandInFiles } from './standin-files.ts';
import { built, PRODUCT, scratch, write } from './testing/tiny-build.ts';
import { readProgram } from './windows/windows-program.ts';

const BOTH: readonly Platform[] = ['linux', 'win32'];

function electron(platform: Platform): string {
  const folder = scratch();
  makeStandInFiles(platform, folder, electronRelease().version);
  return folder;
}

async function packed(platform: Platform, from = built(), files = electron(platform)) {
  const to = join(scratch(), 'app');
  const { headerHash } = await pack({
    platform,
    electron: files,
    from,
    notices: 'NOTICES',
    product: PRODUCT,
    to,
  });
  return {
    to,
    headerHash,
    archive: join(to, 'resources', 'app.asar'),
    program: join(to, programName(platform)),
  };
}

/** Every file with its bytes, mode and time. */
const everything = (folder: string) =>
  filesUnder(folder).map((name) => {
    const { mode, mtimeMs } = lstatSync(join(folder, name));
    const hash = createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
    return `${name} ${mode.toString(8)} ${mtimeMs} ${hash}`;
  });

describe.each(BOTH)('packed for %s', (platform) => {
  test('holds the build, the notices and a short package.json, and nothing else', async () => {
    const { to, archive } = await packed(platform);
    const inside = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1));
    expect(
      inside
        .filter(
          (path) => !['out', 'out/main', 'out/preload', 'out/renderer', 'out/renderer/assets'].includes(path),
        )
        .sort(),
    ).toEqual([
      'out/THIRD-PARTY-NOTICES.txt',
      'out/main/index.js',
      'out/main/tuf.js',
      'out/main/undici.js',
      'out/preload/index.cjs',
      'out/renderer/assets/index-Ab1_.js',
      'out/renderer/index.html',
      'package.json',
    ]);
    const { name, productName, description, license, type, main } = manifest();
    const desktopName = 'hoststand.desktop';
    expect(JSON.parse(extractFile(archive, 'package.json').toString())).toEqual({
      ...{ name, productName, description, license, type, main, desktopName },
      version: '1.2.3',
    });
    expect(extractFile(archive, 'out/THIRD-PARTY-NOTICES.txt').toString()).toBe('NOTICES');
    const files = filesUnder(to);
    expect(wrongInProduct(files, platform)).toEqual([]);
    expect(files.filter((file) => file.startsWith('locales/'))).toEqual([
      'locales/en-US.pak',
      'locales/es-419.pak',
      'locales/es.pak',
    ]);
    expect(files).not.toContain('resources/default_app.asar');
    expect(readFileSync(join(to, 'resources', 'data-version'), 'utf8')).toBe('7\n');
  });

  test('the mark of a copy for tests beside the build does not get in', async () => {
    const { archive } = await packed(platform, built({ 'out/test-copy': '', 'out/dist/old.deb': 'x' }));
    expect(listPackage(archive, { isPack: false }).join()).not.toMatch(/test-copy|old/);
  });

  test('the keys that updates are signed with get in where the build has them', async () => {
    const { archive } = await packed(platform, built({ 'resources/update-root.json': '{"signed":{}}' }));
    expect(extractFile(archive, 'out/update-root.json').toString()).toBe('{"signed":{}}');
  });

  test('all nine fuses are set, and read back from the program', async () => {
    const { program } = await packed(platform);
    expect(await wrongFuses(program, platform)).toEqual([]);
    await flipFuses(program, { version: FuseVersion.V1, [FuseV1Options.RunAsNode]: true });
    expect(await wrongFuses(program, platform)).toEqual(['RunAsNode']);
  });

  test('an Electron with a fuse more than we know is refused', async () => {
    const files = electron(platform);
    const name = platform === 'win32' ? 'electron.exe' : 'electron';
    const bytes = readFileSync(join(files, name), 'latin1');
    writeFileSync(join(files, name), bytes.replace('\x01\x09101100010', '\x01\x0a1011000101'), 'latin1');
    await expect(packed(platform, built(), files)).rejects.toThrow();
  });

  test('the same input makes the same bytes, modes and times, for every umask', async () => {
    const files = electron(platform);
    const from = built();
    const first = await packed(platform, from, files);
    const mask = process.umask(0o077);
    onTestFinished(() => void process.umask(mask));
    const second = await packed(platform, from, files);
    process.umask(mask);
    expect(everything(second.to)).toEqual(everything(first.to));
    expect(statSync(second.to).mode & 0o777).toBe(0o755);
    expect(statSync(second.to).mtimeMs).toBe(PRODUCT.epoch * 1000);
  });

  test.each([
    ['a source map', { 'out/main/index.js.map': '{}' }, 'out/main/index.js.map'],
    ['a setting of the builder', { 'out/main/.env': 'SECRET=1' }, 'out/main/.env'],
    ['a program of another build', { 'out/main/worker.js': '' }, 'out/main/worker.js'],
    ['a file among the assets', { 'out/renderer/assets/staff.csv': '' }, 'out/renderer/assets/staff.csv'],
    ['the mark of a copy for tests', { 'out/main/test-copy': '' }, 'out/main/test-copy'],
    ['a second preload', { 'out/preload/other.cjs': '' }, 'out/preload/other.cjs'],
  ])('%s among the built files fails the packing', async (_, more, named) => {
    await expect(packed(platform, built(more))).rejects.toThrow(`${named} is not on the list`);
  });

  test('a link among the built files fails the packing', async () => {
    const from = built();
    symlinkSync('/etc/passwd', join(from, 'out', 'main', 'link.js'));
    await expect(packed(platform, from)).rejects.toThrow('neither a file nor a folder');
  });

  test('a file that Electron has besides, or has no more, fails the packing', async () => {
    const more = electron(platform);
    write(more, { 'resources/inspector.js': '' });
    await expect(packed(platform, built(), more)).rejects.toThrow(
      'resources/inspector.js is not on the list',
    );
    const less = electron(platform);
    writeFileSync(join(less, 'icudtl.dat'), '');
    mkdirSync(join(less, 'plugins'));
    write(less, { 'plugins/x.bin': '' });
    await expect(packed(platform, built(), less)).rejects.toThrow('plugins/x.bin is not on the list');
  });
});

test.each(BOTH)(
  'the build in out/ is packed whole for %s, with all fuses and its own hash',
  async (platform) => {
    const { archive, program, headerHash } = await packed(platform, repository);
    const files = filesUnder(repository, 'out').filter((file) =>
      /^out\/(?:main|preload|renderer)\//.test(file),
    );
    const header = JSON.parse(getRawHeader(archive).headerString);
    for (const file of files) {
      const bytes = readFileSync(join(repository, file));
      expect(extractFile(archive, file).equals(bytes), file).toBe(true);
      // What Electron compares each file with as it reads it.
      const place = file.split('/').reduce((folder, name) => folder.files[name], header);
      expect(place.integrity.hash, file).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
    const inside = listPackage(archive, { isPack: false }).filter((path) => /\.\w+$/.test(path));
    expect(inside).toHaveLength(files.length + 2);
    expect(await wrongFuses(program, platform)).toEqual([]);
    if (platform === 'win32') expect(readProgram(program).integrity).toMatchObject([{ value: headerHash }]);
  },
);

test('a build without one of its files is refused', () => {
  expect(wrongInApplication(['package.json'])).toContain('out/main/index.js is missing');
});

test('Windows’ program carries its name, version and icon, and the hash of the archive’s header', async () => {
  const { archive, program, headerHash } = await packed('win32');
  const { strings, iconSizes, integrity } = readProgram(program);
  expect(strings).toMatchObject({
    ProductName: 'Hoststand',
    FileDescription: 'Hoststand',
    ProductVersion: '1.2.3',
    FileVersion: '1.2.3',
    OriginalFilename: 'Hoststand.exe',
  });
  expect(iconSizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  // Worked out here again, from the bytes: a pickle of a pickle, then the text of the header.
  const bytes = readFileSync(archive);
  const header = bytes.subarray(16, 16 + bytes.readUInt32LE(12));
  const value = createHash('sha256').update(header).digest('hex');
  expect(header.toString()).toBe(getRawHeader(archive).headerString);
  expect(integrity).toEqual([{ file: 'resources\\app.asar', alg: 'SHA256', value }]);
  expect(headerHash).toBe(value);
});

test('one changed byte of the build changes the hash that Windows’ program carries', async () => {
  const first = await packed('win32');
  const second = await packed('win32', built({ 'out/main/index.js': 'Main' }));
  expect(readProgram(second.program).integrity).not.toEqual(readProgram(first.program).integrity);
});

test('anyone can read the product, and run its programs alone', async () => {
  const { to } = await packed('linux');
  const modes = Object.fromEntries(
    filesUnder(to).map((name) => [name, statSync(join(to, name)).mode & 0o777]),
  );
  expect(modes['hoststand']).toBe(0o755);
  expect(modes['chrome_crashpad_handler']).toBe(0o755);
  expect(modes['resources/app.asar']).toBe(0o644);
  expect(modes['icudtl.dat']).toBe(0o644);
});
