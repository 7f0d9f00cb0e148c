import { useEffect } from 'react';
import { type Key, keysOfDigits } from '../state/keypad.ts';
import { useLatest } from './context.tsx';

export interface HardwareKeys {
  /** Digits, delete and clear, as the keypad on the screen says them. */
  readonly onKey?: (key: Key) => void;
  /** Any one character, for text. Takes digits too, in place of `onKey`. */
  readonly onText?: (character: string) => void;
  /** A text from elsewhere, whole. Left out, the digits of a pasted code are typed by `onKey`. */
  readonly onPaste?: (text: string) => void;
  readonly onEnter?: () => void;
  readonly onEscape?: () => void;
}

const isDigit = (key: string): key is '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' =>
  key.length === 1 && key >= '0' && key <= '9';

/**
 * Lets a hardware keyboard (or a scanner that types) drive the screen without any focused text field, which would make
 * the system's own keyboard pop up. Enter belongs to the focused control only for people who walk with Tab: after a
 * touch, the last touched button still has the focus and must not be pressed again by a scanner's Enter.
 */
export function useHardwareKeys(keys: HardwareKeys): void {
  const latest = useLatest(keys);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // AltGr comes as Control and Alt, and types an @ on many keyboards.
      const chord = event.ctrlKey || event.altKey || event.metaKey;
      if (chord && !event.getModifierState('AltGraph')) return;
      const { onKey, onText, onEnter, onEscape } = latest.current;
      if (event.key === 'Tab') return;
      const onControl =
        document.documentElement.hasAttribute('data-walking') && document.activeElement?.tagName === 'BUTTON';
      const take = (): void => {
        event.preventDefault();
        event.stopPropagation();
      };
      if (event.key === 'Enter') {
        if (onControl) return;
        take();
        if (!event.repeat) onEnter?.();
        return;
      }
      if (event.key === 'Escape') {
        take();
        if (onEscape !== undefined) onEscape();
        else onKey?.('clear');
        return;
      }
      if (event.key === 'Backspace' || event.key === 'Delete') {
        take();
        onKey?.('delete');
        return;
      }
      if (event.key === ' ' && onControl) return;
      // One character, which may be two code units; names of keys ("Shift") are longer.
      if (event.repeat || [...event.key].length !== 1) return;
      if (onText !== undefined) {
        take();
        onText(event.key);
      } else if (isDigit(event.key)) {
        take();
        onKey?.(event.key);
      } else if (event.key === ' ') {
        // A space on a touched button would press it again.
        take();
      }
    };
    const pasted = (event: ClipboardEvent): void => {
      event.preventDefault();
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const { onKey, onPaste } = latest.current;
      if (text === '') return;
      if (onPaste !== undefined) onPaste(text);
      else for (const key of keysOfDigits(text)) onKey?.(key);
    };
    window.addEventListener('keydown', onKeyDown, true);
    window.addEventListener('paste', pasted, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('paste', pasted, true);
    };
  }, [latest]);
}
