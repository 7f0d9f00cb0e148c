/** The kiosk from its first start in Training to live use and back, in plain Node, against a CRM that plays the live one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import {
  fillIn,
  goLive,
  type HostedKiosk,
  type HostPlace,
  MANAGER_PIN,
  openHostPlace,
} from '../testing/app-kit.ts';
import { pinOf } from '../testing/compose-kit.ts';
import { createFakeSecretBox } from '../testing/fakes.ts';

const ANA = '4155550142';
let place: HostPlace;

beforeEach(async () => {
  place = await openHostPlace();
});
afterEach(async () => {
  await place.close();
});

/** Gives credit as the person who has that PIN, with a manager's own right. */
async function give(kiosk: HostedKiosk, pin: string, amount = 1_500): Promise<string> {
  await kiosk.must('signIn', { pin });
  const { matches } = await kiosk.must('lookUp', { digits: ANA, by: 'phone' });
  const guestId = matches[0]?.id ?? '';
  const opened = await kiosk.must('openCreditForm', { guestId });
  if (opened.outcome !== 'form') throw new Error(opened.outcome);
  const { creditId } = opened.form;
  const given = await kiosk.must('giveCredit', {
    creditId,
    amount: cents(amount),
    reasonId: 'long-wait',
    note: '',
  });
  if (given.outcome !== 'accepted') throw new Error(given.outcome);
  await kiosk.must('creditShown', { creditId });
  return creditId;
}
const settled = async (kiosk: HostedKiosk) =>
  vi.waitFor(async () => expect((await kiosk.must('waitingList', {})).summary.count).toBe(0), {
    timeout: 20_000,
    interval: 50,
  });

test('first start to live: nothing is live before the last step, and everything is after it', async () => {
  const kiosk = await place.run();
  expect((await kiosk.must('status', {})).mode).toBe('training');
  expect(await kiosk.must('readSetUp', {})).toMatchObject({ url: '', hasSecret: false, sealing: 'strong' });
  await fillIn(kiosk, place);
  expect(place.settings.get('profile')).toBeUndefined();
  expect(await kiosk.ask('finishSetUp', { pin: MANAGER_PIN })).toMatchObject({
    error: { code: 'not-tested' },
  });
  expect((await kiosk.must('testSetUp', {})).tested).toEqual({ outcome: 'passed' });
  await kiosk.must('finishSetUp', { pin: MANAGER_PIN });
  await kiosk.untilRestarted(1);
  expect(kiosk.events('restarted')).toEqual([{ why: 'mode', failed: false, sameSession: false }]);

  const status = await kiosk.must('status', {});
  expect(status).toMatchObject({ mode: 'live', houseName: 'Bellwether', trainingPins: [], session: null });
  const before = place.crm.control.store().transactions.length;
  await give(kiosk, MANAGER_PIN);
  await settled(kiosk);
  expect(place.crm.control.store().transactions).toHaveLength(before + 1);

  // What opens Toast lies nowhere in the clear, and the page was never told it.
  const { crm } = place;
  const kept = JSON.stringify([place.settings.get('profile'), place.settings.get('setUpDraft'), status]);
  expect(kept).not.toContain(crm.clientSecret);
  expect(kept).not.toContain(crm.clientId);
  await kiosk.stop();

  // The next start is live by itself.
  const again = await place.run();
  expect((await again.must('status', {})).mode).toBe('live');
  await again.enter(MANAGER_PIN);
  expect((await again.must('kioskReport', { day: null })).settled).toEqual({ count: 1, sum: 1_500 });
});

test('the set-up continues where it stopped, secrets sealed; a test counts only for exactly what was tested', async () => {
  const kiosk = await place.run();
  await fillIn(kiosk, place);
  await kiosk.must('testSetUp', {});
  await kiosk.stop();
  expect(JSON.stringify(place.settings.get('setUpDraft'))).not.toContain(place.crm.clientSecret);

  const again = await place.run();
  expect(await again.must('readSetUp', {})).toMatchObject({
    url: place.crm.url,
    hasSecret: true,
    restaurantEnds: place.crm.restaurantGuid.slice(-4),
    houseName: 'Bellwether',
    managerName: 'Olga R.',
    tested: null,
  });
  expect((await again.must('testSetUp', {})).tested).toEqual({ outcome: 'passed' });
  expect((await again.must('changeSetUp', { secret: 'another' })).tested).toBeNull();
  expect((await again.must('testSetUp', {})).tested).toMatchObject({ step: 'login', why: 'credentials' });
  expect(await again.ask('finishSetUp', { pin: MANAGER_PIN })).toMatchObject({
    error: { code: 'not-tested' },
  });
  expect(await again.must('dropSetUp', {})).toMatchObject({ url: '', hasSecret: false });
});

