import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Report } from '../report.ts';
import type { Lifecycle } from './lifecycle.ts';

/** `app.getPath` and `app.setPath`: nothing is created on disk but `userData`, and that only at ready. */
export class AppPaths {
  readonly #set = new Map<string, string>();
  readonly #name: () => string;
  readonly #lifecycle: Lifecycle;
  readonly #report: Report;

  constructor(options: {
    readonly name: () => string;
    readonly userData: string | undefined;
    readonly lifecycle: Lifecycle;
    readonly report: Report;
  }) {
    this.#name = options.name;
    this.#lifecycle = options.lifecycle;
    this.#report = options.report;
    if (options.userData !== undefined) {
      // --user-data-dir is applied, and the folder made, before any script.
      mkdirSync(options.userData, { recursive: true });
      this.#set.set('userData', options.userData);
    }
  }

  #appData(): string {
    const { platform, env } = process;
    if (platform === 'win32') return env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
    if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
    const xdg = env['XDG_CONFIG_HOME'];
    return xdg === undefined || xdg === '' ? join(homedir(), '.config') : xdg;
  }

  get(name: string): string {
    const set = this.#set.get(name);
    if (set !== undefined) return set;
    const home = homedir();
    switch (name) {
      case 'home':
        return home;
      case 'appData':
        return this.#appData();
      case 'userData':
        return join(this.get('appData'), this.#name());
      case 'sessionData':
        return this.get('userData');
      case 'temp':
        return tmpdir();
      case 'exe':
      case 'module':
        return process.execPath;
      case 'logs':
        return join(this.get('userData'), 'logs');
      case 'crashDumps':
        return join(this.get('userData'), 'Crashpad');
      case 'desktop':
      case 'documents':
      case 'downloads':
      case 'music':
      case 'pictures':
      case 'videos':
        return join(home, name.charAt(0).toUpperCase() + name.slice(1));
      default:
        throw new Error(`Failed to get '${name}' path`);
    }
  }

  /** Done at ready, not before. */
  makeUserData(): void {
    mkdirSync(this.get('userData'), { recursive: true });
  }

  set(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    if (this.#lifecycle.isReady && (name === 'userData' || name === 'sessionData')) {
      const message = `app.setPath('${name}') after ready does nothing useful`;
      this.#report.problem('misuse', message);
      throw new Error(message);
    }
    this.get(name);
    this.#set.set(name, path);
  }
}
