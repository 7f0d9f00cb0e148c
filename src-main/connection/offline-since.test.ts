import { expect, test } from 'vitest';
import { createFakeTime } from '../testing/fakes.ts';
import { createOfflineSince } from './offline-since.ts';

const HOUR = 3_600_000;
const offline = { state: 'offline', since: 0, cause: 'internet' } as const;

function run(kept = new Map<string, string>(), time = createFakeTime()) {
  const store = {
    get: (k: string) => kept.get(k) ?? null,
    set: (k: string, v: string) => void kept.set(k, v),
  };
  return { kept, time, since: createOfflineSince(store, time.clock) };
}

test('from the first failure on, no matter what its cause becomes, until Toast answers', async () => {
  const { since, time } = run();
  since.note({ state: 'unknown' });
  expect(since.forMs()).toBeNull();
  since.note(offline);
  await time.pass(HOUR);
  since.note({ ...offline, cause: 'toast' });
  await time.pass(HOUR);
  expect(since.forMs()).toBe(2 * HOUR);
  since.note({ state: 'online' });
  expect(since.forMs()).toBeNull();
});

test('switching off and on does not begin the hours again', async () => {
  const first = run();
  first.since.note(offline);
  await first.time.pass(HOUR);
  const second = run(first.kept, createFakeTime(first.time.clock.now() + 5 * HOUR));
  expect(second.since.forMs()).toBe(6 * HOUR);
  second.since.note(offline);
  await second.time.pass(HOUR);
  expect(second.since.forMs()).toBe(7 * HOUR);
});

test('a clock that jumps within a run changes nothing; one set back over a restart counts as no time', async () => {
  const first = run();
  first.since.note(offline);
  first.time.jump(30 * HOUR);
  await first.time.pass(HOUR);
  expect(first.since.forMs()).toBe(HOUR);
  const second = run(first.kept, createFakeTime(0));
  expect(second.since.forMs()).toBe(0);
});
