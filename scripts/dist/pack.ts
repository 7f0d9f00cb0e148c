import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackage, getRawHeader } from '@electron/asar';
import { filesUnder, isSpareLocale, UPDATE_ROOT, wrongInApplication, wrongInProduct } from './file-list.ts';
import { setFuses } from './fuses.ts';
import { NOTICES_FILE } from './notices.ts';
import { manifest, type Platform, type Product, repository } from './product.ts';
import { dressProgram } from './windows/windows-program.ts';

export interface PackOptions {
  readonly platform: Platform;
  /** Electron's files, unpacked; read only. */
  readonly electron: string;
  /** The folder with out/, built. The repository, when not given. */
  readonly from?: string;
  /** Text of the licenses of others. */
  readonly notices: string;
  readonly product: Product;
  /** The folder to make; what was there is removed. */
  readonly to: string;
}

export const programName = (platform: Platform): string =>
  platform === 'win32' ? 'Hoststand.exe' : 'hoststand';

/**
 * Electron's files and our build become the folder that is installed. Pure JavaScript: Windows' is made on Linux as well. The same
 * input makes the same bytes, modes and times. Throws, in words, where a file is missing or one more is there.
 */
export async function pack(options: PackOptions): Promise<{ readonly headerHash: string }> {
  const { platform, electron, from = repository, notices, product, to } = options;
  rmSync(to, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  cpSync(electron, to, { recursive: true });
  // The application Electron shows where it finds none.
  rmSync(join(to, 'resources', 'default_app.asar'), { force: true });
  for (const file of filesUnder(to)) if (isSpareLocale(file)) rmSync(join(to, file));
  // Of the build, and not of the program.
  rmSync(join(to, 'electron.d.ts'), { force: true });
  move(to, 'LICENSE', 'LICENSE.electron.txt');
  move(to, platform === 'win32' ? 'electron.exe' : 'electron', programName(platform));
  copyFileSync(join(repository, 'LICENSE'), join(to, 'LICENSE.txt'));
  const archive = join(to, 'resources', 'app.asar');
  await packApplication({ from, notices, version: product.version, archive });
  const headerHash = createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');
  writeFileSync(join(to, 'resources', 'data-version'), `${product.dataVersion}\n`);

  const program = join(to, programName(platform));
  // Resources before fuses, and a signature after both: each changes the program's bytes.
  if (platform === 'win32') {
    const icon = join(repository, 'resources', 'icon.ico');
    dressProgram(program, {
      version: product.version,
      description: manifest().description,
      icon,
      headerHash,
    });
  }
  await setFuses(program, platform);
  refuse(wrongInProduct(filesUnder(to), platform), `the product for ${platform}`);
  settle(to, product.epoch);
  return { headerHash };
}

function move(folder: string, from: string, to: string): void {
  if (!existsSync(join(folder, from))) throw new Error(`Electron's files have no ${from}`);
  renameSync(join(folder, from), join(folder, to));
}

async function packApplication(options: {
  readonly from: string;
  readonly notices: string;
  readonly version: string;
  readonly archive: string;
}): Promise<void> {
  const { from, notices, version, archive } = options;
  const tree = mkdtempSync(join(tmpdir(), 'hoststand-pack-'));
  try {
    for (const file of BUILT.flatMap((folder) => filesUnder(from, folder))) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      copyFileSync(join(from, file), join(tree, file));
      // An archive keeps whether a file is a program: none is, for every umask.
      chmodSync(join(tree, file), 0o644);
    }
    writeFileSync(join(tree, 'out', NOTICES_FILE), notices);
    const root = join(from, 'resources', 'update-root.json');
    if (existsSync(root)) copyFileSync(root, join(tree, UPDATE_ROOT));
    writeFileSync(join(tree, 'package.json'), packedManifest(version));
    refuse(wrongInApplication(filesUnder(tree)), 'the packed application');
    await createPackage(tree, archive);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

/** Where the build is. What else is in out/ is not looked at: results of other commands, the mark of a copy for tests. */
const BUILT = ['out/main', 'out/preload', 'out/renderer'];

/** What the application needs of package.json, and nothing of how it is made. */
function packedManifest(version: string): string {
  const { name, productName, description, license, type, main } = manifest();
  const desktopName = 'hoststand.desktop';
  return `${JSON.stringify({ name, productName, version, description, license, type, main, desktopName })}\n`;
}

function refuse(wrong: readonly string[], what: string): void {
  if (wrong.length > 0) throw new Error(`In ${what}: ${wrong.join('; ')}`);
}

/** Programs of Electron on Linux: the only files that anyone may run. */
const PROGRAMS = /^(?:hoststand|chrome_crashpad_handler|chrome-sandbox|.*\.so(?:\.\d+)?)$/;

/** One mode and one time for all, for every umask and clock of the builder. */
function settle(folder: string, epoch: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (lstatSync(path).isDirectory()) {
      settle(path, epoch);
      continue;
    }
    chmodSync(path, PROGRAMS.test(name) ? 0o755 : 0o644);
    utimesSync(path, epoch, epoch);
  }
  chmodSync(folder, 0o755);
  utimesSync(folder, epoch, epoch);
}
