import { createEvent } from '../events.ts';
import type { Host } from '../host.ts';
import type { StandInIpcMain } from '../modules/ipc-main.ts';
import { Navigation } from '../modules/navigation.ts';
import type { StandInSession } from '../modules/session.ts';
import type { StandInWebContents } from '../modules/web-contents.ts';
import type { StandInFrame } from '../modules/web-frame-main.ts';
import type { PageTarget, Size } from './browser.ts';
import type { CdpSession } from './cdp.ts';
import { Documents } from './documents.ts';
import { PageMessages } from './page-messages.ts';
import { answerRequests } from './page-requests.ts';
import { watchPage } from './page-watch.ts';
import { createPageNames, PageScripts, readPreload, worldName } from './preload.ts';

export interface DriverParts {
  readonly host: Host;
  readonly ipcMain: StandInIpcMain;
  readonly session: StandInSession;
  readonly contents: StandInWebContents;
  readonly preloadPath: string | undefined;
  readonly openTarget: () => Promise<PageTarget>;
  readonly closeWindow: () => void;
  readonly askToOpen: (url: string, frameName: string, features: string) => void;
}

/** Drives one browser page on behalf of a webContents: its scripts, requests, navigations and messages. */
export class PageDriver {
  readonly #parts: DriverParts;
  readonly #names = createPageNames();
  readonly #documents: Documents;
  readonly #navigation: Navigation;
  readonly #page: Promise<{ readonly target: PageTarget; readonly scripts: PageScripts }>;
  #cdp: CdpSession | null = null;
  #title = '';
  #disposed = false;
  crashed = false;

  constructor(parts: DriverParts) {
    this.#parts = parts;
    this.#documents = new Documents(parts.host, (channel, args) => this.send(channel, args));
    this.#navigation = new Navigation(parts.host, parts.contents, parts.session, this.#documents);
    this.#page = this.#open();
    this.#page.catch((error: unknown) => {
      if (!this.#disposed)
        parts.host.report.problem('renderer-gone', `The page could not be opened: ${String(error)}`);
    });
  }

  async #open(): Promise<{ target: PageTarget; scripts: PageScripts }> {
    const { host, session, contents } = this.#parts;
    const target = await this.#parts.openTarget();
    const cdp = target.session;
    const scripts = new PageScripts(cdp, this.#names);
    const messages = new PageMessages(this.#parts, this.#documents, (contextId, message) =>
      this.#post(contextId, message),
    );
    this.#documents.watch(cdp, target.targetId);
    messages.watch(cdp, this.#names.binding);
    this.#navigation.watch(cdp, target.targetId);
    watchPage(host, contents, cdp, {
      onCrash: () => {
        this.crashed = true;
        this.#documents.clear();
      },
      onTitle: (title) => {
        this.#title = title;
      },
      askToOpen: this.#parts.askToOpen,
    });
    await Promise.all([
      cdp.send('Page.enable'),
      cdp.send('Runtime.enable'),
      cdp.send('Log.enable'),
      cdp.send('Inspector.enable'),
      cdp.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      cdp.send('Runtime.addBinding', { name: this.#names.binding, executionContextName: worldName }),
      answerRequests({
        host,
        session,
        cdp,
        allowDocument: async (request) => {
          const allowed = this.#navigation.allow(request);
          if (allowed && request.frameId === target.targetId) await this.#loadPreload(scripts);
          return allowed;
        },
        documentAnswered: (request, outcome) => this.#navigation.answered(request, outcome),
      }),
    ]);
    await this.#loadPreload(scripts);
    this.#cdp = cdp;
    return { target, scripts };
  }

  /** Read again at every navigation, as Electron does. */
  async #loadPreload(scripts: PageScripts): Promise<void> {
    const { host, contents, preloadPath } = this.#parts;
    const preload = readPreload(preloadPath);
    if (preload.error !== null) {
      host.report.problem('preload-error', `Unable to load preload script: ${preloadPath}: ${preload.error}`);
      contents.emit('preload-error', createEvent({}), preloadPath, preload.error);
    }
    await scripts.setPreload(preload.text);
  }

  /** Runs a command once the page is there; a page that has gone meanwhile is not an error. */
  run(command: (cdp: CdpSession) => Promise<unknown>): void {
    this.#page.then(({ target }) => command(target.session)).catch(() => undefined);
  }

  async targetId(): Promise<string> {
    return (await this.#page).target.targetId;
  }

  navigate(url: string): void {
    const scheme = url.slice(0, url.indexOf(':'));
    const known = ['data', 'about', 'blob', 'http', 'https', 'file'].includes(scheme);
    if (!known && !this.#parts.session.rawProtocol.isProtocolHandled(scheme)) {
      queueMicrotask(() => this.#parts.contents.failLoading('ERR_FAILED', url, true));
      return;
    }
    if (scheme === 'file') this.#parts.host.guards.notModelled('pages from file: addresses');
    this.#navigation.expectOwn();
    this.run(async (cdp) => {
      const { errorText } = await cdp.send('Page.navigate', { url: this.#parts.host.schemes.toBrowser(url) });
      if (errorText !== undefined && errorText !== '')
        this.#navigation.failed(url, errorText.replace('net::', ''));
    });
  }

  reload(ignoreCache: boolean): void {
    this.#navigation.expectOwn();
    this.crashed = false;
    this.run((cdp) => cdp.send('Page.reload', { ignoreCache }));
  }

  setSize(size: Size): void {
    this.run((cdp) =>
      cdp.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false }),
    );
  }

  async evaluate(expression: string): Promise<unknown> {
    const { target } = await this.#page;
    const answer = await target.session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.text);
    return answer.result.value;
  }

  /** As `webContents.send`: whatever goes wrong is recorded, never thrown. */
  send(channel: string, args: readonly unknown[]): void {
    const { report, wire } = this.#parts.host;
    let value: string;
    try {
      value = wire.encode(args);
    } catch (error) {
      const cause = error instanceof Error ? String(error.cause) : '';
      report.problem('send-failed', `'${channel}': Failed to serialize arguments: ${cause}`);
      return;
    }
    const contextId = this.#documents.mainContext();
    if (contextId === null) {
      report.problem(
        'send-failed',
        `'${channel}': Render frame was disposed before WebFrameMain could be accessed`,
      );
      return;
    }
    report.ipc({ direction: 'to-page', kind: 'send', channel, payload: args });
    this.#post(contextId, { kind: 'send', channel, value });
  }

  #post(contextId: number, message: Record<string, unknown>): void {
    const expression = `globalThis[${JSON.stringify(this.#names.receiver)}](${JSON.stringify(JSON.stringify(message))})`;
    this.#cdp?.send('Runtime.evaluate', { expression, contextId }).catch(() => undefined);
  }

  /** Settles when the page's target is gone, no matter who closed it. */
  async closed(): Promise<void> {
    await (await this.#page).target.closed;
  }

  mainFrame(): StandInFrame {
    return this.#documents.mainFrame();
  }
  url(): string {
    return this.#documents.mainUrl();
  }
  title(): string {
    return this.#title;
  }
  dispose(): void {
    this.#disposed = true;
    this.#documents.clear();
  }
}
