import type { Guest } from './model.ts';
import type { Readings } from './readings.ts';

/** What a search asks for; every field given must match. Text is compared without regard to case. */
export interface GuestQuery {
  /** National digits, compared with the record exactly as it is stored. */
  readonly phone: string | null;
  /** The same number with +1, where it was asked for with its country code. */
  readonly phoneWithCode: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
}

/** How names are compared: the whole name, or its beginning. The vendor documents neither. */
type NameMatch = Readings['nameMatch'];

/**
 * The guests of the records, found without going through all of them: a search among 100,000 is answered in well under
 * 5 ms, so that Training feels as the real service does and tests of speed measure the kiosk.
 */
export interface GuestIndex {
  readonly guests: ReadonlyMap<string, Guest>;
  /** Adds a guest, or puts another phone on one who is there. Names and e-mail never change. */
  readonly put: (guest: Guest) => void;
  /** Matching guests, always in the same order. `stored` is how the service keeps numbers. */
  readonly search: (
    query: GuestQuery,
    names: NameMatch,
    stored: Readings['storedPhones'],
  ) => readonly Guest[];
}

type Shelves = Map<string, Set<string>>;

export function createGuestIndex(): GuestIndex {
  const guests = new Map<string, Guest>();
  const byPhone: Shelves = new Map();
  const byText = { firstName: new Map(), lastName: new Map(), email: new Map() } satisfies Record<
    string,
    Shelves
  >;
  type TextField = keyof typeof byText;
  const TEXT_FIELDS: readonly TextField[] = ['firstName', 'lastName', 'email'];

  const shelve = (shelves: Shelves, key: string | null, guid: string): void => {
    if (key === null) return;
    const shelf = shelves.get(key);
    if (shelf === undefined) shelves.set(key, new Set([guid]));
    else shelf.add(guid);
  };

  /** The shelves on which everyone is who matches this field; null where it was not asked for. */
  const phoneShelves = (
    query: GuestQuery,
    stored: Readings['storedPhones'],
  ): readonly Set<string>[] | null => {
    if (query.phone === null) return null;
    const asStored = [
      stored === 'national' || query.phoneWithCode !== null ? query.phone : null,
      query.phoneWithCode,
    ];
    return asStored.flatMap((phone) => (phone === null ? [] : (byPhone.get(phone) ?? [])));
  };
  const textShelves = (
    field: TextField,
    asked: string | null,
    match: NameMatch,
  ): readonly Set<string>[] | null => {
    if (asked === null) return null;
    const shelves: Shelves = byText[field];
    const key = keyOf(asked);
    if (field === 'email' || match === 'whole') return [shelves.get(key) ?? new Set()];
    // There are far fewer different names than guests.
    return [...shelves].flatMap(([name, shelf]) => (name.startsWith(key) ? [shelf] : []));
  };

  return {
    guests,
    put: (guest) => {
      const { guid } = guest;
      const before = guests.get(guid);
      if (before?.phone != null) byPhone.get(before.phone)?.delete(guid);
      guests.set(guid, guest);
      shelve(byPhone, guest.phone, guid);
      if (before !== undefined) return;
      for (const field of TEXT_FIELDS) shelve(byText[field], textOf(guest, field), guid);
    },
    search: (query, names, stored) => {
      const asked = [
        phoneShelves(query, stored),
        ...TEXT_FIELDS.map((field) => textShelves(field, query[field], names)),
      ].filter((shelves) => shelves !== null);
      const [fewest, ...others] = asked.sort((a, b) => countIn(a) - countIn(b));
      if (fewest === undefined) return [];
      return fewest
        .flatMap((shelf) => [...shelf])
        .filter((guid) => others.every((shelves) => shelves.some((shelf) => shelf.has(guid))))
        .flatMap((guid) => guests.get(guid) ?? []);
    },
  };
}

const keyOf = (text: string): string => text.trim().toLowerCase();

function textOf(guest: Guest, field: 'firstName' | 'lastName' | 'email'): string | null {
  const text = guest[field];
  return text === null ? null : keyOf(text);
}

const countIn = (shelves: readonly Set<string>[]): number =>
  shelves.reduce((count, shelf) => count + shelf.size, 0);
