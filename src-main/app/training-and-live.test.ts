/** Training and live are apart: nothing that is done in Training, and no service but Toast's own, changes what live may give. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ControlledCrm, startControlledCrm } from '../../e2e/sandbox-control/controlled-crm.ts';
import type { OwnSetting } from '../../src-preload/contract/manager.ts';
import { cents } from '../../src-preload/contract/money.ts';
import { TRAINING_STAFF } from '../staff/training-staff.ts';
import {
  fillIn,
  goLive,
  type HostedKiosk,
  type HostPlace,
  MANAGER_PIN,
  openHostPlace,
} from '../testing/app-kit.ts';
import { recordingFetch } from '../testing/crm/recording-fetch.ts';
import { createFakeSecretBox } from '../testing/fakes.ts';
import { fastClock } from '../testing/fast-clock.ts';
import { liveBytes, otherKeyring } from '../testing/live-bytes.ts';

const ANA = '4155550142';
const PRINTED = '975310';
const SERVER_PIN = '264819';
const LOOSE: Partial<Record<OwnSetting, number>> = {
  'rules.alone.host': 250_000,
  'rules.alone.server': 250_000,
  'rules.most': 250_000,
  'rules.employeeDay.alone.server': 9_999_999,
  'rules.employeeDay.most': 9_999_999,
  'rules.guestDay.alone': 9_999_999,
  'rules.guestDay.most': 9_999_999,
};

let place: HostPlace;
const crms: ControlledCrm[] = [];
beforeEach(async () => {
  place = await openHostPlace();
});
afterEach(async () => {
  await place.close();
  for (const crm of crms.splice(0)) await crm.close();
});

/** Another service: with seed 7 it names the very restaurant and credentials of the one that plays live. */
async function rogue(seed = 7): Promise<ControlledCrm> {
  const started = await startControlledCrm({ seed, guests: 20, now: Date.now });
  if (!started.ok) throw new Error(started.error.code);
  crms.push(started.value);
  return started.value;
}

/** A live kiosk with a server, switched to Training by its manager. */
async function inTraining(kiosk: HostedKiosk): Promise<void> {
  await goLive(kiosk, place);
  await kiosk.enter(MANAGER_PIN);
  await kiosk.must('staffAdd', {
    shortName: 'Marco D.',
    role: 'server',
    employeeGuid: null,
    pin: SERVER_PIN,
  });
  await kiosk.must('switchMode', { to: 'training' });
  await kiosk.untilRestarted(2);
}

async function giveAlone(kiosk: HostedKiosk, pin: string, amount: number) {
  await kiosk.must('signIn', { pin });
  const { matches } = await kiosk.must('lookUp', { digits: ANA, by: 'phone' });
  const opened = await kiosk.must('openCreditForm', { guestId: matches[0]?.id ?? '' });
  if (opened.outcome !== 'form') throw new Error(opened.outcome);
  const { creditId } = opened.form;
  return kiosk.ask('giveCredit', { creditId, amount: cents(amount), reasonId: 'long-wait', note: '' });
}

test('Training’s printed PIN loosens Training’s limits alone, and does not go live', async () => {
  const kiosk = await place.run();
  await inTraining(kiosk);
  const before = liveBytes(place);
  await kiosk.must('enterManager', { pin: PRINTED });
  await kiosk.must('changeSettings', { changes: LOOSE });
  await kiosk.untilRestarted(3);
  expect((await kiosk.must('status', {})).policy.most).toBe(250_000);
  expect(await kiosk.ask('switchMode', { to: 'live', pin: PRINTED })).toMatchObject({
    error: { code: 'wrong-pin' },
  });
  expect(await kiosk.ask('switchMode', { to: 'live', pin: SERVER_PIN })).toMatchObject({
    error: { code: 'approver-not-manager' },
  });
  expect(liveBytes(place)).toEqual(before);

  await kiosk.must('switchMode', { to: 'live', pin: MANAGER_PIN });
  await kiosk.untilRestarted(4);
  const { mode, policy } = await kiosk.must('status', {});
  expect(mode).toBe('live');
  expect(policy).toMatchObject({ most: 25_000, alone: { host: 0, server: 1_000 } });
  expect(await giveAlone(kiosk, SERVER_PIN, 200_000)).toMatchObject({ error: { code: 'amount-over-most' } });
  expect(await giveAlone(kiosk, SERVER_PIN, 2_000)).toMatchObject({
    value: { outcome: 'needs-approval' },
  });
  // Live's own log names who took the kiosk live.
  await kiosk.enter(MANAGER_PIN);
  const { lines } = await kiosk.must('auditPage', { before: null, filter: 'staff' });
  expect(lines.find(({ detail }) => detail === 'to-live')).toMatchObject({ by: 'Olga R.' });
  expect(JSON.stringify(lines)).not.toContain('rules.most');
});

