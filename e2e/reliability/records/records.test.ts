/** Records that vanish, shrink or go back in time, under a real kiosk in a process of its own. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pinOf } from '../../../src-main/testing/compose-kit.ts';
import { type FarKiosk, openRecordsPlace, type RecordsPlace } from './records-kit.ts';

let place: RecordsPlace;
beforeEach(async () => {
  place = await openRecordsPlace();
});
afterEach(() => place.close());

const AMOUNTS = [500, 501, 502];
async function giveThree(kiosk: FarKiosk): Promise<void> {
  for (const [at, amount] of AMOUNTS.entries()) {
    expect(await kiosk.give(place.guests[at] ?? '', amount)).toMatchObject({
      value: { outcome: 'accepted' },
    });
  }
}
/** Resolves once the undo moment of everything is over. */
async function queued(kiosk: FarKiosk): Promise<void> {
  while ((await kiosk.waiting()).some(({ state }) => state !== 'queued'));
}
const needs = async (kiosk: FarKiosk): Promise<readonly string[]> =>
  (await kiosk.must('enterManager', { pin: pinOf('Priya N.') })).needs.map(({ what }) => what);
/** Files beside the database, by the end of their names. */
const beside = () =>
  readdirSync(dirname(place.db))
    .map((name) => name.slice(basename(place.db).length))
    .sort();

describe('what was only in the log is still there', () => {
  test.each([
    ['the file is empty', () => truncateSync(place.db, 0)],
    ['the file is cut within its header', () => truncateSync(place.db, 60)],
    ['the file is gone', () => rmSync(place.db)],
    ['the file is garbage', () => writeFileSync(place.db, Buffer.alloc(statSync(place.db).size, 0x5a))],
    ['the file is all zeros', () => writeFileSync(place.db, Buffer.alloc(statSync(place.db).size))],
  ])('%s', async (_, harm) => {
    // Closed once, so that the log holds the credits and not the tables they are in; no copy knows of them.
    await (await place.run()).stop();
    const first = await place.run();
    await giveThree(first);
    await first.kill();
    const log = readFileSync(`${place.db}-wal`);
    harm();
    const left = existsSync(place.db) ? readFileSync(place.db) : null;

    const again = await place.run();
    expect((await again.waiting()).map((item) => item.kind === 'add-credit' && item.amount)).toEqual(AMOUNTS);
    const { recovered, waiting } = await again.must('status', {});
    expect(recovered?.missingSince).toBeGreaterThan(0);
    expect(waiting.needPerson).toBe(3);
    expect(await needs(again)).toContain('recovered');
    // Byte for byte as it was found.
    const aside = beside().filter((name) => name.startsWith('.damaged-'));
    const asideLog = aside.find((name) => name.endsWith('-wal')) ?? '';
    expect(readFileSync(place.db + asideLog).equals(log)).toBe(true);
    if (left) {
      const asideFile = aside.find((name) => !name.endsWith('-wal')) ?? '';
      expect(readFileSync(place.db + asideFile).equals(left)).toBe(true);
    }
    expect(place.atCrm()).toEqual([]);
  });
});

describe('the file and its log are gone', () => {
  test('what the newest copy has waits for a manager, and what may be missing is said', async () => {
    const first = await place.run();
    await giveThree(first);
    await first.stop();
    rmSync(join(dirname(place.db), 'copies'), { recursive: true });
    // Makes a copy at its start.
    await (await place.run()).stop();
    rmSync(place.db);
    const again = await place.run();
    const items = await again.waiting();
    expect(items.map(({ state }) => state)).toEqual(['stuck', 'stuck', 'stuck']);
    const { recovered } = await again.must('status', {});
    expect(recovered).toMatchObject({ setAside: null });
    expect(recovered?.missingSince).toBeGreaterThan(0);
    expect(await needs(again)).toContain('recovered');
  });

  test('the whole folder is gone: the ledger’s head shows that there were records', async () => {
    const first = await place.run();
    await giveThree(first);
    await first.stop();
    rmSync(dirname(place.db), { recursive: true });
    const again = await place.run();
    expect((await again.must('status', {})).recovered).toMatchObject({ missingSince: 0, setAside: null });
    expect(await needs(again)).toEqual(expect.arrayContaining(['recovered', 'record-cut']));
  });
});

test('a first start is no damage, nor is one that was killed before it wrote anything', async () => {
  mkdirSync(dirname(place.db), { recursive: true });
  writeFileSync(place.db, '');
  const kiosk = await place.run();
  expect((await kiosk.must('status', {})).recovered).toBeNull();
});

