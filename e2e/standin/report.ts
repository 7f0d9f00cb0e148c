import { appendFileSync } from 'node:fs';

/** What the stand-in noticed that Electron would only log, grant, or swallow. Each fails a test that did not expect it. */
export type ProblemKind =
  | 'not-modelled'
  | 'misuse'
  | 'default-menu'
  | 'permission-default'
  | 'window-open-default'
  | 'window-open-allowed'
  | 'csp-violation'
  | 'console-error'
  | 'page-error'
  | 'main-console-error'
  | 'uncaught'
  | 'handler-error'
  | 'reply-lost'
  | 'send-failed'
  | 'uncloneable'
  | 'preload-error'
  | 'protocol-error'
  | 'network-request'
  | 'page-dialog'
  | 'download'
  | 'external-url'
  | 'renderer-gone'
  | 'insecure-preference'
  | 'entry-hangs'
  | 'entry-failed'
  | 'network-default'
  | 'error-box';

export interface StandInProblem {
  readonly kind: ProblemKind;
  readonly message: string;
  /** UTC ms. */
  readonly at: number;
}

/** One message that crossed between main and page, in the order it crossed. */
export interface IpcRecord {
  readonly direction: 'to-main' | 'to-page';
  readonly kind: 'invoke' | 'send' | 'reply' | 'error';
  readonly channel: string;
  /** JSON-safe picture of what crossed: every string in it is kept as it was. */
  readonly payload: unknown;
  /** UTC ms. */
  readonly at: number;
}

export interface Report {
  readonly problem: (kind: ProblemKind, message: string) => void;
  readonly ipc: (record: Omit<IpcRecord, 'at'>) => void;
}

/**
 * Writes problems and messages as JSON lines, each synchronously, so that a killed process loses none.
 * Without a problem file, problems go to standard error instead.
 */
export function createReport(
  files: { readonly problems: string | undefined; readonly ipc: string | undefined },
  now: () => number = Date.now,
): Report {
  const line = (value: unknown): string => `${JSON.stringify(value, jsonSafe)}\n`;
  return {
    problem: (kind, message) => {
      const problem: StandInProblem = { kind, message, at: now() };
      if (files.problems !== undefined) appendFileSync(files.problems, line(problem));
      else process.stderr.write(`[stand-in] ${kind}: ${message}\n`);
    },
    ipc: (record) => {
      if (files.ipc !== undefined) appendFileSync(files.ipc, line({ ...record, at: now() }));
    },
  };
}

/** JSON has no BigInt, Map, Set, Error or bytes; all their text must still be readable in the log. */
function jsonSafe(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Map) return { map: [...value] };
  if (value instanceof Set) return { set: [...value] };
  if (value instanceof Error) return { error: value.message };
  if (value instanceof ArrayBuffer) return { bytes: Buffer.from(value).toString('latin1') };
  if (ArrayBuffer.isView(value)) {
    return { bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1') };
  }
  return value;
}
