import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

test('in no period of that length are more different things admitted, and no one waits for longer than told', () => {
  const step = fc.record({ key: fc.integer({ min: 0, max: 7 }), pass: fc.integer({ min: 0, max: 40 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let now = 0;
      const [most, withinMs] = [3, 100];
      const pace = createPace({ most, withinMs }, { monotonic: () => now });
      const admitted: { key: number; at: number }[] = [];
      for (const { key, pass } of steps) {
        now += pass;
        const left = pace.admit(String(key));
        const recent = admitted.filter(({ at }) => now - at < withinMs);
        const others = new Set(recent.map((each) => each.key));
        if (left === null) {
          admitted.push({ key, at: now });
          expect(others.add(key).size).toBeLessThanOrEqual(most);
        } else {
          expect(others.size).toBe(most);
          expect(others.has(key)).toBe(false);
          expect(left).toBeGreaterThan(0);
          expect(left).toBeLessThanOrEqual(withinMs);
        }
      }
    }),
    { seed: 7 },
  );
});
