import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

/**
 * Whether this is the installed product and no checkout. Not by `app.isPackaged` alone: that goes by the name of the
 * executable, which someone may have changed. `process.defaultApp` is set only where Electron was given a folder to
 * run.
 */
export function isInstalled(): boolean {
  return app.isPackaged || process.defaultApp !== true || import.meta.dirname.includes('app.asar');
}

/**
 * Whether this is a copy made for tests: a file beside the built program says so. No release has it (the list of files
 * that ship does not name it), and who can write there could as well write another program.
 */
export function isTestCopy(): boolean {
  return existsSync(join(import.meta.dirname, '..', 'test-copy'));
}
