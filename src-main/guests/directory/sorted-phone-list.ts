import type { Best } from './top-k.ts';

/** Entries under one figure of the tree: scanned one by one at the ends of a range. */
const BLOCK = 16;

/** A slot that left: its entry stays until the next rebuilding and counts for nothing. */
const GONE = -1;

/**
 * Numbers in order, each with the slot of its guest: two typed arrays and, over blocks of sixteen, a tree of the latest
 * "seen" among them, so that the few guests seen last are found in a range of a hundred thousand without walking it.
 */
export class NumberRun {
  readonly #keys: Float64Array;
  readonly #slots: Int32Array;
  /** Beside the keys, so that a block is one stretch of memory; 0 where the guest left. */
  readonly #ranks: Uint32Array;
  readonly #tree: Uint32Array;
  readonly #leaves: number;
  readonly #gone: number[] = [];

  /** `keys` ascend; `slots` stand beside them. `rankOf` is at least 1. */
  constructor(keys: Float64Array, slots: Int32Array, rankOf: (slot: number) => number) {
    this.#keys = keys;
    this.#slots = slots;
    this.#ranks = Uint32Array.from(slots, rankOf);
    let leaves = 1;
    while (leaves * BLOCK < keys.length) leaves *= 2;
    this.#leaves = leaves;
    this.#tree = new Uint32Array(2 * leaves);
    for (let block = 0; block * BLOCK < keys.length; block += 1) {
      this.#tree[leaves + block] = this.#highest(block);
    }
    for (let node = leaves - 1; node >= 1; node -= 1) this.#tree[node] = this.#ofChildren(node);
  }

  get gone(): number {
    return this.#gone.length;
  }

  get bytes(): number {
    return this.#keys.byteLength + this.#slots.byteLength + this.#ranks.byteLength + this.#tree.byteLength;
  }

  /** Takes an entry out. False where there is none. */
  remove(key: number, slot: number): boolean {
    const at = this.#find(key, slot);
    if (at === null) return false;
    this.#slots[at] = GONE;
    this.#gone.push(at);
    this.#rank(at, 0);
    return true;
  }

  /** A guest's rank changed. False where the entry is not here. */
  touch(key: number, slot: number, rank: number): boolean {
    const at = this.#find(key, slot);
    if (at === null) return false;
    this.#rank(at, rank);
    return true;
  }

  /** Offers the entries from `low` to just below `high` to `best`, the highest ranks first; returns how many there are in all. */
  search(low: number, high: number, best: Best): number {
    const from = this.#firstNotBelow(low);
    const to = this.#firstNotBelow(high);
    let gone = 0;
    for (const at of this.#gone) if (at >= from && at < to) gone += 1;
    if (to > from) this.#visit(1, 0, this.#leaves, from, to, best);
    return to - from - gone;
  }

  /** Every entry still there, in order. */
  each(take: (key: number, slot: number) => void): void {
    for (let at = 0; at < this.#keys.length; at += 1) {
      const slot = this.#slots[at] ?? GONE;
      if (slot !== GONE) take(this.#keys[at] ?? 0, slot);
    }
  }

  /** Walks the tree under `node` (blocks `first` to `end`) towards the highest ranks, leaving out what cannot count. */
  #visit(node: number, first: number, end: number, from: number, to: number, best: Best): void {
    if (first * BLOCK >= to || end * BLOCK <= from || (this.#tree[node] ?? 0) <= best.least) return;
    if (end - first === 1) {
      const last = Math.min(end * BLOCK, to, this.#keys.length);
      for (let at = Math.max(first * BLOCK, from); at < last; at += 1) {
        const rank = this.#ranks[at] ?? 0;
        if (rank > best.least) best.offer(this.#slots[at] ?? GONE, rank);
      }
      return;
    }
    const middle = (first + end) / 2;
    const left = 2 * node;
    const leftFirst = (this.#tree[left] ?? 0) >= (this.#tree[left + 1] ?? 0);
    if (leftFirst) this.#visit(left, first, middle, from, to, best);
    this.#visit(left + 1, middle, end, from, to, best);
    if (!leftFirst) this.#visit(left, first, middle, from, to, best);
  }

  #firstNotBelow(key: number): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #find(key: number, slot: number): number | null {
    for (let at = this.#firstNotBelow(key); this.#keys[at] === key; at += 1) {
      if (this.#slots[at] === slot) return at;
    }
    return null;
  }

  #rank(at: number, rank: number): void {
    this.#ranks[at] = rank;
    const block = Math.floor(at / BLOCK);
    let node = this.#leaves + block;
    this.#tree[node] = this.#highest(block);
    for (node >>>= 1; node >= 1; node >>>= 1) this.#tree[node] = this.#ofChildren(node);
  }

  #highest(block: number): number {
    let highest = 0;
    const end = Math.min((block + 1) * BLOCK, this.#keys.length);
    for (let at = block * BLOCK; at < end; at += 1) highest = Math.max(highest, this.#ranks[at] ?? 0);
    return highest;
  }

  #ofChildren(node: number): number {
    return Math.max(this.#tree[2 * node] ?? 0, this.#tree[2 * node + 1] ?? 0);
  }
}
