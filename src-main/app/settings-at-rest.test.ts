/** What live is made of, edited or exchanged in the settings file by a hand that has no PIN. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sealSecret } from '../lib/sealed-key.ts';
import { goLive, type HostedKiosk, type HostPlace, MANAGER_PIN, openHostPlace } from '../testing/app-kit.ts';
import { recordingFetch } from '../testing/crm/recording-fetch.ts';
import { createFakeSecretBox } from '../testing/fakes.ts';

let place: HostPlace;
beforeEach(async () => {
  place = await openHostPlace();
});
afterEach(() => place.close());

interface Kept {
  readonly mode: string;
  readonly live: { readonly restaurantGuid: string; readonly sealed: string };
  readonly training: unknown;
}
const kept = () => place.settings.get('profile') as Kept;

async function liveOnce(changes: Record<string, number> = {}): Promise<void> {
  const kiosk = await place.run();
  await goLive(kiosk, place);
  if (Object.keys(changes).length > 0) {
    await kiosk.enter(MANAGER_PIN);
    await kiosk.must('changeSettings', { changes });
    await kiosk.untilRestarted(2);
  }
  await kiosk.must('signIn', { pin: MANAGER_PIN });
  await kiosk.stop();
}
const needs = async (kiosk: HostedKiosk) => {
  await kiosk.enter(MANAGER_PIN);
  return (await kiosk.must('managerHome', {})).needs;
};
const most = async (kiosk: HostedKiosk) => (await kiosk.must('status', {})).policy.most;

test('neither address, GUID, mode nor limits of live are readable in the file, save whose records these are', async () => {
  await liveOnce({ 'rules.most': 20_000 });
  const text = JSON.stringify(kept());
  const { crm } = place;
  for (const secret of [crm.url, crm.clientId, crm.clientSecret, '20000', '20_000']) {
    expect(text).not.toContain(secret);
  }
});

test('no character of the sealed value can be changed: nothing is asked, and the default limits apply', async () => {
  await liveOnce({ 'rules.most': 20_000 });
  const good = kept();
  const { sealed } = good.live;
  for (let at = 3; at < sealed.length; at += Math.ceil(sealed.length / 12)) {
    const other = sealed[at] === 'A' ? 'B' : 'A';
    const bad = sealed.slice(0, at) + other + sealed.slice(at + 1);
    place.settings.set('profile', { ...good, live: { ...good.live, sealed: bad } });
    const { fetch, sent } = recordingFetch();
    const kiosk = await place.run({ fetch });
    expect(await most(kiosk)).toBe(25_000);
    expect(await needs(kiosk)).toContainEqual({ what: 'secret-lost' });
    expect(sent()).toEqual([]);
    await kiosk.stop();
  }
});

test('a GUID or a mode put outside of the seal changes nothing', async () => {
  await liveOnce();
  const { live, training } = kept();
  const other = { ...live, restaurantGuid: '7d9c1f0e-0000-4000-8000-000000000001' };
  for (const mode of ['live', 'training'] as const) {
    place.settings.set('profile', { mode, live: other, training });
    const kiosk = await place.run();
    expect((await kiosk.must('status', {})).mode).toBe('live');
    await kiosk.must('signIn', { pin: MANAGER_PIN });
    await kiosk.stop();
  }
  const kiosk = await place.run();
  await kiosk.enter(MANAGER_PIN);
  await kiosk.must('switchMode', { to: 'training' });
  await kiosk.untilRestarted(1);
  await kiosk.stop();
  place.settings.set('profile', { ...kept(), mode: 'live' });
  expect((await (await place.run()).must('status', {})).mode).toBe('training');
});

test('the sealed set-up, or a key of one’s own, is not taken for what live is made of', async () => {
  await liveOnce();
  const good = kept();
  let kiosk = await place.run();
  await kiosk.enter(MANAGER_PIN);
  await kiosk.must('changeSetUp', { houseName: 'Draft' });
  await kiosk.stop();
  const draft = String(place.settings.get('setUpDraft'));
  const own = `plain:${'0'.repeat(64)} ${good.live.sealed.split(' ')[1]}`;
  for (const sealed of [draft, own, '', 'plain:{}']) {
    place.settings.set('profile', { ...good, live: { ...good.live, sealed } });
    kiosk = await place.run();
    expect(await needs(kiosk)).toContainEqual({ what: 'secret-lost' });
    await kiosk.stop();
  }
});

test.each([
  ['kept', true, 250_000],
  ['dropped', false, 25_000],
])(
  'an older settings file put back: the default limits apply until a manager has decided (%s)',
  async (_, keep, after) => {
    await liveOnce({ 'rules.most': 250_000 });
    const older = kept();
    let kiosk = await place.run();
    await kiosk.enter(MANAGER_PIN);
    await kiosk.must('changeSettings', { changes: { 'rules.most': 20_000 } });
    await kiosk.untilRestarted(1);
    await kiosk.stop();
    place.settings.set('profile', older);
    for (let start = 0; start < 2; start += 1) {
      kiosk = await place.run();
      expect(await most(kiosk)).toBe(25_000);
      expect(await needs(kiosk)).toContainEqual({ what: 'limits-older' });
      if (start === 0) await kiosk.stop();
    }
    expect(await kiosk.must('doubtedLimits', {})).toEqual({
      why: 'older',
      limits: [{ key: 'rules.most', value: 250_000, standard: 25_000 }],
    });
    await kiosk.must('decideLimits', { keep });
    await kiosk.untilRestarted(1);
    expect(await most(kiosk)).toBe(after);
    expect(await needs(kiosk)).not.toContainEqual({ what: 'limits-older' });
    const { lines } = await kiosk.must('auditPage', { before: null, filter: 'staff' });
    expect(
      lines.some(({ detail, by }) => detail === `limits-${keep ? 'kept' : 'dropped'}` && by === 'Olga R.'),
    ).toBe(true);
    await kiosk.stop();
    // What was decided is the newest now.
    place.settings.set('profile', older);
    expect(await most(await place.run())).toBe(25_000);
  },
);

/** As the file was before live was sealed: the address in the open, and settings shared with Training. */
async function former(own: unknown, url = place.crm.url): Promise<unknown> {
  const { clientId, clientSecret, restaurantGuid } = place.crm;
  const secret = JSON.stringify({ clientId, clientSecret, deviceGuid: null });
  const sealed = await sealSecret(createFakeSecretBox(), secret, false);
  return { mode: 'live', live: { url, restaurantGuid, sealed }, own };
}

