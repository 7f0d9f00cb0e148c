import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { chromium, type Page } from '@playwright/test';
import { repository } from '../fixtures/kiosk.ts';
import { collectLines } from '../fixtures/process.ts';
import { createKioskPage, type KioskPage } from '../pages/kiosk-page.ts';
import { findChromium } from '../standin/chromium/chromium.ts';
import type { PrivateRoot } from './private-root.ts';

/** The installed program, started as someone starts it, and its page. */
export interface InstalledKiosk {
  readonly page: Page;
  readonly kiosk: KioskPage;
  /** Its process, by its number inside. */
  readonly pid: number;
  readonly lines: readonly string[];
  readonly exited: Promise<number | null>;
  /** As a power cut. */
  readonly kill: () => Promise<void>;
  readonly close: () => Promise<number | null>;
}

/** Starts /usr/bin/hoststand as this user. Rejects, with what it said, where it ends before it shows a page. */
export async function startInstalled(
  root: PrivateRoot,
  user: string,
  args: readonly string[] = [],
): Promise<InstalledKiosk> {
  const browserPath = findChromium() ?? '';
  const problems = `/home/${user}/problems-${randomUUID()}.jsonl`;
  const [program = '', ...rest] = root.as(user, {
    HOSTSTAND_STANDIN_ROOT: repository,
    HOSTSTAND_STANDIN_READY_FD: '3',
    HOSTSTAND_STANDIN_LEASH: '1',
    HOSTSTAND_STANDIN_REPORT: problems,
    HOSTSTAND_CHROMIUM: browserPath,
  });
  const child = spawn(program, [...rest, '/usr/bin/hoststand', ...args], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  collectLines(child.stdout, lines);
  collectLines(child.stderr, lines);
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const announced = new Promise<{ pid: number; endpoint: string }>((done) => {
    collectLines(child.stdio[3] as Readable, [], (line) => done(JSON.parse(line)));
  });
  const ended = exited.then((code) => {
    throw new Error(`The installed program ended with ${code} before it showed a page:\n${lines.join('\n')}`);
  });
  ended.catch(() => undefined);
  const { pid, endpoint } = await Promise.race([announced, ended]);
  const browser = await chromium.connectOverCDP(endpoint);
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('The installed program has no page');
  const signal = (name: string): void => void root.run('kill', `-${name}`, String(pid));
  return {
    page,
    kiosk: createKioskPage(page),
    pid,
    lines,
    exited,
    kill: async () => {
      signal('KILL');
      await exited;
    },
    close: async () => {
      signal('TERM');
      const code = await exited;
      const found = root.run('cat', problems).stdout;
      if (found !== '') throw new Error(`The stand-in found:\n${found}`);
      return code;
    },
  };
}
