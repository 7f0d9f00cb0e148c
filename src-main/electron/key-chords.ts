/** Chords that would reload, print, save, zoom, search or open tools. The kiosk has no use for any of them. */
const FORBIDDEN_WITH_CONTROL = new Set([
  'r',
  'p',
  's',
  'o',
  'n',
  't',
  'w',
  'f',
  'u',
  'j',
  'i',
  'h',
  '+',
  '-',
  '=',
  '0',
]);
const FORBIDDEN_ALONE = new Set(['F1', 'F3', 'F5', 'F7', 'F11', 'F12', 'BrowserBack', 'BrowserForward']);
const FORBIDDEN_WITH_ALT = new Set(['ArrowLeft', 'ArrowRight']);

export interface KeyChord {
  readonly key: string;
  readonly control: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
}

/** Whether a key press must not reach the page or a menu. */
export function isForbiddenChord({ key, control, meta, alt }: KeyChord): boolean {
  if (FORBIDDEN_ALONE.has(key)) return true;
  if (alt && FORBIDDEN_WITH_ALT.has(key)) return true;
  return (control || meta) && FORBIDDEN_WITH_CONTROL.has(key.toLowerCase());
}