test.each([
  ['kept', true, 30_000],
  ['dropped', false, 25_000],
])(
  'a kiosk of before: its settings become live’s, and each limit that is no default waits for a manager (%s)',
  async (_, keep, after) => {
    const own = { houseName: 'Bellwether', rules: { most: 30_000, alone: { server: 1_000, host: 500 } } };
    place.settings.set('profile', await former(own));
    // Its records are there, as they were written then.
    const databaseStamp = await place.run();
    await databaseStamp.stop();
    let kiosk = await place.run();
    expect(await kiosk.must('status', {})).toMatchObject({ mode: 'live', houseName: 'Bellwether' });
    expect(await most(kiosk)).toBe(30_000);
    await kiosk.stop();
    await staffed();
    kiosk = await place.run();
    const limits = [
      { key: 'rules.alone.host', value: 500, standard: 0 },
      { key: 'rules.most', value: 30_000, standard: 25_000 },
    ];
    expect((await needs(kiosk)).filter(({ what }) => what === 'limit')).toEqual(
      limits.map((limit) => ({ what: 'limit', ...limit })),
    );
    expect(await kiosk.must('doubtedLimits', {})).toEqual({ why: 'upgraded', limits });
    // One that live's manager sets is decided by that.
    await kiosk.must('changeSettings', { changes: { 'rules.alone.host': 600 } });
    await kiosk.untilRestarted(1);
    expect((await needs(kiosk)).filter(({ what }) => what === 'limit')).toHaveLength(1);
    await kiosk.must('decideLimits', { keep });
    await kiosk.untilRestarted(2);
    expect((await needs(kiosk)).filter(({ what }) => what === 'limit')).toEqual([]);
    expect(await most(kiosk)).toBe(after);
    expect((await kiosk.must('status', {})).policy.alone.host).toBe(600);
    expect(await kiosk.ask('decideLimits', { keep })).toMatchObject({ error: { code: 'not-possible' } });
    await kiosk.must('switchMode', { to: 'training' });
    await kiosk.untilRestarted(3);
    expect(await most(kiosk)).toBe(25_000);
  },
);

/** Gives the live records their manager: set up again at the same restaurant. */
async function staffed(): Promise<void> {
  const kiosk = await place.run();
  if ((await kiosk.must('status', {})).keyLost) {
    const { crm } = place;
    await kiosk.must('changeSetUp', {
      url: crm.url,
      client: crm.clientId,
      secret: crm.clientSecret,
      restaurant: crm.restaurantGuid,
      managerName: 'Olga R.',
    });
    await kiosk.must('testSetUp', {});
    await kiosk.must('finishSetUp', { pin: MANAGER_PIN });
    await kiosk.untilRestarted(1);
  }
  await kiosk.stop();
}

test('a file of before, put back after live was sealed, is not believed', async () => {
  await liveOnce();
  place.settings.set('profile', await former({ rules: { most: 250_000 } }));
  const { fetch, sent } = recordingFetch();
  const kiosk = await place.run({ fetch });
  expect(await most(kiosk)).toBe(25_000);
  expect(await needs(kiosk)).toContainEqual({ what: 'secret-lost' });
  expect(sent()).toEqual([]);
});

test.each([
  'https://rogue.test',
  'https://toasttab.com.rogue.test',
  'https://rogue.test/ws-api.toasttab.com',
  'https://ws-api.toasttab.com:8443',
  'https://ws-api.toasttab.com@rogue.test',
])('a file of before with the address %s: the secret that stood beside it goes nowhere', async (url) => {
  place.settings.set('profile', await former({}, url));
  const { fetch, sent } = recordingFetch();
  const kiosk = await place.run({ fetch });
  expect(await kiosk.must('status', {})).toMatchObject({ mode: 'live', keyLost: true });
  await kiosk.must('sendNow', {});
  expect(sent()).toEqual([]);
  expect(place.settings.get('profile')).toEqual(await former({}, url));
});

test('a kiosk of before that was never live keeps its settings, for Training alone', async () => {
  place.settings.set('profile', { mode: 'training', live: null, own: { rules: { most: 30_000 } } });
  const kiosk = await place.run();
  expect(await most(kiosk)).toBe(30_000);
  expect(kept()).toEqual({ mode: 'training', live: null, training: { rules: { most: 30_000 } } });
  await goLive(kiosk, place);
  expect(await most(kiosk)).toBe(25_000);
});
