import { posix, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AREAS } from './table.ts';
import { areaOf, readSources, trespasses } from './walls.ts';

/** Who may import whom, for every source and for every pair of areas that is in the table or not. */
const sources = readSources(resolve(import.meta.dirname, '../..'));

const names = Object.keys(AREAS);
/** A file that could be in an area: one that is planted in its first place. */
function fileIn(name: string, called: string): string {
  const place = AREAS[name]?.at[0] ?? '';
  return /\.tsx?$/.test(place) ? place : `${place}/${called}`;
}
function pathBetween(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
const packages = [...new Set(Object.values(AREAS).flatMap((each) => each.packages ?? []))].filter(
  (name) => name !== 'node:',
);
const OUTSIDE = [
  'node:https',
  'node:net',
  'node:dgram',
  'node:child_process',
  'node:sqlite',
  'electron/main',
  'electron/renderer',
  'axios',
];

describe('the sources', () => {
  it('all belong to an area, and import what it may', () => {
    expect(sources.length).toBeGreaterThan(700);
    const found = sources.flatMap(({ path, text }) => trespasses(path, text));
    expect(found).toEqual([]);
  });

  it('are in every area, and every area that is named in the table exists', () => {
    const used = new Set(sources.map(({ path }) => areaOf(path)));
    expect(names.filter((name) => !used.has(name))).toEqual([]);
    const named = Object.values(AREAS).flatMap(({ may, types }) => [...may, ...(types ?? [])]);
    expect(
      named.filter((name) => AREAS[name] === undefined && !packages.includes(name) && name !== 'i18next'),
    ).toEqual([]);
  });
});

describe.each(names)('planted in %s', (name) => {
  const { may = [], types = [], packages: own = [] } = AREAS[name] ?? {};
  const from = fileIn(name, 'planted.ts');

  it('an import of any area is refused unless the table has it', () => {
    for (const other of names) {
      if (other === name) continue;
      const to = pathBetween(from, fileIn(other, 'other.ts'));
      const allowed = may.includes(other);
      const said = trespasses(from, `import { thing } from '${to}';\n`);
      expect(said.length, `${name} -> ${other}`).toBe(allowed ? 0 : 1);
      const ofTypes = trespasses(from, `import type { Thing } from '${to}';\n`);
      expect(ofTypes.length, `${name} -> types of ${other}`).toBe(allowed || types.includes(other) ? 0 : 1);
    }
  });

  it('a package is refused unless the table has it', () => {
    for (const other of [...packages, ...OUTSIDE]) {
      const allowed = own.includes(other) || (other.startsWith('node:') && own.includes('node:'));
      const said = trespasses(from, `import { thing } from '${other}';\n`);
      expect(said.length, `${name} -> ${other}`).toBe(allowed ? 0 : 1);
    }
  });
});

it.each([
  ["import { a } from './../credits/note.ts';", 1],
  ['import { a } from "../credits/note.ts";', 1],
  ["import {\n  a,\n  type B,\n} from '../credits/note.ts';", 1],
  ["import a, { type B } from '../credits/note.ts';", 1],
  ["import * as a from '../credits/note.ts';", 1],
  ["import '../credits/note.ts';", 1],
  ["export { a } from '../credits/note.ts';", 1],
  ["export * from '../credits/note.ts';", 1],
  ["const a = await import('../credits/note.ts');", 1],
  ['const a = await import(`../credits/note.ts`);', 1],
  ["const a = require('../credits/note.ts');", 1],
  ["const a = 1; import { b } from '../credits/note.ts';", 1],
  ["type A = import('../credits/note.ts').Note;", 1],
  ["import { a } from '../nowhere/else.ts';", 1],
  ["import { a } from '../../src-renderer/core/ask.ts';", 1],
  ["// import { a } from '../credits/note.ts';", 0],
  ["/* import { a } from '../credits/note.ts'; */", 0],
  ["import { a } from '../lib/text.ts';", 0],
] as const)('%s', (source, count) => {
  expect(trespasses('src-main/outbox/planted.ts', `${source}\n`)).toHaveLength(count);
});

it('says where a package is at home, and what an area sees', () => {
  expect(trespasses('src-main/guests/planted.ts', "import ky from 'ky';")).toEqual([
    'src-main/guests/planted.ts imports the package ky: not for guests (it is for crm).',
  ]);
  expect(trespasses('src-main/crm/planted.ts', "import { a } from '../guests/gateway.ts';")).toEqual([
    'src-main/crm/planted.ts imports src-main/guests/gateway.ts: crm sees the types of guests only (import type).',
  ]);
  expect(trespasses('src-new/planted.ts', '')).toHaveLength(1);
});
