import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecent } from './recent.ts';

test('what was asked for last is there, never more than the most, and never another value than the last one set', () => {
  const step = fc.record({ key: fc.nat(30), how: fc.constantFrom('get', 'set', 'delete') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 2, max: 12 }), (steps, most) => {
      const recent = createRecent<number>(most);
      const plain = new Map<number, number>();
      const order: number[] = [];
      steps.forEach(({ key, how }, at) => {
        if (how === 'delete') {
          recent.delete(key);
          plain.delete(key);
        } else if (how === 'set') {
          recent.set(key, at);
          plain.set(key, at);
        }
        const found = recent.get(key);
        if (found !== undefined) expect(found).toBe(plain.get(key));
        if (how === 'set') expect(recent.get(order.at(-1) ?? key) ?? plain.get(key)).toBeDefined();
        if (how !== 'delete') order.push(key);
      });
      const there = Array.from({ length: 31 }, (_, key) => recent.get(key)).filter((v) => v !== undefined);
      expect(there.length).toBeLessThanOrEqual(most);
    }),
  );
});

test('after many others, what was asked for in between is still there and the rest is gone', () => {
  const recent = createRecent<string>(8);
  recent.set(0, 'asked for again');
  recent.set(99, 'never again');
  for (let key = 1; key < 50; key += 1) {
    recent.set(key, 'other');
    expect(recent.get(0)).toBe('asked for again');
  }
  expect(recent.get(99)).toBeUndefined();
  recent.delete(0);
  expect(recent.get(0)).toBeUndefined();
  recent.clear();
  expect(recent.get(49)).toBeUndefined();
});
