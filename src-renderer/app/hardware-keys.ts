import { useEffect, useLayoutEffect } from 'react';
import { flushSync } from 'react-dom';
import { holdsCardNumber } from '../../src-preload/contract/formats/card-number.ts';
import { createKeyGate, type GateKey } from '../core/key-gate.ts';
import { type Key, keysOfDigits } from '../core/keypad.ts';
import { useAppContext, useLatest } from './app-context.tsx';

export interface HardwareKeys {
  /** Digits, delete and clear, as the keypad on the screen says them. */
  readonly onKey?: (key: Key) => void;
  /** Any one character, for text. Takes digits too, in place of `onKey`. */
  readonly onText?: (character: string) => void;
  /**
   * A text from elsewhere, whole: pasted, or scanned where no characters are typed. Left out, the digits of a pasted code are
   * typed by `onKey`.
   */
  readonly onPaste?: (text: string) => void;
  readonly onEnter?: () => void;
  readonly onEscape?: () => void;
  /**
   * The keys are an amount, which a scanner never types: a scan is dropped, with its Enter. Called as typing begins; what it
   * returns puts the amount back as it is then.
   */
  readonly money?: () => () => void;
}

const isDigit = (key: string): key is '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' =>
  key.length === 1 && key >= '0' && key <= '9';

const nothing = (): void => {};
const isEnter = (key: GateKey): boolean => 'does' in key && key.does === 'enter';

/** One key to what the screen does with it. A + begins a number, so it takes the place of what was typed. */
function act({ onKey, onText, onPaste }: HardwareKeys, key: GateKey): void {
  if ('does' in key) onKey?.('delete');
  else if (onText !== undefined) onText(key.char);
  else if (isDigit(key.char)) onKey?.(key.char);
  else if (key.char === '+') onPaste?.('+');
}

/** Fewer digits at a scanner's speed are the rest of a number that came in two pieces: they go behind what is there. */
const WHOLE_NUMBER = 10;
const isPiece = (text: string): boolean => text.length < WHOLE_NUMBER && /^\d+$/.test(text);

/** Keys between two Enters. A scan where no characters are typed is a text from elsewhere. */
function actAll(keys: HardwareKeys, run: readonly GateKey[], scan: boolean): void {
  const text = run.map((key) => ('char' in key ? key.char : '')).join('');
  const typed = text.length === run.length;
  const whole = scan && typed && !isPiece(text);
  if (whole && keys.onText === undefined && keys.onPaste !== undefined) keys.onPaste(text);
  else for (const key of run) act(keys, key);
}

/** Where keys go: to the screen, or to the second manager who is asked for above it. */
type Place = 'screen' | 'above';

/** What the screens that are on do with keys: a form and the sheet over it are two. */
export type KeyTargets = Set<{ readonly keys: { readonly current: HardwareKeys }; readonly place: Place }>;

/**
 * Lets a hardware keyboard (or a scanner that types) drive the screen without any focused text field, which would make
 * the system's own keyboard pop up. Enter belongs to the focused control only for people who walk with Tab: after a
 * touch, the last touched button still has the focus and must not be pressed again by a scanner's Enter. A payment card's
 * number or track, typed, scanned or pasted, reaches no screen (`createKeyGate`). While a second manager is asked for, the keys
 * are theirs: `above`.
 */
export function useHardwareKeys(keys: HardwareKeys, place: Place = 'screen'): void {
  const latest = useLatest(keys);
  const { targets } = useAppContext();
  // With the drawing and not after it: keys of a scanner may follow at once.
  useLayoutEffect(() => {
    const target = { keys: latest, place };
    targets.add(target);
    return () => void targets.delete(target);
  }, [latest, targets, place]);
}

