import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { createEvent } from '../events.ts';
import type { Host } from '../host.ts';
import type { StandInIpcMain } from './ipc-main.ts';
import type { Sessions } from './sessions.ts';
import { StandInWebContents } from './web-contents.ts';
import { effectivePreferences } from './web-preferences.ts';

/** What windows need of the rest of the stand-in. */
export interface WindowParts {
  readonly host: Host;
  readonly ipcMain: StandInIpcMain;
  readonly sessions: Sessions;
  /** `app`'s own events about windows. */
  readonly onCreated: (window: StandInWindow) => void;
  readonly onFirstLoad: (window: StandInWindow) => void;
  readonly onClosed: (window: StandInWindow) => void;
  readonly onCloseCancelled: () => void;
}

/** A window. Methods of a closed one throw `Object has been destroyed`; `id` and `isDestroyed()` remain safe. */
export class StandInWindow extends EventEmitter {
  static readonly standInOnly = ['contents', 'guarded'];
  readonly id: number;
  readonly guarded: StandInWindow;
  readonly contents: StandInWebContents;
  readonly #parts: WindowParts;
  readonly #options: BrowserWindowConstructorOptions;
  #bounds: Rectangle;
  #destroyed = false;
  #visible: boolean;
  #kiosk: boolean;
  #title: string;

  constructor(parts: WindowParts, options: BrowserWindowConstructorOptions = {}) {
    super();
    parts.host.lifecycle.requireReady('Cannot create BrowserWindow before app is ready');
    const { host } = parts;
    this.#parts = parts;
    this.#options = options;
    this.id = host.nextId();
    this.guarded = host.guards.guard(this, 'BrowserWindow');
    this.#title = options.title ?? '';
    const mayFill = options.fullscreenable !== false || process.platform === 'darwin';
    this.#kiosk = mayFill && (options.kiosk === true || options.fullscreen === true);
    // On Linux a full-screen window shows at once, no matter what `show` says.
    this.#visible = options.show !== false || (this.#kiosk && process.platform === 'linux');
    const fills = this.#kiosk || host.screenGiven;
    const { width, height } = fills ? host.screenSize : { width: 800, height: 600, ...sizeOf(options) };
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width, height };
    const session = parts.sessions.resolve(options.webPreferences ?? {});
    this.contents = new StandInWebContents({
      host,
      ipcMain: parts.ipcMain,
      session,
      preferences: effectivePreferences(host, options.webPreferences),
      openTarget: async () => {
        session.pagesOpened = true;
        // One turn later: what the application says of a window as it is created reaches the browser's start.
        await Promise.resolve();
        return await (await host.browser()).openPage({ width, height }, session.partition, session.proxy);
      },
      closeWindow: () => this.close(),
    });
    this.contents.once('did-finish-load', () => parts.onFirstLoad(this));
    this.contents.on('ready-to-show', () =>
      setImmediate(() => !this.#destroyed && this.emit('ready-to-show')),
    );
    this.contents.on('will-prevent-unload', (event: { defaultPrevented: boolean }) => {
      if (!event.defaultPrevented) parts.onCloseCancelled();
    });
    if (!host.headed) this.contents.driver.setSize({ width, height });
    host.windows.add(this);
    parts.onCreated(this);
  }

  #alive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }

  get webContents(): StandInWebContents {
    this.#alive();
    return this.contents.guarded;
  }

  loadURL(url: string): Promise<void> {
    this.#alive();
    return this.contents.loadURL(url);
  }
  loadFile(path: string): Promise<void> {
    this.#alive();
    return this.contents.loadFile(path);
  }
  reload(): void {
    this.#alive();
    this.contents.reload();
  }

  /** `close` may be prevented; the page's beforeunload may too. */
  close(): void {
    this.#alive();
    const event = createEvent({});
    this.emit('close', event);
    if (event.defaultPrevented) {
      this.#parts.onCloseCancelled();
      return;
    }
    this.contents.driver.run((cdp) => cdp.send('Page.close'));
    void this.#parts.host
      .browser()
      .then((browser) => Promise.race([browser.ended, this.contents.driver.closed()]))
      .then(() => this.destroy());
  }

