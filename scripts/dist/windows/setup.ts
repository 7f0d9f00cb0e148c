/** Windows' Setup, compiled by NSIS: resources/installer/hoststand.nsi is what it does. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { filesUnder } from '../file-list.ts';
import { fileStem, type Product, repository } from '../product.ts';

/** Setup cannot be made here; `message` says why and what to do. */
export class NoSetup extends Error {}

/**
 * NSIS before 3.12 makes installers that a local account can race in the folder for temporary files: CVE-2025-43715 (before 3.11) and
 * CVE-2026-42171 (3.06.1 to 3.11). Where SYSTEM runs them, as Intune does, that account becomes SYSTEM.
 */
const OLDEST: readonly [number, number] = [3, 12];

/** Where NSIS puts its compiler on Windows, beside the path. */
const ON_WINDOWS = ['C:\\Program Files (x86)\\NSIS\\makensis.exe', 'C:\\Program Files\\NSIS\\makensis.exe'];

const WHAT_TO_DO =
  'Install NSIS (apt-get install nsis, winget install NSIS.NSIS) or name its compiler in MAKENSIS. --linux alone needs none.';

/**
 * The compiler that makes this product's Setup: the one that MAKENSIS names, else the one on the path. Throws `NoSetup` where there is none, or
 * where a product that is to be published would be made by one that is too old.
 */
export function findMakensis(
  { standin }: Pick<Product, 'standin'>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const program = env['MAKENSIS'] ?? ON_WINDOWS.find((path) => existsSync(path)) ?? 'makensis';
  const { status, stdout } = spawnSync(program, ['-VERSION'], { encoding: 'utf8', env: { ...env } });
  if (status !== 0)
    throw new NoSetup(`Windows' Setup needs NSIS, and ${program} does not run. ${WHAT_TO_DO}`);
  const said = stdout.trim();
  if (!standin && !isNewEnough(said)) {
    throw new NoSetup(
      `${program} is NSIS ${said}. What is published needs ${OLDEST.join('.')} or later: with an earlier one a local account can become SYSTEM (CVE-2025-43715, CVE-2026-42171). Name a newer one in MAKENSIS; --standin takes this one.`,
    );
  }
  return program;
}

/** Whether a version as the compiler says it, such as v3.08-3+deb12u1, may make what is published. */
function isNewEnough(said: string): boolean {
  const [, major = '', minor = ''] = /^v?(\d+)\.(\d+)/.exec(said) ?? [];
  const [oldestMajor, oldestMinor] = OLDEST;
  return Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor);
}

export interface SetupOptions {
  readonly makensis: string;
  /** The packed folder, whose program is signed already where it is to be. */
  readonly app: string;
  readonly product: Product;
  /** The folder to write Setup into. */
  readonly folder: string;
  /** Signs a program in place, called with its path at the end; null where nothing is signed. */
  readonly signCommand: string | null;
}

/**
 * Compiles Setup and returns its path; signs the uninstaller inside it and then Setup itself. The same input makes the same bytes. Throws, with
 * what the compiler said, at any warning.
 */
export function buildSetup({ makensis, app, product, folder, signCommand }: SetupOptions): string {
  const to = join(folder, `${fileStem('Hoststand', product)}-Setup-${product.version}.exe`);
  const work = mkdtempSync(join(tmpdir(), 'hoststand-setup-'));
  try {
    const files = join(work, 'files.nsh');
    writeFileSync(files, `${unpack(app)}${signCommand === null ? '' : SIGN_UNINSTALLER}`);
    const kilobytes = filesUnder(app).reduce(
      (sum, file) => sum + Math.ceil(lstatSync(join(app, file)).size / 1024),
      0,
    );
    const defines: Readonly<Record<string, string>> = {
      VERSION: product.version,
      DATA: String(product.dataVersion),
      KB: String(kilobytes),
      // The stub for x86 is the one that NSIS itself publishes; the other one runs where nothing of 32 bits does.
      ARCH: product.standin ? 'amd64' : 'x86',
      OUT: to,
      ICON: join(repository, 'resources', 'icon.ico'),
      LICENSE: join(repository, 'LICENSE'),
      FILES: files,
      ...(product.standin && { TRIAL: '1' }),
    };
    const script = join(repository, 'resources', 'installer', 'hoststand.nsi');
    const flags = ['-V2', '-WX', '-INPUTCHARSET', 'UTF8'];
    const given = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
    const env = {
      ...process.env,
      SOURCE_DATE_EPOCH: String(product.epoch),
      ...(signCommand !== null && { [COMMAND]: signCommand }),
    };
    const { status, stdout, stderr } = spawnSync(makensis, [...flags, ...given, script], {
      encoding: 'utf8',
      env,
      cwd: dirname(script),
    });
    if (status !== 0) throw new Error(`makensis ended with ${status}:\n${stdout}${stderr}`);
    if (signCommand !== null) signProgram(signCommand, to);
    return to;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The files of a version as instructions, sorted: a pattern would take them in the order of the disk. A step for trials is in the middle. */
function unpack(app: string): string {
  const lines: string[] = [];
  const files = filesUnder(app);
  let folder: string | null = null;
  for (const [at, file] of files.entries()) {
    const slash = file.lastIndexOf('/');
    const within = slash < 0 ? '' : `\\${file.slice(0, slash).replaceAll('/', '\\')}`;
    if (within !== folder) lines.push(`SetOutPath "$New${within}"`);
    folder = within;
    if (at === Math.floor(files.length / 2)) lines.push('!insertmacro STEP "unpacking"');
    lines.push(`File "${join(app, file)}"`);
  }
  return `${lines.join('\n')}\n`;
}

const COMMAND = 'HOSTSTAND_SIGN_COMMAND';

/** Run by the compiler once the uninstaller is made, before it is packed. */
const SIGN_UNINSTALLER = `!uninstfinalize '"${process.execPath}" "${join(import.meta.dirname, 'sign-program.ts')}" "%1"' = 0\n`;

/** Signs a program in place: runs the words of the command, with the path as one more. There is no shell in between. Throws where it fails. */
export function signProgram(command: string, path: string): void {
  const [program = '', ...args] = command.split(' ').filter((word) => word !== '');
  execFileSync(program, [...args, path], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The command that `sign-program.ts` is to use, from the environment that `buildSetup` made. */
export const commandOfCompiler = (): string => process.env[COMMAND] ?? '';
