import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { repository } from '../../scripts/dist/product.ts';
import { createKioskPage, type KioskPage } from '../pages/kiosk-page.ts';
import { launchBrowser } from '../standin/chromium/browser.ts';
import { WINDOWS_NODE } from './windows-node.ts';
import { PROGRAMS, type WindowsPc } from './windows-pc.ts';

/** The installed program on that PC, and its page. */
export interface WindowsKiosk {
  readonly page: Page;
  readonly kiosk: KioskPage;
  /** As a power cut. */
  readonly kill: () => Promise<void>;
}

/** A file of this machine as Wine shows it. */
const onDriveZ = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

/**
 * Starts the Hoststand that is installed in this folder. Its archive is what Setup installed; in the place of its program is Windows' Node,
 * which runs the archive on the stand-in. No browser runs under Wine: the page is in one of this machine.
 */
export async function startOnWindows(pc: WindowsPc, folder: string): Promise<WindowsKiosk> {
  copyFileSync(WINDOWS_NODE, join(pc.drive, PROGRAMS, folder, 'Hoststand.exe'));
  const profile = mkdtempSync(join(tmpdir(), 'hoststand-chromium-'));
  const size = { width: 1280, height: 800 };
  const browser = await launchBrowser({
    ...{ profile, headed: false, title: 'Hoststand', size },
    ...{ webRtcPolicy: 'disable_non_proxied_udp', openNetwork: false },
  });
  const installed = `C:\\${PROGRAMS.replaceAll('/', '\\')}\\${folder}`;
  const noKeepAlive = pathToFileURL(join(import.meta.dirname, 'no-keep-alive.mjs')).href;
  const child = pc.start(
    `${installed}\\Hoststand.exe`,
    [
      ...[
        '--disable-warning=ExperimentalWarning',
        '--import',
        noKeepAlive.replace('file:///', 'file:///Z:/'),
      ],
      ...[onDriveZ(join(repository, 'e2e/standin/run.ts')), `${installed}\\resources\\app.asar`],
    ],
    { HOSTSTAND_CHROMIUM: browser.endpoint, HOSTSTAND_STANDIN_REPORT: 'C:\\problems.jsonl' },
  );
  const exited = once(child, 'exit');
  const isPage = ({ url }: { readonly url: string }): boolean => url.includes('kiosk');
  for (;;) {
    const { targetInfos } = await browser.root.send('Target.getTargets');
    if (targetInfos.some(isPage)) break;
    if (child.exitCode !== null || child.signalCode !== null) {
      const problems = join(pc.drive, 'problems.jsonl');
      await browser.close();
      throw new Error(
        `The installed program ended with ${child.exitCode} before it showed a page: ${existsSync(problems) ? readFileSync(problems, 'utf8') : ''}`,
      );
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  const connected = await chromium.connectOverCDP(browser.endpoint);
  const pages = connected.contexts().flatMap((context) => context.pages());
  const page = pages.find((each) => isPage({ url: each.url() }));
  if (page === undefined) throw new Error('The installed program has no page');
  return {
    page,
    kiosk: createKioskPage(page),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
      await browser.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
