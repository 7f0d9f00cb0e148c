import type { Balance, HistoryLine } from '../../src-preload/contract/guest.ts';
import type { CrmGuest } from './gateway.ts';

/** What this kiosk remembers of a guest. */
export interface KnownGuest {
  readonly guest: CrmGuest;
  /** National digits; null where there are none. */
  readonly digits: string | null;
  /** When somebody last opened them here (UTC ms); null where they were only found. */
  readonly seenAt: number | null;
  readonly balance: Balance | null;
  readonly history: { readonly lines: readonly HistoryLine[]; readonly asOf: number } | null;
}

/**
 * The guests this kiosk has met, so that it answers from the fourth digit and when the line is down. In memory only, and
 * bounded: the ones not met for longest leave first. A rebuildable cache, never the place where anything is kept.
 */
export interface Directory {
  readonly get: (id: string) => KnownGuest | null;
  /** Remembers a guest as the CRM just gave them, keeping what else is known. */
  readonly met: (guest: CrmGuest, digits: string | null) => KnownGuest;
  readonly update: (id: string, more: Partial<Pick<KnownGuest, 'seenAt' | 'balance' | 'history'>>) => void;
  /** Guests whose number starts with these digits, by name; at most `limit`. */
  readonly startingWith: (digits: string, limit: number) => readonly KnownGuest[];
  readonly endingWith: (digits: string, limit: number) => readonly KnownGuest[];
}

export function createDirectory(capacity = 5_000): Directory {
  /** Insertion order is order of last meeting: a Map keeps it. */
  const known = new Map<string, KnownGuest>();

  const put = (entry: KnownGuest): void => {
    known.delete(entry.guest.id);
    known.set(entry.guest.id, entry);
    for (const oldest of known.keys()) {
      if (known.size <= capacity) break;
      known.delete(oldest);
    }
  };
  const matching = (test: (digits: string) => boolean, limit: number): readonly KnownGuest[] =>
    [...known.values()]
      .filter(({ digits }) => digits !== null && test(digits))
      .sort(byName)
      .slice(0, limit);

  return {
    get: (id) => known.get(id) ?? null,
    met: (guest, digits) => {
      const before = known.get(guest.id);
      const entry = {
        guest,
        digits,
        seenAt: before?.seenAt ?? null,
        balance: before?.balance ?? null,
        history: before?.history ?? null,
      };
      put(entry);
      return entry;
    },
    update: (id, more) => {
      const before = known.get(id);
      if (before) put({ ...before, ...more });
    },
    startingWith: (digits, limit) => matching((own) => own.startsWith(digits), limit),
    endingWith: (digits, limit) => matching((own) => own.endsWith(digits), limit),
  };
}

function byName(a: KnownGuest, b: KnownGuest): number {
  const name = ({ guest }: KnownGuest) =>
    `${guest.lastName ?? ''}\u0000${guest.firstName ?? ''}\u0000${guest.id}`;
  return name(a).localeCompare(name(b));
}
