import type { CDPSession, Locator, Page } from '@playwright/test';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Fast fingers on the glass: touches, sent without waiting for what the page makes of them, as fingers do. */
export interface Fingers {
  /** Where a control is. Measured once: keys do not move. */
  readonly find: (control: Locator) => Promise<Point>;
  readonly tap: (at: Point | Locator) => Promise<void>;
  /** Types on the keypad of the screen, so many keys a second. */
  readonly type: (digits: string, perSecond: number) => Promise<void>;
}

/** No hand goes from one control to another any faster. */
const TAPS_A_SECOND = 8;
/** How long a finger stays down, ms: of 66 at 15 keys a second. */
const DOWN_MS = 35;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

export function createFingers(page: Page, session: CDPSession): Fingers {
  const find = async (control: Locator): Promise<Point> => {
    await control.waitFor();
    const box = await control.boundingBox();
    if (box === null) throw new Error('The control is not on the screen');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const touch = async ({ x, y }: Point): Promise<void> => {
    last = performance.now();
    // The moment of the touch itself, as a digitizer has it: a busy browser may take in two at once.
    const send = (type: 'touchStart' | 'touchEnd', touchPoints: Point[]): void => {
      const timestamp = Date.now() / 1000;
      sent.push(session.send('Input.dispatchTouchEvent', { type, touchPoints, timestamp }));
    };
    send('touchStart', [{ x, y }]);
    await pause(DOWN_MS);
    send('touchEnd', []);
  };
  const sent: Promise<unknown>[] = [];
  let last = 0;
  const settled = async (): Promise<void> => void (await Promise.all(sent.splice(0)));
  return {
    find,
    tap: async (at) => {
      const place = 'x' in at ? at : await find(at);
      await pause(last + 1000 / TAPS_A_SECOND - performance.now());
      await touch(place);
      await settled();
    },
    type: async (digits, perSecond) => {
      const keypad = page.locator('[data-keypad]');
      const places = new Map<string, Point>();
      for (const digit of new Set(digits)) {
        places.set(digit, await find(keypad.getByRole('button', { name: digit, exact: true })));
      }
      let next = performance.now();
      for (const digit of digits) {
        await pause(next - performance.now());
        // A finger that came late does not hurry after: two touches closer than any finger's would be a bounce.
        next = Math.max(next, performance.now()) + 1000 / perSecond;
        const place = places.get(digit);
        if (place !== undefined) await touch(place);
      }
      await settled();
    },
  };
}
