import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createStarts, endAfterCrash, isSupervised } from './supervision.ts';

const NOW = 1_800_000_000_000;

function starts(text?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-starts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'starts.json');
  if (text !== undefined) writeFileSync(file, text);
  return { ...createStarts(file), file };
}

test('after one crash the kiosk is back at once; where one follows the other, each start waits longer', () => {
  const { began } = starts();
  expect([0, 1, 2, 3, 4, 5, 6].map((n) => began(NOW + n))).toEqual([
    0, 0, 2_000, 5_000, 15_000, 60_000, 60_000,
  ]);
});

test('crashes that are ten minutes apart are no storm', () => {
  const { began } = starts();
  expect([0, 1, 2, 3, 4].map((n) => began(NOW + n * 600_000))).toEqual([0, 0, 0, 0, 0]);
});

test('an end in order is forgotten, with those before it', () => {
  const { began, ended } = starts();
  for (const n of [0, 1, 2, 3]) began(NOW + n);
  ended();
  expect(began(NOW + 5)).toBe(0);
});

test('a clock that was set back keeps no one waiting', () => {
  const { began } = starts();
  for (const n of [0, 1, 2, 3]) began(NOW + n);
  expect(began(NOW - 86_400_000)).toBe(0);
});

test.each(['', '{', '{"a":1}', '["x",null]', `[${'1,'.repeat(9)}1]`])(
  'a file that says %j keeps no one waiting',
  (text) => {
    const { began, file } = starts(text);
    expect(began(NOW)).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([NOW]);
  },
);

test('a disk that refuses keeps no one waiting', () => {
  const { began, ended } = createStarts(join(tmpdir(), 'hoststand-no-such-folder', 'x', 'starts.json'));
  expect([began(NOW), began(NOW), began(NOW), began(NOW)]).toEqual([0, 0, 0, 0]);
  ended();
});

test('only the switch itself says that there is a supervisor', () => {
  expect(isSupervised(['--supervised'])).toBe(true);
  expect(isSupervised(['--supervised=1', 'supervised', '/supervised'])).toBe(false);
});

test('a supervised kiosk asks to be started, and never starts itself', () => {
  for (const ageMs of [0, 100_000]) {
    for (const installed of [true, false]) {
      expect(endAfterCrash({ supervised: true, installed, ageMs })).toEqual({ relaunch: false, code: 70 });
    }
  }
});

test('without a supervisor an installed kiosk starts itself; one in development only where it has run for a while', () => {
  const end = (installed: boolean, ageMs: number) => endAfterCrash({ supervised: false, installed, ageMs });
  expect(end(true, 0)).toEqual({ relaunch: true, code: 1 });
  expect(end(false, 100_000)).toEqual({ relaunch: true, code: 1 });
  expect(end(false, 100)).toEqual({ relaunch: false, code: 1 });
});
