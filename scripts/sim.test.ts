import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 120_000 });

const SCRIPT = join(import.meta.dirname, 'sim.ts');

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
  return { status, stderr, lines: stdout.trimEnd().split('\n') };
}

test('plays shifts and ends with one line of JSON', () => {
  const { status, lines } = run('--shifts', '5', '--seed', '42');
  expect(lines[0]).toBe('Seed 42: 5 shifts.');
  const last = JSON.parse(lines.at(-1) ?? '');
  expect(last).toMatchObject({ shifts: 5, seed: 42, lost: 0, duplicated: 0, violations: 0 });
  for (const key of ['accepted', 'settled', 'undone', 'refused', 'faults', 'crashes', 'shiftsPerMinute']) {
    expect(last[key], key).toEqual(expect.any(Number));
  }
  expect(status).toBe(0);
});

test('replays one shift, the same every time', () => {
  const [first, again] = [run('--replay', '1016115029'), run('--replay', '1016115029')];
  expect(first.lines.at(-1)).toContain('"hash":"');
  expect(again.lines).toEqual(first.lines);
  expect(first.status).toBe(0);
  const whole = run('--replay', '1016115029', '--trace');
  expect(whole.lines.length).toBeGreaterThan(50);
});

test('says what is wrong with how it was called', () => {
  expect(run('--shifts', 'many')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--shifts must be'),
  });
  expect(run('--shfts', '4')).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage') });
  expect(run('--without', 'rain')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('no kind of mishap'),
  });
});
