import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { CdpConnection, type CdpSession } from './cdp.ts';
import { findChromium } from './chromium.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface PageTarget {
  readonly targetId: string;
  readonly session: CdpSession;
  /** Settles when the target is gone, no matter who closed it. */
  readonly closed: Promise<void>;
}

/** A running Chromium that belongs to this process and dies with it. */
export interface Browser {
  readonly pid: number;
  /** WebSocket address for another DevTools client: the test's Playwright. */
  readonly endpoint: string;
  readonly root: CdpSession;
  /** A page of the kept profile, or of one in memory for each partition named. */
  readonly openPage: (
    size: Size,
    partition: string,
    proxy: { readonly rules: string; readonly bypass: string } | null,
  ) => Promise<PageTarget>;
  readonly close: () => Promise<void>;
  /** Settles when Chromium has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

const quiet = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-component-extensions-with-background-pages',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-search-engine-choice-screen',
  '--disable-back-forward-cache',
  '--disable-breakpad',
  '--disable-dev-shm-usage',
  '--disable-popup-blocking',
  '--disable-prompt-on-repost',
  '--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,HttpsUpgrades,AutofillServerCommunication,CertificateTransparencyComponentUpdater,GlobalMediaControls,InterestFeedContentSuggestions',
  '--metrics-recording-only',
  '--mute-audio',
  '--no-service-autorun',
  '--password-store=basic',
  '--use-mock-keychain',
  '--export-tagged-pdf',
  '--force-color-profile=srgb',
];

/** The page reaches nothing: no name resolves, and every connection goes to a port where no one listens. */
const deadProxy = 'http://127.0.0.1:1';
const noNetwork = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  `--proxy-server=${deadProxy}`,
  '--proxy-bypass-list=<-loopback>',
];

/** Starts Chromium on `profile`, headless unless `headed`. Rejects with words when there is none to start. */
export async function launchBrowser(options: {
  readonly profile: string;
  readonly headed: boolean;
  readonly title: string;
  readonly size: Size;
  /** As of `webContents.setWebRTCIPHandlingPolicy`. */
  readonly webRtcPolicy: string;
  /** Nothing but what the application set stands between the page and the network: for tests that measure just that. */
  readonly openNetwork: boolean;
}): Promise<Browser> {
  const borrowed = process.env['HOSTSTAND_CHROMIUM'] ?? '';
  if (borrowed.startsWith('ws:')) return await borrowBrowser(borrowed, options.openNetwork);
  const executable = findChromium();
  if (executable === null) {
    throw new Error('No Chromium found: install Chromium or Chrome, or set HOSTSTAND_CHROMIUM to its path');
  }
  mkdirSync(options.profile, { recursive: true });
  const start = options.headed
    ? [`--app=data:text/html,<title>${encodeURIComponent(options.title)}</title>`, '--start-fullscreen']
    : ['--headless=new', '--no-startup-window', '--disable-gpu'];
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const child = spawn(
    executable,
    [
      ...quiet,
      ...(options.openNetwork ? [] : noNetwork),
      `--webrtc-ip-handling-policy=${options.webRtcPolicy}`,
      ...(asRoot ? ['--no-sandbox', '--test-type'] : []),
      `--user-data-dir=${options.profile}`,
      '--window-position=0,0',
      `--window-size=${options.size.width},${options.size.height}`,
      '--remote-debugging-pipe',
      '--remote-debugging-port=0',
      ...start,
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  const [, , errors, write, read] = child.stdio;
  if (errors === null || write === undefined || read === undefined || !('write' in (write ?? {}))) {
    throw new Error('Chromium was started without its pipes');
  }
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const connection = new CdpConnection(
    write as NodeJS.WritableStream as import('node:stream').Writable,
    read as NodeJS.ReadableStream as import('node:stream').Readable,
  );
  const root = connection.session();
  const endpoint = await endpointOf(errors, ended);

  let first: PageTarget | null = options.headed ? await adopt(connection, root) : null;
  // A window of another size is still a kiosk.
  if (first !== null) await fitToScreen(root, first).catch(() => undefined);
  const openIn = pagesOf(connection, root, options.openNetwork);
  return {
    pid: child.pid ?? -1,
    endpoint,
    root,
    ended,
    openPage: async (size, partition, proxy) => {
      // The window of `--app` serves whichever page comes first: a second window would have tabs.
      if (first !== null) {
        const page = first;
        first = null;
        return page;
      }
      return await openIn(size, partition, proxy);
    },
    close: async () => {
      root.send('Browser.close').catch(() => undefined);
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** A Chromium that runs already, by the address of its DevTools: for a main process that cannot start one, as under Wine. */
async function borrowBrowser(endpoint: string, openNetwork: boolean): Promise<Browser> {
  const socket = new WebSocket(endpoint);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error(`No Chromium answers at ${endpoint}`)));
  });
  // Messages end with a NUL byte on a pipe, and are frames of their own here.
  const write = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      for (const text of chunk.toString('utf8').split('\0')) if (text !== '') socket.send(text);
      done();
    },
  });
  const read = new Readable({ read: () => undefined });
  socket.addEventListener('message', ({ data }) => read.push(`${String(data)}\0`));
  const ended = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()));
  void ended.then(() => read.destroy());
  const connection = new CdpConnection(write, read);
  const root = connection.session();
  const openPage = pagesOf(connection, root, openNetwork);
  const close = async (): Promise<void> => {
    socket.close();
    await ended;
  };
  return { pid: process.pid, endpoint, root, ended, openPage, close };
}

