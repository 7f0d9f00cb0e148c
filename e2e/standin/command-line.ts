import type { CommandLine } from 'electron';
import type { Lifecycle } from './modules/lifecycle.ts';
import type { Report } from './report.ts';

/** `app.commandLine`. Switches and values are lower-cased, as Electron does; after ready they are too late. */
export class StandInCommandLine implements CommandLine {
  readonly #switches = new Map<string, string>();
  readonly #lifecycle: Lifecycle;
  readonly #report: Report;

  constructor(lifecycle: Lifecycle, report: Report) {
    this.#lifecycle = lifecycle;
    this.#report = report;
  }

  #early(what: string): void {
    if (!this.#lifecycle.isReady) return;
    const message = `app.commandLine.${what} after ready does nothing useful`;
    this.#report.problem('misuse', message);
    throw new Error(message);
  }

  appendSwitch(name: string, value = ''): void {
    this.#early('appendSwitch');
    this.#switches.set(name.toLowerCase(), value.toLowerCase());
    if (name === 'no-sandbox' || name === 'disable-web-security' || name === 'ignore-certificate-errors') {
      this.#report.problem('insecure-preference', `app.commandLine.appendSwitch('${name}')`);
    }
  }
  appendArgument(_value: string): void {
    this.#early('appendArgument');
  }
  hasSwitch(name: string): boolean {
    return (
      this.#switches.has(name.toLowerCase()) || process.argv.some((arg) => arg.split('=')[0] === `--${name}`)
    );
  }
  getSwitchValue(name: string): string {
    const arg = process.argv.find((candidate) => candidate.startsWith(`--${name}=`));
    return this.#switches.get(name.toLowerCase()) ?? arg?.slice(name.length + 3) ?? '';
  }
  removeSwitch(name: string): void {
    this.#switches.delete(name.toLowerCase());
  }
}
