import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const wellKnown: Readonly<Record<string, readonly string[]>> = {
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
};

/**
 * The Chromium to run pages in: HOSTSTAND_CHROMIUM, else one in PATH, else one at its usual place, else the one
 * Playwright installed. Null where there is none. A HOSTSTAND_CHROMIUM that cannot be run is an error, not a hint.
 */
export function findChromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const named = env['HOSTSTAND_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!canRun(named)) throw new Error(`HOSTSTAND_CHROMIUM names no program that can be run: ${named}`);
    return named;
  }
  const suffix = platform === 'win32' ? '.exe' : '';
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const inPath = names.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
  const candidates = [...inPath, ...(wellKnown[platform] ?? []), chromium.executablePath()];
  return candidates.find(canRun) ?? null;
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
