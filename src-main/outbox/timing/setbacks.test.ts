import { describe, expect, test } from 'vitest';
import type { CrmError } from '../../ports.ts';
import { errors } from '../../testing/crm/scripted-crm.ts';
import { createFakeIds, createFakeTime } from '../../testing/fakes.ts';
import { DEFAULT_TIMING } from './default-timing.ts';
import { createSetbacks, type Step } from './setbacks.ts';

const MINUTE = 60_000;
const UNAVAILABLE: CrmError = { kind: 'server-error', status: 503, requestId: null, retryAfterMs: 900_000 };

function setUp() {
  const time = createFakeTime();
  const setbacks = createSetbacks({ clock: time.clock, ids: createFakeIds(), timing: DEFAULT_TIMING });
  /** So many other entries get through. */
  const others = (times: number, step: Step = 'send'): void => {
    for (let i = 0; i < times; i += 1) setbacks.ended(`other-${i}`, step, null);
  };
  return {
    ...setbacks,
    time,
    others,
    /** So many failures of one entry over this long; after the first, so many others are sent. */
    fail: async (
      id: string,
      error: CrmError,
      times: number,
      overMs: number,
      through = 3,
      step: Step = 'send',
    ) => {
      setbacks.ended(id, step, error);
      others(through);
      for (let i = 1; i < times; i += 1) {
        await time.pass(overMs / (times - 1));
        setbacks.ended(id, step, error);
      }
    },
  };
}

test('an entry that was never declined has no delay, no count, and is not singled out', () => {
  const { count, until, singledOut } = setUp();
  expect([count('a'), until('a'), singledOut('a')]).toEqual([0, 0, false]);
});

describe('whether a failure may be everyone’s', () => {
  test.each<[string, CrmError]>([
    ['a 403', errors.denied],
    ['a 410', errors.gone],
    ['Toast’s own 429', errors.busy],
    ['a 429 page', errors.busyPage],
    ['a 503 that says for how long', UNAVAILABLE],
  ])('%s: it may be the first time, not where another entry got through since', (_what, error) => {
    const { ended, others } = setUp();
    expect(ended('a', 'send', error)).toBe(true);
    expect(ended('a', 'send', error)).toBe(true);
    others(1);
    expect(ended('a', 'send', error)).toBe(false);
    expect(ended('a', 'send', error)).toBe(true);
  });

  test('its own answers say nothing about others', () => {
    const { ended } = setUp();
    ended('a', 'send', errors.denied);
    ended('a', 'ask', null);
    expect(ended('a', 'send', errors.denied)).toBe(true);
  });

  test('a question that is answered does not show that anything may be sent', () => {
    const { ended, others } = setUp();
    ended('a', 'send', errors.denied);
    others(9, 'ask');
    expect(ended('a', 'send', errors.denied)).toBe(true);
  });

  test('what was sent shows that questions are answered', () => {
    const { ended, others } = setUp();
    ended('a', 'ask', errors.denied);
    others(1, 'send');
    expect(ended('a', 'ask', errors.denied)).toBe(false);
  });

  test('what never left always may be', () => {
    const { ended, others, count } = setUp();
    others(1);
    for (const error of [errors.notSent, errors.noLogin, errors.limited]) {
      expect(ended('a', 'send', error)).toBe(true);
    }
    expect(count('a')).toBe(0);
  });
});

describe('after it was declined', () => {
  test('it waits longer each time, up to the longest back-off', () => {
    const { ended, until, time } = setUp();
    const waits = [];
    for (let i = 0; i < 12; i += 1) {
      ended('a', 'send', errors.denied);
      waits.push(until('a') - time.clock.monotonic());
    }
    expect(waits.slice(0, 4)).toEqual([1_500, 3_000, 6_000, 12_000]);
    expect(waits.at(-1)).toBe(225_000);
    expect(until('b')).toBe(0);
  });

  test('it goes after the others, until it gets through', () => {
    const { ended, count, until } = setUp();
    ended('a', 'send', errors.denied);
    ended('a', 'ask', errors.gone);
    ended('a', 'ask', errors.gone);
    expect(count('a')).toBe(2);
    ended('a', 'ask', null);
    expect(count('a')).toBe(1);
    ended('a', 'send', null);
    expect([count('a'), until('a')]).toEqual([0, 0]);
  });

  test('forgotten, it begins from nothing', async () => {
    const { fail, singledOut, forget, count, until } = setUp();
    await fail('a', errors.denied, 5, 10 * MINUTE);
    expect(singledOut('a')).toBe(true);
    forget('a');
    expect([count('a'), until('a'), singledOut('a')]).toEqual([0, 0, false]);
  });
});