test.each([
  ['http://10.0.0.5', 'address-unfit'],
  ['http://127.0.0.1.example.com', 'address-unfit'],
  ['https://name:word@toast.test', 'address-unfit'],
  ['ftp://toast.test', 'address-unfit'],
  ['https://toast.test/?x=1', 'address-unfit'],
])('the address %s is refused', async (url, code) => {
  const kiosk = await place.run();
  expect(await kiosk.ask('changeSetUp', { url })).toMatchObject({ ok: false, error: { code } });
  expect((await kiosk.must('changeSetUp', { url: 'toast.test/' })).url).toBe('https://toast.test');
});

test('what is typed is checked where it is typed, and what was there before stays', async () => {
  const kiosk = await place.run();
  await fillIn(kiosk, place);
  expect(await kiosk.ask('changeSetUp', { restaurant: 'the one in Soho' })).toMatchObject({
    error: { code: 'guid-unfit', of: 'restaurant' },
  });
  expect(await kiosk.ask('changeSetUp', { timeZone: 'Mars' })).toMatchObject({
    error: { code: 'setting-unfit', key: 'timeZone' },
  });
  expect((await kiosk.must('readSetUp', {})).restaurantEnds).toBe(place.crm.restaurantGuid.slice(-4));
  await kiosk.must('testSetUp', {});
  for (const [pin, code] of [
    ['1234', 'pin-unfit'],
    ['000000', 'pin-unfit'],
    ['7301', 'pin-short'],
  ] as const) {
    expect(await kiosk.ask('finishSetUp', { pin })).toMatchObject({ error: { code } });
  }
  await kiosk.must('changeSetUp', { managerName: '  ' });
  expect(await kiosk.ask('finishSetUp', { pin: MANAGER_PIN })).toMatchObject({
    error: { code: 'name-unfit' },
  });
  expect((await kiosk.must('status', {})).mode).toBe('training');
});

test('outside of tests this PC itself cannot be set up as live, nor go on as one', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.stop();
  const strict = await place.run({ allowLoopback: false });
  await strict.enter(MANAGER_PIN);
  expect((await strict.must('managerHome', {})).needs).toContainEqual({ what: 'secret-lost' });
  expect(await strict.ask('changeSetUp', { url: place.crm.url })).toMatchObject({
    error: { code: 'address-unfit' },
  });
});

test('a PC that cannot seal is not set up, unless the admin allows it; then it says so', async () => {
  const kiosk = await place.run({ secretBox: createFakeSecretBox('weak') });
  await fillIn(kiosk, place);
  expect((await kiosk.must('testSetUp', {})).sealing).toBe('weak');
  expect(await kiosk.ask('finishSetUp', { pin: MANAGER_PIN })).toMatchObject({
    error: { code: 'cannot-seal' },
  });
  expect(JSON.stringify(place.settings.get('setUpDraft'))).not.toContain(place.crm.clientSecret);
  await kiosk.stop();

  const allowed = await place.run({
    secretBox: createFakeSecretBox('weak'),
    admin: { security: { allowWeakSealing: true } },
  });
  await goLive(allowed, place);
  await allowed.enter(MANAGER_PIN);
  expect((await allowed.must('managerHome', {})).needs).toContainEqual({ what: 'weak-sealing' });
});

test('what opens Toast cannot be opened any more: what is waiting stays, nothing is asked, and the start says so', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.stop();
  const box = createFakeSecretBox();
  const [key = ''] = (place.settings.get('profile') as { live: { sealed: string } }).live.sealed.split(' ');
  const again = await place.run({
    secretBox: {
      ...box,
      open: async (sealed) => {
        if (key.includes(sealed)) throw new Error('lost');
        return box.open(sealed);
      },
    },
  });
  await again.enter(MANAGER_PIN);
  expect((await again.must('managerHome', {})).needs).toContainEqual({ what: 'secret-lost' });
  const asked = place.crm.control.requests().length;
  await vi.waitFor(async () =>
    expect((await again.must('status', {})).connection).toMatchObject({ state: 'offline', cause: 'access' }),
  );
  expect(place.crm.control.requests()).toHaveLength(asked);
});

