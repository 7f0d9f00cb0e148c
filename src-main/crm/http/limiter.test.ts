import { describe, expect, it } from 'vitest';
import { createFakeTime } from '../../testing/fakes.ts';
import { createLimiter } from './limiter.ts';

const open = new AbortController().signal;

function setUp(maxWaitMs?: number) {
  const time = createFakeTime();
  const limiter = createLimiter({ ...time, ...(maxWaitMs === undefined ? {} : { maxWaitMs }) });
  const granted: number[] = [];
  const ask = async (signal = open) => {
    const turn = await limiter.turn(signal);
    if (turn.ok) granted.push(time.clock.monotonic());
    return turn;
  };
  return { time, limiter, granted, ask };
}

describe('client-side limits', () => {
  it('lets a burst of 15 through at once and never more than 15 in any second', async () => {
    const { time, granted, ask } = setUp();
    const start = time.clock.monotonic();
    const turns = Array.from({ length: 45 }, () => ask());
    await time.pass(0);
    expect(granted).toHaveLength(15);
    await time.pass(999);
    expect(granted).toHaveLength(15);
    await time.pass(1);
    expect(granted).toHaveLength(30);
    await time.pass(1_000);
    await Promise.all(turns);
    expect(granted.map((at) => at - start)).toEqual([
      ...Array(15).fill(0),
      ...Array(15).fill(1_000),
      ...Array(15).fill(2_000),
    ]);
  });

  it('tells a call that would wait more than 3 s to come back, without taking a turn for it', async () => {
    const { time, granted, ask } = setUp();
    const turns = Array.from({ length: 60 }, () => ask());
    const refused = await ask();
    expect(refused).toEqual({
      ok: false,
      error: { kind: 'rate-limited', from: 'limiter', retryAfterMs: 4_000, requestId: null },
    });
    await time.pass(3_000);
    await Promise.all(turns);
    expect(granted).toHaveLength(60);
  });

  it('stays below 9,000 in any 15 minutes', async () => {
    const { time, ask } = setUp();
    for (let second = 0; second < 600; second += 1) {
      for (let i = 0; i < 15; i += 1) expect((await ask()).ok).toBe(true);
      await time.pass(1_000);
    }
    const refused = await ask();
    expect(refused).toEqual({
      ok: false,
      error: { kind: 'rate-limited', from: 'limiter', retryAfterMs: 300_000, requestId: null },
    });
    await time.pass(300_000);
    expect((await ask()).ok).toBe(true);
  });

  it('is silent during a pause, says how much of it is left, and keeps the longer of two', async () => {
    const { time, limiter, ask } = setUp();
    limiter.pause(7_000);
    limiter.pause(2_000);
    await time.pass(3_000);
    expect(await ask()).toEqual({
      ok: false,
      error: { kind: 'rate-limited', from: 'limiter', retryAfterMs: 4_000, requestId: null },
    });
    await time.pass(4_000);
    expect((await ask()).ok).toBe(true);
  });

  it('holds back those already waiting for a turn when a pause begins', async () => {
    const { time, limiter, granted, ask } = setUp();
    const turns = Array.from({ length: 16 }, () => ask());
    await time.pass(500);
    limiter.pause(60_000);
    await time.pass(500);
    expect((await Promise.all(turns)).at(-1)).toMatchObject({ ok: false, error: { retryAfterMs: 59_500 } });
    expect(granted).toHaveLength(15);
  });

  it('waits for the end of a short pause, also one that begins while it waits', async () => {
    const { time, limiter, granted, ask } = setUp();
    limiter.pause(1_000);
    const first = ask();
    await time.pass(900);
    limiter.pause(1_500);
    await time.pass(1_499);
    expect(granted).toHaveLength(0);
    await time.pass(1);
    expect((await first).ok).toBe(true);
  });

  it('lets go of one who gives up waiting, and leaves no timer', async () => {
    const { time, ask } = setUp();
    for (let i = 0; i < 15; i += 1) await ask();
    const giveUp = new AbortController();
    const turn = ask(giveUp.signal);
    giveUp.abort();
    expect((await turn).ok).toBe(false);
    expect(time.timers()).toBe(0);
  });

  it('is not moved by the wall clock', async () => {
    const { time, limiter, ask } = setUp();
    limiter.pause(5_000);
    time.jump(86_400_000);
    expect((await ask()).ok).toBe(false);
    await time.pass(5_000);
    time.jump(-2 * 86_400_000);
    expect((await ask()).ok).toBe(true);
  });
});

