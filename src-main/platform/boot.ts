import { randomUUID } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, powerMonitor, session } from 'electron';
import { createHost, type Host } from '../app/lifecycle.ts';
import { boundedLogger } from '../lib/bounded-logger.ts';
import { errorText, errorWords } from '../lib/error-words.ts';
import { keepPrivate } from '../lib/private-files.ts';
import { realClock, realScheduler } from '../lib/real-time.ts';
import {
  createStarts,
  EXIT_AGAIN,
  EXIT_BY_MANAGER,
  endAfterCrash,
  isSupervised,
} from '../lib/supervision.ts';
import { createNetwork } from '../network/network.ts';
import { createSystemCertificates } from '../network/system-certificates.ts';
import type { Ids, Logger, Reachability } from '../ports.ts';
import { createLastGood } from '../settings/last-good.ts';
import type { StartError } from '../wiring/kiosk.ts';
import { giveNoCredentials } from './credentials.ts';
import { createDevice } from './device.ts';
import { createDisplaySwitch } from './displays/display-switch.ts';
import { coverSecondDisplays } from './displays/second-displays.ts';
import { exportFolderIn, exportWaiting } from './export-waiting.ts';
import { isInstalled, isTestCopy } from './installed.ts';
import { linkPage } from './ipc.ts';
import { openKioskWindow } from './kiosk-window.ts';
import { createLogger } from './logger.ts';
import { PAGE_ORIGIN } from './page-address.ts';
import { hardenEveryPage, openPageSession, registerScheme } from './page-session.ts';
import { createConfigReader, staffFileBeside } from './read-config.ts';
import { createSecretBox } from './secret-box.ts';
import { openSettings } from './settings.ts';
import { startErrorWords } from './start-error.ts';
import { REFUSED_SWITCH_EXIT, refusedSwitches, refusedSwitchWords } from './switches.ts';
import { isUpdater, openUpdates, runUpdater } from './updates.ts';

const ids: Ids = { guid: () => randomUUID(), random: () => Math.random() };

/** Beside the built program, packed or not: the packed application's list of files has it. */
const NOTICES = join(import.meta.dirname, '..', 'THIRD-PARTY-NOTICES.txt');

/** Starts Hoststand: what must come before `ready`, then the rest. Returns at once. */
export function boot(): void {
  const refused =
    isInstalled() && !isTestCopy() ? refusedSwitches(process.argv.slice(1), process.platform) : [];
  if (refused.length > 0) {
    const words = refusedSwitchWords(refused);
    // Where there is a box, it waits for someone: who started it from a script reads the words here.
    if (process.platform === 'win32') process.stderr.write(`${words}\n`);
    dialog.showErrorBox('Hoststand', words);
    app.exit(REFUSED_SWITCH_EXIT);
    return;
  }
  if (isUpdater(process.argv)) {
    void runUpdater(process.argv);
    return;
  }
  const folderToExport = exportFolderIn(process.argv);
  if (folderToExport !== null) {
    exportWaiting(folderToExport);
    return;
  }
  // The losing instance opens no store, no window and no socket. `exit` and not `quit`: quit lets the start continue.
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  // What Chromium and libraries write beside our own files is no one else's to read either.
  process.umask(0o077);
  keepPrivate(join(app.getPath('userData'), 'hoststand'));
  keepPrivate(app.getPath('logs'));
  const logger = boundedLogger(createLogger(app.getPath('logs')), realClock);
  // Nothing this PC's environment says turns the check of certificates off.
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  endWell(logger);
  app.enableSandbox();
  registerScheme();
  hardenEveryPage(logger);
  giveNoCredentials(logger);
  // Set before Electron would install its own, whose accelerators reload, zoom and open tools.
  Menu.setApplicationMenu(null);
  app.whenReady().then(
    () => run(logger),
    (error: unknown) => fail(logger, error),
  );
}

async function run(logger: Logger): Promise<void> {
  try {
    await open(logger);
  } catch (error) {
    fail(logger, error);
  }
}

