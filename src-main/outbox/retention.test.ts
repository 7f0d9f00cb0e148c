import { expect, test } from 'vitest';
import { createFakeLogger, createFakeTime } from '../testing/fakes.ts';
import { keepTidy } from './retention.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KEEP = 90 * DAY;

/** What is asked for, each time: deletes nothing but what `over` says. */
function bench(over: (before: number) => number = () => 0) {
  const time = createFakeTime();
  const logger = createFakeLogger();
  const asked: number[] = [];
  let crm: number | null = null;
  let mayNot = false;
  const stop = keepTidy({
    store: {
      forgetOver: (before) => {
        asked.push(before);
        return over(before);
      },
    },
    ...time,
    crmNow: () => crm,
    mayNot: () => mayNot,
    logger,
    keepMs: KEEP,
  });
  const setCrm = (to: number | null): void => {
    crm = to;
  };
  const setMayNot = (to: boolean): void => {
    mayNot = to;
  };
  return { time, logger, asked, stop, setCrm, setMayNot };
}

test('before the CRM has told the time nothing is deleted; once it has, within an hour', async () => {
  const { time, asked, setCrm } = bench();
  await time.pass(3 * HOUR);
  expect(asked).toEqual([]);
  setCrm(time.clock.now());
  await time.pass(HOUR);
  expect(asked).toHaveLength(1);
});

test('while nothing may be deleted, nothing is', async () => {
  const { time, asked, setCrm, setMayNot } = bench();
  setMayNot(true);
  setCrm(time.clock.now());
  await time.pass(3 * HOUR);
  expect(asked).toEqual([]);
  setMayNot(false);
  await time.pass(HOUR);
  expect(asked).toHaveLength(1);
});

test('then once a day, counted back from the clock that is behind', async () => {
  const { time, asked, setCrm } = bench();
  const now = time.clock.now();
  setCrm(now - DAY);
  await time.pass(HOUR);
  setCrm(now + 5 * DAY);
  await time.pass(DAY);
  expect(asked).toEqual([now - DAY - KEEP, now + HOUR + DAY - KEEP]);
});

test('how many left is logged; a day on which none did is not', async () => {
  let left = 3;
  const { time, logger, setCrm } = bench(() => left);
  setCrm(time.clock.now());
  await time.pass(HOUR);
  left = 0;
  await time.pass(DAY);
  expect(logger.lines).toEqual([{ level: 'info', event: 'outbox-tidied', data: { left: 3 } }]);
});

test('a disk that will not delete is no reason to stop: it is logged, and tried again the next day', async () => {
  const { time, logger, asked, setCrm, stop } = bench(() => {
    throw new Error('disk I/O error');
  });
  setCrm(time.clock.now());
  await time.pass(HOUR + DAY);
  expect(asked).toHaveLength(2);
  expect(logger.lines[0]).toEqual({
    level: 'warn',
    event: 'outbox-not-tidied',
    data: { error: 'disk I/O error' },
  });
  stop();
  await time.pass(3 * DAY);
  expect(asked).toHaveLength(2);
  expect(time.timers()).toBe(0);
});