test('an older copy of the folder, put back: nothing is believed, and it is said from when', async () => {
  const first = await place.run({ undoSeconds: 1, offline: true });
  await giveThree(first);
  await queued(first);
  await first.stop();
  cpSync(dirname(place.db), join(place.dir, 'backup'), { recursive: true });
  const second = await place.run({ undoSeconds: 1 });
  await second.drained();
  await second.stop();
  expect(place.atCrm().toSorted()).toEqual(AMOUNTS);
  rmSync(dirname(place.db), { recursive: true });
  renameSync(join(place.dir, 'backup'), dirname(place.db));
  const third = await place.run({ undoSeconds: 1 });
  await third.drained();
  expect(place.atCrm()).toHaveLength(3);
  expect((await third.must('status', {})).recovered).toMatchObject({ missingSince: expect.any(Number) });
  expect(await needs(third)).toContain('record-cut');
});

test('the log deleted after a kill: nothing is sent a second time', async () => {
  const first = await place.run({ undoSeconds: 1, offline: true });
  await giveThree(first);
  await queued(first);
  await first.stop();
  const second = await place.run({ undoSeconds: 1 });
  await second.drained();
  // The head is kept a moment after the last line.
  const written = await lines(second);
  while (headSeq() < written) await second.must('status', {});
  await second.kill();
  rmSync(`${place.db}-wal`);
  const third = await place.run({ undoSeconds: 1 });
  await third.drained();
  expect(place.atCrm()).toHaveLength(3);
  expect((await third.must('status', {})).recovered).not.toBeNull();
});
const headSeq = (): number =>
  JSON.parse(readFileSync(join(place.dir, 'ledger-heads', 'training.json'), 'utf8')).seq;
async function lines(kiosk: FarKiosk): Promise<number> {
  await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
  return (await kiosk.must('deviceFacts', {})).ledgerLines;
}

describe('killed while recovering', () => {
  let parts = { damaged: Buffer.alloc(0), log: Buffer.alloc(0), finished: Buffer.alloc(0) };
  // What each step leaves behind, made by hand from a recovery that was carried out.
  test.each([
    [
      'half a new file, and a copy it read from',
      () => {
        writeFileSync(`${place.db}-wal`, parts.log);
        writeFileSync(`${place.db}.making`, 'half');
        mkdirSync(join(dirname(place.db), 'reading-x'));
      },
    ],
    [
      'the log moved, the file not',
      (stamp: string) => {
        const { damaged, log, finished } = parts;
        writeFileSync(place.db, damaged);
        writeFileSync(`${place.db}.damaged-${stamp}-wal`, log);
        writeFileSync(`${place.db}.recovered-${stamp}`, finished);
      },
    ],
    [
      'both moved, the new file not in place',
      (stamp: string) => {
        const { damaged, log, finished } = parts;
        rmSync(place.db, { force: true });
        writeFileSync(`${place.db}.damaged-${stamp}`, damaged);
        writeFileSync(`${place.db}.damaged-${stamp}-wal`, log);
        writeFileSync(`${place.db}.recovered-${stamp}`, finished);
      },
    ],
    [
      'the new file made, nothing moved',
      (stamp: string) => {
        const { damaged, log, finished } = parts;
        writeFileSync(place.db, damaged);
        writeFileSync(`${place.db}-wal`, log);
        writeFileSync(`${place.db}.recovered-${stamp}`, finished);
      },
    ],
  ])('%s', async (_, leave) => {
    const first = await place.run();
    await giveThree(first);
    await first.kill();
    const log = readFileSync(`${place.db}-wal`);
    const damaged = Buffer.alloc(statSync(place.db).size, 0x5a);
    writeFileSync(place.db, damaged);
    const probe = await place.run();
    await probe.stop();
    const aside = beside().find((name) => name.startsWith('.damaged-') && !name.endsWith('-wal')) ?? '';
    parts = { damaged, log, finished: readFileSync(place.db) };
    // As it was found, with what the step left.
    for (const name of beside().filter((each) => each.startsWith('.damaged-'))) rmSync(place.db + name);
    writeFileSync(place.db, damaged);
    leave(aside.slice('.damaged-'.length));
    const again = await place.run();
    expect(await again.waiting()).toHaveLength(3);
    expect((await again.must('status', {})).recovered?.setAside).toContain('.damaged-');
    expect(beside().filter((name) => /making|recovered-|reading/.test(name))).toEqual([]);
  });
});

