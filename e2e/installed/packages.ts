import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledPackages } from '../../scripts/dist/bundled.ts';
import { buildDeb } from '../../scripts/dist/deb.ts';
import { electronRelease } from '../../scripts/dist/electron-files.ts';
import { notices } from '../../scripts/dist/notices.ts';
import { pack } from '../../scripts/dist/pack.ts';
import { applicationPackage, kioskPackage } from '../../scripts/dist/packages.ts';
import { repository } from '../../scripts/dist/product.ts';
import { makeStandInFiles } from '../../scripts/dist/standin-files.ts';
import { SCHEMA_VERSION } from '../../src-main/storage/migrate.ts';

/** When the files of these packages were made, seconds since the epoch. */
const EPOCH = 1_764_460_800;

/** Packs the build in out/ for Linux on the stand-in, into the folder `to`. Returns the text of the licenses of others. */
async function makePacked(to: string, version = '0.1.0', dataVersion = SCHEMA_VERSION): Promise<string> {
  const electron = mkdtempSync(join(tmpdir(), 'hoststand-electron-'));
  try {
    makeStandInFiles('linux', electron, electronRelease().version);
    const text = notices(bundledPackages());
    const product = { version, dataVersion, standin: true, epoch: EPOCH };
    await pack({ platform: 'linux', electron, notices: text, product, to });
    return text;
  } finally {
    rmSync(electron, { recursive: true, force: true });
  }
}

const APPLICATION = 'hoststand-standin';
const KIOSK = 'hoststand-kiosk-standin';

/** Both packages of a version. */
export interface Debs {
  readonly application: string;
  readonly session: string;
}

/** Makes both packages of a version from the build in out/, on the stand-in; `newer` says in a newer format of the data. */
async function makeDebs(folder: string, version: string, newer = 0): Promise<Debs> {
  const product = { version, dataVersion: SCHEMA_VERSION + newer, standin: true, epoch: EPOCH };
  const app = mkdtempSync(join(tmpdir(), 'hoststand-app-'));
  try {
    mkdirSync(folder, { recursive: true });
    const text = await makePacked(app, version, product.dataVersion);
    buildDeb(applicationPackage(app, text, product), product, APPLICATION, folder);
    buildDeb(kioskPackage(product), product, KIOSK, folder);
    return debsIn(folder, version);
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
}

/** Where the packages of that version are in a folder that `makeDebs` filled. */
const debsIn = (folder: string, version: string): Debs => ({
  application: join(folder, `${APPLICATION}_${version}_amd64.deb`),
  session: join(folder, `${KIOSK}_${version}_all.deb`),
});

/** Made once by prepare.ts for all trials: the packed application, and packages of three versions, the last with a newer format of the data. */
const FOLDER = join(repository, 'out', 'installed');
export const PACKED = join(FOLDER, 'app');
export const FIRST = debsIn(FOLDER, '0.1.0');
export const SECOND = debsIn(FOLDER, '0.2.0');
export const NEWER = debsIn(FOLDER, '0.3.0');

export async function makeAllPackages(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  await makePacked(PACKED);
  await makeDebs(FOLDER, '0.1.0');
  await makeDebs(FOLDER, '0.2.0');
  await makeDebs(FOLDER, '0.3.0', 1);
}
