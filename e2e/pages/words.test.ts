/** Each word on screen is used by a screen; the list of all of them, beside their screens, is written for review: out/words.md. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { en } from '../../src-renderer/text/en.ts';
import { es } from '../../src-renderer/text/es.ts';
import { later } from '../../src-renderer/text/later.ts';

type Tree = { readonly [key: string]: string | Tree };

const root = resolve(import.meta.dirname, '..', '..');

const flat = (words: Tree, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : flat(value, `${path}${key}.`),
  );

const english = flat({ ...en, ...later.en });
const spanish = new Map(flat({ ...es, ...later.es }));

/** Sources of the page by their path below src-renderer, without tests and the words themselves. */
const sources = readdirSync(join(root, 'src-renderer'), { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|^testing\/|^text\/(en|es)/.test(name))
  .map((name) => [name, readFileSync(join(root, 'src-renderer', name), 'utf8')] as const);

/** Where a key is asked for: as a whole, or by a template whose fixed parts are those of the key. */
function usersOf(key: string): readonly string[] {
  const base = key.replace(/_(zero|one|other)$/, '');
  return sources.filter(([, text]) => asks(text, base)).map(([name]) => name);
}

function asks(text: string, key: string): boolean {
  if (text.includes(`'${key}'`)) return true;
  return [...text.matchAll(/`([a-zA-Z]\w*\.[^`\s]*\$\{[^`]*)`/g)].some(([, template = '']) => {
    const parts = template
      .split(/\$\{(?:[^{}]|\{[^}]*\})*\}/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.+')}$`).test(key);
  });
}

const list = english.map(([key, text]) => ({ key, text, users: usersOf(key) }));

test('every word is asked for by a screen', () => {
  expect(list.filter(({ users }) => users.length === 0).map(({ key }) => key)).toEqual([]);
});

test('the list for review has every word in both languages beside its screens', () => {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const screens = Map.groupBy(list, ({ users }) => users.join(', '));
  const lines = [...screens].flatMap(([users, words]) => [
    '',
    `## ${users}`,
    '',
    '| key | English | Spanish |',
    '| --- | --- | --- |',
    ...words.map(({ key, text }) => `| ${key} | ${cell(text)} | ${cell(spanish.get(key) ?? '')} |`),
  ]);
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, 'out', 'words.md'), `# Every word on screen, by screen\n${lines.join('\n')}\n`);
  expect(lines.filter((line) => line.startsWith('| ') && line.endsWith('|  |'))).toEqual([]);
  expect(lines.length).toBeGreaterThan(english.length);
});
