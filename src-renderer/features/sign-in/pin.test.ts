import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import type { Key } from '../../core/keypad.ts';
import { arrive, createFakeClock } from '../../testing/fake-api.ts';
import { CODE_DIGITS, canSubmit, createPinStore, type PinOptions } from './pin.ts';

function setUp(answer: Result<unknown, AppError>, options?: PinOptions) {
  const clock = createFakeClock();
  const seen: string[] = [];
  const store = createPinStore(
    clock,
    async (pin) => {
      seen.push(pin);
      return answer;
    },
    options,
  );
  const leave = store.getState().enter();
  const type = (digits: string): void => {
    for (const digit of digits) store.getState().press(digit as Key);
  };
  return { clock, seen, store, type, leave };
}

describe('a PIN being typed', () => {
  it('is out of the state from the moment it is submitted', async () => {
    const { seen, store, type } = setUp(ok(null));
    type('246810');
    store.getState().submit();
    expect(store.getState()).toMatchObject({ digits: '', sent: 6, checking: true });
    await arrive();
    expect(seen).toEqual(['246810']);
    expect(store.getState()).toMatchObject({ digits: '', sent: 0, checking: false });
    expect(JSON.stringify(store.getState())).not.toContain('246810');
  });

  it('is checked once for two presses', async () => {
    const { seen, store, type } = setUp(ok(null));
    type('2468');
    store.getState().submit();
    store.getState().submit();
    await arrive();
    expect(seen).toEqual(['2468']);
  });

  it('needs four digits and takes eight', () => {
    const { seen, store, type } = setUp(ok(null));
    type('123');
    store.getState().submit();
    expect(canSubmit(store.getState())).toBe(false);
    expect(seen).toEqual([]);
    type('4567890');
    expect(store.getState().digits).toBe('12345678');
  });

  it('is submitted at its last digit where all have one length, once, and never while it is corrected', async () => {
    const { seen, store, type } = setUp(err({ code: 'wrong-pin', triesLeft: 4 }), { submitsAt: 6 });
    type('24680');
    store.getState().press('delete');
    type('05');
    expect(seen).toEqual(['246805']);
    // A finger that is faster than the answer adds nothing.
    type('77');
    await arrive();
    expect(store.getState()).toMatchObject({ digits: '', error: { code: 'wrong-pin' } });
    // A shorter one of before is still taken by the button.
    type('7301');
    expect(canSubmit(store.getState())).toBe(true);
    store.getState().submit();
    expect(seen).toEqual(['246805', '7301']);
  });

  it('says what was wrong until the next digit', async () => {
    const { store, type } = setUp(err({ code: 'wrong-pin', triesLeft: 4 }));
    type('1111');
    store.getState().submit();
    await arrive();
    expect(store.getState().error).toEqual({ code: 'wrong-pin', triesLeft: 4 });
    type('2');
    expect(store.getState()).toMatchObject({ error: null, digits: '2' });
  });

  it('takes no digits while locked, and opens on the monotonic clock', async () => {
    const { clock, store, type } = setUp(err({ code: 'pin-locked', untilMs: 0, leftMs: 30_000 }));
    type('1111');
    store.getState().submit();
    await arrive();
    clock.jumpWall(3_600_000);
    type('2222');
    expect(store.getState()).toMatchObject({ digits: '', lockedUntil: 30_000 });
    clock.pass(30_000);
    expect(store.getState()).toMatchObject({ lockedUntil: null, error: null });
    type('2');
    expect(store.getState().digits).toBe('2');
  });

  it('is locked from the start where the kiosk said so, until a manager opens it or the time is over', () => {
    const { clock, store, type } = setUp(ok(null), { lockedForMs: 20_000 });
    type('2468');
    expect(store.getState()).toMatchObject({ digits: '', lockedUntil: 20_000 });
    store.getState().lockSeen(0);
    type('24');
    expect(store.getState()).toMatchObject({ digits: '24', lockedUntil: null });
    store.getState().lockSeen(5_000);
    clock.pass(5_000);
    expect(store.getState().lockedUntil).toBeNull();
  });

  it('is a code where it has six digits, neither more nor fewer, and locks in the same way', async () => {
    const { seen, store, type } = setUp(err({ code: 'code-locked', leftMs: 30_000 }), CODE_DIGITS);
    type('12345');
    expect(canSubmit(store.getState())).toBe(false);
    type('678');
    expect(store.getState().digits).toBe('123456');
    store.getState().submit();
    await arrive();
    expect(seen).toEqual(['123456']);
    expect(store.getState().lockedUntil).toBe(30_000);
  });

  it('is forgotten when the screen is left', () => {
    const { store, type, leave } = setUp(ok(null));
    type('2468');
    leave();
    expect(store.getState().digits).toBe('');
  });
});