describe('singled out', () => {
  test.each<[string, number, number, number, boolean]>([
    ['five times over ten minutes while three others got through', 5, 10 * MINUTE, 3, true],
    ['four times', 4, 10 * MINUTE, 3, false],
    ['over less than ten minutes', 5, 10 * MINUTE - 1_000, 3, false],
    ['while two others got through', 5, 10 * MINUTE, 2, false],
  ])('declined %s', async (_what, times, overMs, through, expected) => {
    for (const step of ['send', 'ask'] as const) {
      const { fail, singledOut } = setUp();
      await fail('a', errors.denied, times, overMs, through, step);
      expect(singledOut('a')).toBe(expected);
      expect(singledOut('b')).toBe(false);
    }
  });

  test.each<[string, CrmError]>([
    ['a 500', errors.server],
    ['a 503', UNAVAILABLE],
    ['a time-out', errors.timeout],
    ['a cut', errors.cut],
    ['an answer that cannot be read', errors.html],
  ])('%s is a reason after twenty of them over six hours, not before', async (_what, error) => {
    for (const [times, minutes, through, expected] of [
      [20, 360, 3, true],
      [19, 360, 3, false],
      [20, 359, 3, false],
      [20, 360, 2, false],
    ] as const) {
      const { fail, singledOut } = setUp();
      await fail('a', error, times, minutes * MINUTE, through);
      expect(singledOut('a')).toBe(expected);
    }
  });

  test('also where others were sent before it was asked about, and none since', async () => {
    const { fail, singledOut } = setUp();
    await fail('a', errors.denied, 1, 0, 3, 'send');
    await fail('a', errors.denied, 5, 10 * MINUTE, 0, 'ask');
    expect(singledOut('a')).toBe(true);
  });

  test('no one is where nothing can be sent at all, though questions are answered', async () => {
    const { fail, others, singledOut } = setUp();
    for (let i = 0; i < 20; i += 1) {
      await fail('a', errors.denied, 2, 2 * MINUTE, 0);
      await fail('b', errors.denied, 2, 2 * MINUTE, 0);
      others(5, 'ask');
    }
    expect([singledOut('a'), singledOut('b')]).toEqual([false, false]);
  });

  test('no one is for not having been tried yet when the trouble of all ends', async () => {
    const { ended, fail, singledOut } = setUp();
    const all = ['a', 'b', 'c', 'd', 'e'];
    for (let i = 0; i < 20; i += 1) for (const id of all) await fail(id, errors.denied, 2, MINUTE, 0);
    for (const id of all.slice(0, 4)) ended(id, 'send', null);
    expect(singledOut('e')).toBe(false);
    ended('e', 'send', errors.denied);
    expect(singledOut('e')).toBe(false);
    await fail('e', errors.denied, 5, 10 * MINUTE, 0);
    expect(singledOut('e')).toBe(true);
  });

  test('one answer ends the row', async () => {
    const { ended, fail, singledOut } = setUp();
    await fail('a', errors.denied, 4, 20 * MINUTE);
    ended('a', 'send', null);
    await fail('a', errors.denied, 1, 0);
    expect(singledOut('a')).toBe(false);
  });

  test('is one that never gets through, beside some that do after three failures each', async () => {
    const { ended, others, singledOut, until, time } = setUp();
    const waits: number[] = [];
    for (let minute = 0; minute < 120 && !singledOut('a'); minute += 5) {
      ended('a', 'send', errors.denied);
      waits.push(until('a') - time.clock.monotonic());
      for (const id of ['b', 'c']) {
        for (let i = 0; i < 3; i += 1) ended(id, 'send', errors.denied);
        ended(id, 'send', null);
      }
      others(1);
      await time.pass(5 * MINUTE);
    }
    expect([singledOut('a'), singledOut('b')]).toEqual([true, false]);
    // They bring back none of its delays either.
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(waits.at(-1)).toBe(225_000);
  });
});
