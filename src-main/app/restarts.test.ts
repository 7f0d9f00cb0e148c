/** Whatever the page asks while the kiosk opens again or closes is answered in closed words, and done wholly or not at all. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type RequestName, type Requests, requestNames } from '../../src-preload/contract/channels.ts';
import { createRng } from '../sandbox/data/rng.ts';
import { goLive, type HostedKiosk, type HostPlace, MANAGER_PIN, openHostPlace } from '../testing/app-kit.ts';
import { recordingFetch } from '../testing/crm/recording-fetch.ts';
import { randomRequests } from '../testing/random-requests.ts';

vi.setConfig({ testTimeout: 60_000 });

let place: HostPlace;
beforeEach(async () => {
  place = await openHostPlace();
});
afterEach(() => place.close());

const PRINTED = '975310';
const turns = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await new Promise((resume) => setImmediate(resume));
};

/** One request of each channel, but those that would begin the kiosk again themselves or end the visit. */
function everyRequest(kiosk: HostedKiosk, seed: number, pin: string) {
  const next = randomRequests(createRng(seed).next, {
    // No one guesses here: a locked keypad would answer for all.
    pin: () => [pin],
    digits: () => ['4155550142'],
    url: () => [place.crm.url],
    restaurant: () => [place.crm.restaurantGuid],
    reasonId: () => ['long-wait'],
    timeZone: () => ['America/New_York'],
  });
  const made = new Map<RequestName, unknown>();
  while (made.size < requestNames.length) {
    const { name, request } = next();
    if (!made.has(name)) made.set(name, request);
  }
  const left = [
    'switchMode',
    'finishSetUp',
    'changeSettings',
    'confirmMoved',
    'exitKiosk',
    'leaveManager',
    'signOut',
  ];
  const all = [...made].filter(([name]) => !left.includes(name));
  let from = 0;
  /** Some at a time, in turn: far more at once are refused as no page of ours. */
  return () =>
    Array.from({ length: 14 }, async () => {
      const [name, request] = all[from % all.length] ?? ['status', {}];
      from += 1;
      const answer = await kiosk.ask(name, request as Requests[typeof name]['request']);
      return `${name}: ${answer.ok ? 'ok' : answer.error.code}`;
    });
}

type Answers = Promise<string>[];
const codesOf = async (answers: Answers): Promise<readonly string[]> =>
  (await Promise.all(answers)).map((each) => each.split(': ')[1] ?? '');

test.each([1, 2, 3])(
  'every request in bursts around a change of settings, a change of mode and the end (%i)',
  async (seed) => {
    const { fetch } = recordingFetch();
    const kiosk = await place.run({ fetch });
    await goLive(kiosk, place);
    await kiosk.enter(MANAGER_PIN);
    await kiosk.must('switchMode', { to: 'training' });
    await kiosk.untilRestarted(2);
    await kiosk.enter();
    const burst = everyRequest(kiosk, seed, PRINTED);
    const answers: Answers = [];
    /** Before it, in the moment after it, and while another kiosk is made. */
    const around = async (change: () => Promise<{ readonly ok: boolean }>, times: number): Promise<void> => {
      answers.push(...burst());
      const changed = change().then((answer) => expect(answer.ok, JSON.stringify(answer)).toBe(true));
      answers.push(...burst());
      await turns(seed);
      answers.push(...burst());
      await changed;
      answers.push(...burst());
      await turns(20);
      answers.push(...burst());
      await kiosk.untilRestarted(times);
      await Promise.all(answers);
    };
    await around(() => kiosk.ask('changeSettings', { changes: { houseName: `House ${seed}` } }), 3);
    await kiosk.must('enterManager', { pin: PRINTED });
    await around(() => kiosk.ask('switchMode', { to: 'live', pin: MANAGER_PIN }), 4);
    await kiosk.must('signIn', { pin: MANAGER_PIN });
    answers.push(...burst());
    const stopped = kiosk.stop();
    answers.push(...burst());
    await turns(seed);
    answers.push(...burst());
    await stopped;
    answers.push(...burst());
    const codes = await codesOf(answers);
    expect((await Promise.all(answers)).filter((each) => each.endsWith('internal'))).toEqual([]);
    expect(codes).toContain('ok');
    expect(codes).toContain('restarting');

    const again = await place.run({ fetch });
    await again.enter(MANAGER_PIN);
    expect(await again.must('verifyLedger', {})).toMatchObject({ state: 'whole', unproven: 0 });
    expect((await again.must('managerHome', {})).needs.map(({ what }) => what)).not.toContain('altered');
  },
);

test('settings changed side by side: what was answered as done is done, and the last of it stands', async () => {
  const kiosk = await place.run();
  await kiosk.enter();
  const names = ['Alder', 'Birch', 'Cedar', 'Elm', 'Fir'];
  const answers = await Promise.all(
    names.map((houseName, n) =>
      kiosk.ask('changeSettings', { changes: { houseName, 'rules.most': 20_000 + n } }),
    ),
  );
  const done = names.filter((_, n) => answers[n]?.ok);
  const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
  expect(new Set(codes)).toEqual(new Set(['ok', 'restarting']));
  await kiosk.untilRestarted(1);
  const { houseName, policy } = await kiosk.must('status', {});
  expect(houseName).toBe(done.at(-1));
  expect(policy.most).toBe(20_000 + names.indexOf(houseName));
});

test('a set-up finished at once after settings changed is asked of the kiosk that has them', async () => {
  const kiosk = await place.run();
  await kiosk.enter();
  await kiosk.must('changeSetUp', {
    ...{ url: place.crm.url, client: place.crm.clientId, secret: place.crm.clientSecret },
    ...{ restaurant: place.crm.restaurantGuid, managerName: 'Olga R.' },
  });
  await kiosk.must('testSetUp', {});
  await kiosk.must('changeSettings', { changes: { houseName: 'Bellwether' } });
  expect(await kiosk.ask('finishSetUp', { pin: MANAGER_PIN })).toMatchObject({
    error: { code: 'not-tested' },
  });
});