it('a pause of one endpoint holds up no one who asks for another', async () => {
  const time = createFakeTime();
  const limiter = createLimiter({ ...time });
  limiter.pause(60_000, 'search guests');
  expect((await limiter.turn(open, 'credit summary')).ok).toBe(true);
  expect(await limiter.turn(open, 'search guests')).toMatchObject({ error: { retryAfterMs: 60_000 } });
  limiter.pause(30_000);
  expect(await limiter.turn(open, 'credit summary')).toMatchObject({ error: { retryAfterMs: 30_000 } });
  expect(await limiter.turn(open, 'search guests')).toMatchObject({ error: { retryAfterMs: 60_000 } });
});

describe('what no one is waiting for', () => {
  function background() {
    const time = createFakeTime();
    const limiter = createLimiter(time);
    const start = time.clock.monotonic();
    const granted: number[] = [];
    const ask = async (signal = open) => {
      const turn = await limiter.turn(signal, undefined, 'background');
      if (turn.ok) granted.push(time.clock.monotonic() - start);
      return turn;
    };
    return { time, limiter, granted, ask };
  }

  it('goes once a second, and is told to come back where it would wait longer than 3 s', async () => {
    const { time, granted, ask } = background();
    const turns = Array.from({ length: 4 }, () => ask());
    expect(await ask()).toMatchObject({ error: { from: 'limiter', retryAfterMs: 4_000 } });
    await time.pass(3_000);
    await Promise.all(turns);
    expect(granted).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it('never holds up a host, however much of it waits', async () => {
    const { time, limiter, ask } = background();
    const turns = Array.from({ length: 4 }, () => ask());
    await time.pass(0);
    let asked = 0;
    for (let i = 0; i < 14; i += 1) if ((await limiter.turn(open)).ok) asked += 1;
    expect(asked).toBe(14);
    await time.pass(4_000);
    await Promise.all(turns);
  });

  it('goes at most 450 times in any 15 minutes', async () => {
    const { time, granted, ask } = background();
    for (let second = 0; second < 2_000; second += 1) {
      void ask();
      await time.pass(1_000);
    }
    for (const at of granted) {
      const since = granted.filter((other) => other > at - 900_000 && other <= at);
      expect(since.length).toBeLessThanOrEqual(450);
    }
    expect(granted.length).toBeGreaterThan(900);
  });

  it('is still spaced after a pause, and gives its turn up when it is called off', async () => {
    const { time, limiter, granted, ask } = background();
    await ask();
    const calledOff = new AbortController();
    const waits = [ask(), ask(calledOff.signal), ask()];
    limiter.pause(2_500);
    calledOff.abort();
    await time.pass(10_000);
    await Promise.all(waits);
    expect(granted.length).toBeGreaterThanOrEqual(2);
    expect(granted.slice(1).every((at, n) => at - (granted[n] ?? 0) >= 1_000)).toBe(true);
  });
});

it('takes a background turn that comes late: a PC that slept held no one up', async () => {
  const time = createFakeTime();
  const late = { after: (ms: number, run: () => void) => time.scheduler.after(ms + 60_000, run) };
  const limiter = createLimiter({ clock: time.clock, scheduler: late });
  expect(await limiter.turn(open, 'ping', 'background')).toMatchObject({ ok: true });
  const next = limiter.turn(open, 'ping', 'background');
  await time.pass(61_000);
  expect(await next).toMatchObject({ ok: true });
});