async function open(logger: Logger): Promise<void> {
  const folder = join(app.getPath('userData'), 'hoststand');
  const settings = openSettings(folder, logger);
  const secretBox = createSecretBox();
  const lastGood = createLastGood({ settings, box: secretBox, logger });
  const installed = isInstalled();
  const starts = createStarts(join(folder, 'starts.json'));
  if (installed) await waitAfterCrashes(starts.began(realClock.now()), logger);
  const leave = watchLeaving();
  const language = (): unknown => settings.get('language');
  const readLayers = createConfigReader({ lastGood, installed, logger, language });
  const { config } = readLayers({});

  const composed = Promise.withResolvers<Host>();
  const page = linkPage(composed.promise);
  const kiosk = config.screen.kiosk && installed;
  // The window and the data open side by side.
  const window = openKioskWindow({
    session: await openPageSession(join(import.meta.dirname, '../renderer'), logger),
    logger,
    kiosk,
    mayClose: leave.sanctioned,
    onHopeless: restart,
  });
  leave.watch(window);
  page.attach(window);
  comeForward(window);
  if (kiosk) coverSecondDisplays(window);

  const cannotStart = (error: StartError): void => {
    logger.error('start-failed', { code: error.code });
    dialog.showErrorBox('Hoststand', startErrorWords(error, config.language));
    endFailed();
  };
  const network = createNetwork({
    proxy: { resolve: (url) => session.defaultSession.resolveProxy(url) },
    certificates: createSystemCertificates(),
    scheduler: realScheduler,
    logger,
  });
  network.prepare();
  powerMonitor.on('resume', network.lookAgain);

  const updates = openUpdates(
    { fetch: network.fetch, ids, leave: leave.forUpdate, logger, settings: config.update },
    { folder, installed },
  );
  const host = createHost({
    ports: {
      clock: realClock,
      scheduler: realScheduler,
      ids,
      logger,
      settings,
      secretBox,
      reachability: createReachability(),
      fetch: network.fetch,
      staffFile: staffFileBeside(installed),
      device: createDevice(app.getPath('logs'), NOTICES, createDisplaySwitch()),
      updates,
      announce: page.announce,
    },
    readConfig: readLayers,
    load: lastGood.load,
    fixed: {
      dataFolder: folder,
      origin: PAGE_ORIGIN,
      version: app.getVersion(),
      allowLoopback: !installed && process.env['HOSTSTAND_LIVE_ON_LOOPBACK'] === '1',
      exit: leave.quit,
    },
    onHopeless: cannotStart,
  });
  // Answers from the start on: the page is told where another program has the data open.
  composed.resolve(host);
  const opened = await host.open();
  if (!opened.ok) {
    cannotStart(opened.error);
    return;
  }
  stopWithTheApp(host, leave.byManager, starts.ended, logger);
  logger.info('started', { version: app.getVersion() });
}

/**
 * What ends a kiosk's window, and nothing else does: our own quit (a manager's), that of the system (SIGTERM, an update),
 * and the end of its session, which on Windows comes without a quit. On a Mac a quit may come from a menu, so there only
 * our own and a shutdown count.
 */
function watchLeaving(): {
  readonly sanctioned: () => boolean;
  readonly quit: () => void;
  readonly forUpdate: () => void;
  readonly byManager: () => boolean;
  readonly watch: (window: BrowserWindow) => void;
} {
  let leaving = false;
  let byManager = false;
  const sanction = (): void => {
    leaving = true;
  };
  if (process.platform !== 'darwin') app.on('before-quit', sanction);
  if (process.platform !== 'win32') powerMonitor.on('shutdown', sanction);
  return {
    sanctioned: () => leaving,
    byManager: () => byManager,
    quit: () => {
      byManager = true;
      sanction();
      app.quit();
    },
    forUpdate: () => {
      sanction();
      app.quit();
    },
    watch: (window) => {
      window.on('session-end', sanction);
    },
  };
}

/** A second start shows the first one's window. */
function comeForward(window: BrowserWindow): void {
  app.on('second-instance', () => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
}

/** Quitting lets what is out come home, for a moment, and keeps the rest. Nothing depends on its being called. */
function stopWithTheApp(host: Host, byManager: () => boolean, ended: () => void, logger: Logger): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopped = true;
    host
      .stop()
      .catch((error: unknown) => logger.error('stop-failed', { error: String(error) }))
      .finally(() => {
        ended();
        if (byManager() && isSupervised(process.argv)) app.exit(EXIT_BY_MANAGER);
        else app.quit();
      });
  });
}

/** After sleep the line and every timer are looked at again. */
function createReachability(): Reachability {
  return {
    onMaybeBack: (listener) => {
      powerMonitor.on('resume', listener);
      return () => {
        powerMonitor.off('resume', listener);
      };
    },
    hasNetwork: () =>
      Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal)),
  };
}

/** An error no one caught ends the process, and a new one begins: the outbox knows how to go on from there. */
function endWell(logger: Logger): void {
  const end = (kind: string) => (error: unknown) => {
    logger.error(kind, { error: errorWords(error) });
    restart();
  };
  process.on('uncaughtException', end('uncaught-exception'));
  process.on('unhandledRejection', end('unhandled-rejection'));
}

/** A new process that replaces this one, started by the responsible party. */
function restart(): void {
  const end = endAfterCrash({
    supervised: isSupervised(process.argv),
    installed: isInstalled(),
    ageMs: performance.now(),
  });
  if (end.relaunch) app.relaunch();
  app.exit(end.code);
}

async function waitAfterCrashes(ms: number, logger: Logger): Promise<void> {
  if (ms === 0) return;
  logger.warn('start-waits', { ms });
  await new Promise<void>((done) => realScheduler.after(ms, done));
}

/**
 * Nothing could be opened, and the message was shown: a supervisor tries again, or else a person starts the program.
 */
function endFailed(): void {
  app.exit(isSupervised(process.argv) ? EXIT_AGAIN : 1);
}

function fail(logger: Logger, error: unknown): void {
  const words = errorText(error);
  logger.error('start-failed', { error: words });
  dialog.showErrorBox('Hoststand', words);
  endFailed();
}
