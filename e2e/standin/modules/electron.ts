import { join } from 'node:path';
import { Serializer } from 'node:v8';
import { type Browser, launchBrowser, type Size } from '../chromium/browser.ts';
import { createEvent } from '../events.ts';
import { absentInMain, type ExportName } from '../export-names.ts';
import { createGuards } from '../guard.ts';
import type { Host } from '../host.ts';
import { createWire } from '../page/wire.ts';
import type { Report } from '../report.ts';
import { type AppFacts, StandInApp } from './app.ts';
import type { StandInWindow } from './browser-window.ts';
import { createWindowClass } from './browser-window.ts';
import { StandInIpcMain } from './ipc-main.ts';
import { Lifecycle } from './lifecycle.ts';
import { StandInNet } from './net.ts';
import { Quitting } from './quit.ts';
import { backendFrom, StandInSafeStorage } from './safe-storage.ts';
import { Schemes } from './schemes.ts';
import { Sessions } from './sessions.ts';
import {
  createMenuClass,
  StandInCrashReporter,
  StandInDialog,
  StandInNativeTheme,
  StandInPowerMonitor,
  StandInPowerSaveBlocker,
  StandInScreen,
} from './small-modules.ts';

export interface StandInOptions {
  readonly appDir: string;
  readonly facts: AppFacts;
  readonly report: Report;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Node's own process.exit, which Electron replaces by `app.exit`. */
  readonly reallyExit: (code: number) => void;
  /** Restarts the application with these arguments (its folder first), for `app.relaunch`. */
  readonly startAgain: (args: readonly string[]) => void;
  readonly announce: (message: object) => void;
}

export interface StandIn {
  readonly modules: Readonly<Record<ExportName, unknown>>;
  readonly lifecycle: Lifecycle;
  /** The ready path: what happens once the main module has evaluated. */
  readonly becomeReady: () => void;
  readonly quit: () => void;
  readonly exit: (code: number) => void;
}

function parseSize(text: string | undefined): Size {
  const match = /^(\d+)x(\d+)$/.exec(text ?? '1280x800');
  if (match === null) throw new Error(`STANDIN_VIEWPORT must look like 1024x768, not ${text}`);
  return { width: Number(match[1]), height: Number(match[2]) };
}

