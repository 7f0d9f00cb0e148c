/** The few slots of highest rank among those offered. */
export interface Best {
  /** A rank that must be beaten to count: 0 while there is room. */
  readonly least: number;
  readonly offer: (slot: number, rank: number) => void;
  /** The slots kept, highest rank first; equal ranks as they were offered. */
  readonly slots: () => readonly number[];
}

/** Keeps the `limit` best. A plain sorted list: the limit is twenty, and most offers are turned away at once. */
export function createBest(limit: number): Best {
  const slots: number[] = [];
  const ranks: number[] = [];
  let least = limit > 0 ? 0 : Number.POSITIVE_INFINITY;
  return {
    get least() {
      return least;
    },
    offer: (slot, rank) => {
      if (rank <= least) return;
      let at = slots.length;
      while (at > 0 && (ranks[at - 1] ?? 0) < rank) at -= 1;
      slots.splice(at, 0, slot);
      ranks.splice(at, 0, rank);
      if (slots.length > limit) {
        slots.pop();
        ranks.pop();
      }
      if (slots.length === limit) least = ranks[limit - 1] ?? 0;
    },
    slots: () => slots,
  };
}
