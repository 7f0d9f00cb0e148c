import { type PointerEvent, useRef, useState } from 'react';

/** So far a finger is only about to press, px. */
const BEGINS_PX = 16;
/** From here on letting go asks, px. */
const ASKS_PX = 96;
/** What is pulled follows the finger no further than this, px. */
const MAX_PX = 128;

export interface Pull {
  /** How far it is pulled, px; 0 where no one pulls. */
  readonly by: number;
  /** Whether letting go now asks. */
  readonly asks: boolean;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: (event: PointerEvent) => void;
    readonly onPointerCancel: () => void;
  };
}

/** How far a finger that went this way pulls: downwards, and more downwards than sideways. */
function pulledBy(acrossPx: number, downPx: number): number {
  if (downPx < BEGINS_PX || Math.abs(acrossPx) > downPx / 2) return 0;
  return Math.min(MAX_PX, downPx);
}

/** Pull down to ask again: for fingers alone, since a mouse has the button. */
export function usePull(onPulled: () => void): Pull {
  const start = useRef<{ readonly id: number; readonly x: number; readonly y: number } | null>(null);
  const [by, setBy] = useState(0);
  const end = (): void => {
    start.current = null;
    setBy(0);
  };
  const distance = (event: PointerEvent): number => {
    const from = start.current;
    return from?.id === event.pointerId ? pulledBy(event.clientX - from.x, event.clientY - from.y) : 0;
  };
  return {
    by,
    asks: by >= ASKS_PX,
    handlers: {
      onPointerDown: (event) => {
        if (event.pointerType !== 'touch') return;
        // A second finger is no pull.
        start.current = event.isPrimary ? { id: event.pointerId, x: event.clientX, y: event.clientY } : null;
      },
      onPointerMove: (event) => {
        if (start.current !== null) setBy(distance(event));
      },
      onPointerUp: (event) => {
        const asks = distance(event) >= ASKS_PX;
        end();
        if (asks) onPulled();
      },
      onPointerCancel: end,
    },
  };
}
