import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RequestName, Requests } from '../../src-preload/contract/channels.ts';
import { createRng } from '../sandbox/data/rng.ts';
import { TRAINING_STAFF } from '../staff/training-staff.ts';
import { goLive, type HostedKiosk, type HostPlace, MANAGER_PIN, openHostPlace } from '../testing/app-kit.ts';
import { recordingFetch } from '../testing/crm/recording-fetch.ts';
import { fastClock } from '../testing/fast-clock.ts';
import { liveBytes } from '../testing/live-bytes.ts';
import { randomRequests } from '../testing/random-requests.ts';

let place: HostPlace;
beforeEach(async () => {
  place = await openHostPlace();
});
afterEach(() => place.close());

const PRINTED = '975310';
const SERVER_PIN = '264819';
const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

test('10,000 requests made in Training, of every kind, change nothing of live but its count of wrong PINs', {
  timeout: 400_000,
}, async () => {
  const rng = createRng(41).next;
  const { clock, pass } = fastClock();
  const { fetch } = recordingFetch();
  const first = await place.run();
  await goLive(first, place);
  await first.enter(MANAGER_PIN);
  const person = { shortName: 'Marco D.', role: 'server', employeeGuid: null, pin: SERVER_PIN } as const;
  await first.must('staffAdd', person);
  await first.must('changeSettings', { changes: { 'rules.most': 20_000 } });
  await first.untilRestarted(2);
  await first.must('switchMode', { to: 'training' });
  await first.untilRestarted(3);
  await first.stop();

  // From here on every address is a rogue's, who says that it knows the restaurant.
  const kiosk = await place.run({ fetch, clock });
  const before = liveBytes(place);
  expect(Object.keys(before.records).length).toBeGreaterThan(1);
  const guids = new Set<string>();
  await kiosk.enter();
  const { members } = await kiosk.must('staffList', {});
  // The one whose PIN is printed stays a manager, or there would be no visits.
  const staff = members.filter(({ role }) => role !== 'manager').map(({ id }) => id);
  const ids = () => [...guids];
  const urls = () => ['https://rogue.test', 'https://ws-api.toasttab.com', place.crm.url];
  const pins = () => [...TRAINING_STAFF.map(({ pin }) => pin), PRINTED, PRINTED, SERVER_PIN, '508217'];
  const next = randomRequests(
    rng,
    {
      pin: pins,
      guestId: ids,
      creditId: ids,
      approvalId: ids,
      staffId: () => staff,
      id: ids,
      digits: () => ['4155550142', '4155550118', '0142'],
      typed: () => ['4155', 'an'],
      url: urls,
      confirmUrl: urls,
      client: () => ['an-id', place.crm.clientId],
      secret: () => ['a-secret', place.crm.clientSecret],
      restaurant: () => [place.crm.restaurantGuid, '7d9c1f0e-0000-4000-8000-000000000001'],
      device: () => [''],
      dayEndsAtHour: () => [4],
      timeZone: () => ['America/New_York'],
      managerName: () => ['Olga R.', 'Eve R.'],
      reasonId: () => ['long-wait', 'cold-food'],
      role: () => ['host', 'server', 'manager'],
    },
    // Each of these reads or writes all of the log, or begins the kiosk again.
    { verifyLedger: 0.05, exportLedger: 0.05, supportBundle: 0.05, changeSettings: 0.5, confirmMoved: 0.1 },
  );
  const done = new Map<RequestName, number>();
  const why = new Set<string>();
  for (let n = 0; n < 10_000; n += 1) {
    if (n % 20 === 0) {
      pass(20 * 60_000);
      await kiosk.ask('signIn', { pin: PRINTED });
      await kiosk.ask('enterManager', { pin: PRINTED });
    }
    if (n % 100 === 50) {
      const url = 'https://rogue.test';
      const typed = { client: 'an-id', secret: 'a-secret', restaurant: place.crm.restaurantGuid };
      await kiosk.must('changeSetUp', { url, confirmUrl: url, ...typed, managerName: 'Olga R.' });
      await kiosk.must('testSetUp', {});
      const refused = await kiosk.ask('finishSetUp', { pin: pins()[n % pins().length] ?? '' });
      if (!refused.ok) why.add(refused.error.code);
    }
    const { name, request } = next();
    const answer = await kiosk.ask(name, request as Requests[typeof name]['request']);
    if (answer.ok) {
      done.set(name, (done.get(name) ?? 0) + 1);
      if (guids.size < 300)
        for (const guid of JSON.stringify(answer.value).match(GUID) ?? []) guids.add(guid);
    }
    if (n % 500 === 499) expect(liveBytes(place), `after ${n + 1} requests`).toEqual(before);
  }
  expect((await kiosk.must('status', {})).mode).toBe('training');
  // The requests that would do it were made, and were no bad requests.
  const did = [...done.keys()];
  for (const name of ['changeSettings', 'managerHome', 'liftLock', 'changeSetUp', 'testSetUp'] as const) {
    expect(done.get(name) ?? 0, name).toBeGreaterThan(9);
  }
  expect(did).not.toContain('finishSetUp');
  expect([...why]).toContain('wrong-pin');
  expect([...why]).toContain('approver-not-manager');
  expect([...done.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2_000);
  await kiosk.stop();
  expect(liveBytes(place)).toEqual(before);

  pass(3_600_000);
  const live = await place.run({ clock });
  await live.enter();
  await live.must('switchMode', { to: 'live', pin: MANAGER_PIN });
  await live.untilRestarted(1);
  expect((await live.must('status', {})).policy.most).toBe(20_000);
});

test('client ids and secrets leave for no host but the one they were typed for', {
  timeout: 400_000,
}, async () => {
  const rng = createRng(7).next;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(rng() * from.length)] as T;
  const { clock, pass } = fastClock();
  const { fetch, sent } = recordingFetch();
  const hosts = ['ws-api.toasttab.com', 'ws-sandbox-api.eng.toasttab.com', 'a.test', 'b.test', 'a.test/path'];
  /** Each credential is typed once, and for the address that main tells back with it. */
  const typedFor = new Map<string, string>();
  const keptDrafts: unknown[] = [];
  const keptProfiles: unknown[] = [];
  let kiosk: HostedKiosk = await place.run({ fetch, clock });
  let restarts = 0;
  const restart = async (): Promise<void> => {
    await kiosk.stop();
    kiosk = await place.run({ fetch, clock });
    restarts = 0;
  };
  const guid = place.crm.restaurantGuid;
  const guids = [guid, guid, guid, '7d9c1f0e-0000-4000-8000-000000000001'];
  const finished = { live: 0, tested: 0, moved: 0 };
  for (let n = 0; n < 1_200; n += 1) {
    pass(60_000);
    await kiosk.ask('enterManager', { pin: MANAGER_PIN });
    const roll = rng();
    if (roll < 0.55) {
      const url = `https://${pick(hosts)}`;
      const client = `client-id-${n}-of-its-own`;
      const secret = `client-secret-${n}-of-its-own`;
      const change = {
        ...(rng() < 0.3 && { url }),
        ...(rng() < 0.4 && { client }),
        ...(rng() < 0.5 && { secret }),
        ...(rng() < 0.3 && { confirmUrl: url }),
        ...(rng() < 0.5 && { restaurant: pick(guids) }),
        managerName: 'Olga R.',
      };
      const answer = await kiosk.ask('changeSetUp', change);
      if (answer.ok) {
        const { host } = new URL(answer.value.url || 'https://none.invalid');
        for (const typed of [change.client, change.secret]) if (typed) typedFor.set(typed, host);
        keptDrafts.push(place.settings.get('setUpDraft'));
        if (change.url) finished.moved += 1;
      }
    } else if (roll < 0.8) {
      const answer = await kiosk.ask('testSetUp', {});
      if (answer.ok) finished.tested += 1;
    } else if (roll < 0.9) {
      const answer = await kiosk.ask('finishSetUp', { pin: MANAGER_PIN });
      if (answer.ok) {
        finished.live += 1;
        keptProfiles.push(place.settings.get('profile'));
        restarts += 1;
        await kiosk.untilRestarted(restarts);
        await kiosk.must('sendNow', {});
      }
    } else if (roll < 0.93) await restart();
    else if (roll < 0.97) {
      // A hand in the file: an older draft, an older profile, or parts of two profiles put together.
      if (keptDrafts.length > 0) place.settings.set('setUpDraft', pick(keptDrafts));
      if (keptProfiles.length > 0) {
        const [one, other] = [pick(keptProfiles), pick(keptProfiles)].map(
          (each) => Object(each) as { live: object },
        );
        place.settings.set('profile', { ...one, live: { ...one?.live, restaurantGuid: pick(guids) } });
        if (rng() < 0.3) place.settings.set('profile', { ...one, url: 'https://b.test', live: other?.live });
      }
      await restart().catch(async () => {
        place.settings.set('profile', keptProfiles.at(-1));
        kiosk = await place.run({ fetch, clock });
        restarts = 0;
      });
    } else await kiosk.ask('dropSetUp', {});
  }
  const requests = sent();
  const astray = requests.flatMap(({ host, bytes }) =>
    [...typedFor]
      .filter(([typed, meant]) => host !== meant && bytes.includes(typed))
      .map(([typed]) => [typed, host]),
  );
  expect(astray).toEqual([]);
  expect(finished.live).toBeGreaterThan(5);
  expect(finished.tested).toBeGreaterThan(50);
  expect(finished.moved).toBeGreaterThan(50);
  expect(new Set(requests.map(({ host }) => host)).size).toBeGreaterThan(3);
});
