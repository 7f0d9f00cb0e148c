import { join } from 'node:path';
import { BrowserWindow, type Session } from 'electron';
import { errorText } from '../lib/error-words.ts';
import type { Logger } from '../ports.ts';
import { PAGE_URL } from './page-address.ts';

/** The window is shown at the latest after this long, painted or not: a black screen tells no one anything. ms. */
const SHOW_AT_LATEST_MS = 4_000;
/** A page that dies is loaded again, at most this often within the time below; then the whole kiosk restarts. */
const MAX_RELOADS = 3;
const RELOAD_WINDOW_MS = 5 * 60_000;

export interface KioskWindowOptions {
  readonly session: Session;
  readonly logger: Logger;
  /** Full screen without a frame, and open until `mayClose` says otherwise. */
  readonly kiosk: boolean;
  /** Whether the end of the program was sanctioned: a manager, an update, the end of the system's session. */
  readonly mayClose: () => boolean;
  /** The page dies again and again: nothing but a new start helps. */
  readonly onHopeless: () => void;
}

/** Opens the kiosk's one window and keeps a page in it. */
export function openKioskWindow(options: KioskWindowOptions): BrowserWindow {
  const { session, logger, kiosk, mayClose, onHopeless } = options;
  const window = new BrowserWindow({
    width: 1024,
    height: 768,
    minWidth: 768,
    minHeight: 600,
    useContentSize: true,
    show: false,
    kiosk,
    // Not `closable: false`: that would keep the program from ending at all.
    minimizable: !kiosk,
    autoHideMenuBar: true,
    backgroundColor: '#fbf8f2',
    title: 'Hoststand',
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
      spellcheck: false,
    },
  });

  const show = (): void => {
    if (!window.isDestroyed() && !window.isVisible()) window.show();
  };
  window.once('ready-to-show', show);
  const showAnyway = setTimeout(show, SHOW_AT_LATEST_MS);
  window.once('closed', () => clearTimeout(showAnyway));

  if (kiosk) {
    window.on('close', (event) => {
      if (mayClose()) return;
      logger.warn('close-refused');
      event.preventDefault();
    });
    // Leaving full screen leaves the kiosk, on Windows and Linux.
    window.on('leave-full-screen', () => window.setKiosk(true));
  }

  const load = (): void => {
    window.loadURL(PAGE_URL).catch((error: unknown) => {
      logger.error('page-not-loaded', { error: errorText(error) });
    });
  };

  let deaths: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    logger.error('page-gone', { reason, exitCode });
    const now = performance.now();
    deaths = [...deaths.filter((at) => now - at < RELOAD_WINDOW_MS), now];
    if (deaths.length > MAX_RELOADS) onHopeless();
    else load();
  });
  window.on('unresponsive', () => logger.warn('page-unresponsive', {}));
  window.webContents.on('preload-error', (_event, _path, error) => {
    logger.error('preload-failed', { error: error.message });
  });

  load();
  return window;
}