  /** Without `close` and beforeunload. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.contents.driver.run((cdp) => cdp.send('Page.close'));
    this.#parts.host.windows.delete(this);
    this.contents.markDestroyed();
    this.emit('closed');
    this.#parts.onClosed(this);
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  show(): void {
    this.#alive();
    if (this.#visible) return;
    this.#visible = true;
    this.emit('show', createEvent({}));
  }
  showInactive(): void {
    this.show();
  }
  hide(): void {
    this.#alive();
    this.#visible = false;
    this.emit('hide', createEvent({}));
  }
  isVisible(): boolean {
    this.#alive();
    return this.#visible;
  }
  focus(): void {
    this.#alive();
    this.emit('focus', createEvent({}));
  }
  blur(): void {
    this.#alive();
  }
  isFocused(): boolean {
    this.#alive();
    return this.#visible;
  }
  moveTop(): void {
    this.#alive();
  }
  setAlwaysOnTop(_flag: boolean): void {
    this.#alive();
  }
  isMinimized(): boolean {
    this.#alive();
    return false;
  }
  isMaximized(): boolean {
    this.#alive();
    return false;
  }
  maximize(): void {
    this.#alive();
  }
  restore(): void {
    this.#alive();
  }
  setKiosk(flag: boolean): void {
    this.#alive();
    if (this.#options.fullscreenable !== false) this.#kiosk = flag;
  }
  isKiosk(): boolean {
    this.#alive();
    return this.#kiosk;
  }
  setFullScreen(flag: boolean): void {
    this.setKiosk(flag);
  }
  isFullScreen(): boolean {
    return this.isKiosk();
  }
  getBounds(): Rectangle {
    this.#alive();
    return { ...this.#bounds };
  }
  getContentBounds(): Rectangle {
    return this.getBounds();
  }
  getSize(): number[] {
    const { width, height } = this.getBounds();
    return [width, height];
  }
  getContentSize(): number[] {
    return this.getSize();
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#alive();
    this.#bounds = { ...this.#bounds, ...bounds };
    this.contents.driver.setSize(this.#bounds);
  }
  setMenu(_menu: unknown): void {
    this.#alive();
  }
  removeMenu(): void {
    this.#alive();
  }
  setMenuBarVisibility(_visible: boolean): void {
    this.#alive();
  }
  setAutoHideMenuBar(_hide: boolean): void {
    this.#alive();
  }
  setBackgroundColor(_color: string): void {
    this.#alive();
  }
  setContentProtection(_enable: boolean): void {
    this.#alive();
  }
  getTitle(): string {
    this.#alive();
    return this.#title;
  }
  setTitle(title: string): void {
    this.#alive();
    this.#title = title;
  }
  getNativeWindowHandle(): never {
    return this.#parts.host.guards.notModelled('BrowserWindow.getNativeWindowHandle');
  }
}

function sizeOf(options: BrowserWindowConstructorOptions): { width?: number; height?: number } {
  return {
    ...(options.width === undefined ? {} : { width: options.width }),
    ...(options.height === undefined ? {} : { height: options.height }),
  };
}

/** The class the application constructs, with its static finders. */
export function createWindowClass(parts: WindowParts) {
  const { windows } = parts.host;
  const list = (): StandInWindow[] => [...windows].map((window) => window.guarded);
  // A function, since an arrow cannot be constructed; what it returns is what `new` gives.
  function make(options?: BrowserWindowConstructorOptions): StandInWindow {
    return new StandInWindow(parts, options).guarded;
  }
  const construct = make as unknown as new (options?: BrowserWindowConstructorOptions) => StandInWindow;
  Object.defineProperty(construct, 'prototype', { value: StandInWindow.prototype });
  return parts.host.guards.guardClass(
    Object.assign(construct, {
      getAllWindows: list,
      getFocusedWindow: (): StandInWindow | null => list().at(-1) ?? null,
      fromId: (id: number): StandInWindow | null => list().find((window) => window.id === id) ?? null,
      fromWebContents: (contents: StandInWebContents): StandInWindow | null =>
        list().find((window) => window.webContents === contents) ?? null,
    }),
    'BrowserWindow',
  );
}
