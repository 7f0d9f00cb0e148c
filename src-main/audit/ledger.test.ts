import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import { openOrRecover } from '../storage/recover.ts';
import { createFakeHead, openTestLedger, tamper } from '../testing/audit-kit.ts';
import { createFakeSecretBox } from '../testing/fakes.ts';

const marco: StaffName = { id: 'e1', shortName: 'Marco D.', role: 'server' };
const view = (n: number) => ({ kind: 'guest-viewed', by: marco, guestId: `g${n}` }) as const;

let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-ledger-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A ledger of ten lines, closed. Returns its kept head. */
async function tenLines() {
  const first = await openTestLedger(path);
  for (let n = 1; n <= 10; n += 1) first.ledger.append(view(n));
  first.close();
  return first.head;
}

async function verdictOf(head = createFakeHead()) {
  const again = await openTestLedger(path, { head });
  const verdict = await again.ledger.verify();
  again.close();
  return verdict;
}

test('lines follow one another, and all are as they were written', async () => {
  const head = await tenLines();
  expect(await verdictOf(head)).toMatchObject({ state: 'whole', lines: 10, unproven: 0, unwatched: 0 });
});

test('the short seal stands for all lines: it changes with each', async () => {
  const { ledger, close } = await openTestLedger(path);
  const seals = new Set<string>();
  for (let n = 0; n < 5; n += 1) {
    ledger.append(view(n));
    const verdict = await ledger.verify();
    if (verdict.state !== 'whole') throw new Error(verdict.why);
    expect(verdict.seal).toMatch(/^[0-9A-F]{10}$/);
    seals.add(verdict.seal);
  }
  expect(seals.size).toBe(5);
  close();
});

test.each([
  ['what a line says', `UPDATE ledger SET event = replace(event, 'g4', 'g5') WHERE seq = 4`, 4, 'changed'],
  ['when it was', 'UPDATE ledger SET at = at + 1 WHERE seq = 4', 4, 'changed'],
  ['what kind it is', `UPDATE ledger SET kind = 'number-revealed' WHERE seq = 1`, 1, 'changed'],
  [
    'its seal',
    `UPDATE ledger SET seal = (SELECT seal FROM ledger WHERE seq = 3) WHERE seq = 4`,
    4,
    'changed',
  ],
  ['which key it claims', 'UPDATE ledger SET epoch = 7 WHERE seq = 4', 4, 'changed'],
  ['a line taken out', 'DELETE FROM ledger WHERE seq = 4', 4, 'missing'],
  ['the first line taken out', 'DELETE FROM ledger WHERE seq = 1', 1, 'missing'],
  [
    'a line taken out and the rest moved up',
    'DELETE FROM ledger WHERE seq = 4; UPDATE ledger SET seq = seq - 1 WHERE seq > 4',
    4,
    'changed',
  ],
  [
    'a line put in',
    `UPDATE ledger SET seq = -seq - 1 WHERE seq >= 4; UPDATE ledger SET seq = -seq WHERE seq < 0;
     INSERT INTO ledger SELECT 4, epoch, at, kind, event, seal FROM ledger WHERE seq = 3`,
    4,
    'changed',
  ],
  [
    'two lines exchanged',
    'UPDATE ledger SET seq = 99 WHERE seq = 4; UPDATE ledger SET seq = 4 WHERE seq = 5; UPDATE ledger SET seq = 5 WHERE seq = 99',
    4,
    'changed',
  ],
  ['the tail cut', 'DELETE FROM ledger WHERE seq > 7', 8, 'missing'],
  ['everything cut', 'DELETE FROM ledger', 1, 'missing'],
] as const)('%s is found, and the first such line named', async (_what, sql, line, why) => {
  const head = await tenLines();
  tamper(path, sql);
  expect(await verdictOf(head)).toMatchObject({ state: 'broken', line, why });
});

test('a cut stays on record, however much is written afterwards', async () => {
  const head = await tenLines();
  tamper(path, 'DELETE FROM ledger WHERE seq > 7');
  const again = await openTestLedger(path, { head });
  for (let n = 0; n < 20; n += 1) again.ledger.append(view(n));
  again.close();
  expect(await verdictOf(head)).toEqual({ state: 'broken', line: 8, why: 'missing', lines: 7 });
});

