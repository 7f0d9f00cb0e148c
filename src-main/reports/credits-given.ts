import type { GivenCredit } from '../domain/given-credit.ts';

/** What this kiosk knows of the credit it gave. */
export interface GivenCredits {
  /** Given in [from, to), UTC ms, oldest first. Also what has left the outbox: the record has its trace. */
  readonly givenBetween: (from: number, to: number) => readonly GivenCredit[];
  /** Settled from `from` on and before `to`, whenever it was given. */
  readonly settledBetween: (from: number, to: number) => readonly GivenCredit[];
  /** That credit, where this kiosk ever gave it. */
  readonly find: (creditId: string) => GivenCredit | null;
}

/** Joins what the outbox has and what only the record's lines still tell. */
export function createGivenCredits(
  outbox: GivenCredits,
  lines: Pick<GivenCredits, 'givenBetween' | 'find'>,
): GivenCredits {
  return {
    givenBetween: (from, to) =>
      [...lines.givenBetween(from, to), ...outbox.givenBetween(from, to)].sort(
        (a, b) => a.givenAt - b.givenAt,
      ),
    settledBetween: outbox.settledBetween,
    find: (creditId) => outbox.find(creditId) ?? lines.find(creditId),
  };
}