/** Opens pages, those of a partition in a context of their own; the nameless partition is the browser's own. */
function pagesOf(connection: CdpConnection, root: CdpSession, openNetwork: boolean): Browser['openPage'] {
  const contexts = new Map<string, Promise<string>>();
  const contextOf = (
    partition: string,
    proxy: { readonly rules: string; readonly bypass: string } | null,
  ): Promise<string> => {
    const known = contexts.get(partition);
    if (known !== undefined) return known;
    const made = root
      .send('Target.createBrowserContext', {
        disposeOnDetach: true,
        ...(proxy === null
          ? !openNetwork && { proxyServer: deadProxy, proxyBypassList: '<-loopback>' }
          : { proxyServer: proxy.rules, proxyBypassList: proxy.bypass }),
      })
      .then(({ browserContextId }) => browserContextId);
    contexts.set(partition, made);
    return made;
  };
  return async (size, partition, proxy) => {
    const { targetId } = await root.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...(partition === '' ? {} : { browserContextId: await contextOf(partition, proxy) }),
      width: size.width,
      height: size.height,
    });
    return await attach(connection, root, targetId);
  };
}

/** The address Chromium prints on standard error; the stream is drained for as long as it lives. */
function endpointOf(errors: NodeJS.ReadableStream, ended: Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    let found = false;
    errors.on('data', (chunk: Buffer) => {
      if (found) return;
      text += chunk.toString();
      const match = /DevTools listening on (ws:\/\/\S+)/.exec(text);
      if (match?.[1] === undefined) return;
      found = true;
      resolve(match[1]);
    });
    void ended.then(() => reject(new Error(`Chromium did not start:\n${text}`)));
  });
}

async function attach(connection: CdpConnection, root: CdpSession, targetId: string): Promise<PageTarget> {
  const { sessionId } = await root.send('Target.attachToTarget', { targetId, flatten: true });
  const closed = new Promise<void>((resolve) => {
    root.on('Target.detachedFromTarget', (detached) => {
      if (detached.sessionId === sessionId) resolve();
    });
    void connection.closed.then(resolve);
  });
  return { targetId, session: connection.session(sessionId), closed };
}

/**
 * Full screen is the window manager's to grant. Where there is none the window keeps the size it was given, no matter
 * what the screen's: then it is made as large as the screen.
 */
async function fitToScreen(root: CdpSession, { targetId, session }: PageTarget): Promise<void> {
  const { windowId } = await root.send('Browser.getWindowForTarget', { targetId });
  const { result } = await session.send('Runtime.evaluate', {
    expression: '({ left: 0, top: 0, width: screen.availWidth, height: screen.availHeight })',
    returnByValue: true,
  });
  await root.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } });
  await root.send('Browser.setWindowBounds', { windowId, bounds: result.value });
  await root.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'fullscreen' } });
}

/** Takes over the window Chromium opened automatically (`--app`), which has no tabs and no address bar. */
async function adopt(connection: CdpConnection, root: CdpSession): Promise<PageTarget> {
  for (;;) {
    const { targetInfos } = await root.send('Target.getTargets');
    const page = targetInfos.find((target) => target.type === 'page');
    if (page !== undefined) return await attach(connection, root, page.targetId);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
