/** What `npm run verify:installed` tries on a PC with the true Electron, tried here on the packed application. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { tryInstalled } from '../../scripts/verify/installed-trials.ts';
import { repository } from '../fixtures/kiosk.ts';
import { PACKED } from './packages.ts';

let home = '';
test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hoststand-start-'));
});
test.afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

const states = async (program: string): Promise<Readonly<Record<string, string>>> => {
  const { XDG_CONFIG_HOME: _, ...rest } = process.env;
  const found = await tryInstalled(program, { ...rest, HOME: home, HOSTSTAND_STANDIN_ROOT: repository });
  return Object.fromEntries(found.map(({ id, state }) => [id, state]));
};

test('the packed program starts, is alone, refuses a switch, comes back after a kill and ends in order', async () => {
  expect(await states(join(PACKED, 'hoststand'))).toEqual({
    starts: 'passed',
    data: 'passed',
    'one-instance': 'passed',
    switch: 'passed',
    'starts-after-a-kill': 'passed',
    ends: 'passed',
  });
});

test('a program that ends at once fails each trial', async () => {
  const program = join(home, 'program');
  writeFileSync(program, '#!/bin/sh\nexit 3\n');
  chmodSync(program, 0o755);
  expect(new Set(Object.values(await states(program)))).toEqual(new Set(['failed']));
});
