import { Serializer } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { createWire } from './wire.ts';

const wire = createWire((value) => {
  const serializer = new Serializer();
  serializer.writeHeader();
  serializer.writeValue(value);
});
const there = (value: unknown): unknown => wire.decode(wire.encode(value));

class Guest {
  readonly name = 'Ana';
}

describe('what Electron’s IPC carries', () => {
  const date = new Date(86_400_000);
  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['undefined as a property', { a: undefined }],
    ['null', null],
    ['text with a quote, a line and an emoji', '"\n\u{1f600}'],
    ['minus zero', -0],
    ['NaN', Number.NaN],
    ['infinity', Number.NEGATIVE_INFINITY],
    ['a big integer', 2n ** 70n],
    ['a date', date],
    ['a regular expression', /a+/gi],
    ['a map in a map', new Map([['k', new Map([[1, 'v']])]])],
    ['a set', new Set([1, 'two'])],
    ['bytes', new Uint8Array([0, 127, 255])],
    ['doubles', new Float64Array([1.5, -2])],
    ['a buffer', new Uint8Array([1, 2]).buffer],
    ['nested data', { list: [{ a: [1, [2]] }], empty: {} }],
  ])('%s arrives as it was', (_what, value) => {
    expect(there(value)).toStrictEqual(value);
  });

  test('holes stay holes, sharing stays sharing, and a circle closes', () => {
    const holes = there(Object.assign(new Array(3), { 0: 1, 2: 3 })) as unknown[];
    expect(1 in holes).toBe(false);
    const shared = { n: 1 };
    const pair = there({ one: shared, two: shared }) as { one: object; two: object };
    expect(pair.one).toBe(pair.two);
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const back = there(circle) as { self: unknown };
    expect(back.self).toBe(back);
  });

  test('an object without prototype becomes an ordinary one, and __proto__ stays data', () => {
    expect(Object.getPrototypeOf(there(Object.assign(Object.create(null), { a: 1 })))).toBe(Object.prototype);
    const sneaky: unknown = there(JSON.parse('{"__proto__":{"admin":true}}'));
    expect(Reflect.get(sneaky as object, 'admin')).toBeUndefined();
    expect(Object.keys(sneaky as object)).toEqual(['__proto__']);
  });

  test('of an error survive message, stack, cause and a built-in name; nothing else', () => {
    const error = Object.assign(new RangeError('too far', { cause: 'why' }), { code: 'E1' });
    const arrived = there(error) as Error & { code?: string };
    expect(arrived).toBeInstanceOf(RangeError);
    expect(arrived).toMatchObject({ message: 'too far', cause: 'why' });
    expect(arrived.stack).toBe(error.stack);
    expect(arrived.code).toBeUndefined();
    class Own extends Error {
      override readonly name = 'Own';
    }
    expect((there(new Own('mine')) as Error).name).toBe('Error');
  });
});

describe('what it does not carry', () => {
  test.each<[string, unknown]>([
    ['a function', () => 1],
    ['a function deep inside', { a: [{ run: () => 1 }] }],
    ['a symbol', Symbol('s')],
    ['a promise', Promise.resolve(1)],
    ['a proxy', new Proxy({}, {})],
    ['a weak map', new WeakMap()],
    ['shared memory', new SharedArrayBuffer(8)],
    // V8 would send these as empty or stripped objects without a word: worse than refusing.
    ['an instance of a class', new Guest()],
    ['an address', new URL('https://example.com')],
    ['headers', new Headers()],
    ['a response', new Response('')],
    ['a subclass of Array', new (class extends Array {})()],
    // Electron would send all 64 KiB of Node's pool.
    ['a view on a larger buffer', new Uint8Array(new ArrayBuffer(16), 4, 4)],
    ['a pooled Buffer', Buffer.from('pin')],
  ])('%s', (_what, value) => {
    expect(() => wire.encode(value)).toThrow(/^An object could not be cloned\.$/);
  });

  test('the cause says where it is', () => {
    let cause: unknown;
    try {
      wire.encode({ guest: { of: new Guest() } });
    } catch (error) {
      cause = error instanceof Error ? error.cause : null;
    }
    expect(cause).toBe('value.guest.of is an instance of Guest');
  });
});
