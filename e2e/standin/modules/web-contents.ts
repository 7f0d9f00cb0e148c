import { EventEmitter } from 'node:events';
import type { WindowOpenHandlerResponse } from 'electron';
import type { PageTarget } from '../chromium/browser.ts';
import { PageDriver } from '../chromium/page-driver.ts';
import { createEvent, netErrors } from '../events.ts';
import type { Host } from '../host.ts';
import { StandInIpcMain } from './ipc-main.ts';
import type { StandInSession } from './session.ts';
import type { StandInFrame } from './web-frame-main.ts';
import type { EffectivePreferences } from './web-preferences.ts';

interface PendingLoad {
  readonly url: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

type OpenHandler = (details: {
  url: string;
  frameName: string;
  features: string;
  disposition: string;
}) => WindowOpenHandlerResponse;

/** What a webContents needs of the rest of the stand-in. */
export interface ContentsParts {
  readonly host: Host;
  readonly ipcMain: StandInIpcMain;
  readonly session: StandInSession;
  readonly preferences: EffectivePreferences;
  readonly openTarget: () => Promise<PageTarget>;
  readonly closeWindow: () => void;
}

/** `webContents`: one page. Methods of a destroyed one throw, as Electron's do. */
export class StandInWebContents extends EventEmitter {
  static readonly standInOnly = [
    'driver',
    'guarded',
    'rawIpc',
    'rawSession',
    'hasWindowOpenHandler',
    'startLoading',
    'finishLoading',
    'failLoading',
    'markDestroyed',
  ];
  readonly id: number;
  readonly guarded: StandInWebContents;
  readonly session: StandInSession;
  readonly rawSession: StandInSession;
  readonly rawIpc = new StandInIpcMain();
  readonly #parts: ContentsParts;
  readonly #driver: PageDriver;
  #destroyed = false;
  #loading = false;
  #pending: PendingLoad | null = null;
  #openHandler: OpenHandler | null = null;
  #askedToLoad = '';