test('an old copy put back is found by the head kept apart, also after more lines were written on it', async () => {
  const head = await tenLines();
  copyFileSync(path, `${path}.old`);
  const more = await openTestLedger(path, { head });
  for (let n = 0; n < 5; n += 1) more.ledger.append(view(n));
  more.close();
  copyFileSync(`${path}.old`, path);
  const kept = head.text;
  // Someone runs the old copy with the head out of the way, then puts the head back.
  head.text = null;
  const run = await openTestLedger(path, { head });
  for (let n = 0; n < 9; n += 1) run.ledger.append(view(n + 100));
  run.close();
  head.text = kept;
  expect(await verdictOf(head)).toMatchObject({ state: 'broken', line: 15, why: 'missing' });
});

test('where the head went back with the copy, the chain alone cannot tell; a noted seal can', async () => {
  const head = await tenLines();
  const kept = head.text;
  copyFileSync(path, `${path}.old`);
  const more = await openTestLedger(path, { head });
  more.ledger.append(view(11));
  const noted = await more.ledger.verify();
  more.close();
  copyFileSync(`${path}.old`, path);
  const verdict = await verdictOf(createFakeHead(kept));
  expect(verdict).toMatchObject({ state: 'whole', lines: 10 });
  expect(verdict).not.toMatchObject({ seal: noted.state === 'whole' ? noted.seal : '' });
});

test('a head that is gone, or not ours, is on record', async () => {
  await tenLines();
  expect(await verdictOf(createFakeHead())).toMatchObject({ state: 'whole', lines: 11, unwatched: 1 });
  const forged = '{"seq":3,"epoch":1,"seal":"00","check":"00"}';
  expect(await verdictOf(createFakeHead(forged))).toMatchObject({ state: 'whole', lines: 12, unwatched: 2 });
});

test('the table itself takes new lines only', async () => {
  await tenLines();
  const { db, close, ledger } = await openTestLedger(path, { head: createFakeHead() });
  expect(() => db.run('UPDATE ledger SET at = 0 WHERE seq = 1')).toThrow(/append-only/);
  expect(() => db.run('DELETE FROM ledger WHERE seq = 1')).toThrow(/append-only/);
  expect(() => db.run("INSERT OR REPLACE INTO ledger VALUES (1, 1, 0, 'x', '{}', '')")).toThrow(
    /append-only/,
  );
  expect((await ledger.verify()).state).toBe('whole');
  close();
});

test('a repair that lost lines does not hide it, and one that puts them back from a copy heals it', async () => {
  const head = await tenLines();
  copyFileSync(path, `${path}.copy`);
  tamper(path, 'DELETE FROM ledger WHERE seq IN (4, 5)');
  const kept = head.text;
  expect(await verdictOf(createFakeHead(kept))).toMatchObject({ state: 'broken', line: 4, why: 'missing' });
  tamper(
    path,
    `ATTACH '${path}.copy' AS copy; INSERT INTO ledger SELECT * FROM copy.ledger WHERE seq IN (4, 5)`,
    false,
  );
  expect(await verdictOf(createFakeHead(kept))).toMatchObject({ state: 'whole', lines: 10 });
});

test('a damaged file: what can be read is kept as it was written, and the first line lost is named', async () => {
  const first = await openTestLedger(path);
  for (let n = 1; n <= 400; n += 1) first.ledger.append(view(n));
  first.close();
  const bytes = readFileSync(path);
  const page = Math.floor(bytes.indexOf('"g200"') / 4096) * 4096;
  bytes.fill(0xa5, page, page + 4096);
  writeFileSync(path, bytes);
  const opened = openOrRecover(path, 'training', Date.UTC(2026, 10, 22));
  if (!opened.ok) throw new Error(opened.error.code);
  expect(opened.value.recovery).not.toBeNull();
  opened.value.db.close();
  const again = await openTestLedger(path, { head: first.head });
  const verdict = await again.ledger.verify();
  if (verdict.state !== 'broken') throw new Error('a lost page went unnoticed');
  expect(verdict).toMatchObject({ why: 'missing', line: verdict.lines + 1 });
  expect(verdict.lines).toBeGreaterThan(100);
  const kept = Number(again.db.get('SELECT count(*) AS n FROM ledger')?.['n']);
  // One page holds a score of lines; all the others came along, those behind the gap too.
  expect(kept).toBeGreaterThan(350);
  expect(again.db.get('SELECT event FROM ledger WHERE seq = 400')?.['event']).toContain('g400');
  again.close();
});

