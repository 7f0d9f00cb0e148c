import { z } from 'zod';
import { type RequestName, requestNames } from '../../src-preload/contract/channels.ts';
import { OWN_SETTINGS } from '../../src-preload/contract/manager.ts';
import { routes } from '../ipc/routes.ts';

interface Shape {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

/**
 * Requests of every channel, in the shape that its parser takes, by chance. A field's value comes from the pool of
 * its name, where there is one.
 */
export function randomRequests(
  rng: () => number,
  pools: Readonly<Record<string, () => readonly unknown[]>>,
  /** How often a channel is asked, where it is not 1. */
  weights: Readonly<Partial<Record<RequestName, number>>> = {},
): () => { readonly name: RequestName; readonly request: unknown } {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(rng() * from.length)];
  const shapes = new Map(
    requestNames.map((name) => [
      name,
      z.toJSONSchema(routes[name].shape, { io: 'input', unrepresentable: 'any' }) as Shape,
    ]),
  );
  const make = (shape: Shape, field: string): unknown => {
    const pool = pools[field]?.();
    if (pool && pool.length > 0 && rng() < 0.9) return pick(pool);
    if (field === 'changes') {
      const keys = [pick(OWN_SETTINGS), pick(OWN_SETTINGS)];
      return Object.fromEntries(keys.map((key) => [key, pick([null, 1, 3, 20, 250_000, 9_999_999, true])]));
    }
    if ('const' in shape) return shape.const;
    if (shape.enum) return pick(shape.enum);
    const some = shape.anyOf ?? shape.oneOf;
    if (some) return make(pick(some) ?? {}, field);
    switch (shape.type) {
      case 'object':
        return Object.fromEntries(
          Object.entries(shape.properties ?? {}).flatMap(([key, inner]) =>
            shape.required?.includes(key) || rng() < 0.4 ? [[key, make(inner, key)]] : [],
          ),
        );
      case 'number':
      case 'integer':
        return Math.floor(rng() * 30_000);
      case 'boolean':
        return rng() < 0.5;
      case 'null':
        return null;
      default:
        return pick(['x', '', 'Lee W.', '4155550142', '123456', '2026-11-21']);
    }
  };
  const names = requestNames.filter((name) => weights[name] !== 0);
  return () => {
    for (;;) {
      const name = pick(names) ?? 'status';
      if (rng() >= (weights[name] ?? 1)) continue;
      return { name, request: make(shapes.get(name) ?? {}, name) };
    }
  };
}
