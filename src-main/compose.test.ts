/** The whole main process in plain Node, against the built-in CRM over real HTTP, started again over the same storage. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ControlledCrm, startControlledCrm } from '../e2e/sandbox-control/controlled-crm.ts';
import type { EventName, RequestName, Requests } from '../src-preload/contract/channels.ts';
import { cents } from '../src-preload/contract/money.ts';
import { compose } from './compose.ts';
import { configSchema } from './settings/schema.ts';
import { TRAINING_STAFF } from './staff/training-staff.ts';
import { ANA, pinOf } from './testing/compose-kit.ts';
import { createFakeLogger } from './testing/fakes.ts';
import { asking, createKioskPorts, PAGE, QUICK } from './testing/kiosk-ports.ts';
import type { Kiosk } from './wiring/kiosk.ts';

let dir = '';
let crm: ControlledCrm;
const kiosks: Kiosk[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-compose-'));
  crm = await startCrm(0);
});
afterEach(async () => {
  for (const kiosk of kiosks.splice(0)) await kiosk.stop();
  await crm.close();
  rmSync(dir, { recursive: true, force: true });
});

async function startCrm(port: number): Promise<ControlledCrm> {
  const started = await startControlledCrm({
    seed: 7,
    guests: 60,
    now: Date.now,
    port,
    journal: join(dir, 'books.jsonl'),
  });
  if (!started.ok) throw new Error(started.error.code);
  return started.value;
}

interface Crossing {
  readonly what: string;
  readonly payload: unknown;
}

/** One run of the kiosk over the folder. Everything that goes toward the page is in `crossed`. */
async function run(options: { undoSeconds?: number; builtIn?: boolean } = {}) {
  const crossed: Crossing[] = [];
  const logger = createFakeLogger();
  let serial = 0;
  const ports = createKioskPorts(dir, {
    logger,
    announce: (name, payload) => crossed.push({ what: name, payload }),
  });
  const { url, clientId, clientSecret, restaurantGuid } = crm;
  const kiosk = await compose(ports, {
    config: configSchema.parse({
      undoSeconds: options.undoSeconds ?? 1,
      training: options.builtIn ? { guests: 60 } : { crm: { url, clientId, clientSecret, restaurantGuid } },
    }),
    configProblems: [],
    dataFolder: dir,
    ...QUICK,
  });
  if (!kiosk.ok) throw new Error(kiosk.error.code);
  kiosks.push(kiosk.value);
  kiosk.value.start();
  const { ask, must } = asking(kiosk.value.router, (name, answer) => {
    serial += 1;
    crossed.push({ what: `answer ${serial} to ${name}`, payload: answer });
  });
  const events = (name: EventName) =>
    crossed.filter(({ what }) => what === name).map(({ payload }) => payload);
  const stop = async () => {
    kiosks.splice(kiosks.indexOf(kiosk.value), 1);
    await kiosk.value.stop();
  };
  return { ask, must, crossed, events, logger, stop };
}

type Run = Awaited<ReturnType<typeof run>>;

async function openAna({ must }: Run, name = 'Marco D.') {
  await must('signIn', { pin: pinOf(name) });
  const { matches } = await must('lookUp', { digits: ANA, by: 'phone' });
  const ana = matches.find((match) => match.name === 'Ana Petrescu');
  if (!ana) throw new Error('Ana is not there');
  return ana;
}

async function form({ must }: Run, guestId: string): Promise<string> {
  const opened = await must('openCreditForm', { guestId });
  if (opened.outcome !== 'form') throw new Error(opened.outcome);
  return opened.form.creditId;
}

const ten = { amount: cents(1_000), reasonId: 'cold-food', note: '' };
const fifteen = { amount: cents(1_500), reasonId: 'long-wait', note: 'table 12' };
const crmCredit = (creditId: string) =>
  crm.control.store().transactions.filter(({ guid }) => guid === creditId);