test('with the whole keyring gone no one can sign in: the set-up is open again, and what waited needs a manager', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  place.crm.control.fault({
    operation: 'add-credit',
    times: 'all',
    effect: { kind: 'status', status: 503, body: 'html' },
  });
  await give(kiosk, MANAGER_PIN);
  await kiosk.stop();
  place.crm.control.clearFaults();
  const before = place.crm.control.store().transactions.length;

  // Another keyring: it opens what it sealed itself, and nothing of before.
  const sealed = new Set<string>();
  const box = createFakeSecretBox();
  const again = await place.run({
    secretBox: {
      ...box,
      seal: async (plain) => {
        const text = await box.seal(plain);
        sealed.add(text);
        return text;
      },
      open: async (text) => {
        if (!sealed.has(text)) throw new Error('lost');
        return box.open(text);
      },
    },
  });
  expect(await again.must('status', {})).toMatchObject({
    mode: 'live',
    keyLost: true,
    waiting: { count: 1 },
  });
  expect(await again.ask('signIn', { pin: MANAGER_PIN })).toMatchObject({ error: { code: 'keys-lost' } });
  expect(await again.must('readSetUp', {})).toMatchObject({ hasSecret: false });
  await fillIn(again, place);
  await again.must('testSetUp', {});
  await again.must('finishSetUp', { pin: '480173' });
  await again.untilRestarted(1);
  await again.must('signIn', { pin: '480173' });
  expect(await again.must('status', {})).toMatchObject({ mode: 'live', keyLost: false });
  // What can no longer be proven is not sent, and not lost.
  const [item] = (await again.must('waitingList', {})).items;
  expect(item).toMatchObject({ kind: 'add-credit', state: 'stuck', stuck: 'altered' });
  await again.enter('480173');
  const { members } = await again.must('staffList', {});
  expect(members).toMatchObject([{ shortName: 'Olga R.', role: 'manager', active: true }]);
  const { needs } = await again.must('managerHome', {});
  expect(needs[0]).toMatchObject({ what: 'altered', entries: 1, key: true });
  const resolution = { do: 'discard', reason: 'Given once more' } as const;
  await again.must('resolveEntry', {
    id: item?.kind === 'add-credit' ? item.creditId : '',
    resolution,
    pin: '480173',
  });
  await settled(again);
  expect(place.crm.control.store().transactions).toHaveLength(before);
});

test('Training and live keep apart, and nothing that waits is left behind', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  place.crm.control.fault({
    operation: 'add-credit',
    times: 'all',
    effect: { kind: 'status', status: 503, body: 'html' },
  });
  await give(kiosk, MANAGER_PIN);
  await kiosk.enter(MANAGER_PIN);
  expect(await kiosk.ask('switchMode', { to: 'training' })).toMatchObject({
    error: { code: 'entries-wait', count: 1, sum: 1_500 },
  });
  // Another restaurant, while that credit waits: refused at the last step, and nothing has changed.
  const other = '7d9c1f0e-0000-4000-8000-000000000001';
  await fillIn(kiosk, place);
  await kiosk.must('testSetUp', {});
  place.crm.control.clearFaults();
  await settled(kiosk);
  await kiosk.must('switchMode', { to: 'training' });
  await kiosk.untilRestarted(2);
  const status = await kiosk.must('status', {});
  expect(status).toMatchObject({ mode: 'training', session: null, waiting: { count: 0 } });
  expect(status.trainingPins).not.toEqual([]);
  expect(await kiosk.ask('signIn', { pin: MANAGER_PIN })).toMatchObject({ error: { code: 'wrong-pin' } });
  await kiosk.enter();
  expect((await kiosk.must('kioskReport', { day: null })).given.count).toBe(0);
  expect(await kiosk.must('deviceFacts', {})).toMatchObject({ mode: 'training', canGoLive: true });
  await kiosk.must('switchMode', { to: 'live', pin: MANAGER_PIN });
  await kiosk.untilRestarted(3);
  await kiosk.enter(MANAGER_PIN);
  expect((await kiosk.must('kioskReport', { day: null })).settled.count).toBe(1);
  expect(readdirSync(place.dir)).not.toContain(`live-${other}`);
});

