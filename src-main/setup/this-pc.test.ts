import { expect, test } from 'vitest';
import type { KeyStore, PcIdentity } from '../ports.ts';
import { createFakeLogger } from '../testing/fakes.ts';
import { openThisPc } from './this-pc.ts';

const HOME: PcIdentity = {
  addresses: ['a0:00:00:00:00:01', 'a0:00:00:00:00:02'],
  processor: 'i5',
  machine: 'm',
};

function createMemory(): KeyStore & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return { values, get: (key) => values.get(key) ?? null, set: (key, value) => void values.set(key, value) };
}
const open = (meta: KeyStore, identity: PcIdentity) => openThisPc(meta, identity, createFakeLogger());

test.each<[string, Partial<PcIdentity>, boolean]>([
  ['the same', {}, false],
  ['an adapter pulled, another plugged in', { addresses: ['a0:00:00:00:00:02', 'a0:00:00:00:00:07'] }, false],
  ['every adapter changed', { addresses: ['a0:00:00:00:00:07'] }, false],
  ['no adapter to be seen, another processor', { addresses: [], processor: 'i7' }, false],
  ['a new system', { machine: 'n' }, false],
  ['a system that has no name any more, another processor', { machine: null, processor: 'i7' }, false],
  ['another board', { addresses: ['a0:00:00:00:00:07'], processor: 'i7' }, true],
  ['another PC with the disk copied', { addresses: ['a0:00:00:00:00:07'], machine: 'n' }, true],
  ['another PC with the folder copied', { processor: 'i7', machine: 'n' }, true],
])('%s', (_, change, moved) => {
  const meta = createMemory();
  expect(open(meta, HOME).moved).toBe(false);
  expect(open(meta, { ...HOME, ...change }).moved).toBe(moved);
});

test('moved until it is settled; back on the old PC it is not moved', () => {
  const meta = createMemory();
  const away: PcIdentity = { addresses: ['a0:00:00:00:00:09'], processor: 'i7', machine: 'm' };
  open(meta, HOME);
  expect(open(meta, away).moved).toBe(true);
  expect(open(meta, away).moved).toBe(true);
  expect(open(meta, HOME).moved).toBe(false);
  open(meta, away).settle();
  expect(open(meta, away).moved).toBe(false);
  expect(open(meta, HOME).moved).toBe(true);
});

test('one change after another is followed', () => {
  const meta = createMemory();
  open(meta, HOME);
  expect(open(meta, { ...HOME, machine: 'n' }).moved).toBe(false);
  expect(open(meta, { ...HOME, machine: 'n', processor: 'i7' }).moved).toBe(false);
});

test('what is kept names no one’s hardware, and what cannot be read is made again', () => {
  const meta = createMemory();
  open(meta, HOME);
  expect(JSON.stringify([...meta.values])).not.toMatch(/a0:00|i5/);
  meta.set('thisPc', 'no json');
  expect(open(meta, { addresses: [], processor: 'x', machine: 'y' }).moved).toBe(false);
});

test('a full disk stops no start', () => {
  const refuses: KeyStore = {
    get: () => null,
    set: () => {
      throw new Error('database or disk is full');
    },
  };
  expect(open(refuses, HOME).moved).toBe(false);
});