test('the whole main job: look up, see, give with approval, watch it arrive, see it', async () => {
  const kiosk = await run();
  const ana = await openAna(kiosk);
  const before = await kiosk.must('openGuest', { guestId: ana.id });
  expect(before).toMatchObject({ from: 'toast', balance: { amount: 4_250 }, waiting: 0 });
  const creditId = await form(kiosk, ana.id);
  const asked = await kiosk.must('giveCredit', { creditId, ...fifteen });
  if (asked.outcome !== 'needs-approval') throw new Error(asked.outcome);
  expect(asked.approval).toMatchObject({
    guestName: 'Ana Petrescu',
    amount: 1_500,
    balance: 4_250,
    askedBy: { shortName: 'Marco D.', role: 'server' },
  });
  const item = await kiosk.must('approve', {
    approvalId: asked.approval.approvalId,
    pin: pinOf('Priya N.'),
  });
  expect(item).toMatchObject({ state: 'held', approvedBy: 'Priya N.', guestName: 'Ana Petrescu' });
  expect(await kiosk.must('openGuest', { guestId: ana.id })).toMatchObject({ waiting: 1_500 });
  await vi.waitFor(() => expect(kiosk.events('credit').at(-1)).toMatchObject({ state: 'settled' }), 10_000);
  const after = await kiosk.must('openGuest', { guestId: ana.id });
  expect(after).toMatchObject({ balance: { amount: 5_750 }, waiting: 0 });
  expect(after.history?.lines[0]).toMatchObject({
    id: creditId,
    kind: 'added',
    amount: 1_500,
    reasonId: 'long-wait',
    words: 'table 12',
    by: 'Marco D.',
    approvedBy: 'Priya N.',
  });
  expect(crmCredit(creditId)).toHaveLength(1);
});

test('undone in time, it never reaches the CRM', async () => {
  const kiosk = await run({ undoSeconds: 60 });
  const ana = await openAna(kiosk);
  const creditId = await form(kiosk, ana.id);
  expect(await kiosk.must('giveCredit', { creditId, ...ten })).toMatchObject({ outcome: 'accepted' });
  expect(await kiosk.must('undoCredit', { creditId })).toMatchObject({ state: 'cancelled' });
  expect(await kiosk.must('waitingList', {})).toMatchObject({ items: [], summary: { count: 0, sum: 0 } });
  expect(crm.control.store().posts[creditId]).toBeUndefined();
});

test('accepted while the CRM is down, it survives a restart and arrives once when the CRM is back', async () => {
  const first = await run();
  const ana = await openAna(first);
  const port = Number(new URL(crm.url).port);
  await crm.close();
  const creditId = await form(first, ana.id);
  await first.must('giveCredit', { creditId, ...ten });
  await vi.waitFor(
    () => expect(first.events('connection').at(-1)).toMatchObject({ state: 'offline', cause: 'toast' }),
    10_000,
  );
  await first.stop();

  const second = await run();
  await second.must('signIn', { pin: pinOf('Marco D.') });
  // An attempt may be out at any look; each falls back to queued, since nothing listens there.
  await vi.waitFor(async () => {
    const { items } = await second.must('waitingList', {});
    expect(items).toMatchObject([{ creditId, amount: 1_000, state: 'queued' }]);
  }, 10_000);
  crm = await startCrm(port);
  await second.must('sendNow', {});
  await vi.waitFor(() => expect(crmCredit(creditId)).toHaveLength(1), 20_000);
  await vi.waitFor(async () => expect((await second.must('status', {})).waiting.count).toBe(0), 10_000);
  expect(crmCredit(creditId)).toHaveLength(1);
});

test('a second tap, and a form opened again after a crash, are the same credit', async () => {
  const first = await run({ undoSeconds: 60 });
  const ana = await openAna(first);
  const creditId = await form(first, ana.id);
  expect(await form(first, ana.id)).toBe(creditId);
  await first.must('giveCredit', { creditId, ...ten });
  await first.must('giveCredit', { creditId, ...ten });
  expect(await first.ask('giveCredit', { creditId, ...ten, amount: cents(900) })).toEqual({
    ok: false,
    error: { code: 'form-closed' },
  });
  // Its "saved" was never shown: after the start the form is not offered again, the credit is.
  await first.stop();
  const second = await run({ undoSeconds: 60 });
  await openAna(second);
  expect(await second.must('openCreditForm', { guestId: ana.id })).toMatchObject({
    outcome: 'already-given',
    item: { creditId, amount: 1_000 },
  });
  await second.must('creditShown', { creditId });
  expect(await form(second, ana.id)).not.toBe(creditId);
  expect((await second.must('waitingList', {})).items).toHaveLength(1);
});

