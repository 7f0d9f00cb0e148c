import { expect, test } from 'vitest';
import { createFakeTime } from '../testing/fakes.ts';
import { createCrmClock } from './crm-clock.ts';

const MINUTE = 60_000;

function createKept() {
  const values = new Map<string, string>();
  const written: string[] = [];
  return {
    written,
    get: (key: string) => values.get(key) ?? null,
    set: (key: string, value: string) => {
      written.push(value);
      values.set(key, value);
    },
  };
}

test('before the CRM has spoken no one knows its time', () => {
  const crm = createCrmClock(createFakeTime().clock, createKept());
  expect([crm.now(), crm.aheadMs(), crm.last()]).toEqual([null, null, null]);
});

test('it continues automatically, and this PC’s clock, set wrong, does not move it', async () => {
  const time = createFakeTime(1_000_000);
  const crm = createCrmClock(time.clock, createKept());
  crm.heard(990_000);
  expect(crm.aheadMs()).toBe(10_000);
  await time.pass(5_000);
  time.jump(-86_400_000);
  expect(crm.now()).toBe(995_000);
  expect(crm.aheadMs()).toBe(10_000 - 86_400_000);
});

test('an instant is whole milliseconds, no matter what fractions the monotonic clock has', () => {
  let at = 7.25;
  const crm = createCrmClock({ now: () => 0, monotonic: () => at }, createKept());
  crm.heard(1_000);
  at = 12.9;
  expect(crm.now()).toBe(1_006);
});

test('what it last said is known to the next run, which does not take it for the time', () => {
  const kept = createKept();
  createCrmClock(createFakeTime().clock, kept).heard(5_000_000);
  const next = createCrmClock(createFakeTime().clock, kept);
  expect([next.last(), next.now()]).toEqual([5_000_000, null]);
  next.heard(6_000_000);
  expect(next.last()).toBe(6_000_000);
});

test('it is written down every ten minutes, not with every answer', () => {
  const kept = createKept();
  const crm = createCrmClock(createFakeTime().clock, kept);
  for (let minute = 0; minute <= 25; minute += 1) crm.heard(1_000_000 + minute * MINUTE);
  expect(kept.written).toEqual([1_000_000, 1_600_000, 2_200_000].map(String));
  // A wrong word of something between us and the CRM does not stay.
  crm.heard(1_000);
  expect(createCrmClock(createFakeTime().clock, kept).last()).toBe(1_000);
});

test('a disk that does not take it is tried again at the next answer', () => {
  const kept = createKept();
  let works = false;
  const failing = {
    ...kept,
    set: (key: string, value: string) => {
      if (!works) throw new Error('disk I/O error');
      kept.set(key, value);
    },
  };
  const crm = createCrmClock(createFakeTime().clock, failing);
  crm.heard(1_000_000);
  expect(crm.last()).toBe(1_000_000);
  works = true;
  crm.heard(1_000_001);
  expect(kept.written).toEqual(['1000001']);
});

test('a disk that does not read it just now keeps no one from starting', () => {
  const failing = {
    ...createKept(),
    get: () => {
      throw new Error('disk I/O error');
    },
  };
  expect(createCrmClock(createFakeTime().clock, failing).last()).toBeNull();
});

test('what a disk did not read at the start is read once it can be', async () => {
  const kept = createKept();
  createCrmClock(createFakeTime(1_000_000).clock, kept).heard(990_000);
  let isReadable = false;
  const failing = {
    ...kept,
    get: (key: string) => {
      if (!isReadable) throw new Error('disk I/O error');
      return kept.get(key);
    },
  };
  const time = createFakeTime(5);
  const crm = createCrmClock(time.clock, failing);
  expect([crm.last(), crm.reckoned()]).toEqual([null, 5]);
  isReadable = true;
  await time.pass(2_000);
  expect([crm.last(), crm.reckoned()]).toEqual([990_000, 990_000]);
  await time.pass(3_000);
  expect(crm.reckoned()).toBe(993_000);
});

test('silent, it is no earlier than it last said and the running time since, over restarts too', async () => {
  const time = createFakeTime(1_000_000);
  const kept = createKept();
  const first = createCrmClock(time.clock, kept);
  const stop = first.keepGoing(time.scheduler);
  await time.pass(10 * MINUTE);
  expect(kept.written).toEqual([]);
  first.heard(5_000_000);
  await time.pass(4 * 24 * 60 * MINUTE);
  stop();
  const at = 5_000_000 + 4 * 24 * 60 * MINUTE;
  expect(first.last()).toBe(at);
  // This PC's clock starts ten days behind.
  time.jump(-10 * 24 * 60 * MINUTE);
  const second = createCrmClock(time.clock, kept);
  const stopped = second.keepGoing(time.scheduler);
  await time.pass(30 * MINUTE);
  expect([second.now(), second.last(), second.reckoned()]).toEqual([
    null,
    at + 30 * MINUTE,
    at + 30 * MINUTE,
  ]);
  stopped();
  await time.pass(60 * MINUTE);
  expect(Number(kept.written.at(-1))).toBe(at + 30 * MINUTE);
  expect(createCrmClock(time.clock, kept).last()).toBe(at + 30 * MINUTE);
});
