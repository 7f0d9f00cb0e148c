import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages } from '../../scripts/dist/bundled.ts';
import { buildDeb } from '../../scripts/dist/deb.ts';
import { electronRelease } from '../../scripts/dist/electron-files.ts';
import { notices } from '../../scripts/dist/notices.ts';
import { pack } from '../../scripts/dist/pack.ts';
import { applicationPackage, kioskPackage } from '../../scripts/dist/packages.ts';
import { makeStandInFiles } from '../../scripts/dist/standin-files.ts';
import { SCHEMA_VERSION } from '../../src-main/storage/migrate.ts';

/** Makes both packages of a version from the build in out/, on the stand-in; `newer` says in a newer format of the data. */
export async function makeDebs(
  folder: string,
  version: string,
  newer = 0,
): Promise<{ readonly application: string; readonly session: string }> {
  const product = { version, dataVersion: SCHEMA_VERSION + newer, standin: true, epoch: 1_764_460_800 };
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(folder, 'work-'));
  const electron = join(work, 'electron');
  makeStandInFiles('linux', electron, electronRelease().version);
  const text = notices(bundledPackages());
  const app = join(work, 'app');
  await pack({ platform: 'linux', electron, notices: text, product, to: app });
  return {
    application: buildDeb(applicationPackage(app, text, product), product, 'hoststand-standin', folder),
    session: buildDeb(kioskPackage(product), product, 'hoststand-kiosk-standin', folder),
  };
}
