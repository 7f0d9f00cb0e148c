import { type PointerEvent, useState } from 'react';
import { useSound } from '../app/app-context.tsx';
import { createBounceFilter } from '../core/keypad.ts';

/** A screen reader's press comes as an event of a pointer without size or weight, and again as a click. */
const isSpoken = ({ pointerType, width, height, pressure }: PointerEvent): boolean =>
  (width === 0 && height === 0) || (pointerType === 'mouse' && pressure === 0);

/**
 * For keys that act when a finger comes down: what makes of a Button such a key. It listens to the finger itself.
 * react-aria ends a press at the click, or 80 ms later where none comes: a finger that slid, or two that overlapped, make
 * no click, and the same key struck again meanwhile would begin no press and be dropped. It ticks, where sounds are on;
 * while it is `off` it does nothing.
 */
export function useKeyPress<K extends string>(off = false) {
  const [counts] = useState(createBounceFilter<K>);
  const sound = useSound();
  return (key: K, act: () => void) => {
    const struck = (): void => {
      if (off) return;
      sound('tick');
      act();
    };
    return {
      onPointerDown: (event: PointerEvent): void => {
        if (event.button === 0 && !isSpoken(event) && counts(key, event.timeStamp)) struck();
      },
      onPressStart: ({ pointerType }: { readonly pointerType: string }): void => {
        if (pointerType === 'keyboard' || pointerType === 'virtual') struck();
      },
    };
  };
}
