/** A kiosk's set-up goes to another PC: two whole main processes, each with a folder and a keyring of its own. */
import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { cents } from '../../src-preload/contract/money.ts';
import { goLive, type HostedKiosk, type HostPlace, MANAGER_PIN, openHostPlace } from '../testing/app-kit.ts';
import { createFakeSecretBox } from '../testing/fakes.ts';

const PASSPHRASE = 'amber tides carry nine lanterns';
const SERVER_PIN = '482915';

let here: HostPlace;
let there: HostPlace;
beforeEach(async () => {
  here = await openHostPlace();
  there = await openHostPlace();
});
afterEach(async () => {
  await here.close();
  await there.close();
});

/** A live kiosk with a server, other limits, and looks that someone chose. */
async function liveKiosk(admin = {}): Promise<HostedKiosk> {
  const kiosk = await here.run({ admin });
  await goLive(kiosk, here);
  await kiosk.must('setTheme', { theme: 'dark' });
  await kiosk.must('setComfort', { hand: 'left' });
  await kiosk.must('enterManager', { pin: MANAGER_PIN });
  await kiosk.must('staffAdd', { shortName: 'Lee W.', role: 'server', employeeGuid: null, pin: SERVER_PIN });
  await kiosk.must('changeSettings', { changes: { 'rules.alone.server': 3300 } });
  await kiosk.untilRestarted(2);
  await kiosk.must('enterManager', { pin: MANAGER_PIN });
  return kiosk;
}

/** Writes the set-up of a kiosk to a file, and brings it to the other PC. Returns its name there. */
async function bring(kiosk: HostedKiosk): Promise<string> {
  const { path } = await kiosk.must('exportSetUp', { passphrase: PASSPHRASE, pin: MANAGER_PIN });
  const name = basename(path);
  copyFileSync(path, join(there.dir, name));
  return name;
}

/** Fills in, tests and finishes on the other PC, at the same restaurant. */
async function takeOver(name: string): Promise<HostedKiosk> {
  const other = await there.run();
  await other.must('importSetUp', { name, passphrase: PASSPHRASE });
  await other.must('testSetUp', {});
  await other.must('finishSetUp', { pin: MANAGER_PIN });
  await other.untilRestarted(1);
  return other;
}

test('the other PC is live with the same staff, PINs, limits and looks, and is another kiosk', async () => {
  const reasons = [
    { id: 'slow-bar', label: { en: 'Slow bar', es: 'Barra lenta' }, amount: null, noteRequired: false },
  ];
  const kiosk = await liveKiosk({ rules: { reasons } });
  const name = await bring(kiosk);
  const other = await there.run();
  const shown = await other.must('importSetUp', { name, passphrase: PASSPHRASE });
  expect(shown).toMatchObject({
    url: here.crm.url,
    hasSecret: true,
    deviceEnds: null,
    records: 'coming',
    houseName: 'Bellwether',
    moved: { from: 'front-1', staff: 2 },
    limits: [{ key: 'rules.alone.server', value: 3300 }],
  });
  expect(JSON.stringify(shown)).not.toContain(here.crm.clientSecret);
  await other.must('testSetUp', {});
  await other.must('finishSetUp', { pin: MANAGER_PIN });
  await other.untilRestarted(1);
  const status = await other.must('status', {});
  expect(status).toMatchObject({ mode: 'live', theme: 'dark', comfort: { hand: 'left' }, moved: false });
  // Each kiosk's own key seals the rows: they are as this kiosk wrote them, and give what their people may.
  const { staff } = await other.must('signIn', { pin: SERVER_PIN });
  expect(staff).toMatchObject({ shortName: 'Lee W.', role: 'server' });
  const found = await other.must('lookUp', { digits: '4155550142', by: 'phone' });
  const guestId = found.matches[0]?.id ?? '';
  const opened = await other.must('openCreditForm', { guestId });
  if (opened.outcome !== 'form') throw new Error(opened.outcome);
  const { creditId } = opened.form;
  const credit = { creditId, amount: cents(3300), reasonId: 'slow-bar', note: '' };
  expect(await other.must('giveCredit', credit)).toMatchObject({ outcome: 'accepted' });
  await other.must('enterManager', { pin: MANAGER_PIN });
  const { needs } = await other.must('managerHome', {});
  expect(needs.filter(({ what }) => what === 'altered' || what === 'moved')).toEqual([]);
}, 60_000);

