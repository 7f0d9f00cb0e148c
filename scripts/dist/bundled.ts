import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './product.ts';

/** A package of others that is built into the product. */
export interface Bundled {
  readonly name: string;
  readonly version: string;
  /** As SPDX writes it. */
  readonly license: string;
  /** SHA-512, hexadecimal, of what was fetched. */
  readonly sha512: string;
  /** Its license as the package has it; empty where it has none. */
  readonly text: string;
}

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * What the dependencies of package.json bring, all the way down, by the lock file: none of the build's tools, and none of another system's
 * files. Electron is no npm package of the product and is not among them. Sorted by name.
 */
export function bundledPackages(root: string = repository): readonly Bundled[] {
  const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  );
  const found = new Map<string, Locked>();
  const walk = (from: string): void => {
    for (const name of Object.keys(lock.packages[from]?.dependencies ?? {})) {
      const path = nearest(lock.packages, from, name);
      const locked = lock.packages[path];
      if (locked === undefined)
        throw new Error(`${name}, which ${from || 'the product'} needs, is not locked`);
      if (found.has(path)) continue;
      found.set(path, locked);
      walk(path);
    }
  };
  walk('');
  return [...found].map(([path, locked]) => entryOf(root, path, locked)).sort(byName);
}

const byName = (a: Bundled, b: Bundled): number =>
  a.name === b.name ? (a.version < b.version ? -1 : 1) : a.name < b.name ? -1 : 1;

/** Where Node would find it: beside the package that asks, else further up. */
function nearest(packages: Readonly<Record<string, Locked>>, from: string, name: string): string {
  const path = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (path in packages || from === '') return path;
  const up = from.lastIndexOf('/node_modules/');
  return nearest(packages, up === -1 ? '' : from.slice(0, up), name);
}

function entryOf(root: string, path: string, locked: Locked): Bundled {
  const [, hash = ''] = /^sha512-(.+)$/.exec(locked.integrity ?? '') ?? [];
  return {
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version: locked.version ?? '',
    license: locked.license ?? '',
    sha512: Buffer.from(hash, 'base64').toString('hex'),
    text: readdirSync(join(root, path))
      .filter((name) => /^(?:licen[cs]e|copying|notice)/i.test(name))
      .sort()
      .map((name) =>
        readFileSync(join(root, path, name), 'utf8')
          .replaceAll('\r\n', '\n')
          .trim(),
      )
      .join('\n\n'),
  };
}
