/** The system has a newer key, and takes the old one away later: the kiosk seals everything again in between. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SecretBox } from '../ports.ts';
import { fillIn, goLive, type HostPlace, MANAGER_PIN, openHostPlace } from '../testing/app-kit.ts';
import { keyring } from '../testing/keyring.ts';

let place: HostPlace;
beforeEach(async () => {
  place = await openHostPlace();
});
afterEach(() => place.close());

const whatIsOpen = async (secretBox: SecretBox) => {
  const kiosk = await place.run({ secretBox });
  await kiosk.enter(MANAGER_PIN);
  const { mode, keyLost } = await kiosk.must('status', {});
  const { needs } = await kiosk.must('managerHome', {});
  const facts = await kiosk.must('deviceFacts', {});
  const ledger = await kiosk.must('verifyLedger', {});
  const lost = needs.filter(({ what }) => what === 'secret-lost' || what === 'altered');
  await kiosk.must('signIn', { pin: MANAGER_PIN });
  const guests = (await kiosk.must('lookUpHere', { typed: '4155550142', by: 'phone' })).matches.length;
  await kiosk.stop();
  return { mode, keyLost, lost, host: facts.toast?.host !== null, ledger: ledger.state, guests };
};

test('one start with both keys is enough: without the old one everything opens as before', async () => {
  const first = await place.run({ secretBox: keyring('old') });
  await goLive(first, place);
  await first.must('signIn', { pin: MANAGER_PIN });
  await first.must('lookUp', { digits: '4155550142', by: 'phone' });
  await first.stop();
  const before = await whatIsOpen(keyring('old'));
  expect(before).toMatchObject({ mode: 'live', keyLost: false, lost: [], host: true, guests: 1 });

  const both = keyring('old', 'new');
  expect(await whatIsOpen(both)).toEqual(before);
  expect(both.renewed()).toBeGreaterThan(3);
  const again = keyring('old', 'new');
  expect(await whatIsOpen(again)).toEqual(before);
  // Nothing is left under the old key.
  expect(again.renewed()).toBe(0);
  expect(await whatIsOpen(keyring('new'))).toEqual(before);
});

test('a set-up that was begun goes on under the newer key', async () => {
  const first = await place.run({ secretBox: keyring('old') });
  await fillIn(first, place);
  await first.stop();
  const second = await place.run({ secretBox: keyring('old', 'new') });
  expect(await second.must('readSetUp', {})).toMatchObject({ hasSecret: true });
  await second.stop();
  const third = await place.run({ secretBox: keyring('new') });
  expect(await third.must('readSetUp', {})).toMatchObject({ hasSecret: true });
});
