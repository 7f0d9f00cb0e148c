/** Under which hand the tray lies. */
export type Hand = 'right' | 'left';
export const HANDS = ['right', 'left'] as const satisfies readonly Hand[];

/** How large running text is, in per cent. What is large already (the name, the amount, the keys) stays as it is. */
export type TextSize = 100 | 115 | 130;
export const TEXT_SIZES = [100, 115, 130] as const satisfies readonly TextSize[];

/** How the kiosk suits the people who stand at it. */
export interface Comfort {
  readonly hand: Hand;
  readonly textSize: TextSize;
  /** A soft tick at each key, and a tone when something did not work. */
  readonly sounds: boolean;
}