test('the file is private, unreadable without the passphrase, and on record', async () => {
  const kiosk = await liveKiosk();
  const { path } = await kiosk.must('exportSetUp', { passphrase: PASSPHRASE, pin: MANAGER_PIN });
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  const text = readFileSync(path, 'utf8');
  const plain = text + Buffer.from(text.split('\n')[1] ?? '', 'base64').toString('latin1');
  for (const secret of [here.crm.clientSecret, here.crm.restaurantGuid, 'Lee W.', here.crm.url]) {
    expect(plain).not.toContain(secret);
  }
  const { lines } = await kiosk.must('auditPage', { before: null, filter: 'all' });
  expect(JSON.stringify(lines)).toContain('set-up-exported');
}, 60_000);

test.each<[string, { passphrase?: string; pin?: string }, Partial<AppError>]>([
  ['a wrong PIN', { pin: '918273' }, { code: 'wrong-pin' }],
  ['the PIN of no manager', { pin: SERVER_PIN }, { code: 'approver-not-manager' }],
  ['eleven characters', { passphrase: 'abcdefghijk' }, { code: 'passphrase-unfit' }],
  ['one key held down', { passphrase: 'aaaaaaaaaaaaaaaa' }, { code: 'passphrase-unfit' }],
])(
  'with %s no file is written',
  async (_, over, error) => {
    const kiosk = await liveKiosk();
    const asked = { passphrase: PASSPHRASE, pin: MANAGER_PIN, ...over };
    expect(await kiosk.ask('exportSetUp', asked)).toMatchObject({ ok: false, error });
    const { lines } = await kiosk.must('auditPage', { before: null, filter: 'all' });
    expect(JSON.stringify(lines)).not.toContain('set-up-exported');
  },
  60_000,
);

test('in Training there is nothing to move, and where two managers are wanted one writes no file', async () => {
  const training = await there.run();
  await training.enter();
  expect(await training.ask('exportSetUp', { passphrase: PASSPHRASE, pin: '918273' })).toMatchObject({
    error: { code: 'not-set-up' },
  });
  const kiosk = await liveKiosk();
  await kiosk.must('staffAdd', { shortName: 'Priya N.', role: 'manager', employeeGuid: null, pin: '508217' });
  await kiosk.must('changeSettings', { changes: { 'rules.secondManager.on': true } });
  await kiosk.untilRestarted(3);
  await kiosk.must('enterManager', { pin: MANAGER_PIN });
  const asked = { passphrase: PASSPHRASE, pin: MANAGER_PIN };
  expect(await kiosk.ask('exportSetUp', asked)).toMatchObject({ error: { code: 'second-manager-needed' } });
  await kiosk.must('secondManager', { pin: '508217' });
  await kiosk.must('exportSetUp', asked);
  // Another passphrase is another request.
  const changed = { passphrase: `${PASSPHRASE}!`, pin: MANAGER_PIN };
  expect(await kiosk.ask('exportSetUp', changed)).toMatchObject({ ok: false });
}, 60_000);