describe('deleted or replaced while the kiosk runs', () => {
  test.each([
    ['the file deleted', () => rmSync(place.db)],
    [
      'the file and its log deleted',
      () => {
        rmSync(place.db);
        rmSync(`${place.db}-wal`);
      },
    ],
    ['the log deleted', () => rmSync(`${place.db}-wal`)],
    ['the whole folder deleted', () => rmSync(dirname(place.db), { recursive: true })],
    [
      'another file put in its place',
      () => {
        writeFileSync(`${place.db}.other`, 'another file '.repeat(1000));
        renameSync(`${place.db}.other`, place.db);
      },
    ],
  ])('%s: nothing more is called saved, and what was there is rescued', async (_, harm) => {
    const kiosk = await place.run();
    await giveThree(kiosk);
    harm();
    await kiosk.must('signOut', {}).catch(() => null);
    // Refused in words, or it waits for the rescued records; never called saved where it is not kept.
    const answers = new Set<string>();
    const late = place.guests[5] ?? '';
    let saved = false;
    while (!saved) {
      const answer = await kiosk.give(late, 700).catch((error: Error) => error);
      if (answer instanceof Error) answers.add(answer.message.replace(/^\w+: /, ''));
      else if (answer.ok) saved = true;
      else answers.add(answer.error.code);
    }
    expect([...answers].join()).not.toContain('internal');
    expect((await kiosk.must('status', {})).recovered).toMatchObject({ missingSince: null });
    await kiosk.kill();
    const again = await place.run();
    expect((await again.waiting()).map((item) => item.kind === 'add-credit' && item.amount)).toEqual([
      ...AMOUNTS,
      700,
    ]);
  });
});

describe('another program has the data open at a start', () => {
  test('the kiosk says so, waits, and starts when the data is free', async () => {
    await (await place.run()).stop();
    const holder = new DatabaseSync(place.db);
    holder.exec('BEGIN EXCLUSIVE');
    const kiosk = await place.run();
    expect(await kiosk.ask('status', {})).toMatchObject({ error: { code: 'data-in-use', language: 'en' } });
    holder.exec('COMMIT');
    holder.close();
    let answer = await kiosk.ask('status', {});
    while (!answer.ok && answer.error.code === 'data-in-use') answer = await kiosk.ask('status', {});
    expect(answer).toMatchObject({ ok: true, value: { recovered: null } });
  });
});

describe('the data on another PC', () => {
  const here = { addresses: ['a0:36:9f:00:00:01', 'a0:36:9f:00:00:02'], processor: 'One', machine: 'm1' };
  const there = { addresses: ['a0:36:9f:00:00:09'], processor: 'Two', machine: 'm1' };

  async function clone(): Promise<FarKiosk> {
    const first = await place.run({ undoSeconds: 1, offline: true, identity: here });
    await giveThree(first);
    await queued(first);
    await first.stop();
    const dir = join(place.dir, 'clone');
    mkdirSync(dir);
    for (const name of ['training', 'ledger-heads']) {
      cpSync(join(place.dir, name), join(dir, name), { recursive: true });
    }
    const second = await place.run({ undoSeconds: 1, dir, identity: there });
    expect(await second.must('status', {})).toMatchObject({ moved: true, waiting: { count: 3 } });
    await second.must('sendNow', {});
    expect(await needs(second)).toContain('moved');
    expect(place.atCrm()).toEqual([]);
    return second;
  }
  async function confirm(kiosk: FarKiosk, as: 'replacement' | 'copy'): Promise<void> {
    await kiosk.must('confirmMoved', { as });
    while ((await kiosk.must('status', {})).moved);
  }

  test('nothing is sent until a manager says that it replaces the old PC; then everything is', async () => {
    const second = await clone();
    await confirm(second, 'replacement');
    await second.drained();
    expect(place.atCrm().toSorted()).toEqual(AMOUNTS);
  });

  test('it is noticed by the daily copy where the database itself is empty', async () => {
    const first = await place.run({ undoSeconds: 1, offline: true, identity: here });
    await first.stop();
    const dir = join(place.dir, 'clone');
    mkdirSync(dir);
    for (const name of ['training', 'ledger-heads']) {
      cpSync(join(place.dir, name), join(dir, name), { recursive: true });
    }
    writeFileSync(join(dir, 'training', 'kiosk.db'), '');
    const second = await place.run({ dir, identity: there });
    expect(await second.must('status', {})).toMatchObject({ moved: true });
  });

  test('of a copy nothing is sent; each waits for a manager', async () => {
    const second = await clone();
    await confirm(second, 'copy');
    expect((await second.waiting()).map(({ state }) => state)).toEqual(['stuck', 'stuck', 'stuck']);
    expect(place.atCrm()).toEqual([]);
    expect(await second.ask('confirmMoved', { as: 'copy' })).toMatchObject({ ok: false });
  });
});
