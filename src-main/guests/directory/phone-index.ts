import { FIRST_DIGITS } from '../../../src-preload/contract/look-up.ts';

/** The slots of those seen last, at most as many as asked for, and how many there are in all. */
export interface FoundSlots {
  readonly slots: readonly number[];
  readonly total: number;
}

/**
 * Finds guests by how their number begins, ends, or by the whole of it, in microseconds among a hundred thousand.
 * Numbers are those of `phoneKey`: digits, with a + before another country's. What is shorter than {@link FIRST_DIGITS}
 * finds no one.
 */
export interface PhoneIndex {
  /** `digits` is what `digitsOf` answers for this slot from now on. */
  readonly add: (digits: string, slot: number) => void;
  /** `digits` as they were added. A slot whose rank changes is removed and added again. */
  readonly remove: (digits: string, slot: number) => void;
  readonly startingWith: (digits: string, limit: number) => FoundSlots;
  /** By the last {@link FIRST_DIGITS} digits. */
  readonly endingWith: (lastDigits: string, limit: number) => FoundSlots;
  readonly having: (digits: string, limit: number) => FoundSlots;
  /** From here on much is added at once and nothing is looked up. */
  readonly beginLoading: () => void;
  /** Ends it, in small steps: the caller may do something else between them. */
  readonly endLoading: () => Iterable<void>;
}

/** Beginnings up to this length have a list of their own; longer ones are few, and picked out of it. */
const LISTED_DIGITS = 6;
/** So many places of lists are sorted in one step: a few milliseconds. */
const STEP = 5_000;

/** `digitsOf` and `rankOf` are asked of the slots added; a higher rank was seen later. */
export function createPhoneIndex(
  digitsOf: (slot: number) => string,
  rankOf: (slot: number) => number,
): PhoneIndex {
  /** By beginning, and by ending with {@link ending} in front: each list from the highest rank to the lowest. */
  const lists = new Map<string, number[]>();
  let loading = false;

  const placeIn = (list: readonly number[], rank: number): number => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (rankOf(list[middle] ?? 0) >= rank) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const find = (key: string, fits: ((digits: string) => boolean) | null, limit: number): FoundSlots => {
    const list = lists.get(key) ?? [];
    const slots = fits === null ? list : list.filter((slot) => fits(digitsOf(slot)));
    return { slots: slots.slice(0, limit), total: slots.length };
  };
  return {
    add: (digits, slot) => {
      for (const key of keysOf(digits)) {
        const list = lists.get(key);
        if (list === undefined) lists.set(key, [slot]);
        else list.splice(loading ? list.length : placeIn(list, rankOf(slot)), 0, slot);
      }
    },
    remove: (digits, slot) => {
      for (const key of keysOf(digits)) {
        const list = lists.get(key) ?? [];
        const at = list.indexOf(slot);
        if (at >= 0) list.splice(at, 1);
        if (list.length === 0) lists.delete(key);
      }
    },
    startingWith: (digits, limit) =>
      digits.length <= LISTED_DIGITS
        ? find(digits, null, limit)
        : find(digits.slice(0, LISTED_DIGITS), (own) => own.startsWith(digits), limit),
    endingWith: (lastDigits, limit) => find(ending(lastDigits), null, limit),
    having: (digits, limit) => find(digits.slice(0, LISTED_DIGITS), (own) => own === digits, limit),
    beginLoading: () => {
      loading = true;
    },
    endLoading: function* () {
      let sorted = 0;
      for (const list of lists.values()) {
        list.sort((a, b) => rankOf(b) - rankOf(a));
        sorted += list.length;
        if (sorted < STEP) continue;
        sorted = 0;
        yield;
      }
      loading = false;
    },
  };
}

const ending = (digits: string): string => `…${digits.slice(-FIRST_DIGITS)}`;

/** The lists a number is in: its beginnings and its ending. */
function keysOf(digits: string): ReadonlySet<string> {
  const keys = new Set<string>();
  if (digits.length < FIRST_DIGITS) return keys;
  for (let length = FIRST_DIGITS; length <= LISTED_DIGITS; length += 1) keys.add(digits.slice(0, length));
  return keys.add(ending(digits));
}
