import { writeSync } from 'node:fs';
import type { CreditState } from '../../../src-preload/contract/outbox.ts';

/** What a kiosk's process tells the trial, one JSON line each. */
export type Report =
  /** It is up: the router answers. */
  | { readonly say: 'ready' }
  /** A tap begins: from here on this credit may exist. */
  | { readonly say: 'giving'; readonly creditId: string; readonly guestId: string; readonly amount: number }
  /** The kiosk said that it is saved: from here on it must never be lost. */
  | {
      readonly say: 'given';
      readonly creditId: string;
      readonly guestId: string;
      readonly amount: number;
      readonly givenAt: number;
      readonly state: CreditState;
    }
  /** A finger goes to "undo". */
  | { readonly say: 'undoing'; readonly creditId: string }
  /** The kiosk said that it was taken back: it must never be in the CRM. */
  | { readonly say: 'undone'; readonly creditId: string }
  /** The kiosk said that it could no longer be taken back. */
  | { readonly say: 'undo-late'; readonly creditId: string }
  /** A manager is about to say what becomes of a credit that needs a person. */
  | { readonly say: 'deciding'; readonly creditId: string }
  /** Something that must not happen, no matter what the line and the process go through. */
  | { readonly say: 'trouble'; readonly event: string; readonly detail: string }
  /** What is waiting, as the page would show it. */
  | { readonly say: 'waiting'; readonly count: number; readonly needPerson: number };

export type Tell = (report: Report) => void;

/** The descriptor on which the trial listens. */
const REPORT_FD = 3;

/**
 * Writes to the trial before it returns. What is in the pipe outlives the writer, so anything that was said before a
 * SIGKILL is heard; a report on its way through an event loop would not be.
 */
export function tellTrial(report: Report): void {
  const bytes = Buffer.from(`${JSON.stringify(report)}\n`);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(REPORT_FD, bytes, done);
    } catch (error) {
      // The reader is slower than we are: its buffer is full for a moment.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

/** Makes reports of what arrives in pieces. Half a line at the end was never said: the writer died over it. */
export function createReportReader(heard: (report: Report) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) heard(JSON.parse(line) as Report);
  };
}
