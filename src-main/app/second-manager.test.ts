import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  OWN_SETTING_KINDS,
  OWN_SETTINGS,
  type OwnSetting,
  type SettingValue,
} from '../../src-preload/contract/manager.ts';
import { compose } from '../compose.ts';
import { loosens } from '../settings/loosened.ts';
import { valueAt } from '../settings/merge.ts';
import { type ConfigInput, configSchema } from '../settings/schema.ts';
import { TRAINING_PROFILE } from '../setup/profile.ts';
import { SECOND_MANAGER_MS } from '../staff/second-manager.ts';
import { pinOf } from '../testing/compose-kit.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { type Asking, asking, createKioskPorts, QUICK } from '../testing/kiosk-ports.ts';
import type { Kiosk } from '../wiring/kiosk.ts';

/** What one manager may not do alone, asked of the whole main process. */

const OLGA = '508217';
const PRIYA = pinOf('Priya N.');
const needed = { ok: false, error: { code: 'second-manager-needed' } };

let dir = '';
const open: Kiosk[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-second-'));
});
afterEach(async () => {
  for (const kiosk of open.splice(0)) await kiosk.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function run(own: Pick<ConfigInput, 'rules'> = {}, staffCsv: string | null = null) {
  const time = createFakeTime(Date.now());
  const composed = await compose(
    createKioskPorts(dir, {
      clock: time.clock,
      scheduler: time.scheduler,
      staffFile: { path: join(dir, 'staff.csv'), read: () => staffCsv },
      fetch: async () => {
        throw Object.assign(new TypeError('fetch failed'), {
          cause: { code: 'ECONNREFUSED', syscall: 'connect' },
        });
      },
    }),
    {
      ...QUICK,
      config: configSchema.parse({
        training: {
          crm: {
            url: 'http://127.0.0.1:9',
            clientId: 'a',
            clientSecret: 'b',
            restaurantGuid: crypto.randomUUID(),
          },
        },
        ...own,
      }),
      configProblems: [],
      dataFolder: dir,
      profile: { ...TRAINING_PROFILE, training: own },
    },
  );
  if (!composed.ok) throw new Error(composed.error.code);
  open.push(composed.value);
  composed.value.start();
  return { time, ...asking(composed.value.router) };
}

/** A kiosk with two managers, on which one alone may not do everything. Priya's visit is open. */
async function strict(staffCsv: string | null = null) {
  const first = await run();
  await first.must('enterManager', { pin: PRIYA });
  await first.must('staffAdd', { shortName: 'Olga R.', role: 'manager', employeeGuid: null, pin: OLGA });
  await open.splice(0)[0]?.stop();
  const kiosk = await run({ rules: { secondManager: { on: true, above: 50_000 } } }, staffCsv);
  await kiosk.must('enterManager', { pin: PRIYA });
  const idOf = async (name: string): Promise<string> =>
    (await kiosk.must('staffList', {})).members.find(({ shortName }) => shortName === name)?.id ?? '';
  return { ...kiosk, idOf };
}
type Strict = Awaited<ReturnType<typeof strict>>;

const settings = (changes: Partial<Record<OwnSetting, SettingValue | null>>) => (kiosk: Asking) =>
  kiosk.ask('changeSettings', { changes });
const CSV = 'name,role,pin\nLee W.,gerente,730194\n';

const ALONE: readonly [string, (kiosk: Strict) => Promise<{ ok: boolean }>][] = [
  ['raises a limit above the threshold', settings({ 'rules.alone.server': 60_000 })],
  [
    'raises every limit at once',
    settings({
      'rules.alone.server': 9_999_999,
      'rules.most': 9_999_999,
      'rules.employeeDay.alone.server': 9_999_999,
      'rules.employeeDay.most': 9_999_999,
    }),
  ],
  ['hides it among others', settings({ houseName: 'Bellwether', 'rules.waiting.sum': 9_000_000 })],
  ['lets managers approve their own', settings({ 'rules.approval.own': true })],
  ['raises what may be approved by code', settings({ 'rules.approval.byCode.most': 50_001 })],
  ['turns the rule off', settings({ 'rules.secondManager.on': false })],
  ['raises the threshold', settings({ 'rules.secondManager.above': 50_001 })],
  [
    'adds a manager',
    ({ ask }) => ask('staffAdd', { shortName: 'Ghost M.', role: 'manager', employeeGuid: null, pin: null }),
  ],
  [
    'makes a server a manager',
    async ({ ask, idOf }) => ask('staffChange', { staffId: await idOf('Sam T.'), role: 'manager' }),
  ],
  [
    'gives another manager a PIN',
    async ({ ask, idOf }) => ask('staffNewPin', { staffId: await idOf('Olga R.'), pin: null }),
  ],
  ['reads in a list with a manager', ({ ask }) => ask('staffImport', {})],
];

describe('one manager alone', () => {
  test.each(ALONE)('%s: refused, and again; with a second manager’s PIN once', async (_what, act) => {
    const kiosk = await strict(CSV);
    expect(await act(kiosk)).toEqual(needed);
    expect(await act(kiosk)).toEqual(needed);
    // Their own PIN, a server's, and a wrong one are not it.
    expect(await kiosk.ask('secondManager', { pin: PRIYA })).toMatchObject({
      error: { code: 'second-manager-same' },
    });
    expect(await kiosk.ask('secondManager', { pin: pinOf('Sam T.') })).toMatchObject({
      error: { code: 'approver-not-manager' },
    });
    expect(await kiosk.ask('secondManager', { pin: '730195' })).toMatchObject({
      error: { code: 'wrong-pin' },
    });
    expect(await act(kiosk)).toEqual(needed);
    await kiosk.must('secondManager', { pin: OLGA });
    expect((await act(kiosk)).ok).toBe(true);
    const { lines } = await kiosk.must('auditPage', { before: null, filter: 'staff' });
    expect(lines.filter(({ kind }) => kind === 'second-manager')).toMatchObject([{ by: 'Olga R.' }]);
  });

  test('without the setting nothing asks for a second one', async () => {
    for (const [, act] of ALONE) {
      const kiosk = await run({}, CSV);
      await kiosk.must('enterManager', { pin: PRIYA });
      const idOf = async (name: string): Promise<string> =>
        (await kiosk.must('staffList', {})).members.find(({ shortName }) => shortName === name)?.id ?? '';
      expect(await act({ ...kiosk, idOf })).not.toEqual(needed);
      await open.splice(0)[0]?.stop();
    }
  });

  test('still may lower limits, raise small ones, and run the rest of the staff list', async () => {
    const kiosk = await strict();
    const { must, idOf } = kiosk;
    await must('changeSettings', {
      changes: {
        'rules.alone.server': 50_000,
        'rules.most': 100,
        'rules.waiting.count': 900,
        houseName: 'B',
      },
    });
    await must('staffAdd', { shortName: 'Ines O.', role: 'server', employeeGuid: null, pin: null });
    await must('staffNewPin', { staffId: await idOf('Priya N.'), pin: '730194' });
    await must('staffNewPin', { staffId: await idOf('Sam T.'), pin: null });
    await must('staffChange', { staffId: await idOf('Olga R.'), shortName: 'Olga S.' });
    await must('staffChange', { staffId: await idOf('Olga S.'), active: false });
    // What takes rights away needs no one; what gives them back does.
    expect(await kiosk.ask('staffChange', { staffId: await idOf('Olga S.'), active: true })).toEqual(needed);
    await must('staffRemove', { staffId: await idOf('Olga S.') });
  });
});

describe('a second manager’s word', () => {
  const raise = (amount: number) => settings({ 'rules.most': amount });
  test('is for exactly what was asked, and for who asked', async () => {
    const kiosk = await strict();
    await raise(300_000)(kiosk);
    await kiosk.must('secondManager', { pin: OLGA });
    expect(await raise(400_000)(kiosk)).toEqual(needed);
    expect(await raise(300_000)(kiosk)).toEqual(needed);
    await kiosk.must('secondManager', { pin: OLGA });
    await kiosk.must('enterManager', { pin: OLGA });
    expect(await raise(300_000)(kiosk)).toEqual(needed);
  });

  test('is used up, and gone after two minutes, as is what was asked', async () => {
    const kiosk = await strict();
    const { ask, must, time } = kiosk;
    expect(await ask('secondManager', { pin: OLGA })).toMatchObject({ error: { code: 'not-possible' } });
    await raise(300_000)(kiosk);
    await time.pass(SECOND_MANAGER_MS);
    expect(await ask('secondManager', { pin: OLGA })).toMatchObject({ error: { code: 'not-possible' } });
    await raise(300_000)(kiosk);
    await must('secondManager', { pin: OLGA });
    time.jump(-86_400_000);
    await time.pass(SECOND_MANAGER_MS);
    expect(await raise(300_000)(kiosk)).toEqual(needed);
    await must('secondManager', { pin: OLGA });
    expect(await raise(300_000)(kiosk)).toMatchObject({ ok: true });
    // The kiosk that has the new settings is about to be made.
    expect(await raise(300_000)(kiosk)).toMatchObject({ error: { code: 'restarting' } });
  });

  test('needs a visit, and a wrong PIN there counts with all others', async () => {
    const kiosk = await strict();
    await raise(300_000)(kiosk);
    for (let n = 0; n < 5; n += 1) await kiosk.ask('secondManager', { pin: `73019${n + 1}` });
    expect(await kiosk.ask('secondManager', { pin: OLGA })).toMatchObject({ error: { code: 'pin-locked' } });
    await kiosk.must('leaveManager', {});
    expect(await kiosk.ask('secondManager', { pin: OLGA })).toMatchObject({
      error: { code: 'not-signed-in' },
    });
  });
});

test('with one manager alone on the list it cannot be turned on', async () => {
  const kiosk = await run();
  await kiosk.must('enterManager', { pin: PRIYA });
  const on = settings({ 'rules.secondManager.on': true });
  expect(await on(kiosk)).toMatchObject({ error: { code: 'second-manager-none' } });
  await kiosk.must('staffAdd', { shortName: 'Olga R.', role: 'manager', employeeGuid: null, pin: OLGA });
  expect(await on(kiosk)).toMatchObject({ ok: true });
});

test('of every amount, a raise above the threshold loosens, and nothing else does', () => {
  const config = configSchema.parse({});
  const before = (key: OwnSetting) => valueAt(config, key) as SettingValue;
  for (const key of OWN_SETTINGS) {
    const from = before(key);
    if (typeof from !== 'number') continue;
    const isAmount = OWN_SETTING_KINDS[key] === 'amount';
    for (const to of [from - 1, from, from + 1, 10_000_000]) {
      const after = (each: OwnSetting) => (each === key ? to : before(each));
      const special = key === 'rules.secondManager.above';
      const expected = isAmount && to > from && (special || to > 50_000);
      expect(loosens(before, after, 50_000), `${key} ${from} -> ${to}`).toBe(expected);
    }
  }
});
