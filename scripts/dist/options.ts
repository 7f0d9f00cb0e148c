import { parseArgs } from 'node:util';
import { isVersion, type Platform } from './product.ts';

export const USAGE = `Usage: npm run dist [-- --linux] [--win] [--standin] [--version X.Y.Z] [--sign KEY] [--sign-command COMMAND]
Makes the packages in out/dist, for both systems unless one is named.
--standin   from a stand-in for Electron's files: for tests, named so, and never signed
--version   in place of the version in package.json
--sign KEY  signs the checksums, and makes a signed repository of the Debian packages, with this key of GnuPG
--sign-command COMMAND  signs each program for Windows in place: the command's words are run with its path as one more`;

export interface Options {
  readonly platforms: readonly Platform[];
  readonly standin: boolean;
  /** Null: that of package.json. */
  readonly version: string | null;
  /** A key of GnuPG, or null. */
  readonly sign: string | null;
  /** Signs a program for Windows in place, given its path as the last argument; or null. */
  readonly signCommand: string | null;
}

/** What was asked for, or what is wrong with it, in words. */
export function readOptions(
  args: readonly string[],
): { readonly ok: true; readonly options: Options } | { readonly ok: false; readonly problem: string } {
  let values: {
    linux?: boolean;
    win?: boolean;
    standin?: boolean;
    version?: string;
    sign?: string;
    'sign-command'?: string;
  };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        linux: { type: 'boolean' },
        win: { type: 'boolean' },
        standin: { type: 'boolean' },
        version: { type: 'string' },
        sign: { type: 'string' },
        'sign-command': { type: 'string' },
      },
    }));
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
  const { linux = false, win = false, standin = false, version = null, sign = null } = values;
  const { 'sign-command': signCommand = null } = values;
  if (version !== null && !isVersion(version)) {
    return { ok: false, problem: `--version must be three numbers, such as 0.2.0, and not ${version}` };
  }
  if (standin && (sign !== null || signCommand !== null)) {
    const option = sign === null ? '--sign-command' : '--sign';
    return { ok: false, problem: `A stand-in is never signed: --standin and ${option} exclude each other` };
  }
  const platforms: readonly Platform[] = linux === win ? ['linux', 'win32'] : linux ? ['linux'] : ['win32'];
  return { ok: true, options: { platforms, standin, version, sign, signCommand } };
}
