/** What `prepare.ts` makes once for all trials, under out/windows. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledPackages } from '../../scripts/dist/bundled.ts';
import { electronRelease } from '../../scripts/dist/electron-files.ts';
import { filesUnder } from '../../scripts/dist/file-list.ts';
import { notices } from '../../scripts/dist/notices.ts';
import { pack } from '../../scripts/dist/pack.ts';
import { type Product, repository } from '../../scripts/dist/product.ts';
import { makeStandInFiles } from '../../scripts/dist/standin-files.ts';
import { buildSetup, findMakensis } from '../../scripts/dist/windows/setup.ts';
import { SCHEMA_VERSION } from '../../src-main/storage/migrate.ts';

const FOLDER = join(repository, 'out', 'windows');

/** A version of the product for Windows: the packed folder and its Setup. */
export interface Version {
  readonly version: string;
  readonly app: string;
  readonly setup: string;
}

const versionOf = (version: string): Version => ({
  version,
  app: join(FOLDER, `app-${version}`),
  setup: join(FOLDER, `Hoststand-standin-Setup-${version}.exe`),
});

export const FIRST = versionOf('0.1.0');
export const SECOND = versionOf('0.2.0');
/** It writes its data in a newer format. */
export const NEWER = versionOf('0.3.0');

/** Where a Windows that no one has used is kept. */
export const TEMPLATE = join(FOLDER, 'template');

/** What a version is when trials make it. */
export const productOf = (version: string, newer = 0): Product => ({
  version,
  dataVersion: SCHEMA_VERSION + newer,
  standin: true,
  epoch: 1_764_460_800,
});

/** Packs the build in out/ for Windows and makes Setup of three versions. */
export async function makeVersions(): Promise<void> {
  const electron = mkdtempSync(join(tmpdir(), 'hoststand-electron-'));
  try {
    makeStandInFiles('win32', electron, electronRelease().version);
    mkdirSync(FOLDER, { recursive: true });
    const text = notices(bundledPackages());
    for (const each of [FIRST, SECOND, NEWER]) {
      const product = productOf(each.version, each === NEWER ? 1 : 0);
      await pack({ platform: 'win32', electron, notices: text, product, to: each.app });
      const makensis = findMakensis(product);
      buildSetup({ makensis, app: each.app, product, folder: FOLDER, signCommand: null });
    }
  } finally {
    rmSync(electron, { recursive: true, force: true });
  }
}

/** The hash of each file under a folder, by name; the uninstaller, which Setup alone makes, left out. */
export function hashes(folder: string): Readonly<Record<string, string>> {
  const files = filesUnder(folder).filter((name) => name !== UNINSTALLER);
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return Object.fromEntries(files.map((name) => [name, hash(name)]));
}

export const UNINSTALLER = 'Uninstall Hoststand.exe';
