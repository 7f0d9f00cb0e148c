import type { EventEmitter } from 'node:events';
import type { Browser } from '../chromium/browser.ts';
import { createEvent } from '../events.ts';
import type { Host } from '../host.ts';

/**
 * The end of the process, in Electron's order: `before-quit`, each window's `close` and `closed`, `will-quit`,
 * `quit`, exit. A prevented close cancels the whole of it.
 */
export class Quitting {
  readonly #host: Host;
  readonly #app: EventEmitter;
  readonly #browser: () => Promise<Browser> | null;
  readonly #reallyExit: (code: number) => void;
  readonly #startAgain: (args: readonly string[]) => void;
  #quitting = false;
  #shutDown = false;
  #code: number | null = null;
  readonly #relaunches: string[][] = [];

  constructor(options: {
    readonly host: Host;
    readonly app: EventEmitter;
    readonly browser: () => Promise<Browser> | null;
    readonly reallyExit: (code: number) => void;
    /** Restarts the application, for `app.relaunch`. */
    readonly startAgain: (args: readonly string[]) => void;
  }) {
    this.#host = options.host;
    this.#app = options.app;
    this.#browser = options.browser;
    this.#reallyExit = options.reallyExit;
    this.#startAgain = options.startAgain;
  }

  quit(): void {
    if (this.#quitting || this.#shutDown) return;
    const event = createEvent({});
    this.#app.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    if (this.#host.windows.size === 0) this.#notifyAndShutDown();
    else for (const window of [...this.#host.windows]) if (!window.isDestroyed()) window.close();
  }

  closeCancelled(): void {
    this.#quitting = false;
  }

  windowClosed(): void {
    if (this.#shutDown || this.#host.windows.size > 0) return;
    if (this.#quitting) this.#notifyAndShutDown();
    else if (this.#app.listenerCount('window-all-closed') > 0) this.#app.emit('window-all-closed');
    else this.quit();
  }

  #notifyAndShutDown(): void {
    const event = createEvent({});
    this.#app.emit('will-quit', event);
    if (event.defaultPrevented) {
      this.#quitting = false;
      return;
    }
    this.#finish(0);
  }

  /** `app.exit`: no `before-quit`, no `close`. Before the message loop runs it is a plain exit without any event. */
  exit(code: number): void {
    if (!this.#host.lifecycle.isReady) {
      this.#reallyExit(code);
      return;
    }
    if (this.#shutDown) return;
    this.#code = code;
    this.#shutDown = true;
    for (const window of [...this.#host.windows]) window.destroy();
    this.#shutDown = false;
    this.#finish(code);
  }

  relaunchWith(args: string[]): void {
    this.#relaunches.push(args);
  }

  /** A quit asked for before `ready` does not stop start-up: it takes effect after `ready` has been emitted. */
  #finish(code: number): void {
    if (this.#shutDown) return;
    this.#shutDown = true;
    const { lifecycle } = this.#host;
    void lifecycle.whenReady.then(() => setImmediate(() => void this.#end(this.#code ?? code)));
  }

  async #end(code: number): Promise<void> {
    this.#host.lifecycle.phase = 'quitting';
    this.#app.emit('quit', createEvent({}), code);
    const browser = this.#browser();
    if (browser !== null) {
      await browser.then(
        (running) => running.close(),
        () => undefined,
      );
    }
    for (const args of this.#relaunches) {
      this.#startAgain(args);
    }
    this.#reallyExit(code);
  }
}