/** The keyboard itself, one for the page: keys that come at once may belong to a screen and to the one after its Enter. */
export function useKeyboard(): void {
  const { clock, stores, targets } = useAppContext();
  useEffect(() => {
    const { drop } = stores.dropped.getState();
    const listening = (): readonly HardwareKeys[] => {
      const place: Place = stores.second.getState().asking ? 'above' : 'screen';
      return [...targets].filter((target) => target.place === place).map(({ keys }) => keys.current);
    };
    const each = (call: (keys: HardwareKeys) => void): void => {
      for (const keys of listening()) call(keys);
    };
    const some = (has: (keys: HardwareKeys) => unknown): boolean =>
      listening().some((keys) => has(keys) !== undefined);
    let putBack = nothing;
    /** The screen is drawn before an Enter acts on it, and after: several keys come at once. */
    const giveOut = (run: readonly GateKey[], scan: boolean): void => {
      const found = run.findIndex(isEnter);
      const end = found === -1 ? run.length : found;
      const typed = run.slice(0, end);
      if (typed.length > 0) flushSync(() => each((keys) => actAll(keys, typed, scan)));
      if (found === -1) return;
      flushSync(() => each((keys) => keys.onEnter?.()));
      if (end + 1 < run.length) give(run.slice(end + 1), scan);
    };
    const give = (run: readonly GateKey[], scan: boolean): void => {
      if (scan && some(({ money }) => money)) drop('scan');
      // Where nothing is typed, the Enter of a scan presses nothing.
      else if (!scan || some(({ onKey, onText, onPaste }) => onKey ?? onText ?? onPaste)) giveOut(run, scan);
    };
    const gate = createKeyGate(clock, {
      begin: () => {
        putBack = nothing;
        each(({ money }) => {
          putBack = money?.() ?? putBack;
        });
      },
      give,
      card: (given) => {
        drop('card');
        if (some(({ money }) => money)) putBack();
        else if (given > 0 && !some(({ onText }) => onText)) each(({ onKey }) => onKey?.('clear'));
        else for (let n = 0; n < given; n += 1) each(({ onKey }) => onKey?.('delete'));
      },
      late: () => putBack(),
    });
    /** A key that walks nowhere and presses no control. */
    const typed = (event: KeyboardEvent, at: number): void => {
      const take = (): void => {
        event.preventDefault();
        event.stopPropagation();
      };
      if (event.key === 'Enter' || event.key === 'Tab') {
        take();
        if (!event.repeat) gate.key({ does: 'enter' }, at);
        return;
      }
      if (event.key === 'Escape') {
        take();
        gate.end();
        each(({ onEscape, onKey }) => (onEscape === undefined ? onKey?.('clear') : onEscape()));
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
    const onKeyDown = (event: KeyboardEvent): void => {
      // AltGr comes as Control and Alt, and types an @ on many keyboards.
      const chord = event.ctrlKey || event.altKey || event.metaKey;
      if (chord && !event.getModifierState('AltGraph')) return;
      if (targets.size === 0) return;
      const at = event.timeStamp;
      if (event.key === 'Shift') gate.aside(at);
      const onControl =
        document.documentElement.hasAttribute('data-walking') && document.activeElement?.tagName === 'BUTTON';
      // What ends a scan presses no control. Its Tab counts where an amount is typed; elsewhere fingers follow a PIN with it.
      const scanning = gate.scanning(at);
      const walks = event.key === 'Tab' && !(scanning && some(({ money }) => money));
      if (walks || (!scanning && onControl && (event.key === 'Enter' || event.key === ' '))) {
        gate.end();
        return;
      }
      typed(event, at);
    };
    const pasted = (event: ClipboardEvent): void => {
      event.preventDefault();
      gate.end();
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (holdsCardNumber(text)) drop('card');
      else if (text !== '') {
        each(({ onKey, onPaste }) => {
          if (onPaste !== undefined) onPaste(text);
          else for (const key of keysOfDigits(text)) onKey?.(key);
        });
      }
    };
    // What is held was typed before the touch.
    const onPointer = (): void => gate.end();
    window.addEventListener('keydown', onKeyDown, true);
    window.addEventListener('paste', pasted, true);
    window.addEventListener('pointerdown', onPointer, true);
    return () => {
      gate.stop();
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('paste', pasted, true);
      window.removeEventListener('pointerdown', onPointer, true);
    };
  }, [clock, stores, targets]);
}
