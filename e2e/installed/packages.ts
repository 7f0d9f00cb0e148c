import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledPackages } from '../../scripts/dist/bundled.ts';
import { buildDeb } from '../../scripts/dist/deb.ts';
import { electronRelease } from '../../scripts/dist/electron-files.ts';
import { notices } from '../../scripts/dist/notices.ts';
import { pack } from '../../scripts/dist/pack.ts';
import { applicationPackage, kioskPackage } from '../../scripts/dist/packages.ts';
import { makeStandInFiles } from '../../scripts/dist/standin-files.ts';
import { SCHEMA_VERSION } from '../../src-main/storage/migrate.ts';

/** When the files of these packages were made, seconds since the epoch. */
const EPOCH = 1_764_460_800;

/** Packs the build in out/ for Linux on the stand-in, into the folder `to`. Returns the text of the licenses of others. */
export async function makePacked(
  to: string,
  version = '0.1.0',
  dataVersion = SCHEMA_VERSION,
): Promise<string> {
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

/** Makes both packages of a version from the build in out/, on the stand-in; `newer` says in a newer format of the data. */
export async function makeDebs(
  folder: string,
  version: string,
  newer = 0,
): Promise<{ readonly application: string; readonly session: string }> {
  const product = { version, dataVersion: SCHEMA_VERSION + newer, standin: true, epoch: EPOCH };
  mkdirSync(folder, { recursive: true });
  const app = join(folder, 'app');
  const text = await makePacked(app, version, product.dataVersion);
  return {
    application: buildDeb(applicationPackage(app, text, product), product, 'hoststand-standin', folder),
    session: buildDeb(kioskPackage(product), product, 'hoststand-kiosk-standin', folder),
  };
}
