import { digitsAlone, endOf, isKeyable, keyOf, reversedKeyOf } from './phone-key.ts';
import { orderOfKeys } from './radix-sort.ts';
import { NumberRun } from './sorted-phone-list.ts';
import type { Best } from './top-k.ts';

/**
 * Finds guests by how their number begins, ends, or by the whole of it, in microseconds among a million: offers `best` those
 * seen last and answers how many there are in all. Numbers are digits, with a + before another country's; those without
 * digits, or with more than 14 (13 after a +), are not in it.
 */
export interface NumberIndex {
  readonly add: (digits: string, slot: number) => void;
  /** `digits` as they were added. */
  readonly remove: (digits: string, slot: number) => void;
  /** The rank of this slot has changed. */
  readonly touch: (digits: string, slot: number) => void;
  readonly startingWith: (digits: string, best: Best) => number;
  readonly endingWith: (digits: string, best: Best) => number;
  /** The slots with exactly this number. */
  readonly having: (digits: string, best: Best) => number;
  /** From here on much is added at once and nothing is looked up. */
  readonly beginLoading: () => void;
  /** The steps that end it, each of some milliseconds, for the caller to take one by one. */
  readonly endLoading: () => readonly (() => void)[];
  /** Bytes of its tables. */
  readonly bytes: () => number;
}

/** Newcomers are kept apart, unsorted, up to so many; then everything is sorted anew. */
const MOST_APART = 1024;

export function createNumberIndex(rankOf: (slot: number) => number): NumberIndex {
  const forwards = createDirection(rankOf);
  const backwards = createDirection(rankOf);
  const both = (number: string, work: (direction: Direction, key: number) => void): void => {
    const digits = digitsAlone(number);
    if (!isKeyable(digits)) return;
    work(forwards, keyOf(digits));
    work(backwards, reversedKeyOf(digits));
  };
  return {
    add: (digits, slot) => both(digits, (direction, key) => direction.add(key, slot)),
    remove: (digits, slot) => both(digits, (direction, key) => direction.remove(key, slot)),
    touch: (digits, slot) => both(digits, (direction, key) => direction.touch(key, slot)),
    startingWith: (number, best) => {
      const digits = digitsAlone(number);
      if (!isKeyable(digits)) return 0;
      const key = keyOf(digits);
      return forwards.search(key, endOf(key, digits.length), best);
    },
    endingWith: (digits, best) => {
      if (!isKeyable(digits)) return 0;
      const key = reversedKeyOf(digits);
      return backwards.search(key, endOf(key, digits.length), best);
    },
    having: (number, best) => {
      const digits = digitsAlone(number);
      if (!isKeyable(digits)) return 0;
      const key = keyOf(digits);
      return forwards.search(key, key + 1, best);
    },
    beginLoading: () => {
      forwards.beginLoading();
      backwards.beginLoading();
    },
    endLoading: () => [forwards.endLoading, backwards.endLoading],
    bytes: () => forwards.bytes() + backwards.bytes(),
  };
}

interface Direction {
  readonly add: (key: number, slot: number) => void;
  readonly remove: (key: number, slot: number) => void;
  readonly touch: (key: number, slot: number) => void;
  /** Those from `low` to just below `high`. */
  readonly search: (low: number, high: number, best: Best) => number;
  readonly beginLoading: () => void;
  readonly endLoading: () => void;
  readonly bytes: () => number;
}

/** One sorted run, and the newcomers beside it. */
function createDirection(rankOf: (slot: number) => number): Direction {
  let run = new NumberRun(new Float64Array(0), new Int32Array(0), rankOf);
  let keys: number[] = [];
  let slots: number[] = [];
  let loading = false;

  /** Sorts the newcomers in, and lets go of those who left. */
  const rebuild = (): void => {
    const newKeys = Float64Array.from(keys);
    const order = orderOfKeys(newKeys);
    const apart = { keys, slots };
    let sorted = 0;
    let count = 0;
    run.each(() => {
      count += 1;
    });
    const mergedKeys = new Float64Array(count + order.length);
    const mergedSlots = new Int32Array(count + order.length);
    let at = 0;
    const put = (key: number, slot: number): void => {
      mergedKeys[at] = key;
      mergedSlots[at] = slot;
      at += 1;
    };
    const putApartBelow = (key: number): void => {
      for (; sorted < order.length; sorted += 1) {
        const next = order[sorted] ?? 0;
        if ((apart.keys[next] ?? 0) >= key) return;
        put(apart.keys[next] ?? 0, apart.slots[next] ?? 0);
      }
    };
    run.each((key, slot) => {
      putApartBelow(key);
      put(key, slot);
    });
    putApartBelow(Number.POSITIVE_INFINITY);
    run = new NumberRun(mergedKeys, mergedSlots, rankOf);
    keys = [];
    slots = [];
  };
  const keepInOrder = (): void => {
    if (!loading && keys.length + run.gone > MOST_APART) rebuild();
  };
  return {
    add: (key, slot) => {
      keys.push(key);
      slots.push(slot);
      keepInOrder();
    },
    remove: (key, slot) => {
      for (let at = 0; at < keys.length; at += 1) {
        if (keys[at] !== key || slots[at] !== slot) continue;
        const lastKey = keys.pop() ?? 0;
        const lastSlot = slots.pop() ?? 0;
        if (at < keys.length) {
          keys[at] = lastKey;
          slots[at] = lastSlot;
        }
        return;
      }
      run.remove(key, slot);
      keepInOrder();
    },
    touch: (key, slot) => {
      run.touch(key, slot, rankOf(slot));
    },
    search: (low, high, best) => {
      let total = run.search(low, high, best);
      for (let at = 0; at < keys.length; at += 1) {
        const key = keys[at] ?? 0;
        if (key < low || key >= high) continue;
        total += 1;
        const slot = slots[at] ?? 0;
        best.offer(slot, rankOf(slot));
      }
      return total;
    },
    beginLoading: () => {
      loading = true;
    },
    endLoading: () => {
      loading = false;
      if (keys.length + run.gone > 0) rebuild();
    },
    bytes: () => run.bytes + keys.length * 16,
  };
}
