import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Product } from './product.ts';

/** What goes to one place of the system: a text, a file or a folder of ours, a link, or an empty folder. */
export type Content =
  | { readonly text: string | Uint8Array; readonly mode?: number }
  | { readonly copy: string; readonly mode?: number }
  | { readonly link: string }
  | { readonly folder: true };

export interface DebPackage {
  readonly name: string;
  readonly architecture: 'amd64' | 'all';
  /** The control file, with @VERSION@, @SIZE@ (KiB) and @NOTE@. */
  readonly control: string;
  /** preinst, prerm, postinst, postrm. */
  readonly scripts: Readonly<Record<string, string>>;
  /** By path, without the leading slash. */
  readonly content: Readonly<Record<string, Content>>;
  /** What dpkg asks about before it replaces a file that an administrator has changed. */
  readonly conffiles: readonly string[];
  /** Modes that differ from those of the files. */
  readonly modes?: Readonly<Record<string, number>>;
}

/**
 * Writes the package with dpkg-deb and returns its path. Owner root, times of the product, sorted names: the same input makes the same bytes.
 * Throws where there is no dpkg-deb.
 */
export function buildDeb(deb: DebPackage, product: Product, stem: string, folder: string): string {
  const to = join(folder, `${stem}_${product.version}_${deb.architecture}.deb`);
  const root = mkdtempSync(join(tmpdir(), 'hoststand-deb-'));
  try {
    for (const [path, content] of Object.entries(deb.content)) place(join(root, path), content);
    const files = regularFiles(root);
    const size = files.reduce((sum, file) => sum + Math.ceil(lstatSync(join(root, file)).size / 1024), 0);
    const note = product.standin ? ' (stand-in for tests)' : '';
    const fill = (text: string): string =>
      text
        .replaceAll('@VERSION@', product.version)
        .replaceAll('@DATA@', String(product.dataVersion))
        .replaceAll('@SIZE@', String(size))
        .replaceAll('@NOTE@', note);
    const control = (name: string, text: string, mode = 0o644) =>
      place(join(root, 'DEBIAN', name), { text: fill(text), mode });
    control('control', deb.control);
    if (deb.conffiles.length > 0) control('conffiles', deb.conffiles.map((path) => `/${path}\n`).join(''));
    const configuration = new Set(deb.conffiles);
    const sums = files
      .filter((file) => !configuration.has(file))
      .map((file) => `${md5(join(root, file))}  ${file}\n`);
    control('md5sums', sums.join(''));
    for (const [name, text] of Object.entries(deb.scripts)) control(name, text, 0o755);
    for (const [path, mode] of Object.entries(deb.modes ?? {})) chmodSync(join(root, path), mode);
    settle(root, product.epoch);
    const env = { ...process.env, SOURCE_DATE_EPOCH: String(product.epoch) };
    const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
    execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', root, to], { env, stdio });
    return to;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The regular files of a package, sorted; links and folders are none. */
function regularFiles(root: string, within = ''): readonly string[] {
  return readdirSync(join(root, within), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory()) return regularFiles(root, path);
      return entry.isFile() ? [path] : [];
    });
}

function place(path: string, content: Content): void {
  mkdirSync(dirname(path), { recursive: true });
  if ('folder' in content) mkdirSync(path, { recursive: true });
  else if ('link' in content) symlinkSync(content.link, path);
  else if ('text' in content) {
    writeFileSync(path, content.text);
    chmodSync(path, content.mode ?? 0o644);
  } else {
    cpSync(content.copy, path, { recursive: true });
    if (lstatSync(path).isFile()) chmodSync(path, content.mode ?? 0o644);
  }
}

/** One time for all, and folders that anyone may read, independent of the builder's umask. */
function settle(path: string, epoch: number): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  if (found.isDirectory()) {
    for (const name of readdirSync(path)) settle(join(path, name), epoch);
    chmodSync(path, 0o755);
  }
  utimesSync(path, epoch, epoch);
}

const md5 = (file: string): string => createHash('md5').update(readFileSync(file)).digest('hex');
