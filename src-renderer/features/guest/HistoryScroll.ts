import { type RefObject, useEffect, useRef } from 'react';
import { useLatest } from '../../app/app-context.tsx';

/** How far below what is seen the next lines are asked for already. */
const AHEAD = '400px';

/**
 * Calls `reached` when a person scrolls near the end of the scroller's content; never for a list that is merely short,
 * and not while `reached` is null. `length` is how long the content is: grown, it must be scrolled again. Anyone who
 * cannot scroll has the button that is at the end.
 */
export function useScrolledTo(
  reached: (() => void) | null,
  length: number,
): {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly end: RefObject<HTMLDivElement | null>;
} {
  const scroller = useRef<HTMLElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const latest = useLatest(reached);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at afresh whenever the content has grown
  useEffect(() => {
    const root = scroller.current;
    const mark = end.current;
    if (root === null || mark === null) return;
    let scrolled = false;
    let near = false;
    const look = (): void => {
      if (scrolled && near) latest.current?.();
    };
    const onScroll = (): void => {
      scrolled = true;
      look();
    };
    const watch = new IntersectionObserver(
      (entries) => {
        near = entries.at(-1)?.isIntersecting ?? false;
        look();
      },
      { root, rootMargin: `0px 0px ${AHEAD} 0px` },
    );
    watch.observe(mark);
    root.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      watch.disconnect();
      root.removeEventListener('scroll', onScroll);
    };
  }, [latest, length]);
  return { scroller, end };
}
