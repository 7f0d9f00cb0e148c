import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startControlledCrm } from '../../../e2e/sandbox-control/controlled-crm.ts';
import { err } from '../../../src-preload/contract/result.ts';
import { type Bench, creditBody, EVENING, startBench } from '../../testing/crm/sandbox-client.ts';
import { createOperations } from '../service/operations.ts';
import { describeTrainingCrmError } from '../transport/crm-server.ts';
import { type Origin, openJournal, type WriteBytes } from './append-log.ts';
import { createCalendar } from './calendar.ts';
import { knownGuid } from './known-guests.ts';
import type { Entry } from './model.ts';
import { USUAL_READINGS } from './readings.ts';
import { createStore } from './store.ts';

const ANA = knownGuid('Ana', 'Petrescu');
const DAY = 86_400_000;
const origin: Origin = {
  seed: 7,
  guests: 40,
  anchorDay: 20_000,
  timeZone: 'America/Los_Angeles',
  dayEndsAtHour: 4,
  expiryDays: 90,
};
const entry = (name: string): Entry => ({
  kind: 'guest',
  guest: { guid: ANA, firstName: name, lastName: null, phone: null, email: null },
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hoststand-journal-'));
  path = join(folder, 'books', 'journal.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(fresh = origin) {
  const opened = openJournal(path, fresh);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

describe('the file', () => {
  test('gives back what was appended, in order, and what the records were made from', () => {
    const first = open();
    expect(first.append(entry('Ana')).ok).toBe(true);
    expect(first.append(entry('Äna\n"')).ok).toBe(true);
    first.close();
    const second = open({ ...origin, anchorDay: 20_030 });
    expect(second.entries).toEqual([entry('Ana'), entry('Äna\n"')]);
    expect(second.origin).toEqual(origin);
    expect(second.mended).toBe(false);
    second.close();
  });

  test('loses a torn last line and nothing else, wherever it was torn', () => {
    const first = open();
    first.append(entry('Ana'));
    first.append(entry('Bo'));
    first.close();
    const whole = readFileSync(path);
    const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let length = lastLine + 1; length < whole.length; length += 1) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      const torn = open();
      expect(torn.entries).toEqual([entry('Ana')]);
      expect(torn.mended).toBe(true);
      torn.append(entry('Cy'));
      torn.close();
      const again = open();
      expect(again.entries).toEqual([entry('Ana'), entry('Cy')]);
      again.close();
    }
  });

  test('begins again where its very first line was torn', () => {
    open().close();
    truncateSync(path, 20);
    const again = open({ ...origin, seed: 9 });
    expect(again.origin.seed).toBe(9);
    again.close();
  });

  test.each(['{}\n', 'x\n', '{"kind":"guest"}\n', '\n'])(
    'says which line %j cannot be read, and leaves it',
    (bad) => {
      open().close();
      appendFileSync(path, `${bad}${JSON.stringify(entry('Ana'))}\n`);
      const before = readFileSync(path, 'utf8');
      expect(openJournal(path, origin)).toEqual({
        ok: false,
        error: { code: 'journal-unreadable', path, line: 2 },
      });
      expect(readFileSync(path, 'utf8')).toBe(before);
    },
  );

  test('that cannot be made is an error, not an exception', () => {
    const opened = openJournal(folder, origin);
    expect(opened).toMatchObject({ ok: false, error: { code: 'journal-unavailable', path: folder } });
  });

  test('keeps nothing of an entry that the disk would not take whole, and continues after it', () => {
    let isFull = false;
    const write: WriteBytes = (file, bytes, from) => {
      if (!isFull) return writeSync(file, bytes, from);
      if (from > 0) throw new Error('ENOSPC: no space left on device');
      return writeSync(file, bytes, 0, 10);
    };
    const opened = openJournal(path, origin, write);
    if (!opened.ok) throw new Error('not opened');
    const journal = opened.value;
    journal.append(entry('Ana'));
    isFull = true;
    const failure = { code: 'journal-not-written', detail: expect.stringContaining('ENOSPC') };
    expect(journal.append(entry('Bo'))).toEqual({ ok: false, error: failure });
    isFull = false;
    expect(journal.append(entry('Cy')).ok).toBe(true);
    journal.close();
    const again = open();
    expect(again.entries).toEqual([entry('Ana'), entry('Cy')]);
    again.close();
  });

  test('writes nothing more once half an entry cannot be taken off again', () => {
    let write: WriteBytes = writeSync;
    const opened = openJournal(path, origin, (file, bytes, from) => write(file, bytes, from));
    if (!opened.ok) throw new Error('not opened');
    const journal = opened.value;
    const before = readFileSync(path, 'utf8');
    write = (file) => {
      // The file is gone from under the journal: neither the write nor the mending can work.
      closeSync(file);
      throw new Error('EIO');
    };
    expect(journal.append(entry('Ana')).ok).toBe(false);
    let tries = 0;
    write = () => {
      tries += 1;
      return 0;
    };
    expect(journal.append(entry('Bo'))).toMatchObject({ ok: false, error: { detail: 'EIO' } });
    expect(tries).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});

describe('the records over a restart', () => {
  const ADA = 'abcdef01-2345-4678-9abc-def012345678';
  let bench: Bench;
  const start = async (at = EVENING): Promise<void> => {
    bench = await startBench({ journal: path });
    bench.clock.at = at;
    await bench.logIn();
  };
  const restart = async (at = EVENING): Promise<void> => {
    await bench.crm.close();
    await start(at);
  };
  beforeEach(() => start());
  afterEach(() => bench.crm.close());

  test('are the same: guests, credits, what a POS did, and what expired meanwhile', async () => {
    const ada = { guid: ADA, firstName: 'Ada', lastName: 'Nilsson', phone: '4155550120' };
    await bench.call('POST', '/crm/v1/customers', ada);
    const body = creditBody();
    await bench.credit(ADA, body);
    await bench.credit(ADA, { amount: 5 });
    const spent = bench.crm.control.pos({ kind: 'redeem', guestGuid: ADA, amount: 1200 });
    expect(spent.ok).toBe(true);
    bench.crm.control.pos({ kind: 'expire', guestGuid: knownGuid('Tom', 'Okafor') });
    bench.crm.control.pos({ kind: 'store-phone', guestGuid: ANA, phone: '+14155550142' });
    const { guests, transactions } = bench.crm.control.store();
    await restart();
    expect(bench.crm.control.store()).toMatchObject({ guests, transactions });
    expect(await bench.balance(ADA)).toBe(3);

    // The same credit again is still the same credit.
    expect((await bench.credit(ADA, body)).status).toBe(200);
    expect(await bench.balance(ADA)).toBe(3);

    bench.clock.at = EVENING + 100 * DAY;
    const later = bench.crm.control.store();
    await restart(EVENING + 100 * DAY);
    expect(bench.crm.control.store()).toMatchObject({
      guests: later.guests,
      transactions: later.transactions,
    });
    expect(await bench.balance(ADA)).toBe(0);
  });

  test('keep the histories where they were when days have passed', async () => {
    const before = bench.crm.control.store().transactions;
    await restart(EVENING + 5 * DAY);
    // What expired in the meantime stands in front of what there was.
    const after = bench.crm.control.store().transactions.filter((line) => line.at <= EVENING);
    expect(after).toEqual(before);
  });

  test('hold what was answered before the process died, and not what was half written', async () => {
    const body = creditBody();
    await bench.credit(ANA, body);
    // No close: the file as it is is what a killed process leaves, with half a line more.
    const left = join(folder, 'left.jsonl');
    writeFileSync(left, `${readFileSync(path, 'utf8')}{"kind":"line","line":{"guid":"11`);
    const second = await startBench({ journal: left });
    expect(await second.balance(ANA)).toBe(52.5);
    expect(second.crm.control.store().transactions[0]).toMatchObject({ guid: body.guid });
    await second.crm.close();
  });

  test('do not hand out the same GUID twice', async () => {
    const redeem = () => bench.crm.control.pos({ kind: 'redeem', guestGuid: ANA, amount: 100 });
    const first = redeem();
    await restart();
    const second = redeem();
    expect(first.ok && second.ok && first.value[0]?.guid !== second.value[0]?.guid).toBe(true);
  });

  test('of another seed or count are refused, in words', async () => {
    for (const other of [{ seed: 8 }, { guests: 41 }]) {
      const options = { seed: 7, guests: 40, now: () => EVENING, journal: path, ...other };
      const started = await startControlledCrm(options);
      expect(started).toMatchObject({
        ok: false,
        error: { code: 'journal-of-other-books', seed: 7, guests: 40 },
      });
      if (!started.ok) expect(describeTrainingCrmError(started.error)).toContain('seed 7 and 40 guests');
    }
  });
});

test('a credit that could not be written down is a 500, and is not in the CRM', () => {
  const calendar = createCalendar('America/Los_Angeles', 4);
  const store = createStore(calendar.wallClock);
  store.apply(entry('Ana'));
  const operate = createOperations({
    store,
    calendar,
    hides: () => false,
    restaurantGuid: ANA,
    maxAmount: 100_000,
    expiryDays: 90,
    now: () => EVENING,
    readings: () => USUAL_READINGS,
    record: () => err({ code: 'journal-not-written', detail: 'ENOSPC' }),
  });
  const call = { restaurantGuid: ANA, query: new URLSearchParams() };
  const credit = operate({ ...call, operation: 'add-credit', guid: ANA, body: creditBody() });
  expect(credit).toMatchObject({ ok: false, error: { status: 500 } });
  const guid = '00000000-0000-4000-8000-000000000000';
  const guest = operate({
    ...call,
    operation: 'create-guest',
    guid: null,
    body: { guid, firstName: 'Ada', lastName: 'Nilsson', email: 'ada@example.com' },
  });
  expect(guest).toMatchObject({ ok: false, error: { status: 500 } });
  expect(store.lines(EVENING)).toEqual([]);
  expect(store.guests.size).toBe(1);
});
