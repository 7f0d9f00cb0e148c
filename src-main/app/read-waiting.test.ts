/** What waits is read out of a data folder that no kiosk starts from, and no byte of the folder changes. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { realClock, realScheduler } from '../lib/real-time.ts';
import type { SecretBox } from '../ports.ts';
import { goLive, type HostPlace, MANAGER_PIN, openHostPlace } from '../testing/app-kit.ts';
import { createFakeLogger, createFakeSecretBox } from '../testing/fakes.ts';
import { type ReadWaiting, readWaiting } from './read-waiting.ts';

let place: HostPlace;
let work: string;
/** The folder as a killed kiosk left it: two credits wait. */
let data: string;
let database: string;
const given: string[] = [];

beforeEach(async () => {
  place = await openHostPlace();
  work = mkdtempSync(join(tmpdir(), 'hoststand-evidence-'));
  data = join(work, 'data');
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.must('signIn', { pin: MANAGER_PIN });
  const found = await kiosk.must('lookUp', { digits: '4155550142', by: 'phone' });
  const guestId = found.matches[0]?.id ?? '';
  await kiosk.must('openGuest', { guestId });
  await kiosk.stop();
  // The next one has no line.
  const offline = await place.run({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
  await offline.must('signIn', { pin: MANAGER_PIN });
  given.length = 0;
  for (const amount of [700, 300]) {
    const form = await offline.must('openCreditForm', { guestId });
    if (form.outcome !== 'form') throw new Error(form.outcome);
    const { creditId } = form.form;
    const credit = { creditId, amount: cents(amount), reasonId: 'cold-food', note: 'Window table' };
    await offline.must('giveCredit', credit);
    await offline.must('creditShown', { creditId });
    given.push(creditId);
  }
  // As after a kill: nothing was closed in order.
  cpSync(place.dir, data, { recursive: true });
  database = join(data, `live-${place.crm.restaurantGuid}`, 'kiosk.db');
});
afterEach(async () => {
  await place.close();
  rmSync(work, { recursive: true, force: true });
});

/** Every file of a folder with its content, rights and date. */
function fingerprint(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { mode, mtimeMs } = statSync(path);
      return `${path} ${mode} ${mtimeMs} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
    })
    .sort();
}

async function read(secretBox: SecretBox = createFakeSecretBox()): Promise<ReadWaiting> {
  const before = fingerprint(data);
  const temporary = join(work, 'temporary');
  mkdirSync(temporary, { recursive: true });
  const found = await readWaiting({
    clock: realClock,
    scheduler: realScheduler,
    logger: createFakeLogger(),
    secretBox,
    dataFolder: data,
    temporary,
  });
  expect(fingerprint(data)).toEqual(before);
  expect(readdirSync(temporary)).toEqual([]);
  const [only] = found;
  if (only === undefined) throw new Error('No restaurant was found');
  return only;
}

const troublesOf = ({ troubles }: ReadWaiting): readonly string[] => troubles.map(({ what }) => what);
const idsOf = ({ rows }: ReadWaiting): readonly string[] => rows.map(({ id }) => id).sort();

test('from the folder of a killed kiosk: all that waits, with names, numbers and notes', async () => {
  const found = await read();
  expect(found).toMatchObject({ restaurantGuid: place.crm.restaurantGuid, troubles: [] });
  expect(idsOf(found)).toEqual([...given].sort());
  expect(found.rows[0]).toMatchObject({
    phone: '4155550142',
    amount: 700,
    mayBeThere: 'no',
    givenBy: 'Olga R.',
  });
  expect(found.rows[0]?.note).toContain('Window table');
  expect(found.rows[0]?.guestName).toContain('Ana');
}, 60_000);

test('from a file that was overwritten, of which the log still tells', async () => {
  const bytes = readFileSync(database);
  writeFileSync(database, Buffer.alloc(bytes.length, 0x2a));
  const found = await read();
  expect(troublesOf(found)).toContain('repaired');
  expect(idsOf(found)).toEqual([...given].sort());
  // The file may have known more: nothing here proves that Toast does not have it.
  expect(found.rows.map(({ mayBeThere }) => mayBeThere)).toEqual(['unknown', 'unknown']);
}, 60_000);

test('from a file that is cut off, and one that is gone', async () => {
  truncateSync(database, 3);
  expect(idsOf(await read())).toEqual([...given].sort());
  rmSync(database);
  expect(idsOf(await read())).toEqual([...given].sort());
}, 60_000);

test('in another account amounts, people and times are there, and what is not is said', async () => {
  const stranger: SecretBox = {
    ...createFakeSecretBox(),
    open: () => Promise.reject(new Error('Another account sealed this')),
  };
  const found = await read(stranger);
  expect(troublesOf(found)).toEqual(['unproven', 'shut', 'guests']);
  expect(found.rows).toMatchObject([
    { amount: 700, givenBy: 'Olga R.', guestName: null, phone: null, mayBeThere: 'unknown' },
    { amount: 300 },
  ]);
  expect(found.rows[0]?.note).not.toContain('Window');
}, 60_000);

test('with nothing left it says so', async () => {
  rmSync(database);
  rmSync(`${database}-wal`, { force: true });
  rmSync(join(database, '..', 'copies'), { recursive: true, force: true });
  const found = await read();
  expect(found.rows).toEqual([]);
  expect(troublesOf(found)).toContain('repaired');
}, 60_000);

test('a row that someone edited is listed as one that proves nothing', async () => {
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(database);
  db.prepare('UPDATE outbox SET amount = 90000 WHERE id = ?').run(given[0] ?? '');
  db.close();
  const { rows } = await read();
  expect(rows.find(({ id }) => id === given[0])?.mayBeThere).toBe('unknown');
  expect(rows.find(({ id }) => id === given[1])?.mayBeThere).toBe('no');
}, 60_000);