test('another restaurant, or another CRM, is refused while credit for the present one waits', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  place.crm.control.fault({
    operation: 'add-credit',
    times: 'all',
    effect: { kind: 'status', status: 503, body: 'html' },
  });
  await give(kiosk, MANAGER_PIN);
  await kiosk.enter(MANAGER_PIN);
  await fillIn(kiosk, place);
  // The same database under another address: to the kiosk another CRM.
  await kiosk.must('changeSetUp', {
    url: place.crm.url.replace('127.0.0.1', 'localhost'),
    client: place.crm.clientId,
    secret: place.crm.clientSecret,
  });
  await kiosk.must('testSetUp', {});
  const before = place.settings.get('profile');
  expect(await kiosk.ask('finishSetUp', { pin: MANAGER_PIN })).toMatchObject({
    error: { code: 'entries-wait', count: 1, sum: 1_500 },
  });
  expect(place.settings.get('profile')).toEqual(before);
  place.crm.control.clearFaults();
  await settled(kiosk);
  await kiosk.must('finishSetUp', { pin: MANAGER_PIN });
  await kiosk.untilRestarted(2);
  expect((await kiosk.must('status', {})).mode).toBe('live');
});

test('settings take effect at once, the manager stays, the record says who; what the admin set is locked', async () => {
  const kiosk = await place.run({ admin: { rules: { most: 20_000 } } });
  await kiosk.must('signIn', { pin: '975310' });
  await kiosk.enter();
  const values = Object.fromEntries((await kiosk.must('readSettings', {})).map((each) => [each.key, each]));
  expect(values['rules.most']).toEqual({
    key: 'rules.most',
    value: 20_000,
    source: 'admin',
    locked: true,
    file: '/etc/hoststand/config.json',
  });
  expect(values['rules.alone.server']).toMatchObject({ value: 1_000, source: 'default', locked: false });
  expect(await kiosk.ask('changeSettings', { changes: { 'rules.most': 30_000 } })).toMatchObject({
    error: { code: 'setting-locked', key: 'rules.most', file: '/etc/hoststand/config.json' },
  });
  expect(await kiosk.ask('changeSettings', { changes: { timeZone: 'Nowhere' } })).toMatchObject({
    error: { code: 'setting-unfit', key: 'timeZone' },
  });
  const changed = await kiosk.must('changeSettings', {
    changes: { 'rules.alone.server': 1_200, signOutAfterCredit: true },
  });
  expect(changed.find(({ key }) => key === 'rules.alone.server')).toMatchObject({
    value: 1_200,
    source: 'kiosk',
  });
  await kiosk.untilRestarted(1);
  expect(kiosk.events('restarted')).toEqual([{ why: 'settings', failed: false, sameSession: true }]);
  expect(await kiosk.must('status', {})).toMatchObject({
    signOutAfterCredit: true,
    session: { staff: { shortName: 'Priya N.' } },
  });
  const { lines } = await kiosk.must('auditPage', { before: null, filter: 'staff' });
  expect(lines[0]).toMatchObject({ kind: 'settings-changed', by: 'Priya N.', detail: 'rules.alone.server' });
  await kiosk.stop();
  const again = await place.run();
  await again.must('signIn', { pin: '246802' });
  expect((await again.must('status', {})).session?.limits.alone).toBe(1_200);
});

test('a visit asks for a manager’s PIN, once, and ends with the session', async () => {
  const kiosk = await place.run();
  expect(await kiosk.ask('managerHome', {})).toMatchObject({ error: { code: 'not-signed-in' } });
  await kiosk.must('signIn', { pin: '246802' });
  expect(await kiosk.ask('enterManager', { pin: '246802' })).toMatchObject({
    error: { code: 'approver-not-manager' },
  });
  expect(await kiosk.ask('managerHome', {})).toMatchObject({ error: { code: 'managers-only' } });
  await kiosk.enter();
  expect((await kiosk.must('managerHome', {})).manager.shortName).toBe('Priya N.');
  expect((await kiosk.must('status', {})).session?.staff.shortName).toBe('Marco D.');
  await kiosk.must('leaveManager', {});
  expect(await kiosk.ask('managerHome', {})).toMatchObject({ error: { code: 'managers-only' } });
  await kiosk.enter();
  await kiosk.must('signOut', {});
  expect(await kiosk.ask('managerHome', {})).toMatchObject({ error: { code: 'not-signed-in' } });
});

