import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { EXIT_ON_SIGTERM } from '../e2e/fixtures/process.ts';

const SCRIPT = join(import.meta.dirname, 'training-crm.ts');
const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

interface Run {
  readonly child: ChildProcess;
  /** What it wrote so far. */
  readonly out: () => string;
  readonly error: () => string;
  readonly exit: Promise<number | null>;
}

function run(...args: readonly string[]): Run {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let [out, error] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    error += text;
  });
  const exit = once(child, 'close').then(() => child.exitCode);
  return { child, out: () => out, error: () => error, exit };
}

async function started(...args: readonly string[]): Promise<Run & { readonly line: Record<string, string> }> {
  const one = run(...args);
  await expect.poll(() => one.out() + one.error(), { timeout: 20_000 }).toContain('\n');
  return { ...one, line: JSON.parse(one.out()) };
}

const books = async (line: Record<string, string>): Promise<Response> =>
  fetch(`${line.url}/control/books`, { headers: { Authorization: `Bearer ${line.controlToken}` } });

test('prints one line of JSON, serves, and ends on SIGTERM', async () => {
  const one = await started('--port', '0', '--guests', '12', '--seed', '5');
  expect(Object.keys(one.line)).toEqual([
    'url',
    'clientId',
    'clientSecret',
    'restaurantGuid',
    'secondRestaurantGuid',
    'controlToken',
  ]);
  const body: unknown = await (await books(one.line)).json();
  expect(body).toMatchObject({ guests: { length: 12 } });
  one.child.kill('SIGTERM');
  expect(await one.exit).toBe(EXIT_ON_SIGTERM);
  expect(one.out().trim().split('\n')).toHaveLength(1);
  expect(one.error()).toBe('');
});

test('starts with 5,000 guests in a moment, and says nothing but its line', async () => {
  const from = performance.now();
  const one = await started('--port', '0', '--guests', '5000', '--seed', '9');
  // Well under a second on an idle machine; this one may be doing anything.
  expect(performance.now() - from).toBeLessThan(30_000);
  const body: unknown = await (await books(one.line)).json();
  expect(body).toMatchObject({ guests: { length: 5_000 } });
  expect(one.out().trim().split('\n')).toHaveLength(1);
});

test('takes up where it left when it is killed and started again with its journal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-training-'));
  try {
    const args = ['--port', '0', '--guests', '10', '--journal', join(folder, 'journal.jsonl')];
    const first = await started(...args);
    const guid = async (line: Record<string, string>): Promise<string> => {
      const { guests } = (await (await books(line)).json()) as {
        guests: { guid: string; balance: number }[];
      };
      return `${guests[0]?.guid} ${guests[0]?.balance}`;
    };
    const [guestGuid] = (await guid(first.line)).split(' ');
    const redeemed = await fetch(`${first.line.url}/control/pos`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${first.line.controlToken}` },
      body: JSON.stringify({ kind: 'redeem', guestGuid, amount: 250 }),
    });
    expect(redeemed.status).toBe(200);
    first.child.kill('SIGKILL');
    await first.exit;
    const second = await started(...args);
    expect(await guid(second.line)).toBe(`${guestGuid} 4000`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a port in use is said in words', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const one = run('--port', String(port));
  expect(await one.exit).toBe(1);
  expect(one.error()).toBe(
    `Port ${port} is in use by another program. Close that program, or choose another port.\n`,
  );
  expect(one.out()).toBe('');
  other.close();
});

test.each([
  [[], /--port is missing/],
  [['--port', 'x'], /--port must be a whole number, not "x"/],
  [['--port', '99999'], /"port" cannot be used: it must be a whole number from 0 to 65535/],
  [['--port', '0', '--colour', 'red'], /colour/],
  [['--port', '0', '--guests', '-3'], /guests/],
] as const)('arguments %j are refused in words', async (args, words) => {
  const one = run(...args);
  expect(await one.exit).toBe(1);
  expect(one.error()).toMatch(words);
  expect(one.error()).not.toMatch(/^\s+at /m);
});
