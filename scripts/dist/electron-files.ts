import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { downloadArtifact } from '@electron/get';
import { extract } from '@electron-internal/extract-zip';
import { type Platform, repository } from './product.ts';

/** The version of Electron among our dependencies, and its own list of checksums (SHA-256 by file name). */
export function electronRelease(): {
  readonly version: string;
  readonly checksums: Readonly<Record<string, string>>;
} {
  const folder = join(repository, 'node_modules', 'electron');
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return { version: read('package.json').version, checksums: read('checksums.json') };
}

/** Electron's files could not be had; `message` says why and what to do. */
export class NoElectronFiles extends Error {}

/** The SHA-256 of a file, in hexadecimal. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * Electron's files for a system, unpacked under out/electron: fetched once, and believed only where the archive has the checksum that came
 * with the npm package, whose own is in our lock file. Throws `NoElectronFiles` where there is no way to them, or they are not Electron's.
 */
export async function electronFiles(platform: Platform): Promise<string> {
  const { version, checksums } = electronRelease();
  const name = `electron-v${version}-${platform}-x64.zip`;
  const folder = join(repository, 'out', 'electron', `${version}-${platform}`);
  if (existsSync(join(folder, 'version'))) return folder;
  const archive = await download(platform, version, checksums, name);
  const actual = await sha256(archive);
  if (actual !== checksums[name]) {
    throw new NoElectronFiles(
      `${archive} is not Electron's: its SHA-256 is ${actual}, not ${checksums[name]}`,
    );
  }
  mkdirSync(dirname(folder), { recursive: true });
  const unpacking = mkdtempSync(`${folder}-`);
  try {
    await extract(archive, { dir: unpacking });
    renameSync(unpacking, folder);
  } finally {
    rmSync(unpacking, { recursive: true, force: true });
  }
  return folder;
}

async function download(
  platform: Platform,
  version: string,
  checksums: Readonly<Record<string, string>>,
  name: string,
): Promise<string> {
  try {
    const artifactName = 'electron';
    return await downloadArtifact({
      version,
      artifactName,
      platform,
      arch: 'x64',
      checksums: { ...checksums },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NoElectronFiles(
      `${name} cannot be fetched (${why}). Where GitHub is not reachable, put it into Electron's cache or set ELECTRON_MIRROR; for tests, --standin makes the packages from a stand-in.`,
    );
  }
}

/**
 * Versions inside a Linux build of Electron, asked of the program itself; null where it does not run here. The fuse that allows it is
 * still as Electron sets it.
 */
export function versionsInside(folder: string): Readonly<Record<string, string>> | null {
  try {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const ask = ['-p', 'JSON.stringify(process.versions)'];
    const said = execFileSync(join(folder, 'electron'), ask, {
      env,
      timeout: 30_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(said.toString());
  } catch {
    return null;
  }
}
