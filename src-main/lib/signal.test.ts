import { expect, test } from 'vitest';
import { createSignal } from './signal.ts';

test('everyone who listens is told, in order, until they stop', () => {
  const signal = createSignal<[number]>();
  const told: string[] = [];
  const stop = signal.on((count) => told.push(`first ${count}`));
  signal.on((count) => told.push(`second ${count}`));
  signal.emit(1);
  stop();
  signal.emit(2);
  expect(told).toEqual(['first 1', 'second 1', 'second 2']);
});

test('what a listener throws reaches the caller', () => {
  const signal = createSignal<[]>();
  signal.on(() => {
    throw new Error('disk full');
  });
  expect(signal.emit).toThrow('disk full');
});
