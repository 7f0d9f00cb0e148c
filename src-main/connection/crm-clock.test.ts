import { expect, test } from 'vitest';
import { createFakeTime } from '../testing/fakes.ts';
import { createCrmClock } from './crm-clock.ts';

test('before the CRM has spoken nobody knows its time', () => {
  const crm = createCrmClock(createFakeTime().clock);
  expect([crm.now(), crm.aheadMs()]).toEqual([null, null]);
});

test('it goes on by itself, and this PC’s clock, set wrong, does not move it', async () => {
  const time = createFakeTime(1_000_000);
  const crm = createCrmClock(time.clock);
  crm.heard(990_000);
  expect(crm.aheadMs()).toBe(10_000);
  await time.pass(5_000);
  time.jump(-86_400_000);
  expect(crm.now()).toBe(995_000);
  expect(crm.aheadMs()).toBe(10_000 - 86_400_000);
});

test('an instant is whole milliseconds, whatever fractions the monotonic clock has', () => {
  let at = 7.25;
  const crm = createCrmClock({ now: () => 0, monotonic: () => at });
  crm.heard(1_000);
  at = 12.9;
  expect(crm.now()).toBe(1_006);
});