test('live’s limits do not reach Training either', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.enter(MANAGER_PIN);
  await kiosk.must('changeSettings', { changes: { 'rules.most': 12_300, houseName: 'Live House' } });
  await kiosk.untilRestarted(2);
  expect((await kiosk.must('status', {})).policy.most).toBe(12_300);
  await kiosk.must('switchMode', { to: 'training' });
  await kiosk.untilRestarted(3);
  const { policy, houseName } = await kiosk.must('status', {});
  expect([policy.most, houseName]).toEqual([25_000, 'Hoststand']);
});

test('limits loosened before the set-up stay in Training, and the last page lists every other limit', async () => {
  const kiosk = await place.run({ admin: { rules: { waiting: { sum: 60_000 } } } });
  await kiosk.must('enterManager', { pin: PRINTED });
  await kiosk.must('changeSettings', { changes: LOOSE });
  await kiosk.untilRestarted(1);
  await fillIn(kiosk, place);
  const { limits, policy } = await kiosk.must('testSetUp', {});
  // The admin's alone is left.
  expect(limits).toEqual([{ key: 'rules.waiting.sum', value: 60_000, standard: 50_000 }]);
  expect(policy.alone.host).toBe(0);
  await kiosk.must('finishSetUp', { pin: MANAGER_PIN });
  await kiosk.untilRestarted(2);
  expect((await kiosk.must('status', {})).policy).toMatchObject({ most: 25_000, alone: { host: 0 } });
});

test('set up again, the last page lists the limits that live’s manager chose', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.enter(MANAGER_PIN);
  await kiosk.must('changeSettings', { changes: { 'rules.alone.server': 1_500 } });
  await kiosk.untilRestarted(2);
  await kiosk.enter(MANAGER_PIN);
  await fillIn(kiosk, place);
  expect((await kiosk.must('testSetUp', {})).limits).toEqual([
    { key: 'rules.alone.server', value: 1_500, standard: 1_000 },
  ]);
  await kiosk.must('finishSetUp', { pin: MANAGER_PIN });
  await kiosk.untilRestarted(3);
  expect((await kiosk.must('status', {})).policy.alone.server).toBe(1_500);
});

test('guesses at live’s PINs in Training are live’s own tries, and no manager of Training opens that lock', async () => {
  let kiosk = await place.run();
  await inTraining(kiosk);
  await kiosk.enter();
  for (let n = 0; n < 5; n += 1) await kiosk.ask('switchMode', { to: 'live', pin: `80316${n}` });
  const locked = { error: { code: 'pin-locked' } };
  expect(await kiosk.ask('switchMode', { to: 'live', pin: MANAGER_PIN })).toMatchObject(locked);
  await kiosk.must('liftLock', {});
  await kiosk.ask('openKeypad', { pin: PRINTED });
  expect(await kiosk.ask('switchMode', { to: 'live', pin: MANAGER_PIN })).toMatchObject(locked);
  await kiosk.stop();
  kiosk = await place.run();
  await kiosk.enter();
  expect(await kiosk.ask('switchMode', { to: 'live', pin: MANAGER_PIN })).toMatchObject(locked);
  // Neither does a set-up go round it, nor the settings put to live by hand: that keypad is the one that is locked.
  await fillIn(kiosk, place);
  await kiosk.must('testSetUp', {});
  expect(await kiosk.ask('finishSetUp', { pin: MANAGER_PIN })).toMatchObject(locked);
  await kiosk.stop();
  place.settings.set('profile', { ...Object(place.settings.get('profile')), mode: 'live' });
  const time = fastClock();
  kiosk = await place.run({ clock: time.clock });
  time.pass(40_000);
  await kiosk.must('enterManager', { pin: PRINTED });
  await kiosk.must('switchMode', { to: 'live', pin: MANAGER_PIN });
  await kiosk.untilRestarted(1);
  for (let n = 0; n < 3; n += 1) await kiosk.ask('signIn', { pin: `80317${n}` });
  expect(await kiosk.ask('signIn', { pin: MANAGER_PIN })).toMatchObject(locked);
  await kiosk.ask('openKeypad', { pin: MANAGER_PIN });
  await kiosk.enter(MANAGER_PIN);
  const { lines } = await kiosk.must('auditPage', { before: null, filter: 'trouble' });
  expect(lines.filter(({ kind }) => kind === 'pin-failed')).toHaveLength(8);
});

