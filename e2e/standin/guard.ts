import type { Report } from './report.ts';

/** Asked of any object by the language itself or by Node's inspector: no sign of an API being used. */
const languageOwn = new Set([
  'then',
  'toJSON',
  'constructor',
  'prototype',
  'inspect',
  'nodeType',
  'asymmetricMatch',
  '__esModule',
  '$$typeof',
]);

type GuardObject = <T extends object>(target: T, name: string) => T;

/** Objects that exist in Electron and not here: any use throws, naming the member. */
type Absent = (name: string) => object;

export interface Guards {
  readonly guard: GuardObject;
  readonly guardClass: <T extends new (...args: never[]) => object>(target: T, name: string) => T;
  readonly absent: Absent;
  /** Throws, having recorded that `name` is not modelled. */
  readonly notModelled: (name: string) => never;
}

/**
 * Makes guard objects: reading or setting a member that is not modelled throws and is recorded. `undefined` for a
 * missing API is how a stand-in hides bugs.
 */
export function createGuards(report: Report): Guards {
  const notModelled = (name: string): never => {
    const message = `The stand-in for Electron does not model ${name}`;
    report.problem('not-modelled', message);
    throw new TypeError(message);
  };

  const guard: GuardObject = (target, name) => {
    // What the stand-in's own parts share through these objects is no more there for the application than in Electron.
    const hidden: unknown = Reflect.get(target.constructor, 'standInOnly');
    const isHidden = (key: PropertyKey): boolean => Array.isArray(hidden) && hidden.includes(key);
    const bound = new Map<PropertyKey, { from: unknown; to: unknown }>();
    return new Proxy(target, {
      get(object, key) {
        if (isHidden(key)) return notModelled(`${name}.${String(key)}`);
        const value: unknown = Reflect.get(object, key, object);
        if (typeof value === 'function' && key !== 'constructor') {
          const known = bound.get(key);
          if (known?.from === value) return known.to;
          const to: unknown = value.bind(object);
          bound.set(key, { from: value, to });
          return to;
        }
        if (value !== undefined || key in object) return value;
        if (typeof key === 'symbol' || languageOwn.has(key)) return undefined;
        return notModelled(`${name}.${key}`);
      },
      set(object, key, value) {
        if (typeof key === 'symbol' || key in object) return Reflect.set(object, key, value, object);
        return notModelled(`setting ${name}.${key}`);
      },
    });
  };

  return {
    notModelled,
    guard,
    guardClass: (target, name) => {
      const guarded: typeof target = new Proxy(target, {
        construct(wrapped, args, newTarget) {
          if (newTarget !== guarded) {
            const message = `Subclassing Electron's ${name} is not supported`;
            report.problem('misuse', message);
            throw new TypeError(message);
          }
          return Reflect.construct(wrapped, args);
        },
        apply: () => {
          throw new TypeError(`Class constructor ${name} cannot be invoked without 'new'`);
        },
        get(object, key) {
          const value: unknown = Reflect.get(object, key, object);
          if (value !== undefined || key in object || typeof key === 'symbol' || languageOwn.has(key)) {
            return value;
          }
          return notModelled(`${name}.${key}`);
        },
      });
      return guarded;
    },
    absent: (name) =>
      new Proxy(class {}, {
        get: (_object, key) => {
          if (typeof key === 'symbol' || languageOwn.has(key)) return undefined;
          return notModelled(`${name}.${key}`);
        },
        construct: () => notModelled(`new ${name}()`),
        apply: () => notModelled(`${name}()`),
      }),
  };
}
