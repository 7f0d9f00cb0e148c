/** A manager may test the connection as often as they like: it costs none of the two logins an hour that the kiosk makes by itself. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fillIn, goLive, type HostPlace, MANAGER_PIN, openHostPlace } from '../testing/app-kit.ts';

vi.setConfig({ testTimeout: 60_000 });

let place: HostPlace;
beforeEach(async () => {
  place = await openHostPlace();
});
afterEach(() => place.close());

test('after five tests both automatic logins of the hour are there, and a third is not', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.must('signIn', { pin: MANAGER_PIN });
  const { control } = place.crm;
  const asked = async (digits: string) => (await kiosk.must('lookUp', { digits, by: 'phone' })).from;
  // The first login, if the start has not made it.
  expect(await asked('4155550100')).toBe('toast');
  await kiosk.enter(MANAGER_PIN);
  const before = control.store().logins;
  for (let n = 0; n < 5; n += 1) {
    await fillIn(kiosk, place);
    expect(await kiosk.must('testSetUp', {})).toMatchObject({ tested: { outcome: 'passed' } });
  }
  expect(control.store().logins.total).toBe(before.total + 5);
  control.expireToken();
  expect(await asked('4155550101')).toBe('toast');
  expect(control.store().logins.total).toBe(before.total + 6);
  control.expireToken();
  expect(await kiosk.ask('lookUp', { digits: '4155550102', by: 'phone' })).not.toMatchObject({
    value: { from: 'toast' },
  });
  expect(control.store().logins.total).toBe(before.total + 6);
});