  constructor(parts: ContentsParts) {
    super();
    this.#parts = parts;
    this.id = parts.host.nextId();
    this.guarded = parts.host.guards.guard(this, 'webContents');
    this.rawSession = parts.session;
    this.session = parts.session.guarded;
    this.#driver = new PageDriver({
      host: parts.host,
      ipcMain: parts.ipcMain,
      session: parts.session,
      contents: this,
      preloadPath: parts.preferences.preload,
      openTarget: parts.openTarget,
      closeWindow: parts.closeWindow,
      askToOpen: (url, frameName, features) => this.#askToOpen(url, frameName, features),
    });
    parts.host.contents.add(this);
  }

  #alive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }

  get driver(): PageDriver {
    return this.#driver;
  }
  get ipc(): StandInIpcMain {
    this.#alive();
    return this.#parts.host.guards.guard(this.rawIpc, 'webContents.ipc');
  }
  get mainFrame(): StandInFrame {
    this.#alive();
    return this.#parts.host.guards.guard(this.#driver.mainFrame(), 'WebFrameMain');
  }
  get zoomFactor(): number {
    return 1;
  }
  getZoomFactor(): number {
    return 1;
  }
  setZoomFactor(factor: number): void {
    this.#alive();
    if (factor !== 1) this.#parts.host.guards.notModelled('webContents.setZoomFactor other than 1');
  }
  setZoomLevel(level: number): void {
    this.#alive();
    if (level !== 0) this.#parts.host.guards.notModelled('webContents.setZoomLevel other than 0');
  }
  setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void> {
    this.#alive();
    if (minimum > maximum) throw new Error('minimumLevel must not be above maximumLevel');
    return Promise.resolve();
  }
  setBackgroundThrottling(_allowed: boolean): void {
    this.#alive();
  }
  setIgnoreMenuShortcuts(_ignore: boolean): void {
    this.#alive();
  }
  setUserAgent(_agent: string): void {
    this.#alive();
  }
  /** A browser has one for all its pages: the first page's, told before the browser starts. */
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.#alive();
    this.#parts.host.webRtcPolicy.value = policy;
  }
  setAudioMuted(_muted: boolean): void {
    this.#alive();
  }
  getLastWebPreferences(): EffectivePreferences {
    this.#alive();
    return { ...this.#parts.preferences };
  }
  getURL(): string {
    this.#alive();
    return this.#driver.url();
  }
  getTitle(): string {
    this.#alive();
    return this.#driver.title();
  }
  getType(): string {
    return 'window';
  }
  getOSProcessId(): number {
    this.#alive();
    return 1;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isLoading(): boolean {
    this.#alive();
    return this.#loading;
  }
  isLoadingMainFrame(): boolean {
    return this.isLoading();
  }
  isCrashed(): boolean {
    this.#alive();
    return this.#driver.crashed;
  }
  isDevToolsOpened(): boolean {
    return false;
  }
  isFocused(): boolean {
    return true;
  }
  focus(): void {
    this.#alive();
  }
  stop(): void {
    this.#alive();
    this.#driver.run((cdp) => cdp.send('Page.stopLoading'));
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#alive();
    this.#openHandler = handler;
  }
  hasWindowOpenHandler(): boolean {
    return this.#openHandler !== null;
  }

  /** Never throws for bad arguments or a dead page: Electron only logs, the stand-in records. */
  send(channel: string, ...args: unknown[]): void {
    this.#alive();
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument');
    this.#driver.send(channel, args);
  }

  loadURL(url: string): Promise<void> {
    this.#alive();
    this.#settleLoad('ERR_ABORTED');
    const loaded = new Promise<void>((resolve, reject) => {
      this.#pending = { url, resolve, reject };
    });
    // Electron silences this rejection: a caller that does not await it is not punished.
    loaded.catch(() => undefined);
    this.#askedToLoad = url;
    this.startLoading();
    this.#driver.navigate(url);
    return loaded;
  }

  loadFile(_path: string): Promise<void> {
    return this.#parts.host.guards.notModelled(
      'webContents.loadFile (serve pages from a scheme of your own)',
    );
  }

  reload(): void {
    this.#alive();
    this.startLoading();
    this.#driver.reload(false);
  }

  reloadIgnoringCache(): void {
    this.#alive();
    this.startLoading();
    this.#driver.reload(true);
  }

  async executeJavaScript(code: string): Promise<unknown> {
    this.#alive();
    return await this.#driver.evaluate(code);
  }

  forcefullyCrashRenderer(): void {
    this.#alive();
    this.#driver.run((cdp) => cdp.send('Page.crash'));
  }

  close(): void {
    this.#alive();
    this.#parts.closeWindow();
  }

  // What follows is called by the stand-in itself.

  startLoading(): void {
    if (this.#loading) return;
    this.#loading = true;
    this.emit('did-start-loading', createEvent({}));
  }

  finishLoading(): void {
    this.emit('did-frame-finish-load', createEvent({}), true, 1, 1);
    this.emit('did-finish-load', createEvent({}));
    this.#loading = false;
    this.emit('did-stop-loading', createEvent({}));
    const pending = this.#pending;
    this.#pending = null;
    pending?.resolve();
  }

  failLoading(name: string, url: string, isMainFrame: boolean): void {
    const code = netErrors[name] ?? -2;
    if (name !== 'ERR_ABORTED')
      this.emit('did-fail-load', createEvent({}), code, name, url, isMainFrame, 1, 1);
    if (!isMainFrame) return;
    this.#loading = false;
    this.emit('did-stop-loading', createEvent({}));
    this.#settleLoad(name);
  }

  markDestroyed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#driver.dispose();
    this.#parts.host.contents.delete(this);
    this.#settleLoad('ERR_ABORTED');
    this.emit('destroyed');
  }

  #settleLoad(name: string): void {
    const pending = this.#pending;
    this.#pending = null;
    const code = netErrors[name] ?? -2;
    pending?.reject(
      Object.assign(new Error(`${name} (${code}) loading '${pending.url}'`), {
        errno: code,
        code: name,
        url: this.#askedToLoad,
      }),
    );
  }

  #askToOpen(url: string, frameName: string, features: string): void {
    const { report } = this.#parts.host;
    if (this.#openHandler === null) {
      report.problem(
        'window-open-default',
        `No setWindowOpenHandler: Electron would open a window on ${url}`,
      );
      return;
    }
    const disposition = features === '' ? 'foreground-tab' : 'new-window';
    const response: unknown = this.#openHandler({ url, frameName, features, disposition });
    const action: unknown =
      typeof response === 'object' && response !== null ? Reflect.get(response, 'action') : null;
    if (action === 'allow') report.problem('window-open-allowed', `A window on ${url} was allowed`);
    else if (action !== 'deny') {
      report.problem('misuse', `The window-open handler returned neither allow nor deny for ${url}`);
    }
  }
}
