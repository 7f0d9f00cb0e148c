/** Setup on a disk with too little room: a small one, which Wine alone sees. */
import { expect, test } from '@playwright/test';
import { FIRST, SECOND } from './made.ts';
import {
  foldersOf,
  noWindowsPc,
  OWN_KEY,
  openWindowsPc,
  runOnSmallDisk,
  type WindowsPc,
  waysOf,
  wholeIn,
} from './windows-pc.ts';

const why = noWindowsPc() ?? (process.getuid?.() === 0 ? null : 'root is needed for a small disk');
test.skip(why !== null, why ?? '');

let pc: WindowsPc;
test.beforeEach(() => {
  pc = openWindowsPc();
});
test.afterEach(async () => await pc.end());

test('a first installation ends with 6 and leaves nothing', async () => {
  expect(runOnSmallDisk(pc, 2_000, [FIRST.setup])).toEqual([6]);
  expect(foldersOf(pc)).toEqual([]);
  expect(pc.registry(OWN_KEY)).toEqual({});
  expect(pc.log()).toContain('The disk is full. Nothing was changed. Exit code 6.');
});

test('an upgrade ends with 6, and the version before it stays whole', async () => {
  expect(runOnSmallDisk(pc, 6_000, [FIRST.setup, SECOND.setup])).toEqual([0, 6]);
  expect(foldersOf(pc)).toEqual(['app-0.1.0']);
  expect(wholeIn(pc, 'app-0.1.0', [FIRST])).toBe('0.1.0');
  expect(waysOf(pc)).toMatchObject({ menu: 'app-0.1.0', run: 'app-0.1.0', uninstall: 'app-0.1.0' });
  expect(pc.registry(OWN_KEY)).toMatchObject({ Version: '0.1.0', State: 'done' });
});
