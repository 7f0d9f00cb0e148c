/** The same bytes in every checkout: line ends are LF, in the repository and on disk. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

function git(cwd: string, ...args: readonly string[]): string {
  const done = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  expect(done.status, done.stderr).toBe(0);
  return done.stdout;
}

/** Each tracked file: how its lines end in the repository and on disk, and what .gitattributes say of it. */
function tracked() {
  const lines = git(root, 'ls-files', '-z', '--eol')
    .split('\0')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const [facts = '', path = ''] = line.split('\t');
    const [index = '', disk = '', ...attributes] = facts.trim().split(/\s+/);
    return { path, index, disk, attributes: attributes.join(' ') };
  });
}

test.runIf(existsSync(join(root, '.git')))('no tracked text file has a carriage return', () => {
  const wrong = tracked().filter(({ index, disk }) => /crlf|mixed/.test(`${index} ${disk}`));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test.runIf(existsSync(join(root, '.git')))('what is no text is named as binary, and nothing else is', () => {
  const files = tracked();
  const binary = files.filter(({ index }) => index === 'i/-text');
  expect(binary.length).toBeGreaterThan(0);
  expect(binary.filter(({ attributes }) => attributes !== 'attr/-text').map(({ path }) => path)).toEqual([]);
  const kinds = new Set(binary.map(({ path }) => extname(path)));
  expect(files.filter(({ path, index }) => index !== 'i/-text' && kinds.has(extname(path)))).toEqual([]);
});

test('a checkout with the line ends of Windows switched on still has LF', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-line-ends-'));
  try {
    copyFileSync(join(root, '.gitattributes'), join(folder, '.gitattributes'));
    writeFileSync(join(folder, 'typed on Windows.sql'), 'SELECT 1;\r\nSELECT 2;\r\n');
    git(folder, 'init', '--quiet');
    git(folder, '-c', 'core.autocrlf=true', 'add', '.');
    rmSync(join(folder, 'typed on Windows.sql'));
    git(folder, '-c', 'core.autocrlf=true', 'checkout', '--', '.');
    expect(git(folder, 'ls-files', '--eol', '--', '*.sql')).toMatch(/^i\/lf\s+w\/lf/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
