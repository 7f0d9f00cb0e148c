import type { Wire } from './wire.ts';

/**
 * One end of the contextBridge: a world (the page's own, or the isolated one) that sends copies of values to the
 * other and proxies of its functions. Worlds share a DOM and nothing else, so messages travel as the text of DOM
 * events under a secret name, which are synchronous.
 *
 * Self-contained: its source runs in the page. It keeps the platform's own functions from before any page script,
 * because a page may replace them.
 */
export function createPeer(options: {
  readonly wire: Wire;
  readonly secret: string;
  readonly here: string;
  readonly there: string;
  /** Requests other than function calls. Returns what to send back. */
  readonly onRequest: (name: string, args: readonly unknown[]) => unknown;
}) {
  type Code = string | readonly unknown[];
  type Callable = (...args: unknown[]) => unknown;
  interface Kept {
    readonly fn: Callable;
    readonly self: unknown;
  }
  const { wire, secret, here, there } = options;
  const target = window;
  const dispatch = EventTarget.prototype.dispatchEvent;
  const listen = EventTarget.prototype.addEventListener;
  const apply = Reflect.apply;
  const { stringify, parse } = JSON;
  const NativePromise = Promise;
  const promiseThen = Promise.prototype.then;
  const NativeEvent = CustomEvent;
  const detailOf = Object.getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')?.get;
  const maxDepth = 1000;
  const depthText =
    'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.';
  const unknownText =
    'An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.';

  const kept = new Map<number, Kept>();
  const pending = new Map<number, { resolve: (v: unknown) => void; reject: (e: unknown) => void }>();
  /** Proxies of the other side's functions, so that one sent back is the original there. */
  const theirs = new WeakMap<object, number>();
  const forget = new FinalizationRegistry<number>((id) => {
    send(['forget', id]);
  });
  let nextId = 0;
  let reply: string | undefined;

  function encode(value: unknown, self: unknown, depth: number, seen: Map<object, number>): Code {
    if (depth > maxDepth) throw new TypeError(depthText);
    if (typeof value === 'symbol')
      throw new TypeError('The stand-in for Electron does not model symbols on the bridge');
    if (typeof value === 'function') {
      const id = theirs.get(value);
      if (id !== undefined) return ['own', id];
      nextId += 1;
      kept.set(nextId, { fn: value as Callable, self });
      return ['fn', nextId];
    }
    if (typeof value !== 'object' || value === null) return ['v', wire.encode(value)];
    const known = seen.get(value);
    if (known !== undefined) return ['ref', known];
    if (value instanceof NativePromise) return encodePromise(value);
    if (value instanceof Error) return ['err', value.message];
    if (Array.isArray(value)) {
      const items = Array.from(value, (item: unknown) => encode(item, value, depth + 1, seen));
      return ['arr', items];
    }
    if (value instanceof Node || value instanceof Blob || value === globalThis) {
      throw new TypeError('The stand-in for Electron does not model DOM objects on the bridge');
    }
    const plain = Object.prototype.toString.call(value) === '[object Object]';
    if (!plain) return ['v', wire.encode(value)];
    seen.set(value, seen.size);
    const record = value as Record<string, unknown>;
    return ['obj', Object.keys(value).map((k) => [k, encode(record[k], value, depth + 1, seen)])];
  }

  function encodePromise(promise: Promise<unknown>): Code {
    nextId += 1;
    const id = nextId;
    const settle = (how: string, value: unknown): void => {
      try {
        send([how, id, encode(value, undefined, 0, new Map())]);
      } catch (error) {
        send(['reject', id, ['err', (error as Error).message]]);
      }
    };
    apply(promiseThen, promise, [(v: unknown) => settle('resolve', v), (e: unknown) => settle('reject', e)]);
    return ['promise', id];
  }

  function decode(code: Code, seen: object[]): unknown {
    const [tag, one] = code as [string, unknown];
    switch (tag) {
      case 'v':
        return wire.decode(one as string);
      case 'own':
        return kept.get(one as number)?.fn;
      case 'fn':
        return proxy(one as number);
      case 'ref':
        return seen[one as number];
      case 'err':
        return new Error(one as string);
      case 'promise':
        return new NativePromise((resolve, reject) => {
          pending.set(one as number, { resolve, reject });
        });
      case 'arr':
        return (one as Code[]).map((item) => decode(item, seen));
      case 'obj': {
        const object = {};
        seen.push(object);
        for (const [key, item] of one as [string, Code][]) {
          const value = decode(item, seen);
          Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
        }
        return object;
      }
      default:
        throw new Error(`Unknown bridge tag ${tag}`);
    }
  }

  /** A fresh function on every crossing, without name, length or `new`, as Electron's. */
  function proxy(id: number): Callable {
    const call: Callable = Object.defineProperty(
      (...args: unknown[]) => ask(['call', id, pack(args)]),
      'name',
      {
        value: '',
      },
    );
    theirs.set(call, id);
    forget.register(call, id);
    return call;
  }

  const pack = (args: readonly unknown[]): Code[] => args.map((arg) => encode(arg, undefined, 0, new Map()));
  const unpack = (args: readonly Code[]): unknown[] => args.map((arg) => decode(arg, []));

  function send(message: readonly unknown[]): void {
    apply(dispatch, target, [new NativeEvent(`${secret}:${there}`, { detail: stringify(message) })]);
  }

  /** Sends and returns the other side's answer, or throws what it threw (message only). */
  function ask(message: readonly unknown[]): unknown {
    reply = undefined;
    send(message);
    const answer = reply;
    reply = undefined;
    if (answer === undefined) throw new Error('The other side of the bridge did not answer');
    const [ok, value] = parse(answer) as [boolean, Code];
    if (ok) return decode(value, []);
    throw new Error(value as string);
  }

  function answer(run: () => unknown): void {
    let text: string;
    try {
      text = stringify([true, encode(run(), undefined, 0, new Map())]);
    } catch (error) {
      const message: unknown =
        typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
      text = stringify([false, typeof message === 'string' ? message : unknownText]);
    }
    send(['answer', text]);
  }

  function receive(text: string): void {
    const [kind, ...rest] = parse(text) as [string, ...unknown[]];
    const id = rest[0] as number;
    switch (kind) {
      case 'answer':
        reply = rest[0] as string;
        break;
      case 'call':
        answer(() => {
          const found = kept.get(id);
          if (found === undefined) throw new Error('This function is gone');
          return apply(found.fn, found.self, unpack(rest[1] as Code[]));
        });
        break;
      case 'request':
        answer(() => options.onRequest(rest[0] as string, unpack(rest[1] as Code[])));
        break;
      case 'resolve':
      case 'reject':
        pending.get(id)?.[kind](decode(rest[1] as Code, []));
        pending.delete(id);
        break;
      case 'forget':
        kept.delete(id);
        break;
    }
  }

  apply(listen, target, [
    `${secret}:${here}`,
    (event: Event) => {
      event.stopImmediatePropagation();
      receive(String(detailOf === undefined ? '' : apply(detailOf, event, [])));
    },
  ]);

  return {
    /** Asks the other side by name; synchronous. */
    request: (name: string, ...args: unknown[]): unknown => ask(['request', name, pack(args)]),
    /** How many functions this side keeps for the other. */
    keptCount: (): number => kept.size,
  };
}