test('guesses side by side are counted one by one', async () => {
  const kiosk = await place.run();
  await inTraining(kiosk);
  await kiosk.enter();
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => kiosk.ask('switchMode', { to: 'live', pin: `8031${10 + n}` })),
  );
  const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
  expect(codes.filter((code) => code === 'wrong-pin')).toHaveLength(4);
  expect(codes.filter((code) => code === 'pin-locked')).toHaveLength(8);
});

test('a service that names a known restaurant gives no one a PIN', async () => {
  const kiosk = await place.run();
  await inTraining(kiosk);
  const other = await rogue();
  expect(other.restaurantGuid).toBe(place.crm.restaurantGuid);
  const before = liveBytes(place);
  await fillIn(kiosk, { ...place, crm: other });
  expect(await kiosk.must('testSetUp', {})).toMatchObject({
    tested: { outcome: 'passed' },
    records: 'kept',
  });
  for (const pin of ['508217', PRINTED]) {
    expect(await kiosk.ask('finishSetUp', { pin })).toMatchObject({ error: { code: 'wrong-pin' } });
  }
  expect(liveBytes(place)).toEqual(before);
  expect((await kiosk.must('status', {})).mode).toBe('training');
  await kiosk.enter();
  await kiosk.must('switchMode', { to: 'live', pin: MANAGER_PIN });
  await kiosk.untilRestarted(3);
  expect(await kiosk.ask('signIn', { pin: '508217' })).toMatchObject({ error: { code: 'wrong-pin' } });
  await kiosk.must('signIn', { pin: MANAGER_PIN });
});

test('another address empties the client id and the secret that were typed for the one before', async () => {
  const { fetch, sent } = recordingFetch();
  let kiosk = await place.run({ fetch });
  await fillIn(kiosk, place);
  await kiosk.stop();
  kiosk = await place.run({ fetch });
  expect(await kiosk.must('readSetUp', {})).toMatchObject({ hasSecret: true });
  const moved = await kiosk.must('changeSetUp', {
    url: 'https://rogue.test',
    confirmUrl: 'https://rogue.test',
  });
  expect(moved).toMatchObject({ standing: 'confirmed', hasSecret: false, clientIdEnds: null });
  expect(await kiosk.ask('testSetUp', {})).toMatchObject({ error: { code: 'set-up-incomplete' } });
  // Nor does the address before bring them back, nor is a secret taken that is for no address.
  expect(await kiosk.must('changeSetUp', { url: place.crm.url })).toMatchObject({ hasSecret: false });
  await kiosk.must('dropSetUp', {});
  expect(await kiosk.ask('changeSetUp', { secret: 'a-secret' })).toMatchObject({
    error: { code: 'set-up-incomplete' },
  });
  // Training's own service is on this PC, too.
  expect(sent().filter(({ host }) => host === 'rogue.test' || place.crm.url.endsWith(host))).toEqual([]);
});

