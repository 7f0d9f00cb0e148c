/** The trials of the product, tried on a program that refuses what it must, and on one that refuses nothing. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratch } from '../dist/testing/tiny-build.ts';
import { refusals } from './product-trials.ts';
import { readInside, writeReport } from './report.ts';

/** A folder with a program of this text. */
function product(script: string): string {
  const folder = scratch();
  mkdirSync(join(folder, 'resources'));
  writeFileSync(join(folder, 'hoststand'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'hoststand'), 0o755);
  return folder;
}

const states = (folder: string) =>
  Object.fromEntries(refusals(folder, 'hoststand').map(({ id, state }) => [id, state]));

describe.skipIf(process.platform === 'win32')('the trials of the product', () => {
  test('pass where everything is refused', () => {
    expect(states(product('unset NODE_OPTIONS; exit 64'))).toEqual({
      'refuses-a-switch': 'passed',
      'fuse-run-as-node': 'passed',
      'fuse-node-options': 'passed',
      'fuse-inspect': 'passed',
      'fuse-only-archive': 'passed',
    });
  });

  test('fail where the program is Node with another name', () => {
    const app = '[ -d "$(dirname "$0")/resources/app" ] && set -- "$(dirname "$0")/resources/app/main.cjs"';
    const found = states(
      product(`${app}\n[ "$1" = --verify ] && set -- -p 1\nexec ${process.execPath} "$@"`),
    );
    expect(found).toMatchObject({
      'refuses-a-switch': 'failed',
      'fuse-run-as-node': 'failed',
      'fuse-node-options': 'failed',
      'fuse-only-archive': 'failed',
    });
  });

  test('fail where a debugger opens', () => {
    const found = states(product('echo Debugger listening on ws://127.0.0.1:9229/x >&2; exit 64'));
    expect(found['fuse-inspect']).toBe('failed');
  });
});

test('a trial inside of Electron that says nothing has failed', () => {
  const output = 'noise\n{"id":"sqlite","ok":true,"detail":"wal"}\n{"id":"scrypt","ok":false,"detail":"x"}\n';
  expect(readInside(output, ['sqlite', 'scrypt', 'pac']).map(({ id, state }) => `${id} ${state}`)).toEqual([
    'sqlite passed',
    'scrypt failed',
    'pac failed',
  ]);
});

test('the report has the findings, and what a person has yet to see', () => {
  const text = writeReport([{ id: 'sqlite', state: 'passed', detail: 'wal' }], { electron: '45.4.1' });
  const report = JSON.parse(text);
  expect(report).toMatchObject({ about: { electron: '45.4.1' }, findings: [{ id: 'sqlite' }] });
  expect(report.byHand.length).toBeGreaterThan(5);
  expect(report.byHand.every(({ seen }: { seen: unknown }) => seen === null)).toBe(true);
});
