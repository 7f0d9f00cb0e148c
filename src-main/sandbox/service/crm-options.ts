import { MAX_CENTS } from '../../../src-preload/contract/money.ts';
import type { JournalError } from '../data/append-log.ts';
import { isTimeZone } from '../data/calendar.ts';

export interface TrainingCrmOptions {
  /** What the invented guests, and the credentials, are made from. */
  readonly seed: number;
  /** How many guests, those who are always there included. */
  readonly guests: number;
  /** UTC ms. */
  readonly now: () => number;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** IANA name; America/Los_Angeles by default. */
  readonly timeZone?: string;
  /** The hour at which a business day ends, 0 to 23; 4 by default. */
  readonly dayEndsAtHour?: number;
  /** How long a credit lasts, in business days; 90 by default. */
  readonly expiryDays?: number;
  /** The most for one credit, in cents; by default the most Hoststand handles, since the reference names no limit. */
  readonly maxAmount?: number;
  /** Where what is written is kept, so that it survives a restart; null or left out: nowhere. */
  readonly journal?: string | null;
}

export type TrainingCrmError =
  | { readonly code: 'port-in-use'; readonly port: number }
  | { readonly code: 'port-not-allowed'; readonly port: number }
  | { readonly code: 'not-listening'; readonly detail: string }
  | { readonly code: 'bad-option'; readonly option: keyof TrainingCrmOptions; readonly needed: string }
  /** The journal was written for records made from another seed or number of guests. */
  | {
      readonly code: 'journal-of-other-books';
      readonly path: string;
      readonly seed: number;
      readonly guests: number;
    }
  | JournalError;

/** Why it did not start, and what to do, in plain words. */
export function describeTrainingCrmError(error: TrainingCrmError): string {
  switch (error.code) {
    case 'port-in-use':
      return `Port ${error.port} is in use by another program. Close that program, or choose another port.`;
    case 'port-not-allowed':
      return `This account may not listen on port ${error.port}. Choose a port above 1023.`;
    case 'not-listening':
      return `The built-in CRM could not listen on this computer: ${error.detail}. Try another port.`;
    case 'bad-option':
      return `The setting "${error.option}" cannot be used: it must be ${error.needed}.`;
    case 'journal-of-other-books':
      return `The journal ${error.path} was written with seed ${error.seed} and ${error.guests} guests. Use those, or another file.`;
    case 'journal-unavailable':
      return `The journal ${error.path} cannot be opened: ${error.detail}. Check the folder, or use another file.`;
    case 'journal-unreadable':
      return `Line ${error.line} of the journal ${error.path} cannot be read. Nothing was changed. Move the file away to start afresh.`;
  }
}

/** The first option that cannot be used; null where all can. */
export function findBadOption(options: TrainingCrmOptions): TrainingCrmError | null {
  const bad = (option: keyof TrainingCrmOptions, needed: string): TrainingCrmError => ({
    code: 'bad-option',
    option,
    needed,
  });
  const isWhole = (value: number | undefined, low: number, high: number): boolean =>
    value === undefined || (Number.isSafeInteger(value) && value >= low && value <= high);
  if (!isWhole(options.seed, 0, Number.MAX_SAFE_INTEGER)) return bad('seed', 'a whole number from 0');
  if (!isWhole(options.guests, 0, 100_000)) return bad('guests', 'a whole number from 0 to 100000');
  if (!isWhole(options.port, 0, 65_535)) return bad('port', 'a whole number from 0 to 65535');
  if (!isWhole(options.dayEndsAtHour, 0, 23)) return bad('dayEndsAtHour', 'a whole hour from 0 to 23');
  if (!isWhole(options.expiryDays, 1, 3650))
    return bad('expiryDays', 'a whole number of days from 1 to 3650');
  if (!isWhole(options.maxAmount, 1, MAX_CENTS))
    return bad('maxAmount', `whole cents from 1 to ${MAX_CENTS}`);
  const { timeZone } = options;
  if (timeZone !== undefined && !isTimeZone(timeZone)) return bad('timeZone', 'an IANA time zone');
  return null;
}
