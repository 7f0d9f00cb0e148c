import { expect, test } from 'vitest';
import { createFakeTime } from '../testing/fakes.ts';
import { createManagerVisit } from './manager-session.ts';

const PRIYA = { id: 'm1', shortName: 'Priya N.', role: 'manager' } as const;

test('a visit lasts while somebody asks, ends when left, and after ten silent minutes whatever the wall clock says', async () => {
  const time = createFakeTime();
  const visit = createManagerVisit(time.clock, () => PRIYA);
  expect(visit.current()).toBeNull();
  visit.begin(PRIYA);
  for (let n = 0; n < 5; n += 1) {
    await time.pass(9 * 60_000);
    expect(visit.current()).toEqual(PRIYA);
    visit.heard();
  }
  time.jump(24 * 3_600_000);
  expect(visit.current()).toEqual(PRIYA);
  await time.pass(10 * 60_000 + 1);
  expect(visit.current()).toBeNull();
  visit.begin(PRIYA);
  visit.end();
  expect(visit.current()).toBeNull();
});
