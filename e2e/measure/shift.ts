import { heapBytes } from './heap.ts';
import type { Measured } from './walk.ts';

/** The page's memory at one moment of a shift, after a collection. */
export interface Held {
  readonly bytes: number;
  /** Nodes of the document, those that were taken out and are still held included. */
  readonly nodes: number;
  readonly listeners: number;
}

export interface ShiftPlan {
  /** Whole numbers, one guest each: all of them are looked up and opened. */
  readonly numbers: readonly string[];
  /** So many of them are given a credit, evenly spread. */
  readonly credits: number;
  /** At most so many guests a minute. The kiosk itself opens no more than 60. */
  readonly perMinute?: number;
  /** Told after each hour: an eighth of the shift. */
  readonly onHour?: (hour: number, held: Held) => void;
}

const HOURS = 8;

async function heldNow({ session }: Measured): Promise<Held> {
  const bytes = await heapBytes(session);
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { bytes, nodes, listeners: jsEventListeners };
}

/** Works through a shift of eight hours as fast as the plan lets it, from the look-up and back to it. Returns what was held after each hour. */
export async function workShift(to: Measured, plan: ShiftPlan): Promise<readonly Held[]> {
  const { page, kiosk } = to;
  const { numbers, credits, perMinute } = plan;
  const hours: Held[] = [];
  await kiosk.on('look-up');
  const began = performance.now();
  for (const [at, digits] of numbers.entries()) {
    if (perMinute !== undefined) {
      const due = began + (at * 60_000) / perMinute;
      await page.waitForTimeout(Math.max(0, due - performance.now()));
    }
    await page.keyboard.type(digits);
    await kiosk.button(/^(Open|Abrir) /).waitFor();
    await page.keyboard.press('Enter');
    await kiosk.on('guest');
    const given = (guests: number): number => Math.floor((guests * credits) / numbers.length);
    if (given(at + 1) > given(at)) {
      await kiosk.give(/^(Cold food|Comida fría)$/, '$10');
      await kiosk.on('done');
      await kiosk.button(/^(Next guest|Siguiente cliente)$/).click();
    } else {
      await page.keyboard.press('Escape');
    }
    await kiosk.on('look-up');
    if (Math.floor(((at + 1) * HOURS) / numbers.length) > hours.length) {
      const held = await heldNow(to);
      hours.push(held);
      plan.onHour?.(hours.length, held);
    }
  }
  return hours;
}
