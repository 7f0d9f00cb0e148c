/** The keys of a keyboard on the screen: what can be typed, and what it does by itself. */
export interface KeyboardLayout {
  /** The last row has delete at its end, and shift at its beginning where there is one. */
  readonly rows: readonly string[];
  /** Keys in the lowest row, beside the primary. */
  readonly extra: string;
  /** Keys there that type several letters at once. */
  readonly words?: readonly string[];
  /** Whether a space is typed; else there is no key for it, and a hardware keyboard's is not heard. */
  readonly space: boolean;
  /** Without capitals there is no shift. */
  readonly shift?: false;
  /** What is taken of a pasted text; left out, all of it. */
  readonly read?: (pasted: string) => string;
  /** Whether the next letter is a capital by itself. */
  readonly capital: (text: string) => boolean;
}

/** Whether the next letter begins a sentence. */
export const atStart = (text: string): boolean => text === '' || /[.!?] $/.test(text);

/** Whether the next letter begins a word: names are written so. */
export const atWord = (text: string): boolean => text === '' || /[\s'-]$/.test(text);
