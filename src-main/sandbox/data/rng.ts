import { createHash } from 'node:crypto';

/** Chance from a seed: the same seed gives the same numbers on every machine. Not for secrets of any worth. */
export interface Rng {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  /** True once in `n` times. */
  readonly oneIn: (n: number) => boolean;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  readonly guid: () => string;
}

/** mulberry32 over a 32-bit seed: small, fast, and good enough to invent guests with. */
export function createRng(seed: number): Rng {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const word = (): string =>
    Math.floor(next() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0');
  return {
    next,
    between,
    oneIn: (n) => next() * n < 1,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    guid: () => asGuid(word() + word() + word() + word()),
  };
}

/** A 32-bit seed made of any texts and numbers, so that one seed can feed several independent sequences. */
export function seedOf(...parts: readonly (string | number)[]): number {
  return createHash('sha256').update(parts.join('\u0000')).digest().readUInt32BE(0);
}

/** A GUID that the same parts always give, on every machine. */
export function guidOf(...parts: readonly (string | number)[]): string {
  return asGuid(createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 32));
}

/** A word of hexadecimal digits that the same parts always give: Training's own credentials, worth nothing elsewhere. */
export function wordOf(length: number, ...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, length);
}

/** 32 hexadecimal digits in the form of a version 4 GUID. */
function asGuid(hex: string): string {
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
