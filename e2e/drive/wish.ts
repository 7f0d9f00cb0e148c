import type { Size } from '../standin/chromium/browser.ts';

/** What is driven, as the command line said it. Paths are absolute. */
export interface Wish {
  /** The user-data folder. */
  readonly data: string;
  /** The file in place of the admin's; the admin's own, when null. */
  readonly config: string | null;
  /** The size of the page; what the application takes, when null. */
  readonly size: Size | null;
}

/** The application while it is driven. */
export interface Driven {
  /** The first page is there. Never settles where the application ends before. */
  readonly ready: Promise<{ readonly endpoint: string; readonly pid: number }>;
  /** The way of `app.quit()`. */
  readonly quit: () => void;
  readonly kill: () => void;
  /** Nothing of it is left; its exit code. */
  readonly ended: Promise<number>;
}

/** The environment that gives the application its configuration file. */
export const configured = ({ config }: Wish): Record<string, string> =>
  config === null ? {} : { HOSTSTAND_CONFIG_FILE: config };
