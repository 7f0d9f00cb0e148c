import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { StandInCommandLine } from '../command-line.ts';
import { createEvent } from '../events.ts';
import type { Host } from '../host.ts';
import { AppPaths } from './paths.ts';
import type { Quitting } from './quit.ts';
import { SingleInstance } from './single-instance.ts';

export interface AppFacts {
  readonly name: string;
  readonly version: string;
  readonly userData: string | undefined;
  /** Run from an archive, as an installed product is. */
  readonly packed: boolean;
}

type Modelled =
  | 'isReady'
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'getAppPath'
  | 'getVersion'
  | 'getName'
  | 'getLocale'
  | 'requestSingleInstanceLock'
  | 'enableSandbox';

/** `app`. */
export class StandInApp extends EventEmitter implements Pick<App, Modelled> {
  static readonly standInOnly = ['paths', 'instance', 'quitting'];
  readonly #host: Host;
  readonly #facts: AppFacts;
  #name: string;
  readonly paths: AppPaths;
  readonly instance: SingleInstance;
  readonly commandLine: StandInCommandLine;
  readonly isPackaged: boolean;
  quitting: Quitting | null = null;

  constructor(host: Host, facts: AppFacts) {
    super();
    this.#host = host;
    this.#facts = facts;
    this.#name = facts.name;
    this.isPackaged = facts.packed || process.env['ELECTRON_FORCE_IS_PACKAGED'] !== undefined;
    const { lifecycle, report } = host;
    this.paths = new AppPaths({ name: () => this.#name, userData: facts.userData, lifecycle, report });
    this.commandLine = host.guards.guard(new StandInCommandLine(lifecycle, report), 'app.commandLine');
    this.instance = new SingleInstance(
      () => this.paths.get('userData'),
      ({ argv, cwd, data }) => {
        // Delayed past ready, as in Electron.
        void lifecycle.whenReady.then(() => this.emit('second-instance', createEvent({}), argv, cwd, data));
      },
    );
  }

  get name(): string {
    return this.#name;
  }
  set name(name: string) {
    this.#name = name;
  }
  getName(): string {
    return this.#name;
  }
  setName(name: string): void {
    this.#name = name;
  }
  getVersion(): string {
    return this.#facts.version;
  }
  getAppPath(): string {
    return this.#host.appDir;
  }
  getPath(name: string): string {
    return this.paths.get(name);
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  getLocale(): string {
    this.#host.lifecycle.requireReady('app.getLocale() can only be called after app is ready');
    return 'en-US';
  }
  getSystemLocale(): string {
    return 'en-US';
  }
  getPreferredSystemLanguages(): string[] {
    return ['en-US'];
  }

  isReady(): boolean {
    return this.#host.lifecycle.isReady;
  }
  whenReady(): Promise<void> {
    this.#host.lifecycle.asked = true;
    return this.#host.lifecycle.whenReady;
  }

  quit(): void {
    this.quitting?.quit();
  }
  exit(code = 0): void {
    this.quitting?.exit(code);
  }
  relaunch(options: { args?: string[] } = {}): void {
    this.quitting?.relaunchWith(options.args ?? process.argv.slice(1));
  }

  requestSingleInstanceLock(data?: unknown): boolean {
    return this.instance.request(data);
  }
  hasSingleInstanceLock(): boolean {
    return this.instance.held;
  }
  releaseSingleInstanceLock(): void {
    this.instance.release();
  }

  enableSandbox(): void {
    this.#host.lifecycle.requireEarly('app.enableSandbox() can only be called before app is ready');
  }
  disableHardwareAcceleration(): void {
    this.#host.lifecycle.requireEarly(
      'app.disableHardwareAcceleration() can only be called before app is ready',
    );
  }
  disableDomainBlockingFor3DAPIs(): void {
    this.#host.lifecycle.requireEarly(
      'app.disableDomainBlockingFor3DAPIs() can only be called before app is ready',
    );
  }
  setAppUserModelId(_id: string): void {}
  setLoginItemSettings(_settings: object): void {}
  getLoginItemSettings(): { openAtLogin: boolean } {
    return { openAtLogin: false };
  }
  focus(): void {}
  isAccessibilitySupportEnabled(): boolean {
    return false;
  }
  setAccessibilitySupportEnabled(_enabled: boolean): void {
    this.#host.lifecycle.requireReady(
      'app.setAccessibilitySupportEnabled() can only be called after app is ready',
    );
  }
  getAppMetrics(): { pid: number; type: string }[] {
    return [{ pid: process.pid, type: 'Browser' }];
  }
}
