import { holdsCardNumber } from '../../src-preload/contract/formats/card-number.ts';
import type { PageClock } from './clock.ts';

/** Keys closer together than this are a scanner's or a card reader's: the fastest fingers take 60 ms, two that overlap 20. */
export const GAP_MS = 20;
/** So many of them are a scan. */
export const SCAN_KEYS = 6;
/** After a scan its Enter, or what a slow cable brings late, still belongs to it. */
const TAIL_MS = 100;
/** So long the first key of a run is held, to see whether others follow; a little longer than the gap. */
const HOLD_MS = 30;
/** Keys with pauses no longer than this are one text, also where a card reader is slow or a person types a card's number. */
const TEXT_MS = 500;

/** After a card everything is dropped until so long nothing comes: the rest of it may be late. */
const DROP_MS = 1000;
/** Longer than a magnetic stripe. */
const MAX_TEXT = 400;

/** One character, or what a key does. */
export type GateKey = { readonly char: string } | { readonly does: 'enter' | 'delete' };

export interface GateUse {
  /** A text begins: its first characters are acted on next. */
  readonly begin: () => void;
  /** Keys to act on, in their order. `scan`: they came at a scanner's speed. */
  readonly give: (keys: readonly GateKey[], scan: boolean) => void;
  /** A card's number or track: `given` of its characters were acted on before it could be known. The rest is dropped. */
  readonly card: (given: number) => void;
  /** A run turns out to be a scan after some of it was acted on as typed. */
  readonly late: () => void;
}

export interface KeyGate {
  /** A key went down; `at` is the event's own time stamp, ms: a busy page handles many at once. */
  readonly key: (key: GateKey, at: number) => void;
  /** A key that is part of typing a character (Shift): the run continues. */
  readonly aside: (at: number) => void;
  /** Whether a key now would be one of a scan. */
  readonly scanning: (at: number) => boolean;
  /** Something else was pressed: acts on what is held, and what comes next is another text. */
  readonly end: () => void;
  /** The screen is left: what is held is forgotten. */
  readonly stop: () => void;
}

/**
 * Between the keyboard and a screen. Fingers pass at once except for the hold of a first character; a run of keys at a
 * scanner's speed comes whole, so that a card's number in it is dropped before any of it is shown. How fast keys are is
 * read from their own time stamps; the clock says only when a run is over.
 */
export function createKeyGate(clock: Pick<PageClock, 'after'>, use: GateUse): KeyGate {
  /** Keys of the run, held. */
  let held: GateKey[] = [];
  /** Characters and Enters of the run, held or acted on. */
  let count = 0;
  /** Of the run, those acted on. */
  let given = 0;
  /** What was typed without a pause, acted on or not; and how many of its characters were acted on. */
  let text = '';
  let acted = 0;
  /** A card was found: everything is dropped until there is a pause. */
  let dropping = false;
  let last = Number.NEGATIVE_INFINITY;
  let cancel = (): void => {};

  const begin = (): void => {
    text = '';
    acted = 0;
  };
  const isScan = (): boolean => count >= SCAN_KEYS;
  const flush = (): void => {
    cancel();
    if (held.length === 0) return;
    const keys = held;
    held = [];
    if (acted === 0) use.begin();
    if (isScan() && given > 0) use.late();
    given += keys.length;
    acted += keys.filter((key) => 'char' in key).length;
    use.give(keys, isScan());
  };
  const drop = (): void => {
    cancel();
    held = [];
    dropping = true;
    const given = acted;
    begin();
    use.card(given);
  };
  const note = (key: GateKey): void => {
    if ('char' in key) text += key.char;
    else if (key.does === 'delete') text = text.slice(0, -1);
    // Digits before an Enter and after it are not one number.
    else text += '|';
    text = text.slice(-MAX_TEXT);
  };
  /** What was typed may be a guest's: it is not kept, nor is it as what an expression matched last (`RegExp.input`). */
  const forget = (): void => {
    begin();
    void /^/.test('');
  };
  const settle = (): void => {
    if (holdsCardNumber(text)) drop();
    else flush();
    cancel();
    cancel = clock.after(TEXT_MS, forget);
  };

  return {
    key: (key, at) => {
      const gap = at - last;
      last = at;
      if (dropping && gap < DROP_MS) return;
      if (gap >= (isScan() ? TAIL_MS : GAP_MS)) {
        settle();
        if (dropping && gap < DROP_MS) return;
        dropping = false;
        count = 0;
        given = 0;
      }
      if (gap >= TEXT_MS) begin();
      const isFirst = count === 0;
      note(key);
      if (!('does' in key) || key.does === 'enter') count += 1;
      held.push(key);
      cancel();
      // Enter and delete alone are no beginning of a scan.
      if (isFirst && 'does' in key) settle();
      else cancel = clock.after(isScan() ? TAIL_MS : HOLD_MS, settle);
    },
    aside: (at) => {
      if (at - last < GAP_MS) last = at;
    },
    scanning: (at) => at - last < (isScan() ? TAIL_MS : GAP_MS) && count + 1 >= SCAN_KEYS,
    end: () => {
      settle();
      begin();
      count = 0;
    },
    stop: () => {
      cancel();
      held = [];
    },
  };
}
