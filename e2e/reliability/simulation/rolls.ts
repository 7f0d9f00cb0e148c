import { createRng, type Rng } from '../../../src-main/sandbox/data/rng.ts';

/**
 * Chance by name: the roll for "the second send of credit c" is the same no matter what else happens in the shift. So
 * leaving out one event, to find the few that matter, leaves the others as they were.
 */
export type Rolls = (name: string) => Rng;

export function createRolls(seed: number): Rolls {
  return (name) => createRng(mix(name, seed));
}

/** FNV-1a over the name, finished as murmur3 does. */
function mix(name: string, seed: number): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (let i = 0; i < name.length; i += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Picks a key by its weight. The weights must not all be zero. */
export function pickWeighted<K extends string>(rng: Rng, weights: Readonly<Partial<Record<K, number>>>): K {
  const entries = Object.entries(weights) as [K, number][];
  let left = rng.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  const last = entries.findLast(([, weight]) => weight > 0);
  if (last === undefined) throw new RangeError('Nothing to pick from');
  return last[0];
}
