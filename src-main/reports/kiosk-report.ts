import type { BusinessDay, KioskReport, ReportCredit } from '../../src-preload/contract/report.ts';
import type { GivenCredit } from '../domain/given-credit.ts';
import { addUp, totalOf } from './totals.ts';

/**
 * Whether a credit counts as given: what was taken back, given up, or refused by Toast does not. As the credit limits
 * count.
 */
function counts({ state }: GivenCredit): boolean {
  return state !== 'cancelled' && state !== 'refused';
}

/** What this kiosk gave in a business day. @param nameOf a guest's name, where this kiosk remembers it. */
export function kioskReport(
  credits: readonly GivenCredit[],
  day: BusinessDay,
  now: number,
  nameOf: (guestId: string) => string | null,
): KioskReport {
  const given = credits.filter(counts);
  const amounts = (which: (credit: GivenCredit) => boolean) =>
    totalOf(credits.filter(which).map(({ amount }) => amount));
  return {
    day,
    ...addUp(
      given.map((credit) => asListed(credit, nameOf)),
      day,
      now,
    ),
    settled: amounts(({ state }) => state === 'settled'),
    onTheWay: amounts((credit) => counts(credit) && credit.state !== 'settled'),
    undone: amounts(({ how }) => how === 'undone'),
    refused: amounts(({ state }) => state === 'refused'),
    givenUp: amounts(({ state, how }) => state === 'cancelled' && how !== 'undone'),
  };
}

function asListed(credit: GivenCredit, nameOf: (guestId: string) => string | null): ReportCredit {
  const { creditId, amount, givenAt, reasonId, by, approvedBy, guestId } = credit;
  return { creditId, amount, at: givenAt, reasonId, words: null, by, approvedBy, guestName: nameOf(guestId) };
}