test('the report is the CRM’s records to the cent, a planted difference is found, and its CSV is written', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await give(kiosk, MANAGER_PIN, 1_505);
  const second = await give(kiosk, MANAGER_PIN, 2_250);
  await settled(kiosk);
  await kiosk.enter(MANAGER_PIN);
  const { day } = await kiosk.must('kioskReport', { day: null });
  const report = await kiosk.must('restaurantReport', { day: day.day });
  const booked = place.crm.control
    .store()
    .transactions.filter(({ type, at }) => type === 'ADD_VALUE' && at >= day.from && at < day.to);
  expect(report.given).toEqual({
    count: booked.length,
    sum: booked.reduce((sum, { amount }) => sum + amount, 0),
  });
  expect(report.reconciliation).toMatchObject({
    checked: { count: 2, sum: 3_755 },
    agreed: { count: 2, sum: 3_755 },
    differences: [],
    elsewhere: { count: booked.length - 2 },
  });
  expect(kiosk.events('booksProgress').length).toBeGreaterThan(0);

  // A service that does not recognize a repeated GUID records it twice.
  place.crm.control.setModes({ duplicates: 'double' });
  const { url, clientId, clientSecret, restaurantGuid } = place.crm;
  const login = await fetch(`${url}/authentication/v1/authentication/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientId, clientSecret, userAccessType: 'TOAST_MACHINE_CLIENT' }),
  });
  const { token } = (await login.json()) as { token: { accessToken: string } };
  const line = place.crm.control.store().transactions.find(({ guid }) => guid === second);
  const posted = await fetch(`${url}/crm/v1/customers/${line?.guestGuid}/creditTransactions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token.accessToken}`,
      'toast-restaurant-external-id': restaurantGuid,
    },
    body: JSON.stringify({
      guid: second,
      amount: 22.5,
      transactionType: 'ADD_VALUE',
      note: 'again',
      localCreatedDate: new Date().toISOString().replace('Z', '+0000'),
    }),
  });
  expect(posted.ok, await posted.text()).toBe(true);
  const found = await kiosk.must('restaurantReport', { day: day.day });
  expect(found.reconciliation.differences).toMatchObject([
    { kind: 'twice', creditId: second, here: { amount: 2_250 }, there: { sum: 4_500, lines: 2 } },
  ]);

  const { path, rows } = await kiosk.must('exportReport', { day: day.day });
  expect(readFileSync(path, 'utf8').trimEnd().split('\r\n')).toHaveLength(rows + 1);
  expect(await kiosk.ask('kioskReport', { day: '2026-02-30' })).toMatchObject({
    error: { code: 'no-such-day' },
  });
});

test('a support file has no guest and no secret in it', async () => {
  const kiosk = await place.run({
    logs: [
      { name: 'hoststand.log', text: `{"why":"Ana Petrescu at (415) 555-0142, ${place.crm.clientSecret}"}` },
      { name: 'hoststand.old.log', text: '{"why":"João Santos was only looked at"}' },
    ],
  });
  await goLive(kiosk, place);
  place.crm.control.fault({
    operation: 'add-credit',
    times: 'all',
    effect: { kind: 'status', status: 503, body: 'html' },
  });
  await give(kiosk, MANAGER_PIN);
  await kiosk.enter(MANAGER_PIN);
  await kiosk.must('lookUp', { digits: '4155550177', by: 'phone' });
  const { path } = await kiosk.must('supportBundle', {});
  const text = readFileSync(path, 'utf8');
  const { crm } = place;
  for (const secret of ['Petrescu', 'Santos', '555-0142', ANA, crm.clientSecret, crm.clientId, MANAGER_PIN]) {
    expect(text).not.toContain(secret);
  }
  expect(text).toContain('0.0.0-test');
  expect(existsSync(join(place.dir, 'exports'))).toBe(true);
});

test('a page that is loaded again has no one signed in, also after settings took effect', async () => {
  const kiosk = await place.run();
  await kiosk.must('signIn', { pin: pinOf('Marco D.') });
  await kiosk.enter();
  await kiosk.pageGone();
  expect((await kiosk.must('status', {})).session).toBeNull();
  expect(await kiosk.ask('staffList', {})).toMatchObject({ error: { code: 'not-signed-in' } });

  await kiosk.must('signIn', { pin: pinOf('Marco D.') });
  await kiosk.enter();
  await kiosk.must('changeSettings', { changes: { houseName: 'Bellwether' } });
  await kiosk.untilRestarted(1);
  expect((await kiosk.must('status', {})).session).not.toBeNull();
  await kiosk.pageGone();
  expect((await kiosk.must('status', {})).session).toBeNull();
});

test('setting a live kiosk up again takes a manager of its records and, where two are wanted, a second one', async () => {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.enter(MANAGER_PIN);
  const second = '508217';
  await kiosk.must('staffAdd', { shortName: 'Lee W.', role: 'manager', employeeGuid: null, pin: second });
  await kiosk.must('changeSettings', { changes: { 'rules.secondManager.on': true } });
  await kiosk.untilRestarted(2);
  await fillIn(kiosk, place);
  await kiosk.must('changeSetUp', { managerName: 'Ghost M.' });
  await kiosk.must('testSetUp', {});
  expect(await kiosk.ask('signIn', { pin: '926184' })).toMatchObject({ error: { code: 'wrong-pin' } });
  const pin = MANAGER_PIN;
  expect(await kiosk.ask('finishSetUp', { pin })).toMatchObject({ error: { code: 'second-manager-needed' } });
  await kiosk.must('secondManager', { pin: second });
  await kiosk.must('finishSetUp', { pin });
});

test.each([
  ['as it was left', (profile: unknown) => profile],
  ['with its settings reset by hand', () => ({ mode: 'training', live: null, training: {} })],
])('a set-up in Training asks for a second manager where live wants one: %s', async (_what, kept) => {
  let kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.enter(MANAGER_PIN);
  const second = '508217';
  await kiosk.must('staffAdd', { shortName: 'Lee W.', role: 'manager', employeeGuid: null, pin: second });
  await kiosk.must('staffAdd', { shortName: 'Kim A.', role: 'server', employeeGuid: null, pin: '264819' });
  await kiosk.must('changeSettings', { changes: { 'rules.secondManager.on': true } });
  await kiosk.untilRestarted(2);
  await kiosk.enter(MANAGER_PIN);
  await kiosk.must('switchMode', { to: 'training' });
  await kiosk.untilRestarted(3);
  await kiosk.stop();
  place.settings.set('profile', kept(place.settings.get('profile')));
  kiosk = await place.run();
  await fillIn(kiosk, place);
  await kiosk.must('testSetUp', {});
  const finish = () => kiosk.ask('finishSetUp', { pin: MANAGER_PIN });
  const confirm = (pin: string) => kiosk.ask('secondManager', { pin });
  expect(await finish()).toMatchObject({ error: { code: 'second-manager-needed' } });
  expect(await finish()).toMatchObject({ error: { code: 'second-manager-needed' } });
  for (const [pin, code] of [
    ['975310', 'wrong-pin'],
    ['264819', 'approver-not-manager'],
    [MANAGER_PIN, 'second-manager-same'],
  ] as const) {
    expect(await confirm(pin)).toMatchObject({ error: { code } });
  }
  expect(await confirm(second)).toMatchObject({ ok: true });
  // For this manager's request alone.
  expect(await kiosk.ask('finishSetUp', { pin: second })).toMatchObject({
    error: { code: 'second-manager-needed' },
  });
  expect(await finish()).toMatchObject({ error: { code: 'second-manager-needed' } });
  expect((await kiosk.must('status', {})).mode).toBe('training');
  expect(await confirm(second)).toMatchObject({ ok: true });
  expect(await finish()).toMatchObject({ ok: true });
  await kiosk.untilRestarted(1);
  await kiosk.enter(MANAGER_PIN);
  const { lines } = await kiosk.must('auditPage', { before: null, filter: 'staff' });
  expect(lines.filter((line) => line.kind === 'second-manager')).toMatchObject([
    { by: 'Lee W.' },
    { by: 'Lee W.' },
  ]);
});