test('nothing is sent to an address that neither Toast’s domain, the admin nor a person vouches for', async () => {
  const { fetch, sent } = recordingFetch();
  const admin = { toast: { url: 'https://crm.house.test' } };
  const kiosk = await place.run({ fetch, allowLoopback: false, admin });
  const typed = { client: 'an-id', secret: 'a-secret', restaurant: place.crm.restaurantGuid };
  const { suggested } = await kiosk.must('readSetUp', {});
  const known = [...suggested, 'https://any.toasttab.com', 'https://crm.house.test'];
  for (const url of known) {
    const { standing } = await kiosk.must('changeSetUp', { url, ...typed });
    expect([url, standing]).toEqual([url, url.includes('house') ? 'admin' : 'toast']);
    await kiosk.must('testSetUp', {});
  }
  const abroad = () => sent().filter(({ host }) => !host.startsWith('127.0.0.1'));
  const before = abroad().length;
  expect(before).toBeGreaterThan(known.length);
  for (const url of [
    'https://crm.house.test/other',
    'https://toasttab.com.rogue.test',
    'https://xtoasttab.com',
  ]) {
    expect(await kiosk.must('changeSetUp', { url, ...typed })).toMatchObject({ standing: 'unknown' });
    // A word about another address is none about this one.
    await kiosk.must('changeSetUp', { confirmUrl: 'https://rogue.test' });
    expect(await kiosk.ask('testSetUp', {})).toMatchObject({ error: { code: 'address-unknown' } });
    expect(await kiosk.ask('finishSetUp', { pin: MANAGER_PIN })).toMatchObject({
      error: { code: 'address-unknown' },
    });
  }
  expect(abroad()).toHaveLength(before);
});

test('a kiosk that is live at one restaurant is not set up for another from Training', async () => {
  const kiosk = await place.run();
  await inTraining(kiosk);
  const before = liveBytes(place);
  await fillIn(kiosk, { ...place, crm: await rogue(8) });
  await kiosk.must('testSetUp', {});
  expect(await kiosk.ask('finishSetUp', { pin: '508217' })).toMatchObject({
    error: { code: 'other-restaurant' },
  });
  expect(liveBytes(place)).toEqual(before);
});

test('live’s own manager moves the kiosk to another restaurant, and back with a PIN of the first', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.enter(MANAGER_PIN);
  const second = await rogue(8);
  await fillIn(kiosk, { ...place, crm: second });
  expect((await kiosk.must('testSetUp', {})).records).toBe('none');
  await kiosk.must('finishSetUp', { pin: '508217' });
  await kiosk.untilRestarted(2);
  await kiosk.enter('508217');
  await fillIn(kiosk, place);
  expect((await kiosk.must('testSetUp', {})).records).toBe('kept');
  expect(await kiosk.ask('finishSetUp', { pin: '508217' })).toMatchObject({ error: { code: 'wrong-pin' } });
  await kiosk.must('finishSetUp', { pin: MANAGER_PIN });
  await kiosk.untilRestarted(3);
  await kiosk.must('signIn', { pin: MANAGER_PIN });
});

test('settings reset to Training beside a restaurant’s records: its manager’s PIN brings it back', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.must('signIn', { pin: MANAGER_PIN });
  await kiosk.stop();
  place.settings.set('profile', { mode: 'training', live: null, training: {} });
  const again = await place.run();
  await fillIn(again, place);
  await again.must('testSetUp', {});
  expect(await again.ask('finishSetUp', { pin: '508217' })).toMatchObject({ error: { code: 'wrong-pin' } });
  await again.must('finishSetUp', { pin: MANAGER_PIN });
  await again.untilRestarted(1);
  await again.must('signIn', { pin: MANAGER_PIN });
});

test('Training’s PINs are no one’s in live: not at the set-up, nor added, nor chosen', async () => {
  const kiosk = await place.run();
  await fillIn(kiosk, place);
  await kiosk.must('testSetUp', {});
  for (const { pin } of TRAINING_STAFF) {
    expect(await kiosk.ask('finishSetUp', { pin })).toMatchObject({ ok: false });
  }
  await kiosk.stop();
  const again = await place.run();
  await goLive(again, place);
  await again.enter(MANAGER_PIN);
  const { members } = await again.must('staffList', {});
  for (const { pin } of TRAINING_STAFF.slice(0, 2)) {
    const added = { shortName: 'Lee W.', role: 'server', employeeGuid: null, pin } as const;
    expect(await again.ask('staffAdd', added)).toMatchObject({ error: { code: 'pin-unfit' } });
    expect(await again.ask('staffNewPin', { staffId: members[0]?.id ?? '', pin })).toMatchObject({
      error: { code: 'pin-unfit' },
    });
    expect(await again.ask('signIn', { pin })).toMatchObject({ error: { code: 'wrong-pin' } });
  }
});

