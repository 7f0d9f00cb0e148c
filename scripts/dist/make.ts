import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA_VERSION } from '../../src-main/storage/migrate.ts';
import { bundledPackages } from './bundled.ts';
import { buildDeb } from './deb.ts';
import { electronFiles, electronRelease, sha256, versionsInside } from './electron-files.ts';
import { NOTICES_FILE, notices } from './notices.ts';
import type { Options } from './options.ts';
import { pack, programName } from './pack.ts';
import { applicationPackage, kioskPackage } from './packages.ts';
import { fileStem, manifest, type Platform, type Product, repository, sourceDate } from './product.ts';
import { makeRepository, signFile } from './repository.ts';
import { type Inside, sbom } from './sbom.ts';
import { makeStandInFiles } from './standin-files.ts';
import { buildSetup, findMakensis, signProgram } from './windows/setup.ts';
import { zipFolder } from './zip.ts';

/** What is told of the work while it continues. */
export type Say = (line: string) => void;

/**
 * Makes everything that was asked for in `folder`, which is emptied first; the application must be built. Returns the files. Throws, in
 * words, where something of it cannot be made: then nothing in the folder is to be used.
 */
export async function makeAll(options: Options, folder: string, say: Say): Promise<readonly string[]> {
  const product: Product = {
    version: options.version ?? manifest().version,
    dataVersion: SCHEMA_VERSION,
    standin: options.standin,
    epoch: sourceDate(),
  };
  const { signCommand } = options;
  // Before anything is fetched or packed.
  const makensis = options.platforms.includes('win32') ? findMakensis(product) : null;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const work = join(folder, '.work');
  const packages = bundledPackages();
  const text = notices(packages);
  const { version: electron } = electronRelease();
  let inside: Inside = null;
  const debs: string[] = [];
  for (const platform of options.platforms) {
    const files = await filesOf(platform, options, join(work, `electron-${platform}`), electron);
    if (platform === 'linux' && !options.standin) inside = versionsInside(files);
    const app = join(work, platform);
    await pack({ platform, electron: files, notices: text, product, to: app });
    say(`Packed the application for ${platform === 'linux' ? 'Linux' : 'Windows'}`);
    if (platform === 'win32' && signCommand !== null)
      signProgram(signCommand, join(app, programName(platform)));
    const top = `Hoststand-${product.version}`;
    const system = platform === 'linux' ? 'linux-x64' : 'win-x64';
    const zip = `${fileStem('Hoststand', product)}-${product.version}-${system}.zip`;
    await zipFolder(app, top, product.epoch, join(folder, zip));
    if (makensis !== null && platform === 'win32') {
      buildSetup({ makensis, app, product, folder, signCommand });
      say("Made Windows' Setup");
      continue;
    }
    debs.push(
      buildDeb(applicationPackage(app, text, product), product, fileStem('hoststand', product), folder),
    );
    debs.push(buildDeb(kioskPackage(product), product, fileStem('hoststand-kiosk', product), folder));
    say('Made the packages for Debian and Ubuntu');
  }
  writeFileSync(join(folder, NOTICES_FILE), text);
  writeFileSync(join(folder, 'sbom.cdx.json'), sbom(product, packages, electron, inside));
  rmSync(work, { recursive: true, force: true });
  const made = readdirSync(folder).sort();
  const sums = await Promise.all(made.map(async (name) => `${await sha256(join(folder, name))}  ${name}\n`));
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  if (options.sign !== null) {
    signFile(join(folder, 'SHA256SUMS'), options.sign);
    if (debs.length > 0) {
      const { epoch } = product;
      makeRepository({ debs, folder: join(folder, 'repository'), key: options.sign, epoch });
    }
    say(`Signed with ${options.sign}`);
  }
  return [...made, 'SHA256SUMS'];
}

async function filesOf(
  platform: Platform,
  options: Options,
  folder: string,
  electron: string,
): Promise<string> {
  if (!options.standin) return await electronFiles(platform);
  makeStandInFiles(platform, folder, electron);
  return folder;
}

/** Where the packages go. */
export const DIST = join(repository, 'out', 'dist');
