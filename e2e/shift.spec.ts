import { expect, test } from './fixtures/test.ts';
import { launchOptions, ownNumbers, startLargeCrm } from './measure/large-restaurant.ts';
import { workShift } from './measure/shift.ts';
import { measured } from './measure/walk.ts';

/** Fewer than may be opened in a minute. A whole shift (1,000 guests, 150 credits, within a tenth) is `npm run bench -- ui`; a leak of every guest shows here as well. */
const GUESTS = 56;
const CREDITS = 8;

test('the page holds no more at the end of a shift than after its first hour', async ({
  launch,
  closeAfter,
}) => {
  test.setTimeout(240_000);
  const crm = closeAfter(await startLargeCrm(GUESTS + 60));
  const { page } = await launch({ ...launchOptions(crm), timeout: 90_000 });
  const to = await measured(page);
  await to.kiosk.signIn('Marco D.');
  const hours = await workShift(to, { numbers: ownNumbers(crm).slice(0, GUESTS), credits: CREDITS });
  const [first] = hours;
  const last = hours.at(-1);
  const told = hours
    .map(({ bytes, nodes }) => `${(bytes / 2 ** 20).toFixed(2)} MB, ${nodes} nodes`)
    .join('; ');
  process.stdout.write(`  held after each hour: ${told}\n`);
  expect(hours).toHaveLength(8);
  // So early, code that is still being compiled counts as well.
  expect(last?.bytes ?? Number.NaN).toBeLessThan((first?.bytes ?? 0) * 1.3);
  expect(last?.nodes ?? Number.NaN).toBeLessThan((first?.nodes ?? 0) * 1.5);
});
