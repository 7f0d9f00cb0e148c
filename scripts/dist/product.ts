/** What is made: its version, its names, the moment that every file carries. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '..', '..');

export type Platform = 'linux' | 'win32';

/** What one run of `npm run dist` makes. */
export interface Product {
  /** Of the package and of the application, such as 0.1.0. */
  readonly version: string;
  /** The format of the data that this version writes: `SCHEMA_VERSION` of main. */
  readonly dataVersion: number;
  /** Made from a stand-in for Electron's files: for tests, and never to be published. */
  readonly standin: boolean;
  /** The moment that each file of the product carries, seconds since the epoch. */
  readonly epoch: number;
}

/** Three numbers: what Debian, Windows and Electron all take. */
const VERSION = /^\d+\.\d+\.\d+$/;

/** Whether this can be the version of a product. */
export const isVersion = (text: string): boolean => VERSION.test(text);

/** The checkout's package.json, the fields that matter here. */
export function manifest(): {
  readonly name: string;
  readonly productName: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly type: string;
  readonly main: string;
} {
  return JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
}

/** Where the sources are in no Git repository: any fixed moment, after 1980, where ZIP begins. */
const NO_COMMIT = 1_764_460_800;

/** `SOURCE_DATE_EPOCH` where it is set, else the time of the last commit, so that a commit always makes the same bytes. */
export function sourceDate(env: Readonly<Record<string, string | undefined>> = process.env): number {
  const given = env['SOURCE_DATE_EPOCH'];
  if (given !== undefined) {
    if (!/^\d+$/.test(given)) throw new Error(`SOURCE_DATE_EPOCH is ${given}, which is no number of seconds`);
    return Number(given);
  }
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    const time = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: repository, stdio });
    return Number(time.toString().trim()) || NO_COMMIT;
  } catch {
    return NO_COMMIT;
  }
}

/** The first part of a file's name: a stand-in says what it is. */
export const fileStem = (name: string, { standin }: Pick<Product, 'standin'>): string =>
  standin ? `${name}-standin` : name;
