import type { AppError } from '../../../src-preload/contract/errors.ts';
import type { GuestView, HistoryLine, HistoryPage } from '../../../src-preload/contract/guest.ts';

/** A guest's history as far as it was asked for: newest first, each line once. */
export interface Past {
  readonly lines: readonly HistoryLine[];
  /** How many lines beside these Toast has that could not be read. */
  readonly unreadable: number;
  /** What the lines before these are asked for with; null where these are all, or no more are known. */
  readonly next: string | null;
  /** Whether lines before the first page are among them. */
  readonly grown: boolean;
  /** Earlier lines are being asked for, since then (steady ms). */
  readonly asking: { readonly since: number } | null;
  /** Why the earlier lines did not come. */
  readonly error: AppError | null;
}

const DAY_MS = 86_400_000;

/** Whether a line is a credit so new that a person may still say it was given by mistake. */
export const mayBeMistake = ({ kind, at }: HistoryLine, now: number): boolean =>
  kind === 'added' && at !== null && now - at < DAY_MS;

/** What tells lines apart: should Toast have booked one GUID twice, both lines show. */
export const lineKey = ({ id, at }: HistoryLine): string => `${id} ${at}`;

/** Lines of both, each once, those of `first` before the others. */
function once(first: readonly HistoryLine[], then: readonly HistoryLine[]): readonly HistoryLine[] {
  const known = new Set(first.map(lineKey));
  return [...first, ...then.filter((line) => !known.has(lineKey(line)))];
}

/**
 * A newer first page over what is shown. Earlier lines that were asked for stay, and so does the place to go on from;
 * where the two share no line there may be a gap between them, so the new page restarts.
 */
export function withFirstPage(past: Past | null, page: GuestView['history']): Past | null {
  if (page === null) return past;
  const known = new Set(past?.lines.map(lineKey));
  if (past?.grown !== true || !page.lines.some((line) => known.has(lineKey(line)))) {
    const unreadable = page.unreadable ?? 0;
    return { lines: page.lines, unreadable, next: page.next, grown: false, asking: null, error: null };
  }
  return { ...past, lines: once(page.lines, past.lines) };
}

/** Earlier lines behind those that are shown. */
export function withEarlier(past: Past, page: HistoryPage): Past {
  const unreadable = past.unreadable + (page.unreadable ?? 0);
  const lines = once(past.lines, page.lines);
  return { lines, unreadable, next: page.next, grown: true, asking: null, error: null };
}
