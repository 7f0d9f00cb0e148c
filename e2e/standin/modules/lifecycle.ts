/** Where the main process stands. `entry`: the main module is still evaluating. */
export type Phase = 'entry' | 'starting' | 'ready' | 'quitting' | 'gone';

/** Readiness, with Electron's own words for what is asked too early or too late. */
export class Lifecycle {
  phase: Phase = 'entry';
  readonly whenReady: Promise<void>;
  /** Whether anyone asked for `whenReady` so far: what a top-level await on it looks like. */
  asked = false;
  resolveReady: () => void = () => undefined;

  constructor() {
    this.whenReady = new Promise((resolve) => {
      this.resolveReady = resolve;
    });
  }

  get isReady(): boolean {
    return this.phase !== 'entry' && this.phase !== 'starting';
  }

  /** Throws `text` before ready. */
  requireReady(text: string, ErrorType: new (text: string) => Error = Error): void {
    if (!this.isReady) throw new ErrorType(text);
  }

  /** Throws `text` once ready. */
  requireEarly(text: string): void {
    if (this.isReady) throw new Error(text);
  }
}