test('the credit limits stand no matter what the page asks', async () => {
  const kiosk = await run();
  const ana = await openAna(kiosk);
  const creditId = await form(kiosk, ana.id);
  expect(await kiosk.ask('giveCredit', { creditId, ...ten, amount: cents(25_001) })).toEqual({
    ok: false,
    error: { code: 'amount-over-most', most: 25_000 },
  });
  expect(await kiosk.ask('giveCredit', { creditId: crypto.randomUUID(), ...ten })).toEqual({
    ok: false,
    error: { code: 'form-closed' },
  });
  const asked = await kiosk.must('giveCredit', { creditId, ...fifteen });
  if (asked.outcome !== 'needs-approval') throw new Error(asked.outcome);
  const { approvalId } = asked.approval;
  expect(await kiosk.ask('approve', { approvalId, pin: pinOf('Sam T.') })).toEqual({
    ok: false,
    error: { code: 'approver-not-manager' },
  });
  // Anyone who signs in next finds no approval of someone else's left open.
  await kiosk.must('signIn', { pin: pinOf('Sam T.') });
  expect(await kiosk.ask('approve', { approvalId, pin: pinOf('Priya N.') })).toEqual({
    ok: false,
    error: { code: 'approval-gone' },
  });
  expect(await kiosk.ask('giveCredit', { creditId, ...ten })).toEqual({
    ok: false,
    error: { code: 'form-closed' },
  });
});

test('without anyone signed in nothing of a guest is told, nor done', async () => {
  const kiosk = await run();
  const ana = await openAna(kiosk);
  await kiosk.must('signOut', {});
  const guestId = ana.id;
  const creditId = crypto.randomUUID();
  const refused = { ok: false, error: { code: 'not-signed-in' } };
  expect(await kiosk.ask('lookUp', { digits: ANA, by: 'phone' })).toEqual(refused);
  expect(await kiosk.ask('openGuest', { guestId })).toEqual(refused);
  expect(await kiosk.ask('revealPhone', { guestId })).toEqual(refused);
  expect(await kiosk.ask('openCreditForm', { guestId })).toEqual(refused);
  expect(await kiosk.ask('giveCredit', { creditId, ...ten })).toEqual(refused);
  expect(await kiosk.ask('approve', { approvalId: creditId, pin: pinOf('Priya N.') })).toEqual(refused);
  expect(await kiosk.ask('undoCredit', { creditId })).toEqual(refused);
  expect(await kiosk.ask('waitingList', {})).toEqual(refused);
});

test('a stranger is refused: another window, a frame inside, another origin, a frame that is gone', async () => {
  const kiosk = await run();
  for (const sender of [
    { ...PAGE, ownWindow: false },
    { ...PAGE, mainFrame: false },
    { ...PAGE, origin: 'https://kiosk' },
    { ...PAGE, origin: 'null' },
    { ...PAGE, origin: null },
  ]) {
    expect(await kiosk.ask('status', {}, sender)).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    });
  }
});

test.each<[RequestName, unknown]>([
  ['signIn', { pin: '12' }],
  ['signIn', { pin: 246802 }],
  ['signIn', { pin: '246802', also: 'this' }],
  ['signIn', null],
  ['lookUp', { digits: '415 555', by: 'phone' }],
  ['lookUp', { digits: '4155550142', by: 'sql' }],
  ['openGuest', { guestId: '../creditTransactions' }],
  ['giveCredit', { creditId: crypto.randomUUID(), amount: 10.5, reasonId: 'x', note: '' }],
  ['giveCredit', { creditId: crypto.randomUUID(), amount: -100, reasonId: 'x', note: '' }],
  ['giveCredit', { creditId: crypto.randomUUID(), amount: 100, reasonId: 'x', note: 'x'.repeat(2_000) }],
  ['toString' as RequestName, {}],
  ['__proto__' as RequestName, {}],
])(
  'a request of the wrong shape is refused with a reference and a log line without its content: %s %o',
  async (name, payload) => {
    const kiosk = await run();
    const answer = await kiosk.ask(name, payload as Requests[RequestName]['request']);
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    if (answer.ok || answer.error.code !== 'bad-request') throw new Error('not refused');
    const line = kiosk.logger.lines.find(({ event }) => event === 'request-refused');
    expect(line?.data).toMatchObject({ reference: answer.error.reference });
    expect(JSON.stringify(kiosk.logger.lines)).not.toMatch(/246802|4155550142|415 555/);
  },
);

