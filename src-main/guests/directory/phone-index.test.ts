import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIRST_DIGITS } from '../../../src-preload/contract/look-up.ts';
import { createPhoneIndex } from './phone-index.ts';

/** Numbers as they come: mostly ten digits that share beginnings and ends, some short, long or of another country. */
const number = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.integer({ min: 0, max: 60 }).map((n) => `41555${String(501_00 + n).padStart(5, '0')}`),
  },
  { weight: 3, arbitrary: fc.stringMatching(/^[0-3]{1,14}$/) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '0', '00', '415', '4155', '41550', '415550', '+45321234', '+4532123456'),
  },
);
const query = fc.oneof(
  fc.stringMatching(/^[+0-5][0-5]{0,4}$/),
  number,
  number.map((digits) => digits.slice(0, 4)),
  number.map((digits) => digits.slice(0, 7)),
  number.map((digits) => digits.slice(-4)),
);

type Step =
  | { readonly do: 'add' | 'change'; readonly digits: string; readonly rank: number; readonly pick: number }
  | { readonly do: 'remove'; readonly pick: number }
  | { readonly do: 'load'; readonly many: readonly string[] };
const rank = fc.integer({ min: 1, max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('add' as const), digits: number, rank, pick: fc.nat() }),
  fc.record({ do: fc.constant('change' as const), digits: number, rank, pick: fc.nat() }),
  fc.record({ do: fc.constant('remove' as const), pick: fc.nat() }),
  fc.record({ do: fc.constant('load' as const), many: fc.array(number, { maxLength: 60 }) }),
);

/** A plain filter over the same guests. */
interface Plain {
  readonly digits: string;
  rank: number;
}

test('the index finds just whom a plain filter finds, those of the highest rank first, no matter what was done before', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40 }),
      fc.array(query, { minLength: 1, maxLength: 8 }),
      (steps, queries) => {
        const plain = new Map<number, Plain>();
        const index = createPhoneIndex(
          (slot) => plain.get(slot)?.digits ?? '',
          (slot) => plain.get(slot)?.rank ?? 1,
        );
        let next = 0;
        const add = (digits: string, own: number): void => {
          plain.set(next, { digits, rank: own });
          index.add(digits, next);
          next += 1;
        };
        const chosen = (pick: number): readonly [number, Plain] | undefined =>
          [...plain][pick % Math.max(1, plain.size)];
        for (const each of steps) {
          if (each.do === 'add') add(each.digits, each.rank);
          else if (each.do === 'load') {
            index.beginLoading();
            for (const digits of each.many) add(digits, 1);
            for (const _ of index.endLoading());
          } else {
            const [slot, guest] = chosen(each.pick) ?? [];
            if (slot === undefined || !guest) continue;
            if (each.do === 'remove') {
              plain.delete(slot);
              index.remove(guest.digits, slot);
            } else {
              index.remove(guest.digits, slot);
              guest.rank = each.rank;
              index.add(guest.digits, slot);
            }
          }
        }
        const valid = (digits: string): boolean => digits.length >= FIRST_DIGITS;
        const LIMIT = 5;
        for (const sought of queries) {
          for (const [search, test] of [
            [index.startingWith, (digits: string) => digits.startsWith(sought)],
            [index.endingWith, (digits: string) => digits.endsWith(sought.slice(-FIRST_DIGITS))],
            [index.having, (digits: string) => digits === sought],
          ] as const) {
            const { slots, total } = search(sought, LIMIT);
            const expected = valid(sought)
              ? [...plain].filter(([, { digits }]) => valid(digits) && test(digits))
              : [];
            const ranks = expected.map(([, own]) => own.rank).sort((a, b) => b - a);
            expect(total).toBe(expected.length);
            expect(slots.map((slot) => plain.get(slot)?.rank)).toEqual(ranks.slice(0, LIMIT));
            expect(new Set(slots).size).toBe(slots.length);
            const ids = new Set(expected.map(([slot]) => slot));
            expect(slots.every((slot) => ids.has(slot))).toBe(true);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('thousands of guests who come, leave and come back change no answer', () => {
  const plain = new Map<number, Plain>();
  const index = createPhoneIndex(
    (slot) => plain.get(slot)?.digits ?? '',
    (slot) => plain.get(slot)?.rank ?? 1,
  );
  // A generator of its own: the same numbers at every run.
  let seed = 7;
  const rng = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };
  for (let n = 0; n < 9_000; n += 1) {
    const digits = `${200 + rng(3)}555${String(rng(10_000)).padStart(4, '0')}`;
    plain.set(n, { digits, rank: 1 + rng(1_000) });
    index.add(digits, n);
    const seen = rng(n + 1);
    const old = plain.get(seen);
    if (old && n % 3 === 0) {
      index.remove(old.digits, seen);
      old.rank = 1 + rng(1_000);
      index.add(old.digits, seen);
    }
    const leaver = rng(n + 1);
    const leaving = plain.get(leaver);
    if (leaving && n % 4 === 0) {
      plain.delete(leaver);
      index.remove(leaving.digits, leaver);
    }
  }
  for (const sought of ['2005', '201555', '2015551', '20255500', '2025550012']) {
    const expected = [...plain.values()].filter(({ digits }) => digits.startsWith(sought));
    const { slots, total } = index.startingWith(sought, 20);
    expect(total).toBe(expected.length);
    expect(slots.map((slot) => plain.get(slot)?.rank)).toEqual(
      expected
        .map((own) => own.rank)
        .sort((a, b) => b - a)
        .slice(0, 20),
    );
  }
});
