import type { CrmGuest } from '../../src-main/guests/gateway.ts';
import { createRng } from '../../src-main/sandbox/data/rng.ts';

const FIRST = [
  'Ana',
  'María José',
  'Wei-Ling',
  'Tom',
  'Grace',
  'João',
  'Dev',
  'Lucía',
  'Priya',
  'Oluwaseun',
  'Seán',
  'Zoë',
];
const LAST = [
  'Petrescu',
  'Santos',
  'Núñez',
  'Chao',
  'Okafor',
  "O'Brien",
  'Raman',
  'Lindqvist',
  'García',
  'Kowalski',
  'Ng',
  'Ibáñez',
];
/** Area codes of one city and its neighbours: most guests share a few, as they do at a real door. */
const AREAS = ['415', '415', '415', '628', '510', '650', '408', '925'];

export type Person = CrmGuest & { readonly digits: string };

/** The n-th invented guest. */
export function createPeople(seed = 7): () => Person {
  const { next } = createRng(seed);
  const rng = (below: number): number => Math.floor(next() * below);
  const pick = <T>(from: readonly T[]): T => from[rng(from.length)] as T;
  let serial = 0;
  return () => {
    serial += 1;
    const hex = (length: number): string =>
      rng(16 ** length)
        .toString(16)
        .padStart(length, '0');
    const digits = `${pick(AREAS)}${200 + rng(800)}${String(rng(10_000)).padStart(4, '0')}`;
    const firstName = pick(FIRST);
    const lastName = `${pick(LAST)}${rng(3) === 0 ? '' : ` ${pick(LAST)}`}`;
    return {
      id: `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(8)}${hex(4)}`,
      firstName,
      lastName,
      phone: digits,
      email: `${firstName.charAt(0)}${serial}@example.com`.toLowerCase(),
      digits,
    };
  };
}

/** What a host types, key by key, from the fourth digit to the tenth; and four last digits at a time. */
export function createKeystrokes(numbers: readonly string[], count: number): readonly string[] {
  const { next } = createRng(99);
  const rng = (below: number): number => Math.floor(next() * below);
  const typed: string[] = [];
  while (typed.length < count) {
    const number = numbers[rng(numbers.length)] ?? '';
    for (let length = 4; length <= number.length && typed.length < count; length += 1) {
      typed.push(number.slice(0, length));
    }
  }
  return typed;
}
