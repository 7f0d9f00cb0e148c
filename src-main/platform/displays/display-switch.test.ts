import { beforeEach, expect, test, vi } from 'vitest';
import { keepDisplayAwake } from '../../lib/opening-hours.ts';

/** As Electron's: ids count from nothing on, and each start holds the display until its own stop. */
const held = vi.hoisted(() => ({ next: 0, now: new Map<number, string>() }));
vi.mock('electron', () => ({
  powerSaveBlocker: {
    start: (kind: string) => {
      held.now.set(held.next, kind);
      held.next += 1;
      return held.next - 1;
    },
    stop: (id: number) => held.now.delete(id),
  },
}));
beforeEach(() => held.now.clear());

test('told to keep it awake again and again, the display is held once, and let go at one word', async () => {
  const { createDisplaySwitch } = await import('./display-switch.ts');
  const keepAwake = createDisplaySwitch();
  keepAwake(false);
  expect([...held.now.values()]).toEqual([]);
  for (let n = 0; n < 3; n += 1) keepAwake(true);
  expect([...held.now.values()]).toEqual(['prevent-display-sleep']);
  keepAwake(false);
  expect([...held.now.values()]).toEqual([]);
  keepAwake(true);
  expect([...held.now.values()]).toEqual(['prevent-display-sleep']);
});

test('the display is held while the restaurant is open, and not at other times', async () => {
  const { createDisplaySwitch } = await import('./display-switch.ts');
  let now = Date.parse('2026-11-20T16:59:00Z');
  let look = (): void => {};
  const scheduler = {
    after: (_ms: number, then: () => void) => {
      look = then;
      return () => {};
    },
  };
  // A Friday in New York, from noon to midnight.
  const hours = { sun: null, mon: null, tue: null, wed: null, thu: null, fri: '12:00-00:00', sat: null };
  const ports = {
    clock: { now: () => now, monotonic: () => now },
    scheduler,
    device: { keepAwake: createDisplaySwitch() },
  };
  keepDisplayAwake(ports, hours, 'America/New_York');
  expect(held.now.size).toBe(0);
  now = Date.parse('2026-11-20T17:00:00Z');
  look();
  expect(held.now.size).toBe(1);
  now = Date.parse('2026-11-21T05:00:00Z');
  look();
  expect(held.now.size).toBe(0);
});
