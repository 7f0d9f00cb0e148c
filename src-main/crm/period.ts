import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmError, Scheduler } from '../ports.ts';
import type { CrmLine, ReadingProgress } from '../reports/gateway.ts';
import { waited } from './http/bound.ts';
import { type AskPage, createReader } from './wire/paging.ts';

export interface PeriodOptions {
  readonly scheduler: Scheduler;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReadingProgress) => void;
  readonly onUnreadable: (count: number) => void;
}

/** Half of what one kiosk allows itself: a report never makes a host wait for a look-up. */
const PAGE_GAP_MS = 125;
/** A pause the CRM asks for is waited out, so many times in a row and no longer than this each. */
const MAX_PAUSES = 5;
const MAX_PAUSE_MS = 60_000;
/** 100,000 lines: years of a busy restaurant. More is a CRM that never ends its list. */
const MAX_REQUESTS = 2_000;

/** A GUID the CRM booked twice is two lines, booked at two moments: a list that hid one would not add up. */
export const lineKey = ({ id, at, type, amount }: Pick<CrmLine, 'id' | 'at' | 'type' | 'amount'>): string =>
  JSON.stringify([id, at, type, amount]);

/** All lines of a period, or why not. */
export async function readPeriod(
  ask: AskPage<CrmLine>,
  { scheduler, signal, onProgress, onUnreadable }: PeriodOptions,
): Promise<Result<readonly CrmLine[], CrmError>> {
  const reader = createReader(ask, { keyOf: lineKey });
  const lines: CrmLine[] = [];
  let pauses = 0;
  while (reader.asked() < MAX_REQUESTS) {
    if (signal.aborted) return err({ kind: 'aborted' });
    const portion = await reader.next();
    if (portion.ok) {
      pauses = 0;
      const { items, unreadable, more, total } = portion.value;
      if (unreadable > 0) onUnreadable(unreadable);
      lines.push(...items);
      onProgress({ read: lines.length, total });
      if (!more) return ok(lines);
      await waited(scheduler, PAGE_GAP_MS, signal);
      continue;
    }
    const { error } = portion;
    if (error.kind !== 'rate-limited' || pauses === MAX_PAUSES) return portion;
    pauses += 1;
    await waited(scheduler, Math.min(error.retryAfterMs, MAX_PAUSE_MS), signal);
  }
  return err({ kind: 'unreadable', status: 200, detail: 'a list without end', requestId: null });
}
