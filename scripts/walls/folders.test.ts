import { dirname, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readSources } from './walls.ts';

/** A folder someone can read through; tests, which are beside their file, are not counted. */
const MAX_FILES = 20;

it(`no folder has more than ${MAX_FILES} sources`, () => {
  const counts = new Map<string, number>();
  for (const { path } of readSources(resolve(import.meta.dirname, '../..'))) {
    if (/\.(test|spec)\.tsx?$/.test(path)) continue;
    counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  }
  expect([...counts].filter(([, count]) => count > MAX_FILES)).toEqual([]);
});
