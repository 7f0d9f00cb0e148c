import { expect, test } from 'vitest';
import { createFakeLogger, createFakeTime } from '../testing/fakes.ts';
import { boundedLogger } from './bounded-logger.ts';

const HOUR_MS = 3_600_000;

test('a flood of what the page causes is counted, and one line a minute says how many', async () => {
  const time = createFakeTime();
  const written = createFakeLogger();
  const logger = boundedLogger(written, time.clock);
  for (let n = 0; n < 1_100; n += 1) logger.error('page-problem', { n });
  expect(written.lines).toHaveLength(20);
  logger.info('other');
  expect(written.lines).toHaveLength(21);
  await time.pass(60_000);
  logger.info('other');
  expect(written.lines.slice(21)).toEqual([
    { level: 'warn', event: 'lines-left-out', data: { of: 'page-problem', count: 1_080 } },
    { level: 'info', event: 'other', data: undefined },
  ]);
});

test('no day of flooding writes as much as one file of the log holds', async () => {
  const time = createFakeTime();
  let bytes = 0;
  const count = (event: string, data?: object): void => {
    bytes += JSON.stringify({ at: new Date(0).toISOString(), level: 'error', event, ...data }).length;
  };
  const logger = boundedLogger({ info: count, warn: count, error: count }, time.clock);
  for (let second = 0; second < 12 * 3_600; second += 1) {
    for (let n = 0; n < 10; n += 1) logger.error('page-problem', { message: 'x'.repeat(600) });
    logger.error('request-refused', { why: 'x'.repeat(120) });
    await time.pass(1_000);
  }
  expect(bytes).toBeLessThan(1_048_576);
});

test('what happens now and then is written each time', async () => {
  const time = createFakeTime();
  const written = createFakeLogger();
  const logger = boundedLogger(written, time.clock);
  for (let hour = 0; hour < 100; hour += 1) {
    for (let n = 0; n < 15; n += 1) logger.warn('sign-in-failed');
    for (let n = 0; n < 900; n += 1) logger.info('crm.exchange');
    await time.pass(HOUR_MS);
  }
  expect(written.lines).toHaveLength(100 * 915);
});
