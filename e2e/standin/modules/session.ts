import { EventEmitter } from 'node:events';
import type { ProxyConfig, Session } from 'electron';
import type { Host } from '../host.ts';
import type { StandInProtocol } from './protocol.ts';
import { matchesPattern } from './url-pattern.ts';
import type { StandInWebContents } from './web-contents.ts';

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type BeforeRequest = (
  details: Record<string, unknown>,
  callback: (response: { cancel?: boolean; redirectURL?: string }) => void,
) => void;

/** `session.webRequest`: one listener an event, the last one set wins. Only `onBeforeRequest` is modelled. */
export class StandInWebRequest {
  #listener: { readonly run: BeforeRequest; readonly urls: readonly string[] } | null = null;

  onBeforeRequest(first: { urls: string[] } | BeforeRequest | null, second?: BeforeRequest | null): void {
    const run = typeof first === 'function' || first === null ? first : (second ?? null);
    const urls = typeof first === 'object' && first !== null ? first.urls : ['<all_urls>'];
    this.#listener = run === null ? null : { run, urls };
  }

  /** Whether the application cancels this request. A listener that never calls back stalls it, as in Electron. */
  cancels(details: { url: string; method: string; resourceType: string }): Promise<boolean> {
    const listener = this.#listener;
    if (listener === null || !listener.urls.some((pattern) => matchesPattern(pattern, details.url))) {
      return Promise.resolve(false);
    }
    return new Promise((resolve) => {
      listener.run({ ...details, id: 0, timestamp: Date.now() }, ({ cancel, redirectURL }) => {
        resolve(cancel === true || redirectURL !== undefined);
      });
    });
  }
}

/** A session: who may do what, and where requests go. */
export class StandInSession extends EventEmitter {
  readonly #host: Host;
  readonly protocol: StandInProtocol;
  /** The unguarded `protocol`: pages' requests are answered by this one. */
  readonly rawProtocol: StandInProtocol;
  readonly webRequest: StandInWebRequest;
  /** The guarded `webRequest` is what the application sees; requests are asked of this one. */
  readonly requests = new StandInWebRequest();
  static readonly standInOnly = [
    'requests',
    'rawProtocol',
    'missingHandlers',
    'permits',
    'guarded',
    'partition',
    'proxy',
    'pagesOpened',
  ];
  /** What the application set for its pages; null where it set nothing. */
  proxy: { readonly rules: string; readonly bypass: string } | null = null;
  pagesOpened = false;
  readonly guarded: StandInSession;
  /** Empty for the default session; the others live in memory only. */
  readonly partition: string;
  #requestHandler: RequestHandler | null = null;
  #checkHandler: CheckHandler | null = null;
  #spelling = true;

  constructor(host: Host, protocol: StandInProtocol, partition: string) {
    super();
    this.#host = host;
    this.rawProtocol = protocol;
    this.partition = partition;
    this.guarded = host.guards.guard(this, 'Session');
    this.protocol = host.guards.guard(protocol, 'session.protocol');
    this.webRequest = host.guards.guard(this.requests, 'session.webRequest');
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#requestHandler = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#checkHandler = handler;
  }
  setDevicePermissionHandler(_handler: unknown): void {}
  setDisplayMediaRequestHandler(_handler: unknown): void {}
  setBluetoothPairingHandler(_handler: unknown): void {}
  setUSBProtectedClassesHandler(_handler: unknown): void {}
  setCertificateVerifyProc(proc: unknown): void {
    if (proc !== null) {
      this.#host.report.problem(
        'insecure-preference',
        'session.setCertificateVerifyProc replaces the check of certificates',
      );
    }
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.#spelling = enable;
  }
  isSpellCheckerEnabled(): boolean {
    return this.#spelling;
  }
  get spellCheckerEnabled(): boolean {
    return this.#spelling;
  }
  set spellCheckerEnabled(enable: boolean) {
    this.#spelling = enable;
  }
  setSpellCheckerLanguages(_languages: readonly string[]): void {}
  setSpellCheckerDictionaryDownloadURL(_url: string): void {}
  isPersistent(): boolean {
    return this.partition === '';
  }
  getUserAgent(): string {
    return 'Mozilla/5.0 hoststand Electron';
  }
  /** PAC text, from `STANDIN_PROXY`; straight where nothing is said, as on a PC without a proxy. */
  resolveProxy(url: string): Promise<string> {
    if (typeof url !== 'string') {
      return Promise.reject(new TypeError('Error processing argument at index 0, conversion failure'));
    }
    return Promise.resolve(process.env['STANDIN_PROXY'] ?? 'DIRECT');
  }
  /** Holds for pages opened afterwards: a browser's context has one proxy for its life. */
  setProxy(config: ProxyConfig): Promise<void> {
    if (this.pagesOpened)
      return Promise.reject(new Error('The stand-in does not change the proxy of open pages'));
    const { mode, proxyRules } = config;
    if (mode !== undefined && mode !== 'fixed_servers') {
      return this.#host.guards.notModelled(`session.setProxy of the mode ${mode}`);
    }
    this.proxy = { rules: proxyRules ?? '', bypass: config.proxyBypassRules ?? '' };
    return Promise.resolve();
  }
  clearCache(): Promise<void> {
    return Promise.resolve();
  }
  flushStorageData(): void {}
  closeAllConnections(): Promise<void> {
    return Promise.resolve();
  }
  async clearStorageData(): Promise<void> {
    const { root } = await this.#host.browser();
    await root.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' });
  }

  /** Names of the handlers whose absence lets Electron grant everything. */
  missingHandlers(): readonly string[] {
    return [
      ...(this.#requestHandler === null ? ['setPermissionRequestHandler'] : []),
      ...(this.#checkHandler === null ? ['setPermissionCheckHandler'] : []),
    ];
  }

  /** Electron grants when no handler is set: so does this, and says so. */
  permits(
    contents: StandInWebContents,
    permission: string,
    url: string,
    isMainFrame: boolean,
  ): Promise<boolean> {
    const handler = this.#requestHandler;
    if (handler === null) {
      this.#host.report.problem(
        'permission-default',
        `${permission} was granted to ${url}: no permission handler`,
      );
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const ask = handler as unknown as (
        contents: unknown,
        permission: string,
        callback: (granted: boolean) => void,
        details: object,
      ) => void;
      ask(contents.guarded, permission, (granted) => resolve(granted === true), {
        requestingUrl: url,
        isMainFrame,
      });
    });
  }
}
