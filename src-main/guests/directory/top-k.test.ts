import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Best } from './top-k.ts';

test('one list serves search after search: each time it keeps the highest ranks, equal ones as they were offered', () => {
  const search = fc.record({ limit: fc.nat(50), ranks: fc.array(fc.integer({ min: 1, max: 9 })) });
  const best = new Best();
  fc.assert(
    fc.property(search, ({ limit, ranks }) => {
      best.begin(limit);
      for (const [slot, rank] of ranks.entries()) best.offer(slot, rank);
      const expected = [...ranks.keys()].sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0)).slice(0, limit);
      expect(Array.from({ length: best.count }, (_, at) => best.slot(at))).toEqual(expected);
      if (limit > 0) expect(best.least).toBe(best.count === limit ? ranks[expected.at(-1) ?? 0] : 0);
    }),
  );
});
