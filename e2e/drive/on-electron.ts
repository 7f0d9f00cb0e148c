import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { chromium } from '@playwright/test';
import { electronPath, repository } from '../fixtures/kiosk.ts';
import { collectLines, environment } from '../fixtures/process.ts';
import type { Size } from '../standin/chromium/browser.ts';
import { configured, type Driven, type Wish } from './wish.ts';

const XVFB = '/usr/bin/Xvfb';

/** Where Electron's window goes. */
export interface Display {
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => void;
}

/** A display for Electron: the system's where it always has one, on Linux one of its own in memory; null where neither is. */
export async function ownDisplay(size: Size | null): Promise<Display | null> {
  if (process.platform !== 'linux') return { env: {}, close: () => undefined };
  if (!existsSync(XVFB)) return null;
  const { width, height } = size ?? { width: 1280, height: 800 };
  const child = spawn(
    XVFB,
    // Ends with its last client, so that it outlives no one.
    ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-terminate'],
    { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] },
  );
  const number = await new Promise<string | null>((resolve) => {
    collectLines(child.stdio[3] as Readable, [], resolve);
    child.once('exit', () => resolve(null));
    child.once('error', () => resolve(null));
  });
  if (number === null) return null;
  return { env: { DISPLAY: `:${number}` }, close: () => void child.kill('SIGTERM') };
}

/** Drives the application on Electron itself. */
export function driveElectron(wish: Wish & Pick<Display, 'env'>, say: (words: string) => void): Driven {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const child = spawn(
    electronPath() ?? 'electron',
    [
      repository,
      `--user-data-dir=${wish.data}`,
      '--remote-debugging-port=0',
      ...(asRoot ? ['--no-sandbox'] : []),
    ],
    { env: environment({ ...configured(wish), ...wish.env }), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  collectLines(child.stdout, [], say);
  const listening = new Promise<string>((resolve) => {
    collectLines(child.stderr, [], (line) => {
      say(line);
      const endpoint = /DevTools listening on (ws:\/\/\S+)/.exec(line)?.[1];
      if (endpoint !== undefined) resolve(endpoint);
    });
  });
  return {
    ready: listening.then(async (endpoint) => {
      // Stays connected: the size holds for as long as the one who set it is there.
      const browser = await chromium.connectOverCDP(endpoint);
      const context = browser.contexts()[0];
      const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
      if (wish.size !== null) await page?.setViewportSize(wish.size);
      return { endpoint, pid: child.pid ?? -1 };
    }),
    quit: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
    ended: new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1))),
  };
}
