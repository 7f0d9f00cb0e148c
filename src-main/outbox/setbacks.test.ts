import { describe, expect, test } from 'vitest';
import type { CrmError } from '../ports.ts';
import { createFakeIds, createFakeTime } from '../testing/fakes.ts';
import { errors } from '../testing/scripted-crm.ts';
import { DEFAULT_TIMING } from './schedule.ts';
import { createSetbacks } from './setbacks.ts';

const MINUTE = 60_000;
const UNAVAILABLE: CrmError = { kind: 'server-error', status: 503, requestId: null, retryAfterMs: 900_000 };

function setUp() {
  const time = createFakeTime();
  const setbacks = createSetbacks({ clock: time.clock, ids: createFakeIds(), timing: DEFAULT_TIMING });
  return {
    ...setbacks,
    time,
    /** So many failures of one entry, one after the other, over this long. */
    fail: async (id: string, error: CrmError, times: number, overMs: number, step: 'send' | 'ask' = 'send') => {
      for (let i = 0; i < times; i += 1) {
        if (i > 0) await time.pass(overMs / (times - 1));
        setbacks.ended(id, step, error);
      }
    },
    /** So many other entries get through. */
    others: (times: number, step: 'send' | 'ask' = 'send') => {
      for (let i = 0; i < times; i += 1) setbacks.ended(`other-${i}`, step, null);
    },
  };
}

test('an entry that was never declined has no delay, no count, and is not singled out', () => {
  const { count, until, singledOut } = setUp();
  expect([count('a'), until('a'), singledOut('a')]).toEqual([0, 0, false]);
});

describe('whether a failure may be everybody’s', () => {
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
    const { fail, others, singledOut, forget, count, until } = setUp();
    await fail('a', errors.denied, 5, 10 * MINUTE);
    others(3);
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
      const { fail, others, singledOut } = setUp();
      await fail('a', errors.denied, times, overMs, step);
      others(through);
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
  ])('%s is a reason after ten of them over an hour, not before', async (_what, error) => {
    const { fail, others, singledOut } = setUp();
    await fail('a', error, 9, 59 * MINUTE);
    others(3);
    expect(singledOut('a')).toBe(false);
    await fail('a', error, 1, 0);
    expect(singledOut('a')).toBe(false);
    const longer = setUp();
    await longer.fail('a', error, 10, 60 * MINUTE);
    longer.others(2);
    expect(longer.singledOut('a')).toBe(false);
    longer.others(1);
    expect(longer.singledOut('a')).toBe(true);
  });

  test('nobody is where nothing can be sent at all, though questions are answered', async () => {
    const { fail, others, singledOut } = setUp();
    await fail('a', errors.denied, 20, 60 * MINUTE);
    await fail('b', errors.denied, 20, 60 * MINUTE);
    others(50, 'ask');
    expect([singledOut('a'), singledOut('b')]).toEqual([false, false]);
  });

  test('one answer ends the row', async () => {
    const { ended, fail, others, singledOut } = setUp();
    await fail('a', errors.denied, 4, 20 * MINUTE);
    others(3);
    ended('a', 'send', null);
    await fail('a', errors.denied, 1, 0);
    expect(singledOut('a')).toBe(false);
  });
});
