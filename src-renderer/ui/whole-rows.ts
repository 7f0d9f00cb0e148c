import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** How many rows of the height of the first one fit whole into the element, beside one another where it is a grid; all of
    them until it is measured. */
export function useWholeRows(total: number): {
  readonly ref: RefObject<HTMLUListElement | null>;
  readonly fit: number;
} {
  const ref = useRef<HTMLUListElement>(null);
  const [fit, setFit] = useState(total);
  useLayoutEffect(() => {
    const list = ref.current;
    if (list === null) return;
    const measure = (): void => {
      const row = list.firstElementChild?.getBoundingClientRect().height ?? 0;
      const style = getComputedStyle(list);
      const columns = style.display === 'grid' ? style.gridTemplateColumns.split(' ').length : 1;
      // A hairline parts the rows.
      const rows = Math.max(1, Math.floor((list.clientHeight + 1) / (row + 1)));
      setFit(row === 0 ? total : columns * rows);
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(list);
    return () => watch.disconnect();
  }, [total]);
  return { ref, fit: Math.min(fit, total) };
}