test('a CRM that answers HTML gets words, and nothing is lost', async () => {
  const kiosk = await run();
  const ana = await openAna(kiosk);
  const html = { kind: 'status', status: 502, body: 'html' } as const;
  for (const operation of ['search', 'list-transactions', 'get-transaction', 'add-credit'] as const)
    crm.control.fault({ operation, times: 'all', effect: html });
  expect(await kiosk.ask('lookUp', { digits: '4155550118', by: 'phone' })).toMatchObject({
    ok: false,
    error: { code: 'toast-trouble' },
  });
  const creditId = await form(kiosk, ana.id);
  await kiosk.must('giveCredit', { creditId, ...ten });
  await vi.waitFor(() => expect(kiosk.events('connection').at(-1)).toMatchObject({ cause: 'toast' }), 10_000);
  await vi.waitFor(() => expect(kiosk.events('credit').at(-1)).toMatchObject({ state: 'verifying' }), 10_000);
  crm.control.clearFaults();
  await vi.waitFor(() => expect(crmCredit(creditId)).toHaveLength(1), 20_000);
});

test('no secret, token, restaurant GUID, PIN or whole number crosses toward the page, or reaches the log', async () => {
  const kiosk = await run();
  const ana = await openAna(kiosk);
  const { trainingPins, ...status } = await kiosk.must('status', {});
  expect(trainingPins).toHaveLength(4);
  kiosk.crossed.splice(
    kiosk.crossed.findLastIndex(({ what }) => what.endsWith('to status')),
    1,
    { what: 'status but for its training PINs', payload: status },
  );
  await kiosk.must('openGuest', { guestId: ana.id });
  const creditId = await form(kiosk, ana.id);
  const asked = await kiosk.must('giveCredit', { creditId, ...fifteen });
  if (asked.outcome !== 'needs-approval') throw new Error(asked.outcome);
  await kiosk.ask('approve', { approvalId: asked.approval.approvalId, pin: '111222' });
  await kiosk.must('approve', { approvalId: asked.approval.approvalId, pin: pinOf('Priya N.') });
  await vi.waitFor(() => expect(kiosk.events('credit').at(-1)).toMatchObject({ state: 'settled' }), 10_000);
  await kiosk.must('waitingList', {});
  const secrets = [crm.clientId, crm.clientSecret, crm.restaurantGuid, crm.controlToken, 'Bearer', 'eyJ'];
  const pins = [...TRAINING_STAFF.map(({ pin }) => pin), '111222'];
  const towardsThePage = JSON.stringify(kiosk.crossed);
  const logged = JSON.stringify(kiosk.logger.lines);
  for (const secret of [...secrets, ...pins, ANA]) {
    expect(towardsThePage).not.toContain(secret);
    expect(logged).not.toContain(secret);
  }
  expect(logged).not.toMatch(/Petrescu|example\.(com|org|net)/);
});

test('a guest’s name is not pushed to a page where no one is signed in', async () => {
  const kiosk = await run();
  const ana = await openAna(kiosk);
  const creditId = await form(kiosk, ana.id);
  await kiosk.must('giveCredit', { creditId, ...ten });
  await kiosk.must('signOut', {});
  const mark = kiosk.crossed.length;
  await vi.waitFor(() => expect(kiosk.events('credit').at(-1)).toMatchObject({ state: 'settled' }), 10_000);
  expect(JSON.stringify(kiosk.crossed.slice(mark))).not.toContain('Petrescu');
});