test('a file that is not as it was written, or not for this passphrase, changes nothing', async () => {
  const name = await bring(await liveKiosk());
  const whole = readFileSync(join(there.dir, name), 'utf8');
  const other = await there.run();
  const before = await other.must('readSetUp', {});
  const [head = '', body = ''] = whole.split('\n');
  const flipped = `${body.slice(0, 100)}${body[100] === 'A' ? 'B' : 'A'}${body.slice(101)}`;
  const cases: readonly [string, string, string][] = [
    ['another passphrase', whole, 'passphrase'],
    ['one byte changed', `${head}\n${flipped}\n`, 'damaged'],
    ['cut off', whole.slice(0, -200), 'damaged'],
    ['only its first line', `${head}\n`, 'damaged'],
    ['its salt changed', whole.replace(/ [0-9a-f]{32} /, ` ${'0'.repeat(32)} `), 'passphrase'],
    ['a newer version', whole.replace('SET-UP 1 ', 'SET-UP 2 '), 'newer'],
    ['work without end', whole.replace(/SET-UP 1 \d+ /, 'SET-UP 1 40 '), 'not-ours'],
    ['no set-up file', 'PK\u0003\u0004 something else', 'not-ours'],
    ['empty', '', 'not-ours'],
    ['far too large', `${head}\n${'A'.repeat(600_000)}`, 'too-large'],
  ];
  for (const [what, text, why] of cases) {
    writeFileSync(join(there.dir, 'try.hoststand'), text);
    const passphrase = what === 'another passphrase' ? `${PASSPHRASE}?` : PASSPHRASE;
    const answer = await other.ask('importSetUp', { name: 'try.hoststand', passphrase });
    expect(answer, what).toEqual({ ok: false, error: { code: 'set-up-file', why } });
  }
  for (const gone of ['gone.hoststand', '../settings.json', 'staff.csv']) {
    const answer = await other.ask('importSetUp', { name: gone, passphrase: PASSPHRASE });
    expect(answer, gone).toEqual({ ok: false, error: { code: 'set-up-file', why: 'missing' } });
  }
  expect(await other.must('readSetUp', {})).toEqual(before);
}, 60_000);

test('the secret goes to no other address, and an unknown one needs a person again', async () => {
  const name = await bring(await liveKiosk());
  const other = await there.run({ allowLoopback: true });
  await other.must('importSetUp', { name, passphrase: PASSPHRASE });
  const changed = await other.must('changeSetUp', { url: 'https://elsewhere.example' });
  expect(changed).toMatchObject({ hasSecret: false, clientIdEnds: null, standing: 'unknown' });
  expect(await other.ask('testSetUp', {})).toMatchObject({ ok: false });
}, 60_000);

test('staff of another restaurant than the one that is filled in do not come with it', async () => {
  const name = await bring(await liveKiosk());
  const other = await there.run();
  await other.must('importSetUp', { name, passphrase: PASSPHRASE });
  const elsewhere = await other.must('changeSetUp', { restaurant: crypto.randomUUID() });
  expect(elsewhere).toMatchObject({ records: 'none', limits: [] });
}, 60_000);

test('a wrong PIN at the end is counted there, and the right one still goes live', async () => {
  const name = await bring(await liveKiosk());
  const other = await there.run();
  await other.must('importSetUp', { name, passphrase: PASSPHRASE });
  await other.must('testSetUp', {});
  expect(await other.ask('finishSetUp', { pin: '111222' })).toMatchObject({ error: { code: 'wrong-pin' } });
  expect(await other.ask('finishSetUp', { pin: SERVER_PIN })).toMatchObject({
    error: { code: 'approver-not-manager' },
  });
  expect(await other.must('readSetUp', {})).toMatchObject({ records: 'kept' });
  await other.must('finishSetUp', { pin: MANAGER_PIN });
  await other.untilRestarted(1);
}, 60_000);

test('records of the restaurant that are here stay, with their own staff', async () => {
  const name = await bring(await liveKiosk());
  await (await takeOver(name)).stop();
  // The same file again on that PC, live by now.
  const other = await there.run();
  await other.must('enterManager', { pin: MANAGER_PIN });
  const again = await other.must('importSetUp', { name, passphrase: PASSPHRASE });
  expect(again.records).toBe('kept');
}, 60_000);

test('on a PC that cannot seal the set-up is filled in and does not go live', async () => {
  const name = await bring(await liveKiosk());
  const other = await there.run({ secretBox: createFakeSecretBox('weak') });
  await other.must('importSetUp', { name, passphrase: PASSPHRASE });
  await other.must('testSetUp', {});
  expect(await other.ask('finishSetUp', { pin: MANAGER_PIN })).toMatchObject({
    error: { code: 'cannot-seal' },
  });
}, 60_000);
