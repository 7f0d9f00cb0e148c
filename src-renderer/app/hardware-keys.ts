import { useEffect } from 'react';
import { holdsCardNumber } from '../../src-preload/contract/card-number.ts';
import { createKeyGate, type GateKey } from '../state/key-gate.ts';
import type { Key } from '../state/keypad.ts';
import { useAround, useLatest } from './context.tsx';

export interface HardwareKeys {
  /** Digits, delete and clear, as the keypad on the screen says them. */
  readonly onKey?: (key: Key) => void;
  /** Any one character, for text. Takes digits too, in place of `onKey`. */
  readonly onText?: (character: string) => void;
  /** A text from elsewhere, whole: pasted, or scanned where no characters are typed. */
  readonly onPaste?: (text: string) => void;
  readonly onEnter?: () => void;
  readonly onEscape?: () => void;
  /**
   * The keys are an amount, which a scanner never types: a scan is dropped, with its Enter. Called as a run of keys begins;
   * what it returns puts the amount back as it is then.
   */
  readonly money?: () => () => void;
}

const isDigit = (key: string): key is '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' =>
  key.length === 1 && key >= '0' && key <= '9';

/** One key to what the screen does with it. A + begins a number, so it takes the place of what was typed. */
function act(keys: HardwareKeys, key: GateKey): void {
  const { onKey, onText, onPaste, onEnter } = keys;
  if ('does' in key) {
    if (key.does === 'enter') onEnter?.();
    else onKey?.('delete');
  } else if (onText !== undefined) onText(key.char);
  else if (isDigit(key.char)) onKey?.(key.char);
  else if (key.char === '+') onPaste?.('+');
}

/** A run at a scanner's speed. Where nothing is typed its Enter presses nothing. */
function actScan(keys: HardwareKeys, run: readonly GateKey[]): void {
  const { onKey, onText, onPaste, onEnter } = keys;
  const text = run.map((key) => ('char' in key ? key.char : '')).join('');
  if (onKey === undefined && onText === undefined && onPaste === undefined) return;
  if (
    onText !== undefined ||
    onPaste === undefined ||
    run.some((key) => 'does' in key && key.does === 'delete')
  ) {
    for (const key of run) act(keys, key);
    return;
  }
  onPaste(text);
  if (run.some((key) => 'does' in key)) onEnter?.();
}

/**
 * Lets a hardware keyboard (or a scanner that types) drive the screen without any focused text field, which would make
 * the system's own keyboard pop up. Enter belongs to the focused control only for people who walk with Tab: after a
 * touch, the last touched button still has the focus and must not be pressed again by a scanner's Enter. A payment card's
 * number or track, typed, scanned or pasted, reaches no screen (`createKeyGate`).
 */
export function useHardwareKeys(keys: HardwareKeys): void {
  const latest = useLatest(keys);
  const { clock, stores } = useAround();
  useEffect(() => {
    const { drop } = stores.dropped.getState();
    let putBack = (): void => {};
    const gate = createKeyGate(clock, {
      begin: () => {
        putBack = latest.current.money?.() ?? (() => {});
      },
      give: (run, scan) => {
        if (!scan) for (const key of run) act(latest.current, key);
        else if (latest.current.money !== undefined) drop('scan');
        else actScan(latest.current, run);
      },
      card: (given) => {
        const { onKey, onText } = latest.current;
        drop('card');
        if (onText === undefined && given > 0) onKey?.('clear');
        else for (let n = 0; n < given; n += 1) onKey?.('delete');
      },
      late: () => putBack(),
    });
    const onKeyDown = (event: KeyboardEvent): void => {
      // AltGr comes as Control and Alt, and types an @ on many keyboards.
      const chord = event.ctrlKey || event.altKey || event.metaKey;
      if (chord && !event.getModifierState('AltGraph')) return;
      const { onKey, onEscape } = latest.current;
      const at = event.timeStamp;
      if (event.key === 'Shift') gate.aside(at);
      const onControl =
        document.documentElement.hasAttribute('data-walking') && document.activeElement?.tagName === 'BUTTON';
      const take = (): void => {
        event.preventDefault();
        event.stopPropagation();
      };
      if (event.key === 'Tab' || (onControl && (event.key === 'Enter' || event.key === ' '))) {
        gate.end();
        return;
      }
      if (event.key === 'Enter') {
        take();
        if (!event.repeat) gate.key({ does: 'enter' }, at);
        return;
      }
      if (event.key === 'Escape') {
        take();
        gate.end();
        if (onEscape !== undefined) onEscape();
        else onKey?.('clear');
        return;
      }
      if (event.key === 'Backspace' || event.key === 'Delete') {
        take();
        gate.key({ does: 'delete' }, at);
        return;
      }
      // One character, which may be two code units; names of keys ("Shift") are longer.
      if (event.repeat || [...event.key].length !== 1) return;
      // Also where none is typed: a space on a touched button would press it again.
      take();
      gate.key({ char: event.key }, at);
    };
    const onPaste = (event: ClipboardEvent): void => {
      event.preventDefault();
      gate.end();
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (holdsCardNumber(text)) drop('card');
      else if (text !== '') latest.current.onPaste?.(text);
    };
    // What is held was typed before the touch.
    const onPointer = (): void => gate.end();
    window.addEventListener('keydown', onKeyDown, true);
    window.addEventListener('paste', onPaste, true);
    window.addEventListener('pointerdown', onPointer, true);
    return () => {
      gate.stop();
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('paste', onPaste, true);
      window.removeEventListener('pointerdown', onPointer, true);
    };
  }, [latest, clock, stores]);
}
