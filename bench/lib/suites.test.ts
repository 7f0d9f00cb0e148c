import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runApart } from './child.ts';

const folder = join(import.meta.dirname, '..');
const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));

test.each(files)(
  '%s is a suite that says what it is about, and runs nothing before it is told to',
  async (file) => {
    const { suite } = (await import(join(folder, file))) as {
      readonly suite?: { about: unknown; run: unknown };
    };
    expect(suite).toEqual({ about: expect.any(String), run: expect.any(Function) });
  },
);

test('each figure of the ledger is a number', async () => {
  const found: object[] = [];
  await runApart<object>(join(import.meta.dirname, 'ledger-run.ts'), ['--lines', '200'], (line) =>
    found.push(line),
  );
  expect(found).toHaveLength(1);
  for (const { state, ...figures } of found as { readonly state: unknown }[]) {
    expect(state).toBe('whole');
    for (const value of Object.values(figures)) expect(value).toSatisfy(Number.isFinite);
  }
}, 60_000);
