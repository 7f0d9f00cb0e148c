/** What covers a display: a window without anything in it. */
interface Cover {
  readonly move: (to: Area) => void;
  readonly close: () => void;
}
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Displays {
  /** Those that are on now. */
  readonly all: () => readonly { readonly id: number; readonly bounds: Area }[];
  /** The one that the kiosk is on; null where that is not known. */
  readonly own: () => number | null;
  readonly cover: (area: Area) => Cover;
}

/**
 * Covers every display but the kiosk's own, so that no desktop is within reach beside it. `look` puts that right after displays came, went or
 * moved; `end` uncovers them.
 */
export function createCovers(displays: Displays): { readonly look: () => void; readonly end: () => void } {
  const covers = new Map<number, Cover>();
  return {
    look: () => {
      const own = displays.own();
      // Where the kiosk's own is not known, none is covered: it may be that one.
      const others = own === null ? [] : displays.all().filter(({ id }) => id !== own);
      const wanted = new Set(others.map(({ id }) => id));
      for (const [id, cover] of covers) {
        if (wanted.has(id)) continue;
        covers.delete(id);
        cover.close();
      }
      for (const { id, bounds } of others) {
        const cover = covers.get(id);
        if (cover === undefined) covers.set(id, displays.cover(bounds));
        else cover.move(bounds);
      }
    },
    end: () => {
      for (const cover of covers.values()) cover.close();
      covers.clear();
    },
  };
}
