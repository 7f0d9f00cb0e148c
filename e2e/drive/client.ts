import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chromium, type Page } from '@playwright/test';
import { repository } from '../fixtures/kiosk.ts';
import { environment } from '../fixtures/process.ts';
import { nodePath } from '../fixtures/standin-runtime.ts';
import { createKioskPage, type KioskPage } from '../pages/kiosk-page.ts';

/** `npm run drive`, running as another process. */
export interface Drive {
  readonly child: ChildProcess;
  /** What it wrote on standard output so far. */
  readonly out: () => string;
  /** What it wrote on standard error so far. */
  readonly error: () => string;
  /** Resolves with its exit code. */
  readonly exit: Promise<number | null>;
  /** Resolves with the line it prints once the page is there; rejects, with what it said, where it ends before. */
  readonly line: Promise<{ readonly cdp: string; readonly pid: number }>;
}

/** Starts `script` (scripts/drive.mjs of some checkout) with these arguments; `command` is what starts it, Node when not given. */
export function startDrive(
  script: string,
  args: readonly string[],
  command: readonly string[] = [nodePath(), script],
): Drive {
  const [program = '', ...first] = command;
  const child = spawn(program, [...first, ...args], {
    cwd: repository,
    env: environment({ npm_lifecycle_event: 'drive' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, error] = ['', ''];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    error += text;
  });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const line = new Promise<{ cdp: string; pid: number }>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.endsWith('\n')) resolve(JSON.parse(out));
    });
    void once(child, 'close').then(() => reject(new Error(`It ended without its line:\n${error}`)));
  });
  line.catch(() => undefined);
  return { child, out: () => out, error: () => error, exit, line };
}

/** Connects as any Playwright script does. The kiosk's page is the first there is. */
export async function connect(cdp: string): Promise<{
  readonly page: Page;
  readonly kiosk: KioskPage;
  readonly leave: () => Promise<void>;
}> {
  const browser = await chromium.connectOverCDP(cdp);
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('The first context has no page');
  return { page, kiosk: createKioskPage(page), leave: () => browser.close() };
}