test('a line is part of the transaction around it', async () => {
  const { db, ledger, close } = await openTestLedger(path);
  ledger.append(view(1));
  expect(() =>
    db.transaction(() => {
      ledger.append(view(2));
      throw new Error('rolled back');
    }),
  ).toThrow('rolled back');
  expect(ledger.head()?.seq).toBe(1);
  db.transaction(() => {
    ledger.append(view(3));
    ledger.append(view(4));
  });
  expect(await ledger.verify()).toMatchObject({ state: 'whole', lines: 3 });
  close();
});

test('the head follows a moment later, once what was written is on disk', async () => {
  const { ledger, head, time, close } = await openTestLedger(path);
  ledger.append(view(1));
  ledger.append(view(2));
  // Still the head of the empty ledger that was opened.
  expect(JSON.parse(head.text ?? '')).toMatchObject({ seq: 0, seal: '' });
  await time.pass(1_000);
  expect(JSON.parse(head.text ?? '')).toMatchObject({ seq: 2, seal: ledger.head()?.seal });
  close();
});

test('killed before the head was kept: the lines are there, and nothing looks cut', async () => {
  const head = await tenLines();
  const kept = head.text;
  const killed = await openTestLedger(path, { head });
  killed.ledger.append(view(11));
  killed.db.close();
  expect(await verdictOf(createFakeHead(kept))).toMatchObject({ state: 'whole', lines: 11, unwatched: 0 });
});

test('a head that cannot be kept stops nothing, and is in the log', async () => {
  const head = {
    ...createFakeHead(),
    write: () => {
      throw new Error('ENOSPC');
    },
  };
  const { ledger, logger, time, close } = await openTestLedger(path, { head });
  const failures = () => logger.lines.filter(({ event }) => event === 'ledger-head-not-kept').length;
  // Tried as it was opened, and again for the line.
  expect(failures()).toBe(1);
  ledger.append(view(1));
  await time.pass(1_000);
  expect(failures()).toBe(2);
  close();
});

test('with the keyring lost, old lines stay as unproven and new ones are proven; it may come back', async () => {
  const head = await tenLines();
  const box = createFakeSecretBox();
  const lost = {
    ...box,
    open: async (sealed: string) => (await box.open(sealed)) && Promise.reject(new Error('no')),
  };
  const without = await openTestLedger(path, { head, secretBox: lost });
  without.ledger.append(view(11));
  expect(await without.ledger.verify()).toMatchObject({ state: 'whole', lines: 12, unproven: 10 });
  without.close();
  expect(await verdictOf(head)).toMatchObject({ state: 'whole', lines: 12, unproven: 0 });
  tamper(path, `UPDATE ledger SET event = replace(event, 'g11', 'g12') WHERE seq = 12`);
  expect(await verdictOf(head)).toMatchObject({ state: 'broken', line: 12, why: 'changed' });
});

test('lines written while it reads are not mistaken for a break', async () => {
  const { ledger, close } = await openTestLedger(path);
  for (let n = 0; n < 2_500; n += 1) ledger.append(view(n));
  const reading = ledger.verify();
  ledger.append(view(1));
  await Promise.resolve();
  ledger.append(view(2));
  expect(await reading).toMatchObject({ state: 'whole' });
  close();
});

test('killed before the head of the very first line was kept: no one is accused', async () => {
  const first = await openTestLedger(path);
  first.ledger.append(view(1));
  // A kill: nothing is stopped, and the timer that would have kept the head never comes.
  first.db.close();
  const again = await openTestLedger(path, { head: first.head });
  expect(await again.ledger.verify()).toMatchObject({ state: 'whole', lines: 1, unwatched: 0 });
  again.close();
});
