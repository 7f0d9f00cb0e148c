import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-api.ts';
import { createIdleStore } from './idle.ts';

function setUp() {
  const clock = createFakeClock();
  const cleared: number[] = [];
  const store = createIdleStore(clock, () => cleared.push(clock.steady()));
  store.getState().watch({ warnAfterMs: 60_000, clearAfterMs: 20_000 });
  return { clock, cleared, store };
}

describe('idle', () => {
  it('warns a minute after the last touch, and clears twenty seconds later', () => {
    const { clock, cleared, store } = setUp();
    clock.pass(30_000);
    store.getState().touched();
    clock.pass(59_999);
    expect(store.getState().warningUntil).toBeNull();
    clock.pass(1);
    expect(store.getState().warningUntil).toBe(110_000);
    clock.pass(19_999);
    expect(cleared).toEqual([]);
    clock.pass(1);
    expect(cleared).toEqual([110_000]);
  });

  it('keeps everything at any touch during the warning, as often as it takes', () => {
    const { clock, cleared, store } = setUp();
    for (let round = 0; round < 12; round += 1) {
      clock.pass(79_000);
      expect(store.getState().warningUntil).not.toBeNull();
      store.getState().touched();
      expect(store.getState().warningUntil).toBeNull();
    }
    expect(cleared).toEqual([]);
  });

  it('does not care about the wall clock', () => {
    const { clock, cleared } = setUp();
    clock.jumpWall(86_400_000);
    clock.pass(1_000);
    clock.jumpWall(-172_800_000);
    clock.pass(78_999);
    expect(cleared).toEqual([]);
    clock.pass(1);
    expect(cleared).toEqual([80_000]);
  });

  it('clears at once on request, and only once', () => {
    const { clock, cleared, store } = setUp();
    clock.pass(61_000);
    store.getState().clearNow();
    clock.pass(200_000);
    expect(cleared).toEqual([61_000]);
    expect(store.getState().warningUntil).toBeNull();
  });

  it('counts nothing once stopped', () => {
    const { clock, cleared, store } = setUp();
    store.getState().stop();
    store.getState().touched();
    clock.pass(500_000);
    expect(cleared).toEqual([]);
  });
});
