import { type Account, createAccount, firstToExpire, type Lot, post } from './account.ts';
import { guidOf } from './chance.ts';
import type { CreditLine, Entry, Guest } from './model.ts';

/** What a search asks for; every field given must match. Text is compared without regard to case. */
export interface GuestQuery {
  /** Ten digits, compared with the record exactly as it is stored. */
  readonly phone: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
}

/** How names are compared: the whole name, or its beginning. The vendor documents neither. */
export type NameMatch = 'whole' | 'starts';

export interface Summary {
  /** Cents. */
  readonly amount: number;
  readonly earliestExpiry: number | null;
}

/**
 * The books of the Training CRM: guests and credit lines, in memory. They know no HTTP, disk or clock: the moment is
 * passed in, and credit whose date has passed becomes an EXPIRATION line the next time anyone looks.
 */
export interface Books {
  readonly guests: ReadonlyMap<string, Guest>;
  readonly guest: (guid: string) => Guest | undefined;
  /** The first line under this GUID. (Only where doubling is switched on can there be a second.) */
  readonly line: (guid: string) => CreditLine | undefined;
  readonly search: (query: GuestQuery, names: NameMatch) => readonly Guest[];
  /** What a guest has at `now`; lines for which `hidden` holds are left out. */
  readonly summary: (guestGuid: string, now: number, hidden?: (line: CreditLine) => boolean) => Summary;
  /** A guest's lines, newest first. */
  readonly linesOf: (guestGuid: string, now: number) => readonly CreditLine[];
  /** Every line of the restaurant, newest first. */
  readonly lines: (now: number) => readonly CreditLine[];
  readonly lots: (guestGuid: string, now: number) => readonly Lot[];
  readonly isVoided: (guestGuid: string, lineGuid: string) => boolean;
  /** Writes an entry. Throws where it does not fit the account (see `post`): callers check first. */
  readonly apply: (entry: Entry) => void;
}

interface Shelf {
  readonly lines: CreditLine[];
  sorted: boolean;
}

/** Empty books. `wallClock` turns an instant into the restaurant's local time labelled UTC. */
export function createBooks(wallClock: (at: number) => number): Books {
  const guests = new Map<string, Guest>();
  const byPhone = new Map<string, Set<string>>();
  const accounts = new Map<string, Account>();
  const byGuest = new Map<string, Shelf>();
  const byGuid = new Map<string, CreditLine>();
  const all: Shelf = { lines: [], sorted: true };

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
  const shelve = (guest: Guest): void => {
    const before = guests.get(guest.guid);
    if (before?.phone != null) byPhone.get(before.phone)?.delete(guest.guid);
    guests.set(guest.guid, guest);
    if (guest.phone === null) return;
    const sharing = byPhone.get(guest.phone) ?? new Set();
    byPhone.set(guest.phone, sharing.add(guest.guid));
  };

  return {
    guests,
    guest: (guid) => guests.get(guid),
    line: (guid) => byGuid.get(guid),
    search: (query, names) => {
      const pool =
        query.phone === null
          ? guests.values()
          : [...(byPhone.get(query.phone) ?? [])].map((g) => guests.get(g));
      return [...pool].filter((g) => g !== undefined).filter((g) => matches(g, query, names));
    },
    summary: (guestGuid, now, hidden) => {
      const lots = accountAt(guestGuid, now).lots.filter((lot) => lot.left > 0 && !hidden?.(lot.line));
      const first = lots[0]?.line.expiresAt;
      return { amount: lots.reduce((sum, lot) => sum + lot.left, 0), earliestExpiry: first ?? null };
    },
    linesOf: (guestGuid, now) => {
      accountAt(guestGuid, now);
      return newestFirst(byGuest.get(guestGuid));
    },
    lines: (now) => {
      for (const account of accounts.values()) expire(account, now);
      return newestFirst(all);
    },
    lots: (guestGuid, now) => accountAt(guestGuid, now).lots,
    isVoided: (guestGuid, lineGuid) => accounts.get(guestGuid)?.voided.has(lineGuid) ?? false,
    apply: (entry) => {
      switch (entry.kind) {
        case 'guest':
          shelve(entry.guest);
          return;
        case 'phone': {
          const guest = guests.get(entry.guestGuid);
          if (guest !== undefined) shelve({ ...guest, phone: entry.phone });
          return;
        }
        case 'line': {
          const account = accounts.get(entry.line.guestGuid) ?? createAccount();
          accounts.set(entry.line.guestGuid, account);
          expire(account, entry.line.at);
          post(account, entry.line);
          file(entry.line);
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

function newestFirst(shelf: Shelf | undefined): readonly CreditLine[] {
  if (shelf === undefined) return [];
  if (!shelf.sorted) {
    // Stable: lines of one moment stay in the order they were written.
    shelf.lines.sort((a, b) => a.at - b.at);
    shelf.sorted = true;
  }
  return shelf.lines.toReversed();
}

function matches(guest: Guest, query: GuestQuery, names: NameMatch): boolean {
  return (
    (query.phone === null || guest.phone === query.phone) &&
    sameText(guest.firstName, query.firstName, names) &&
    sameText(guest.lastName, query.lastName, names) &&
    sameText(guest.email, query.email, 'whole')
  );
}

function sameText(stored: string | null, asked: string | null, match: NameMatch): boolean {
  if (asked === null) return true;
  if (stored === null) return false;
  const [has, wants] = [stored.toLowerCase(), asked.trim().toLowerCase()];
  return match === 'whole' ? has === wants : has.startsWith(wants);
}
