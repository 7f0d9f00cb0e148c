/** The session that keeps the kiosk running, played with a program that ends as told. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from './product.ts';
import { scratch } from './testing/tiny-build.ts';

const SESSION = join(repository, 'resources', 'kiosk', 'session');

/** Runs the session with a program that ends with these codes, one after the other. */
function play(codes: readonly number[]) {
  const folder = scratch();
  const program = join(folder, 'program');
  const starts = join(folder, 'starts');
  writeFileSync(
    program,
    `#!/bin/sh\necho "$@" >>${starts}\nset -- ${codes.join(' ')}\nn=$(wc -l <${starts})\neval "exit \\\${$n}"\n`,
  );
  chmodSync(program, 0o755);
  const env = { ...process.env, HOSTSTAND_SESSION_PAUSE: '0' };
  const { status, stdout } = spawnSync('sh', [SESSION, program, '--supervised'], {
    env,
    encoding: 'utf8',
    timeout: 20_000,
  });
  const lines = existsSync(starts) ? readFileSync(starts, 'utf8').trim().split('\n') : [];
  return { status, stdout, lines };
}

describe.skipIf(process.platform === 'win32')('the kiosk’s session', () => {
  test.each([
    [0, 'it ended in order'],
    [64, 'it refuses how it was started'],
    [75, 'a manager closed it'],
  ])('ends with code %i: %s', (code) => {
    expect(play([code])).toMatchObject({ status: 0, lines: ['--supervised'] });
  });

  test('starts again what crashed or asked for it, and ends once it ends', () => {
    const { status, lines } = play([1, 70, 139, 70, 75]);
    expect(status).toBe(0);
    expect(lines).toHaveLength(5);
  });

  test('waits longer after each crash, and not after an end that asked for a start', () => {
    const { stdout } = play([127, 127, 127, 70, 127, 127, 127, 127, 127, 0]);
    expect([...stdout.matchAll(/again in (\d+) s/g)].map(([, seconds]) => Number(seconds))).toEqual([
      1, 2, 4, 8, 16, 32, 60, 60,
    ]);
  });
});
