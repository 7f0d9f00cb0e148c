import { expect, test } from 'vitest';
import { createFakeTime } from '../testing/fakes.ts';
import { createManagerSession } from './manager-session.ts';

const PRIYA = { id: 'm1', shortName: 'Priya N.', role: 'manager' } as const;

test('a visit lasts while someone asks, ends when left, and after ten silent minutes no matter what the wall clock says', async () => {
  const time = createFakeTime();
  const managerSession = createManagerSession(time.clock, () => PRIYA);
  expect(managerSession.current()).toBeNull();
  managerSession.begin(PRIYA);
  for (let n = 0; n < 5; n += 1) {
    await time.pass(9 * 60_000);
    expect(managerSession.current()).toEqual(PRIYA);
    managerSession.heard();
  }
  time.jump(24 * 3_600_000);
  expect(managerSession.current()).toEqual(PRIYA);
  await time.pass(10 * 60_000 + 1);
  expect(managerSession.current()).toBeNull();
  managerSession.begin(PRIYA);
  managerSession.end();
  expect(managerSession.current()).toBeNull();
});
