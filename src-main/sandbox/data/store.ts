import { type Account, createAccount, firstToExpire, type Lot, post } from './account.ts';
import { createGuestIndex, type GuestIndex } from './guest-index.ts';
import type { CreditLine, Entry, Guest } from './model.ts';
import { guidOf } from './rng.ts';

interface Summary {
  /** Cents. */
  readonly amount: number;
  readonly earliestExpiry: number | null;
}

/**
 * The records of the Training CRM: guests and credit lines, in memory. They know no HTTP, disk or clock: the moment is
 * passed in, and credit whose date has passed becomes an EXPIRATION line the next time anyone looks.
 */
export interface Store {
  readonly guests: ReadonlyMap<string, Guest>;
  readonly guest: (guid: string) => Guest | undefined;
  /** The first line under this GUID. (Only where doubling is switched on can there be a second.) */
  readonly line: (guid: string) => CreditLine | undefined;
  readonly search: GuestIndex['search'];
  /** What a guest has at `now`; lines for which `hidden` holds are left out. */
  readonly summary: (guestGuid: string, now: number, hidden?: (line: CreditLine) => boolean) => Summary;
  /** A guest's lines, newest first. */
  readonly linesOf: (guestGuid: string, now: number) => readonly CreditLine[];
  /** Every line of the restaurant, newest first. */
  readonly lines: (now: number) => readonly CreditLine[];
  /** Those of a period (UTC ms, both ends included), newest first. */
  readonly linesBetween: (from: number, to: number, now: number) => readonly CreditLine[];
  readonly lots: (guestGuid: string, now: number) => readonly Lot[];
  readonly isVoided: (guestGuid: string, lineGuid: string) => boolean;
  /** Writes an entry. Throws where it does not fit the account (see `post`): callers check first. */
  readonly apply: (entry: Entry) => void;
}

interface Shelf {
  readonly lines: CreditLine[];
  sorted: boolean;
}

/** An empty store. `wallClock` converts an instant into the restaurant's local time labeled UTC. */
export function createStore(wallClock: (at: number) => number): Store {
  const index = createGuestIndex();
  const { guests } = index;
  const accounts = new Map<string, Account>();
  const byGuest = new Map<string, Shelf>();
  const byGuid = new Map<string, CreditLine>();
  const all: Shelf = { lines: [], sorted: true };
  /** No credit expires before this. Spares going through every account at each question about the whole restaurant. */
  let nothingDueBefore = Number.POSITIVE_INFINITY;

  const file = (line: CreditLine): void => {
    const own = byGuest.get(line.guestGuid) ?? { lines: [], sorted: true };
    byGuest.set(line.guestGuid, own);
    for (const shelf of [own, all]) {
      if ((shelf.lines.at(-1)?.at ?? line.at) > line.at) shelf.sorted = false;
      shelf.lines.push(line);
    }
    if (!byGuid.has(line.guid)) byGuid.set(line.guid, line);
  };

  /** Writes the EXPIRATION lines due by `now`. Their GUIDs follow from the credit's, so a restart writes the same. */
  const expire = (account: Account, now: number): void => {
    for (let lot = firstToExpire(account); lot !== undefined; lot = firstToExpire(account)) {
      if (lot.expiresAt > now) return;
      const line = expirationOf(lot, lot.expiresAt, freshGuid('expiration', lot.line.guid), wallClock);
      post(account, line);
      file(line);
    }
  };
  const freshGuid = (...parts: readonly string[]): string => {
    for (let n = 0; ; n += 1) {
      const guid = guidOf(...parts, n);
      if (!byGuid.has(guid)) return guid;
    }
  };
  const accountAt = (guestGuid: string, now: number): Account => {
    const account = accounts.get(guestGuid) ?? createAccount();
    expire(account, now);
    return account;
  };
  const expireAll = (now: number): void => {
    if (now < nothingDueBefore) return;
    nothingDueBefore = Number.POSITIVE_INFINITY;
    for (const account of accounts.values()) {
      expire(account, now);
      noteDue(account);
    }
  };
  const noteDue = (account: Account): void => {
    nothingDueBefore = Math.min(nothingDueBefore, firstToExpire(account)?.expiresAt ?? nothingDueBefore);
  };

  return {
    guests,
    guest: (guid) => guests.get(guid),
    line: (guid) => byGuid.get(guid),
    search: index.search,
    summary: (guestGuid, now, hidden) => {
      const lots = accountAt(guestGuid, now).lots.filter((lot) => lot.left > 0 && !hidden?.(lot.line));
      const first = lots[0]?.line.expiresAt;
      return { amount: lots.reduce((sum, lot) => sum + lot.left, 0), earliestExpiry: first ?? null };
    },
    linesOf: (guestGuid, now) => {
      accountAt(guestGuid, now);
      const own = byGuest.get(guestGuid);
      return own === undefined ? [] : inOrder(own).toReversed();
    },
    lines: (now) => {
      expireAll(now);
      return inOrder(all).toReversed();
    },
    linesBetween: (from, to, now) => {
      expireAll(now);
      const lines = inOrder(all);
      return lines.slice(firstAt(lines, from), firstAfter(lines, to)).reverse();
    },
    lots: (guestGuid, now) => accountAt(guestGuid, now).lots,
    isVoided: (guestGuid, lineGuid) => accounts.get(guestGuid)?.voided.has(lineGuid) ?? false,
    apply: (entry) => {
      switch (entry.kind) {
        case 'guest':
          index.put(entry.guest);
          return;
        case 'phone': {
          const guest = guests.get(entry.guestGuid);
          if (guest !== undefined) index.put({ ...guest, phone: entry.phone });
          return;
        }
        case 'line': {
          const account = accounts.get(entry.line.guestGuid) ?? createAccount();
          accounts.set(entry.line.guestGuid, account);
          expire(account, entry.line.at);
          post(account, entry.line);
          file(entry.line);
          noteDue(account);
          return;
        }
      }
    },
  };
}

/** The EXPIRATION line that takes back what is left of a lot at `at`. */
export function expirationOf(
  lot: Lot,
  at: number,
  guid: string,
  wallClock: (at: number) => number,
): CreditLine {
  return {
    guid,
    guestGuid: lot.line.guestGuid,
    type: 'EXPIRATION',
    amount: lot.left,
    at,
    localCreatedAt: wallClock(at),
    expiresAt: null,
    note: null,
    serverGuid: null,
    approverGuid: null,
    deviceGuid: null,
    familyGuid: null,
  };
}

/** A shelf's lines, oldest first. */
function inOrder(shelf: Shelf): readonly CreditLine[] {
  if (!shelf.sorted) {
    // Stable: lines of one moment stay in the order they were written.
    shelf.lines.sort((a, b) => a.at - b.at);
    shelf.sorted = true;
  }
  return shelf.lines;
}

/** Where the first line at `at` or later stands. */
function firstAt(lines: readonly CreditLine[], at: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.at ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the first line later than `at` stands. Instants are whole milliseconds. */
const firstAfter = (lines: readonly CreditLine[], at: number): number => firstAt(lines, at + 1);