test('with the keyring gone a confirmed address is not enough, nor another restaurant', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.stop();
  const strict = await place.run({
    secretBox: otherKeyring(),
    allowLoopback: false,
    fetch: recordingFetch().fetch,
  });
  expect(await strict.must('status', {})).toMatchObject({ mode: 'live', keyLost: true });
  const typed = { client: 'an-id', secret: 'a-secret', managerName: 'Eve R.' };
  const guid = place.crm.restaurantGuid;
  await strict.must('changeSetUp', { url: 'https://rogue.test', ...typed, restaurant: guid });
  expect(await strict.ask('testSetUp', {})).toMatchObject({ error: { code: 'address-unknown' } });
  await strict.must('changeSetUp', { confirmUrl: 'https://rogue.test' });
  expect((await strict.must('testSetUp', {})).tested).toEqual({ outcome: 'passed' });
  expect(await strict.ask('finishSetUp', { pin: '508217' })).toMatchObject({
    error: { code: 'address-unknown' },
  });
  const toast = { url: 'https://ws-api.toasttab.com', ...typed };
  await strict.must('changeSetUp', { ...toast, restaurant: '7d9c1f0e-0000-4000-8000-000000000001' });
  expect((await strict.must('testSetUp', {})).tested).toEqual({ outcome: 'passed' });
  expect(await strict.ask('finishSetUp', { pin: '508217' })).toMatchObject({
    error: { code: 'other-restaurant' },
  });
  await strict.must('changeSetUp', { restaurant: guid });
  await strict.must('testSetUp', {});
  await strict.must('finishSetUp', { pin: '508217' });
  await strict.untilRestarted(1);
  await strict.must('signIn', { pin: '508217' });
});

test('settings that are gone or unreadable beside live’s records stop the start; beside none they are a new kiosk', async () => {
  place.settings.set('profile', 'garbage');
  let kiosk = await place.run();
  expect((await kiosk.must('status', {})).mode).toBe('training');
  await goLive(kiosk, place);
  await kiosk.must('signIn', { pin: MANAGER_PIN });
  await kiosk.stop();
  const good = place.settings.get('profile');
  const before = liveBytes(place);
  const withoutLive = { ...Object(good), live: null };
  for (const bad of [
    undefined,
    null,
    'garbage',
    {},
    { mode: 'live' },
    { ...Object(good), extra: 1 },
    withoutLive,
  ]) {
    place.settings.set('profile', bad);
    await expect(place.run()).rejects.toThrow('settings-lost');
    expect(liveBytes(place).records).toEqual(before.records);
  }
  place.settings.set('profile', good);
  kiosk = await place.run();
  expect((await kiosk.must('status', {})).mode).toBe('live');
});

test('the records of a set-up that was not finished make no live kiosk of one that never was', async () => {
  const kiosk = await place.run();
  await fillIn(kiosk, place);
  await kiosk.must('testSetUp', {});
  expect(await kiosk.ask('finishSetUp', { pin: '1234' })).toMatchObject({ error: { code: 'pin-unfit' } });
  await kiosk.stop();
  place.settings.set('profile', undefined);
  mkdirSync(join(place.dir, 'live-nothing-in-it'));
  const again = await place.run();
  expect((await again.must('status', {})).mode).toBe('training');
  await goLive(again, place);
  await again.must('signIn', { pin: MANAGER_PIN });
});

test('a PC that seals no more changes nothing of live, and says so', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.stop();
  const box = createFakeSecretBox();
  const strength = vi.fn(box.strength);
  const weak = await place.run({ secretBox: { ...box, strength } });
  await weak.enter(MANAGER_PIN);
  strength.mockResolvedValue('weak');
  const before = place.settings.get('profile');
  for (const asked of [
    weak.ask('changeSettings', { changes: { 'rules.most': 20_000 } }),
    weak.ask('switchMode', { to: 'training' }),
  ]) {
    expect(await asked).toMatchObject({ error: { code: 'cannot-seal' } });
  }
  expect(place.settings.get('profile')).toBe(before);
});
