/** What is packed: an allow-list, so that a file no one thought of fails the build and does not ship. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Files of the packed application. Each must be there, and nothing else may be, but assets of the page. */
export const APPLICATION: readonly string[] = [
  'out/THIRD-PARTY-NOTICES.txt',
  'out/main/index.js',
  'out/main/tuf.js',
  'out/main/undici.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'package.json',
];

/** The keys that updates are signed with: a build without them has no updates. */
export const UPDATE_ROOT = 'out/update-root.json';

/** The page's own files carry a hash of what is in them. */
const ASSET = /^out\/renderer\/assets\/[\w-]+\.(?:js|css|woff2|svg|png)$/;

/** Languages of Chromium's own texts that are kept: those of the kiosk, and the one it falls back to. */
const LOCALE = /^locales\/(?:en-US|es|es-419)\.pak$/;

/**
 * Files beside the packed application, of Electron 45, by its own lists (script/zip_manifests). What one of them lacks, or has
 * besides, is refused, so that an upgrade of Electron is looked at.
 */
const BOTH: readonly string[] = [
  ...[
    'LICENSE.electron.txt',
    'LICENSE.txt',
    'LICENSES.chromium.html',
    'chrome_100_percent.pak',
    'chrome_200_percent.pak',
  ],
  ...['icudtl.dat', 'locales/en-US.pak', 'locales/es-419.pak', 'locales/es.pak', 'resources.pak'],
  ...['resources/app.asar', 'snapshot_blob.bin', 'v8_context_snapshot.bin', 'version'],
  ...['vk_swiftshader_icd.json', 'resources/data-version'],
];
const LINUX: readonly string[] = [
  ...['chrome-sandbox', 'chrome_crashpad_handler', 'hoststand', 'libffmpeg.so'],
  ...['libvk_swiftshader.so', 'libvulkan.so.1'],
];
const WINDOWS: readonly string[] = [
  ...['Hoststand.exe', 'd3dcompiler_47.dll', 'dxcompiler.dll', 'dxil.dll', 'ffmpeg.dll'],
  ...['vk_swiftshader.dll', 'vulkan-1.dll'],
];

/** Until Electron 44 these were files of their own; a build with them is as good. */
const MAY_BE: ReadonlySet<string> = new Set(['libEGL.so', 'libGLESv2.so', 'libEGL.dll', 'libGLESv2.dll']);

/** What the folder of the product holds on each system. */
export const PRODUCT = {
  linux: [...BOTH, ...LINUX],
  win32: [...BOTH, ...WINDOWS],
} as const satisfies Record<string, readonly string[]>;

/** Each file under `folder`, with `/`, sorted. Throws at anything that is neither a file nor a folder, such as a link. */
export function filesUnder(folder: string, within = ''): readonly string[] {
  const names = readdirSync(join(folder, within)).sort();
  return names.flatMap((name) => {
    const path = within === '' ? name : `${within}/${name}`;
    const found = lstatSync(join(folder, path));
    if (found.isDirectory()) return filesUnder(folder, path);
    if (!found.isFile()) throw new Error(`${join(folder, path)} is neither a file nor a folder`);
    return [path];
  });
}

/** What is wrong with the files of the packed application, in words; empty where nothing is. */
export const wrongInApplication = (files: readonly string[]): readonly string[] =>
  compare(files, APPLICATION, (name) => ASSET.test(name) || name === UPDATE_ROOT);

/** What is wrong with the folder of the product, in words; empty where nothing is. */
export const wrongInProduct = (files: readonly string[], platform: keyof typeof PRODUCT): readonly string[] =>
  compare(files, PRODUCT[platform], (name) => MAY_BE.has(name));

/** Whether one of Chromium's language files is left out. */
export const isSpareLocale = (file: string): boolean => file.startsWith('locales/') && !LOCALE.test(file);

function compare(
  files: readonly string[],
  wanted: readonly string[],
  mayBe: (name: string) => boolean,
): readonly string[] {
  const have = new Set(files);
  const want = new Set(wanted);
  return [
    ...wanted.filter((name) => !have.has(name)).map((name) => `${name} is missing`),
    ...files.filter((name) => !want.has(name) && !mayBe(name)).map((name) => `${name} is not on the list`),
  ];
}
