export interface KeyChord {
  readonly key: string;
  readonly control: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** Keys that move, correct and confirm, and those that only go along with others. */
const ALONE: ReadonlySet<string> = new Set([
  ...['Enter', 'Backspace', 'Delete', 'Tab', 'Escape', 'Home', 'End', 'PageUp', 'PageDown'],
  ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
  ...['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock'],
  // Accents that wait for their letter, and what an input method or a keyboard on the screen types.
  ...['Dead', 'Process', 'Compose', 'Unidentified'],
]);
/** With Control (Command on a Mac): select, copy, cut, paste, undo, redo. */
const EDITING: ReadonlySet<string> = new Set(['a', 'c', 'x', 'v', 'z', 'y']);
/** With Control: by words instead of letters. */
const BY_WORDS: ReadonlySet<string> = new Set([
  ...['ArrowLeft', 'ArrowRight', 'Home', 'End', 'Backspace', 'Delete', 'Control', 'Shift', 'Meta'],
]);

/**
 * Whether a key press may reach the page: what types and edits, and nothing else. All other chords reload, print, zoom,
 * close, search, switch or open something, on one system or another.
 */
export function isAllowedChord({ key, control, meta, alt, shift }: KeyChord): boolean {
  const types = [...key].length === 1;
  if (alt) {
    // Windows reports AltGr as Control and Alt: it types what letters and digits do not.
    return key === 'Alt' || key === 'AltGraph' || (control && types && !/^[a-z\d]$/i.test(key));
  }
  if (control || meta) return BY_WORDS.has(key) || (!shift && EDITING.has(key.toLowerCase()));
  return types || ALONE.has(key);
}