test('Training has its own CRM and its own folder; what was given is still there after a restart', async () => {
  const first = await run({ builtIn: true });
  const ana = await openAna(first);
  const creditId = await form(first, ana.id);
  await first.must('giveCredit', { creditId, ...ten });
  await vi.waitFor(() => expect(first.events('credit').at(-1)).toMatchObject({ state: 'settled' }), 10_000);
  await first.stop();
  expect(readdirSync(dir).filter((name) => name !== 'books.jsonl')).toEqual(['ledger-heads', 'training']);
  const second = await run({ builtIn: true });
  await openAna(second);
  const view = await second.must('openGuest', { guestId: ana.id });
  expect(view.balance?.amount).toBe(5_250);
  expect(view.history?.lines[0]?.id).toBe(creditId);
});

test('no guest is in the kiosk’s own files, journal of the practice CRM apart', async () => {
  const kiosk = await run();
  const ana = await openAna(kiosk);
  await kiosk.must('openGuest', { guestId: ana.id });
  const creditId = await form(kiosk, ana.id);
  await kiosk.must('giveCredit', { creditId, ...ten });
  const folder = join(dir, 'training');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((each) => statSync(join(folder, each)).isFile())) {
    const content = readFileSync(join(folder, name), 'latin1');
    for (const trace of ['Petrescu', ANA, '555-0142', pinOf('Marco D.'), crm.clientSecret]) {
      expect(content.includes(trace), `${trace} in ${name}`).toBe(false);
    }
  }
});

test('a damaged file is set aside, what can be read is kept, and staff are told', async () => {
  const first = await run({ undoSeconds: 60 });
  const ana = await openAna(first);
  const creditId = await form(first, ana.id);
  await first.must('giveCredit', { creditId, ...ten });
  await first.stop();
  const path = join(dir, 'training', 'kiosk.db');
  const raw = new DatabaseSync(path);
  const page = Number(
    raw.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'outbox_history_by_id'").get()?.['rootpage'],
  );
  raw.close();
  // A page no one reads at first: found by the check at the next start.
  const bytes = readFileSync(path);
  bytes.fill(0xff, (page - 1) * 4096, page * 4096);
  writeFileSync(path, bytes);
  const second = await run({ undoSeconds: 60 });
  const status = await second.must('status', {});
  expect(status.recovered?.setAside).toMatch(/kiosk\.db\.damaged-\d{8}T\d{6}Z$/);
  expect(readFileSync(status.recovered?.setAside ?? '')).toEqual(bytes);
  await second.must('signIn', { pin: pinOf('Marco D.') });
  const { items } = await second.must('waitingList', {});
  expect(items).toMatchObject([{ creditId, state: 'stuck', stuck: 'unreadable-record' }]);
  // A manager decides: Toast is asked, and since it has nothing, it is sent once.
  expect(
    await second.ask('resolveEntry', {
      id: creditId,
      resolution: { do: 'recheck' },
      pin: pinOf('Marco D.'),
    }),
  ).toEqual({ ok: false, error: { code: 'approver-not-manager' } });
  await second.must('resolveEntry', {
    id: creditId,
    resolution: { do: 'recheck' },
    pin: pinOf('Priya N.'),
  });
  await vi.waitFor(() => expect(crmCredit(creditId)).toHaveLength(1), 20_000);
});

test('all guests are forgotten only within a manager’s visit, and that is on record', async () => {
  const kiosk = await run();
  await openAna(kiosk);
  expect(await kiosk.must('lookUp', { digits: ANA.slice(0, 4), by: 'phone' })).toMatchObject({
    matches: [{ name: 'Ana Petrescu' }],
  });
  expect(await kiosk.ask('forgetAllGuests', {})).toEqual({ ok: false, error: { code: 'managers-only' } });
  await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
  const { forgotten } = await kiosk.must('forgetAllGuests', {});
  expect(forgotten).toBeGreaterThan(0);
  expect(await kiosk.must('lookUp', { digits: ANA.slice(0, 4), by: 'phone' })).toMatchObject({ matches: [] });
  const { lines } = await kiosk.must('auditPage', { before: null, filter: 'all' });
  expect(JSON.stringify(lines)).toContain('all-guests-forgotten');
});
