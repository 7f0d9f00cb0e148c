/** What the documents point at is there, and each decision is in the index with its state. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const decisions = join(root, 'docs', 'decisions');
const read = (...parts: readonly string[]) => readFileSync(join(root, ...parts), 'utf8');

const documents = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.md') && !/(^|\/)(node_modules|out)\//.test(name));

test('each link of a document leads to a file', () => {
  expect(documents.length).toBeGreaterThan(100);
  const broken = documents.flatMap((name) =>
    [...read(name).matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)[^)]*\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !existsSync(resolve(root, dirname(name), target)))
      .map((target) => `${name}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('each decision has a number of its own, a date, a state, and its row in the index', () => {
  const index = read('docs', 'decisions', 'README.md');
  const names = readdirSync(decisions).filter((name) => name !== 'README.md');
  expect(new Set(names.map((name) => name.slice(0, 4))).size).toBe(names.length);
  for (const name of names) {
    const text = read('docs', 'decisions', name);
    const [, number, title] = /^# (\d{4})\. (.+)$/m.exec(text) ?? [];
    const [, status = ''] = /^- Status: (.+)$/m.exec(text) ?? [];
    const [, date] = /^- Date: (\d{4}-\d{2}-\d{2})$/m.exec(text) ?? [];
    expect(name.slice(0, 5), name).toBe(`${number}-`);
    expect(status, name).toMatch(/^(accepted|superseded by \[\d{4}\]\(\d{4}-[a-z0-9-]+\.md\))$/);
    expect(index, name).toContain(`| [${number}](${name}) | ${title} | ${status} | ${date} |`);
  }
});

test.skipIf(process.platform === 'win32').each([
  ['outbox: ask by GUID before a refusal is final', 0],
  ['Merge branch main', 0],
  ['Ask by GUID before a refusal is final', 1],
  ['outbox: ask by GUID before a refusal is final.', 1],
  [`outbox: ${'ask '.repeat(20)}first`, 1],
])('the hook of a commit judges its first line: %s', (subject, status) => {
  const hook = join(root, '.githooks', 'commit-msg');
  const done = spawnSync('sh', [hook, '-'], { input: `${subject}\n\nWhy.\n`, encoding: 'utf8' });
  expect(done.status, done.stderr).toBe(status);
});
