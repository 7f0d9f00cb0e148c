import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** How many rows fitted last, by the look of the list: so many are drawn first, where all would mostly be drawn in vain. */
const usual = new Map<string, number>();

/** How many rows of the height of the first one fit whole into the element, beside one another where it is a grid. Until
    it is measured, before anything is seen: as many as fitted last into a list of that `look`. */
export function useWholeRows(
  total: number,
  look: string,
): {
  readonly ref: RefObject<HTMLUListElement | null>;
  readonly fit: number;
} {
  const ref = useRef<HTMLUListElement>(null);
  const [fit, setFit] = useState(() => usual.get(look) ?? total);
  useLayoutEffect(() => {
    const list = ref.current;
    if (list === null) return;
    const measure = (): void => {
      const row = list.firstElementChild?.getBoundingClientRect().height ?? 0;
      if (row === 0) {
        setFit(total);
        return;
      }
      const style = getComputedStyle(list);
      const columns = style.display === 'grid' ? style.gridTemplateColumns.split(' ').length : 1;
      // A hairline parts the rows.
      const rows = Math.max(1, Math.floor((list.clientHeight + 1) / (row + 1)));
      usual.set(look, columns * rows);
      setFit(columns * rows);
    };
    // Told first in the frame in which the list is laid out, before that is painted.
    const watch = new ResizeObserver(measure);
    watch.observe(list);
    return () => watch.disconnect();
  }, [total, look]);
  return { ref, fit: Math.min(fit, total) };
}
