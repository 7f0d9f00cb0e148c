import type { HistoryLine } from '../../src-preload/contract/guest.ts';
import type { DayHistory } from '../domain/guest-day.ts';
import type { CreditTransaction, GuestGateway } from './gateway.ts';
import { toHistoryLine } from './present.ts';

/** More pages than a guest has lines of one day; a history that is longer was not read to the day's beginning. */
const MAX_PAGES = 5;

export interface DayHistoryPorts {
  readonly gateway: Pick<GuestGateway, 'creditHistoryPage'>;
  /** Added on this kiosk and not in the CRM yet: that it does not know them is what one expects. */
  readonly isOnlyHere: (guestId: string) => boolean;
  readonly describeNote: (
    note: string | null,
  ) => Pick<HistoryLine, 'reasonId' | 'words' | 'by' | 'approvedBy'>;
}

/**
 * Credit in the CRM that a guest was given since a moment (UTC ms), from wherever it came; null where that cannot be read,
 * or not whole. Asks for as many pages as reach back to it. A line whose date cannot be read is of no day.
 */
export function createDayHistory({ gateway, isOnlyHere, describeNote }: DayHistoryPorts) {
  return async (guestId: string, from: number): Promise<DayHistory | null> => {
    const added: DayHistory['added'][number][] = [];
    const voided = new Set<string>();
    const note = (line: CreditTransaction): void => {
      const { at, kind, ...said } = toHistoryLine(line, describeNote);
      if (kind === 'added-voided' && line.familyId) voided.add(line.familyId);
      if (kind === 'added' && at !== null && at >= from) added.push({ ...said, at });
    };
    let place: string | null = null;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const got = await gateway.creditHistoryPage(guestId, place);
      if (!got.ok) {
        const isEmpty = got.error.kind === 'not-found' && isOnlyHere(guestId);
        return isEmpty ? { added, voided } : null;
      }
      if ((got.value.unreadable ?? 0) > 0) return null;
      for (const line of got.value.lines) note(line);
      place = got.value.next;
      const oldest = got.value.lines.findLast(({ at }) => at !== null)?.at ?? null;
      if (place === null || (oldest !== null && oldest < from)) return { added, voided };
    }
    return null;
  };
}
