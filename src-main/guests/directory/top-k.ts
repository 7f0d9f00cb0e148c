/**
 * The few slots of highest rank among those offered. One of them serves every search, one after the other, so that none
 * leaves anything to collect.
 */
export class Best {
  #slots = new Int32Array(32);
  #ranks = new Uint32Array(32);
  #limit = 0;
  #count = 0;
  #least = 0;

  /** Begins anew, for at most `limit` slots; returns itself. */
  begin(limit: number): this {
    if (limit > this.#slots.length) {
      this.#slots = new Int32Array(limit);
      this.#ranks = new Uint32Array(limit);
    }
    this.#limit = limit;
    this.#count = 0;
    this.#least = limit > 0 ? 0 : Number.POSITIVE_INFINITY;
    return this;
  }

  /** A rank that must be beaten to count: 0 while there is room. */
  get least(): number {
    return this.#least;
  }

  /** How many are kept. */
  get count(): number {
    return this.#count;
  }

  /** The slots kept, highest rank first; equal ranks as they were offered. */
  slot(at: number): number {
    return this.#slots[at] ?? -1;
  }

  /** A plain sorted list: the limit is twenty, and most offers are turned away at once. */
  offer(slot: number, rank: number): void {
    if (rank <= this.#least) return;
    const slots = this.#slots;
    const ranks = this.#ranks;
    if (this.#count < this.#limit) this.#count += 1;
    let at = this.#count - 1;
    for (; at > 0 && (ranks[at - 1] ?? 0) < rank; at -= 1) {
      slots[at] = slots[at - 1] ?? 0;
      ranks[at] = ranks[at - 1] ?? 0;
    }
    slots[at] = slot;
    ranks[at] = rank;
    if (this.#count === this.#limit) this.#least = ranks[this.#limit - 1] ?? 0;
  }
}
