/**
 * Text form of the values Electron's IPC carries, the same at both ends.
 *
 * Self-contained: this function's source is also run in the page, so it refers to nothing outside itself.
 * `probe` throws for what V8 would refuse (functions, symbols, proxies, promises); the allow-list of prototypes here
 * refuses in addition what V8 would quietly empty (class instances, URL, Headers, Response), in both directions.
 */
export function createWire(probe: (value: unknown) => void) {
  type Code = string | boolean | number | null | readonly unknown[];
  const errorNames = ['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'];
  const arrays = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  ];
  const protoOf = Object.getPrototypeOf;
  const refuse = (what: string): never => {
    throw new Error('An object could not be cloned.', { cause: what });
  };

  const bytesToText = (bytes: Uint8Array): string => {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const textToBytes = (text: string): Uint8Array<ArrayBuffer> => {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
    return bytes;
  };

  function encodeNumber(value: number): Code {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : ['n', Object.is(value, -0) ? '-0' : `${value}`];
  }

  function encodeObject(value: object, path: string, seen: Map<object, number>): Code {
    const known = seen.get(value);
    if (known !== undefined) return ['r', known];
    seen.set(value, seen.size);
    const sub = (item: unknown, key: string): Code => encode(item, `${path}${key}`, seen);
    const proto: unknown = protoOf(value);
    if (Array.isArray(value) && proto === Array.prototype) {
      return ['a', value.length, Object.keys(value).map((k) => [k, sub(value[Number(k)], `[${k}]`)])];
    }
    if (proto === Object.prototype || proto === null) {
      const record = value as Record<string, unknown>;
      return ['o', Object.keys(value).map((k) => [k, sub(record[k], `.${k}`)])];
    }
    if (value instanceof Map && proto === Map.prototype) {
      return ['m', [...value].map(([k, v]) => [sub(k, '<key>'), sub(v, '<value>')])];
    }
    if (value instanceof Set && proto === Set.prototype)
      return ['s', [...value].map((v) => sub(v, '<item>'))];
    if (value instanceof Date && proto === Date.prototype) return ['d', encodeNumber(value.getTime())];
    if (value instanceof RegExp && proto === RegExp.prototype) return ['x', value.source, value.flags];
    if (value instanceof Error) {
      const cause = 'cause' in value ? [sub(value.cause, '.cause')] : [];
      return [
        'e',
        errorNames.includes(value.name) ? value.name : 'Error',
        value.message,
        value.stack ?? '',
        cause,
      ];
    }
    if (value instanceof ArrayBuffer) return ['B', bytesToText(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) {
      // Electron sends the whole backing buffer: of a pooled Node Buffer, 64 KiB of unrelated memory.
      if (value.byteLength !== value.buffer.byteLength) refuse(`${path} is a view on a larger buffer`);
      const kind = value instanceof DataView ? 'DataView' : arrays.find((a) => value instanceof a)?.name;
      if (kind === undefined) return refuse(`${path} is a view of an unknown kind`);
      return ['T', kind, sub(value.buffer, '.buffer')];
    }
    for (const box of [Number, String, Boolean, BigInt]) {
      if (proto === box.prototype) return ['P', sub(value.valueOf(), '')];
    }
    return refuse(`${path} is an instance of ${String(value.constructor?.name)}`);
  }

  function encode(value: unknown, path: string, seen: Map<object, number>): Code {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (value === undefined) return ['u'];
    if (typeof value === 'number') return encodeNumber(value);
    if (typeof value === 'bigint') return ['b', `${value}`];
    if (typeof value !== 'object') return refuse(`${path} is a ${typeof value}`);
    return encodeObject(value, path, seen);
  }

  function decodeObject(code: readonly unknown[], seen: object[]): unknown {
    const [tag, one, two] = code;
    const keep = <T extends object>(object: T): T => {
      seen.push(object);
      return object;
    };
    const pairs = (list: unknown): [string, Code][] => list as [string, Code][];
    switch (tag) {
      case 'a': {
        const list: unknown[] = keep(new Array(one as number));
        for (const [k, v] of pairs(two)) list[Number(k)] = decode(v, seen);
        return list;
      }
      case 'o': {
        const object = keep({});
        for (const [k, v] of pairs(one)) {
          Object.defineProperty(object, k, {
            value: decode(v, seen),
            writable: true,
            enumerable: true,
            configurable: true,
          });
        }
        return object;
      }
      case 'm': {
        const map = keep(new Map());
        for (const [k, v] of one as [Code, Code][]) {
          const key = decode(k, seen);
          map.set(key, decode(v, seen));
        }
        return map;
      }
      case 's': {
        const set = keep(new Set());
        for (const item of one as Code[]) set.add(decode(item, seen));
        return set;
      }
      case 'd':
        return keep(new Date(decode(one as Code, seen) as number));
      case 'x':
        return keep(new RegExp(one as string, two as string));
      case 'e': {
        const error = keep(new Error(two as string));
        const [, , , stack, cause] = code as [string, string, string, string, Code[]];
        if (one !== 'Error') Object.setPrototypeOf(error, Reflect.get(globalThis, one as string).prototype);
        Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true });
        for (const item of cause) {
          const value = decode(item, seen);
          Object.defineProperty(error, 'cause', { value, writable: true, configurable: true });
        }
        return error;
      }
      case 'B':
        return keep(textToBytes(one as string).buffer);
      case 'T': {
        const slot = seen.push({}) - 1;
        const buffer = decode(two as Code, seen) as ArrayBuffer;
        const view =
          one === 'DataView'
            ? new DataView(buffer)
            : new (arrays.find((a) => a.name === one) ?? Uint8Array)(buffer);
        seen[slot] = view;
        return view;
      }
      case 'P': {
        const slot = seen.push({}) - 1;
        const boxed: object = Object(decode(one as Code, seen));
        seen[slot] = boxed;
        return boxed;
      }
      default:
        throw new Error(`Unknown wire tag ${String(tag)}`);
    }
  }

  function decode(code: Code, seen: object[]): unknown {
    if (!Array.isArray(code)) return code;
    const [tag, one] = code;
    if (tag === 'u') return undefined;
    if (tag === 'n') return Number(one);
    if (tag === 'b') return BigInt(one as string);
    if (tag === 'r') return seen[one as number];
    return decodeObject(code, seen);
  }

  return {
    /** Throws `An object could not be cloned.`, its cause saying where, for anything outside the allow-list. */
    encode: (value: unknown): string => {
      try {
        probe(value);
      } catch (error) {
        refuse(error instanceof Error ? error.message : String(error));
      }
      return JSON.stringify(encode(value, 'value', new Map()));
    },
    decode: (text: string): unknown => decode(JSON.parse(text) as Code, []),
  };
}

export type Wire = ReturnType<typeof createWire>;
