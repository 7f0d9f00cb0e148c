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

test('only the service itself can say that it took no part', () => {
  const watch = createWatch(2);
  watch.posted('a');
  watch.postAnswered('a', true);
  expect(watch.posted('a')).toBeNull();
  watch.postAnswered('a', false);
  expect(watch.posted('a')).toMatch(/after 0 of 2/);
});

test('what an earlier run left is asked about in this run, no matter what was said to that one', () => {
  const watch = createWatch(2);
  watch.takenOver('a');
  expect(watch.posted('a')).toMatch(/after 0 of 2/);
  watch.absent('a');
  watch.absent('a');
  watch.takenOver('a');
  expect(watch.posted('a')).toMatch(/after 0 of 2/);
  watch.takenOver('b');
  watch.absent('b');
  watch.absent('b');
  expect(watch.posted('b')).toBeNull();
});