/** Builds the whole stand-in for one process. */
export function createStandIn(options: StandInOptions): StandIn {
  const { appDir, facts, report, env } = options;
  const guards = createGuards(report);
  const lifecycle = new Lifecycle();
  const screenSize = parseSize(env['STANDIN_VIEWPORT']);
  const headed = env['STANDIN_HEADED'] === '1';
  const devServer = env['STANDIN_DEV_SERVER'] === '1' ? (env['ELECTRON_RENDERER_URL'] ?? null) : null;
  let browser: Promise<Browser> | null = null;
  let lastId = 0;
  const host: Host = {
    appDir,
    report,
    guards,
    lifecycle,
    screenSize,
    devServer,
    screenGiven: env['STANDIN_VIEWPORT'] !== undefined,
    headed,
    schemes: new Schemes(report),
    wire: createWire((value) => {
      const serializer = new Serializer();
      serializer.writeHeader();
      serializer.writeValue(value);
    }),
    webRtcPolicy: { value: 'default' },
    windows: new Set(),
    contents: new Set(),
    browser: () => {
      const profile = join(app.paths.get('userData'), 'standin-chromium');
      browser ??= launchBrowser({
        profile,
        headed,
        title: facts.name,
        size: screenSize,
        webRtcPolicy: host.webRtcPolicy.value,
        openNetwork: env['STANDIN_OPEN_NETWORK'] === '1' || devServer !== null,
      });
      return browser;
    },
    nextId: () => {
      lastId += 1;
      return lastId;
    },
  };

  const app: StandInApp = new StandInApp(host, facts);
  const { reallyExit, startAgain } = options;
  const quitting = new Quitting({ host, app, browser: () => browser, reallyExit, startAgain });
  app.quitting = quitting;
  const ipcMain = new StandInIpcMain();
  const sessions = new Sessions(host);
  const menu = createMenuClass(host);

  const onCreated = (window: StandInWindow): void => {
    app.emit('web-contents-created', createEvent({}), window.contents.guarded);
    app.emit('browser-window-created', createEvent({}), window.guarded);
    window.contents.on('render-process-gone', (event: object, details: object) => {
      app.emit('render-process-gone', event, window.contents.guarded, details);
    });
  };
  /** What Electron leaves open by default, looked at once the first page is there. */
  const onFirstLoad = (window: StandInWindow): void => {
    if (menu.isDefault())
      report.problem(
        'default-menu',
        'Menu.setApplicationMenu was not called: reload and developer tools are a key away',
      );
    for (const name of window.contents.rawSession.missingHandlers()) {
      report.problem('permission-default', `session.${name} was not called: Electron grants everything`);
    }
    if (window.contents.rawSession.proxy === null || host.webRtcPolicy.value !== 'disable_non_proxied_udp') {
      report.problem(
        'network-default',
        'The page is left the network: no proxy of its session, or WebRTC as it is',
      );
    }
    if (!window.contents.hasWindowOpenHandler()) {
      report.problem(
        'window-open-default',
        'setWindowOpenHandler was not called: Electron opens what a page asks for',
      );
    }
    void Promise.all([host.browser(), window.contents.driver.targetId()])
      .then(([running, targetId]) =>
        options.announce({
          kind: 'page',
          pid: process.pid,
          chromiumPid: running.pid,
          endpoint: running.endpoint,
          targetId,
        }),
      )
      .catch(() => undefined);
  };
  const BrowserWindow = createWindowClass({
    host,
    ipcMain,
    sessions,
    onCreated,
    onFirstLoad,
    onClosed: () => quitting.windowClosed(),
    onCloseCancelled: () => quitting.closeCancelled(),
  });

  const webContentsModule = {
    getAllWebContents: () => [...host.contents].map((contents) => contents.guarded),
    getFocusedWebContents: () => [...host.contents].at(-1)?.guarded ?? null,
    fromId: (id: number) => [...host.contents].find((contents) => contents.id === id)?.guarded,
  };
  const safeStorage = new StandInSafeStorage({
    lifecycle,
    userData: () => app.paths.get('userData'),
    backend: backendFrom(env['STANDIN_SAFE_STORAGE']),
    platform: process.platform,
    reEncrypt: env['STANDIN_SAFE_STORAGE_REENCRYPT'] === '1',
  });
  const modelled = {
    app,
    crashReporter: new StandInCrashReporter(host),
    dialog: new StandInDialog(host),
    ipcMain,
    nativeTheme: new StandInNativeTheme(),
    net: new StandInNet(host, sessions.default, fetch),
    powerMonitor: new StandInPowerMonitor(host),
    powerSaveBlocker: new StandInPowerSaveBlocker(host),
    protocol: sessions.default.rawProtocol,
    safeStorage,
    screen: new StandInScreen(host),
    session: sessions.module(),
    webContents: webContentsModule,
  };
  const guarded = Object.fromEntries(
    Object.entries(modelled).map(([name, module]) => [name, guards.guard<object>(module, name)]),
  );
  const absent = Object.fromEntries(absentInMain.map((name) => [name, guards.absent(name)]));
  const modules = { ...absent, ...guarded, BrowserWindow, Menu: menu.Menu } as Record<ExportName, unknown>;

  return {
    modules,
    lifecycle,
    quit: () => quitting.quit(),
    exit: (code) => quitting.exit(code),
    becomeReady: () => {
      lifecycle.phase = 'ready';
      app.paths.makeUserData();
      lifecycle.resolveReady();
      app.emit('will-finish-launching');
      app.emit('ready', createEvent({}), {});
    },
  };
}
