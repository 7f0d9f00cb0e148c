import { expect, test } from 'vitest';
import { createWatch } from './watch.ts';

test('a GUID in doubt is posted again only after enough answers that it is not there', () => {
  const watch = createWatch(2);
  expect(watch.posted('a')).toBeNull();
  expect(watch.posted('a')).toMatch(/after 0 of 2/);
  watch.absent('a');
  expect(watch.posted('a')).toMatch(/after 1 of 2/);
  watch.absent('a');
  watch.absent('a');
  expect(watch.posted('a')).toBeNull();
});

test('an answer that took no part leaves no doubt, any other does', () => {
  const watch = createWatch(2);
  for (const [guid, status, free] of [
    ['a', 401, true],
    ['b', 429, true],
    ['c', 500, false],
    ['d', 200, false],
    ['e', 409, false],
  ] as const) {
    watch.posted(guid);
    watch.postAnswered(guid, status);
    expect(watch.posted(guid) === null, guid).toBe(free);
  }
});
