import { createHash } from 'node:crypto';

/** One thing that happened, in plain words. */
export interface TraceLine {
  /** Ms since the shift began. */
  readonly at: number;
  /** "Kiosk 1", "CRM", "Marco D.". */
  readonly who: string;
  readonly what: string;
}

/** Everything that happened in a shift, in order. The hash tells two runs apart by a single letter. */
export interface Trace {
  readonly add: (who: string, what: string) => void;
  readonly hash: () => string;
  /** Empty unless kept. */
  readonly lines: () => readonly TraceLine[];
}

export function createTrace(now: () => number, keep: boolean): Trace {
  const hash = createHash('sha256');
  const lines: TraceLine[] = [];
  let text = '';
  return {
    add: (who, what) => {
      text += `${now()}\t${who}\t${what}\n`;
      if (keep) lines.push({ at: now(), who, what });
    },
    hash: () => hash.copy().update(text).digest('hex'),
    lines: () => lines,
  };
}
