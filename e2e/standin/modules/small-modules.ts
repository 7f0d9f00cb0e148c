import { EventEmitter } from 'node:events';
import type { Display, Menu, MenuItemConstructorOptions } from 'electron';
import type { Host } from '../host.ts';

/** `powerMonitor`. Its events come only from tests. */
export class StandInPowerMonitor extends EventEmitter {
  readonly #host: Host;
  constructor(host: Host) {
    super();
    this.#host = host;
  }
  get onBatteryPower(): boolean {
    return false;
  }
  isOnBatteryPower(): boolean {
    return false;
  }
  getSystemIdleTime(): number {
    this.#host.lifecycle.requireReady('powerMonitor cannot be used before app is ready');
    return 0;
  }
  getSystemIdleState(_threshold: number): string {
    return 'active';
  }
  getCurrentThermalState(): string {
    return 'unknown';
  }
}

/** `powerSaveBlocker`: ids start at 0. */
export class StandInPowerSaveBlocker {
  readonly #host: Host;
  readonly #started = new Set<number>();
  #next = 0;
  constructor(host: Host) {
    this.#host = host;
  }
  start(type: string): number {
    this.#host.lifecycle.requireReady('powerSaveBlocker cannot be used before app is ready');
    if (type !== 'prevent-app-suspension' && type !== 'prevent-display-sleep') {
      throw new TypeError(`Error processing argument at index 0, conversion failure from ${type}`);
    }
    const id = this.#next;
    this.#next += 1;
    this.#started.add(id);
    return id;
  }
  stop(id: number): boolean {
    return this.#started.delete(id);
  }
  isStarted(id: number): boolean {
    return this.#started.has(id);
  }
}

/** `Menu`: only what a kiosk needs, which is to have none. */
export function createMenuClass(host: Host) {
  let current: Menu | null | 'default' = 'default';
  class StandInMenu {
    static setApplicationMenu(menu: Menu | null): void {
      // On macOS null is heeded before ready only.
      if (menu === null && process.platform === 'darwin' && host.lifecycle.isReady) return;
      current = menu;
    }
    static getApplicationMenu(): Menu | null {
      return current === 'default' ? null : current;
    }
    static buildFromTemplate(_template: MenuItemConstructorOptions[]): never {
      return host.guards.notModelled('Menu.buildFromTemplate');
    }
  }
  return {
    Menu: host.guards.guardClass(StandInMenu, 'Menu'),
    /** Whether Electron would have put its own menu, with reload and developer tools, in place. */
    isDefault: (): boolean => current === 'default',
  };
}

/** `screen`: one display of the size the test asked for. Throws before ready. */
export class StandInScreen extends EventEmitter {
  readonly #host: Host;
  constructor(host: Host) {
    super();
    this.#host = host;
  }
  #display(): Display {
    this.#host.lifecycle.requireReady("The 'screen' module can't be used before the app 'ready' event");
    const { width, height } = this.#host.screenSize;
    const area = { x: 0, y: 0, width, height };
    const facts: Partial<Display> = {
      id: 1,
      label: 'Stand-in',
      bounds: area,
      workArea: area,
      size: { width, height },
      workAreaSize: { width, height },
      scaleFactor: 1,
      rotation: 0,
      internal: true,
      touchSupport: 'available',
    };
    return this.#host.guards.guard(facts, 'Display') as Display;
  }
  getPrimaryDisplay(): Display {
    return this.#display();
  }
  getAllDisplays(): Display[] {
    return [this.#display()];
  }
  getDisplayMatching(): Display {
    return this.#display();
  }
  getDisplayNearestPoint(): Display {
    return this.#display();
  }
  getCursorScreenPoint(): { x: number; y: number } {
    this.#display();
    return { x: 0, y: 0 };
  }
}

/** `dialog`: boxes are recorded; what would stop a kiosk for an answer is not modelled. */
export class StandInDialog {
  readonly #host: Host;
  constructor(host: Host) {
    this.#host = host;
  }
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
    this.#host.report.problem('error-box', `${title}: ${content}`);
  }
}

/** `crashReporter`. */
export class StandInCrashReporter {
  readonly #host: Host;
  constructor(host: Host) {
    this.#host = host;
  }
  start(options: { submitURL?: string; uploadToServer?: boolean }): void {
    this.#host.lifecycle.requireEarly('crashReporter.start after ready misses processes already running');
    if (options.uploadToServer !== false && options.submitURL === undefined) {
      throw new Error('submitURL must be specified when uploadToServer is true');
    }
  }
  getUploadToServer(): boolean {
    return false;
  }
}

/** `nativeTheme`. */
export class StandInNativeTheme extends EventEmitter {
  themeSource: 'system' | 'light' | 'dark' = 'system';
  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'dark';
  }
  get shouldUseHighContrastColors(): boolean {
    return false;
  }
}
