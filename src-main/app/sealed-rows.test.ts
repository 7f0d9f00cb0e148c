/** Files edited while the kiosk is off make no cent and no manager; what was edited is a manager's first alert. */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openPlace, type Place, type PlayedKiosk, pinOf } from '../testing/compose-kit.ts';
import {
  alertIn,
  asVersionSeven,
  databasePathOf,
  edit,
  give,
  headOf,
  headWithoutMark,
  homeOf,
  inDatabase,
  switchedOn,
} from '../testing/edited-kit.ts';

/** Generous: nothing here is about how long it takes. */
const SOON = { timeout: 30_000, interval: 20 };
vi.setConfig({ testTimeout: 90_000 });

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

const items = async (kiosk: PlayedKiosk) => {
  await kiosk.must('signIn', { pin: pinOf('Marco D.') });
  return (await kiosk.must('waitingList', {})).items;
};
const member = async (kiosk: PlayedKiosk, name: string) =>
  (await kiosk.must('staffList', {})).members.find(({ shortName }) => shortName === name);
const postsOf = (creditId: string) => place.crm.control.store().posts[creditId] ?? 0;
const GUEST = '(SELECT guest_id FROM outbox LIMIT 1)';

/** A kiosk that is off, with one credit of $10 that is still held. */
async function heldOne(undoSeconds = 1): Promise<string> {
  const kiosk = await place.run({ undoSeconds });
  const creditId = await give(kiosk, 1_000);
  await kiosk.stop();
  return creditId;
}
/** Everything that will be sent is sent: a credit given now is at the CRM. */
async function lineIsUp(kiosk: PlayedKiosk): Promise<void> {
  const control = await give(kiosk, 100);
  await vi.waitFor(() => expect(postsOf(control)).toBe(1), SOON);
}

describe('the outbox', () => {
  test('what no one edited is sent, and no one is alarmed', async () => {
    const creditId = await heldOne();
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    await vi.waitFor(() => expect(postsOf(creditId)).toBe(1), SOON);
    expect((await homeOf(kiosk)).needs).toEqual([]);
    expect(await kiosk.must('verifyLedger', {})).toMatchObject({ state: 'whole' });
  });

  test.each([
    ['the amount', 'UPDATE outbox SET amount = 900000'],
    ['one bit of the amount', 'UPDATE outbox SET amount = amount | 4'],
    ['an amount no program can hold', 'UPDATE outbox SET amount = 9223372036854775807'],
    ['the guest', "UPDATE outbox SET guest_id = '11111111-1111-4111-8111-111111111111'"],
    ['the note', "UPDATE outbox SET note = 'Birthday; by Marco D.'"],
    ['who gave it', "UPDATE outbox SET given_by_id = 'x', given_by = 'Sam T.'"],
    ['half an approval', "UPDATE outbox SET approved_by_id = 'x'"],
    ['who approved it', "UPDATE outbox SET approved_by_id = 'x', approved_by = 'Priya N.'"],
    [
      'the state',
      `UPDATE outbox SET state = 'queued', detail = '{"state":"queued","delayMs":0,"attempts":0,"doubt":false}'`,
    ],
    ['a state there is not', "UPDATE outbox SET state = 'lost'"],
    ['the undo moment', `UPDATE outbox SET detail = '{"state":"held","delayMs":0}'`],
    ['the date', 'UPDATE outbox SET accepted_at = accepted_at - 1'],
    ['a date out of all bounds', 'UPDATE outbox SET given_at = -9223372036854775808'],
    ['the place in the queue', 'UPDATE outbox SET seq = 9007199254740993'],
    ['the seal', "UPDATE outbox SET seal = '1:' || hex(randomblob(32))"],
    ['the seal taken off', 'UPDATE outbox SET seal = NULL'],
    ['the line it names', 'UPDATE outbox SET line = line + 100'],
  ])('%s edited: not sent, stuck as it was accepted, and a manager can cancel it', async (_, sql) => {
    const creditId = await heldOne();
    edit(place, sql);
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    expect(await items(kiosk)).toMatchObject([
      { creditId, state: 'stuck', stuck: 'altered', amount: 1_000, givenBy: 'Marco D.', approvedBy: null },
    ]);
    const home = await homeOf(kiosk);
    expect(alertIn(home)).toMatchObject({ entries: 1, staff: [], keypad: false, log: false, key: false });
    expect(home.shift.given).toEqual({ count: 1, sum: 1_000 });
    await lineIsUp(kiosk);
    expect(postsOf(creditId)).toBe(0);
    const decide = (resolution: object) =>
      kiosk.ask('resolveEntry', { id: creditId, resolution, pin: pinOf('Priya N.') } as never);
    for (const what of ['recheck', 'send-as-new']) {
      expect(await decide({ do: what })).toMatchObject({ ok: false, error: { code: 'not-possible' } });
    }
    expect(await decide({ do: 'discard', reason: 'Edited' })).toMatchObject({ ok: true });
    expect(alertIn(await homeOf(kiosk))).toBeNull();
    expect(postsOf(creditId)).toBe(0);
    await kiosk.stop();
    // Found once: what was decided stays decided.
    const again = await switchedOn(place);
    expect((await items(again)).map(({ stuck }) => stuck)).not.toContain('altered');
  });

  test('one that was put in is not sent, not counted and not reported', async () => {
    const creditId = await heldOne();
    const put = '22222222-2222-4222-8222-222222222222';
    edit(
      place,
      `INSERT INTO outbox (id, kind, guest_id, amount, reason_id, note, given_at, accepted_at, given_by_id, given_by, state, since,
         detail, line, seal)
       SELECT '${put}', kind, ${GUEST}, 5000000, reason_id, note, given_at, accepted_at, given_by_id, given_by, state, since, detail,
         line, seal FROM outbox`,
    );
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    const stuck = (await items(kiosk)).filter((item) => item.stuck === 'altered');
    expect(stuck).toMatchObject([{ creditId: put }]);
    expect((await kiosk.must('waitingList', {})).summary).toMatchObject({ sum: 1_000 });
    expect((await homeOf(kiosk)).shift.given).toEqual({ count: 1, sum: 1_000 });
    await vi.waitFor(() => expect(postsOf(creditId)).toBe(1), SOON);
    await lineIsUp(kiosk);
    expect(postsOf(put)).toBe(0);
  });

  test('one that was taken out is brought back for a manager', async () => {
    const creditId = await heldOne();
    edit(place, 'DELETE FROM outbox', 'DELETE FROM outbox_history', 'DELETE FROM credit_form');
    const kiosk = await switchedOn(place);
    expect(await items(kiosk)).toMatchObject([{ creditId, stuck: 'altered', amount: 1_000 }]);
    expect(alertIn(await homeOf(kiosk))).toMatchObject({ entries: 1 });
  });

  test('one under another GUID is both: one that was put in and one that was taken out', async () => {
    const creditId = await heldOne();
    edit(place, "UPDATE outbox SET id = '33333333-3333-4333-8333-333333333333'");
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    expect(
      (await items(kiosk)).map((item) => [item.kind === 'add-credit' && item.creditId, item.stuck]),
    ).toEqual(
      expect.arrayContaining([
        [creditId, 'altered'],
        ['33333333-3333-4333-8333-333333333333', 'altered'],
      ]),
    );
    await lineIsUp(kiosk);
    expect(Object.keys(place.crm.control.store().posts)).toHaveLength(1);
  });

  test('an older state of it, put back after it was undone, is not sent', async () => {
    const creditId = await heldOne(60);
    cpSync(databasePathOf(place), `${databasePathOf(place)}.old`);
    const first = await switchedOn(place);
    await first.signIn('Marco D.');
    expect(await first.must('undoCredit', { creditId })).toMatchObject({ state: 'cancelled' });
    await first.stop();
    edit(
      place,
      `ATTACH '${databasePathOf(place)}.old' AS old`,
      'DELETE FROM outbox',
      'INSERT INTO outbox SELECT * FROM old.outbox',
    );
    rmSync(`${databasePathOf(place)}.old`);
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    expect(await items(kiosk)).toMatchObject([{ creditId, stuck: 'altered' }]);
    await lineIsUp(kiosk);
    expect(postsOf(creditId)).toBe(0);
  });

  test('the same with the line of the undo taken out of the log is not sent either', async () => {
    const creditId = await heldOne(60);
    cpSync(databasePathOf(place), `${databasePathOf(place)}.old`);
    const first = await switchedOn(place);
    await first.signIn('Marco D.');
    await first.must('undoCredit', { creditId });
    await first.must('signOut', {});
    await first.stop();
    edit(
      place,
      `ATTACH '${databasePathOf(place)}.old' AS old`,
      'DELETE FROM outbox',
      'INSERT INTO outbox SELECT * FROM old.outbox',
      "DELETE FROM ledger WHERE kind = 'undone'",
    );
    rmSync(`${databasePathOf(place)}.old`);
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    expect(await items(kiosk)).toMatchObject([{ creditId, stuck: 'altered' }]);
    expect(alertIn(await homeOf(kiosk))).toMatchObject({ entries: 1, log: true });
    await lineIsUp(kiosk);
    expect(postsOf(creditId)).toBe(0);
  });

  test('a credit that is settled, edited, is reported as the log has it', async () => {
    const first = await switchedOn(place, { undoSeconds: 1 });
    const creditId = await give(first, 1_000);
    await vi.waitFor(async () => expect(await items(first)).toEqual([]), SOON);
    await first.stop();
    edit(place, 'UPDATE outbox SET amount = 1');
    const kiosk = await switchedOn(place);
    const { shift, ...home } = await homeOf(kiosk);
    expect(shift.given).toEqual({ count: 1, sum: 1_000 });
    expect(alertIn(home)).toMatchObject({ entries: 1 });
    const discard = { do: 'discard', reason: 'Edited' } as const;
    await items(kiosk);
    await kiosk.ask('resolveEntry', { id: creditId, resolution: discard, pin: pinOf('Priya N.') });
    // Asked first: Toast has it, as it was accepted.
    await vi.waitFor(async () => expect(await items(kiosk)).toEqual([]), SOON);
    expect((await homeOf(kiosk)).shift.settled).toEqual({ count: 1, sum: 1_000 });
  });
});

describe('staff', () => {
  const enters = async (name: string) => {
    const kiosk = await switchedOn(place);
    const signedIn = await kiosk.ask('signIn', { pin: pinOf(name) });
    return { kiosk, signedIn, manager: await kiosk.ask('enterManager', { pin: pinOf(name) }) };
  };

  test('a host made a manager in the file is no one any more, and named first', async () => {
    await heldOne();
    edit(place, "UPDATE staff SET role = 'manager' WHERE short_name = 'Joss K.'");
    const { kiosk, signedIn, manager } = await enters('Joss K.');
    expect([signedIn.ok, manager.ok]).toEqual([false, false]);
    expect(alertIn(await homeOf(kiosk))).toMatchObject({ staff: ['Joss K.'], entries: 0 });
    const joss = await member(kiosk, 'Joss K.');
    expect(joss).toMatchObject({ role: 'host', active: false });
  });

  test("a host's PIN copied onto a manager's row opens nothing", async () => {
    await heldOne();
    edit(
      place,
      "CREATE TEMP TABLE pin AS SELECT pin_digest, pin_salt, pin_hash, line, seal FROM staff WHERE short_name = 'Joss K.'",
      "UPDATE staff SET pin_digest = 'moved' WHERE short_name = 'Joss K.'",
      `UPDATE staff SET (pin_digest, pin_salt, pin_hash, line, seal) =
         (SELECT pin_digest, pin_salt, pin_hash, line, seal FROM pin) WHERE short_name = 'Priya N.'`,
    );
    const { kiosk, manager } = await enters('Joss K.');
    expect(manager.ok).toBe(false);
    // No one but managers can put it right: where there is none, Training makes its own staff again.
    expect(alertIn(await homeOf(kiosk))?.staff.toSorted()).toEqual(['Joss K.', 'Priya N.']);
  });

  test('a whole row from before a removal opens nothing', async () => {
    await heldOne();
    cpSync(databasePathOf(place), `${databasePathOf(place)}.old`);
    const first = await switchedOn(place);
    await homeOf(first);
    const sam = await member(first, 'Sam T.');
    await first.must('staffRemove', { staffId: sam?.id ?? '' });
    await first.stop();
    edit(
      place,
      `ATTACH '${databasePathOf(place)}.old' AS old`,
      "DELETE FROM staff WHERE short_name = 'Sam T.'",
      "INSERT INTO staff SELECT * FROM old.staff WHERE short_name = 'Sam T.'",
    );
    rmSync(`${databasePathOf(place)}.old`);
    const { kiosk, signedIn } = await enters('Sam T.');
    expect(signedIn.ok).toBe(false);
    expect(alertIn(await homeOf(kiosk))).toMatchObject({ staff: ['Sam T.'] });
  });

  test('someone put in is no one; someone taken out is named', async () => {
    await heldOne();
    edit(
      place,
      "DELETE FROM staff WHERE short_name = 'Sam T.'",
      `INSERT INTO staff (id, short_name, role, pin_digest, pin_salt, pin_hash, line, seal)
         SELECT 'x', 'Ghost M.', 'manager', 'y', pin_salt, pin_hash, line, seal FROM staff WHERE short_name = 'Priya N.'`,
    );
    const kiosk = await switchedOn(place);
    expect(alertIn(await homeOf(kiosk))?.staff.toSorted()).toEqual(['Ghost M.', 'Sam T.']);
    const names = (await kiosk.must('staffList', {})).members.map(({ shortName }) => shortName);
    expect(names).not.toContain('Ghost M.');
  });

  test('a manager gives someone whose row was edited a new PIN, and they are as before', async () => {
    await heldOne();
    edit(place, "UPDATE staff SET short_name = 'Sam X.' WHERE short_name = 'Sam T.'");
    const kiosk = await switchedOn(place);
    await homeOf(kiosk);
    const sam = await member(kiosk, 'Sam T.');
    await kiosk.must('staffChange', { staffId: sam?.id ?? '', active: true } as never);
    await kiosk.must('staffNewPin', { staffId: sam?.id ?? '', pin: '591736' });
    expect(await kiosk.ask('signIn', { pin: '591736' })).toMatchObject({ ok: true });
    await kiosk.stop();
    const again = await switchedOn(place);
    expect(await again.ask('signIn', { pin: '591736' })).toMatchObject({ ok: true });
  });
});

describe('the count of wrong PINs', () => {
  async function lockedOut(): Promise<void> {
    const kiosk = await place.run();
    for (let n = 0; n < 5; n += 1) await kiosk.ask('signIn', { pin: '000111' });
    expect(await kiosk.ask('signIn', { pin: pinOf('Marco D.') })).toMatchObject({
      error: { code: 'pin-locked' },
    });
    await kiosk.stop();
  }

  test.each([
    ['taken out', 'DELETE FROM lockout'],
    ['set to nothing', 'UPDATE lockout SET hour_ms = 0, row = 0, lock_ms = 0'],
    ['of another keypad', "UPDATE lockout SET keypad = 'code'"],
  ])('%s: the keypad is locked for its longest time', async (_, sql) => {
    await lockedOut();
    edit(place, sql);
    const kiosk = await switchedOn(place);
    const answer = await kiosk.ask('signIn', { pin: pinOf('Marco D.') });
    expect(answer).toMatchObject({ ok: false, error: { code: 'pin-locked' } });
    if (!answer.ok && answer.error.code === 'pin-locked')
      expect(answer.error.leftMs).toBeGreaterThan(14 * 60_000);
  });

  test('as it was before the wrong PINs: the same', async () => {
    const first = await place.run();
    await first.signIn('Marco D.');
    await first.stop();
    cpSync(databasePathOf(place), `${databasePathOf(place)}.old`);
    await lockedOut();
    edit(
      place,
      `ATTACH '${databasePathOf(place)}.old' AS old`,
      'DELETE FROM lockout',
      'INSERT INTO lockout SELECT * FROM old.lockout',
    );
    rmSync(`${databasePathOf(place)}.old`);
    const kiosk = await switchedOn(place);
    expect(await kiosk.ask('signIn', { pin: pinOf('Marco D.') })).toMatchObject({
      error: { code: 'pin-locked' },
    });
  });
});

describe('the ledger, without anyone asking for a check', () => {
  const edited = "UPDATE ledger SET event = replace(event, 'Marco', 'Harpo') WHERE seq = 7";
  test.each([
    ['a line edited', [edited], { log: true, key: false }],
    ['a line taken out', ['DELETE FROM ledger WHERE seq = 7'], { log: true, key: false }],
    ['its key gone', ["DELETE FROM meta WHERE key LIKE 'ledgerKey%'"], { key: true }],
    ['its key garbled', ["UPDATE meta SET value = 'sealed:xx' WHERE key LIKE 'ledgerKey%'"], { key: true }],
    [
      'its key garbled and a line edited',
      ["UPDATE meta SET value = 'sealed:xx' WHERE key LIKE 'ledgerKey%'", edited],
      { key: true },
    ],
  ])('%s is the first alert', async (_, sql, alert) => {
    const creditId = await heldOne();
    edit(place, ...sql);
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    expect(alertIn(await homeOf(kiosk))).toMatchObject(alert);
    // What the log does not bear out is not sent.
    expect(await items(kiosk)).toMatchObject([{ creditId, stuck: 'altered' }]);
    await kiosk.stop();
    // The same break is no reason to distrust what comes in later.
    const second = await place.run({ undoSeconds: 1 });
    const later = await give(second, 200);
    await second.stop();
    const third = await switchedOn(place, { undoSeconds: 1 });
    await vi.waitFor(() => expect(postsOf(later)).toBe(1), SOON);
    expect(postsOf(creditId)).toBe(0);
    await third.stop();
  });

  test.each([
    ['a key put beside it', "INSERT INTO meta VALUES ('ledgerKey:2', 'sealed:xx')"],
    ['an epoch claimed', 'UPDATE ledger SET epoch = 9 WHERE seq > 5'],
  ])('%s is the first alert; what the key that is there proves is sent', async (_, sql) => {
    const creditId = await heldOne();
    edit(place, sql);
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    expect(alertIn(await homeOf(kiosk))).toMatchObject({ key: true, entries: 0, staff: [] });
    await vi.waitFor(() => expect(postsOf(creditId)).toBe(1), SOON);
  });

  test.each([
    ['the head gone', () => rmSync(headOf(place))],
    [
      'the head of other books',
      () => writeFileSync(headOf(place), '{"seq":1,"epoch":1,"seal":"x","check":"y"}'),
    ],
    ['the tail cut', () => edit(place, 'DELETE FROM ledger WHERE seq > (SELECT max(seq) - 2 FROM ledger)')],
  ])('%s is an alert', async (_, harm) => {
    await heldOne();
    harm();
    const kiosk = await switchedOn(place);
    expect((await homeOf(kiosk)).needs.map(({ what }) => what)).toContain('record-cut');
  });
});

test.each([
  ['how long Toast has been silent', "UPDATE meta SET value = '0' WHERE key = 'offlineSince'"],
  ['the same taken out', "DELETE FROM meta WHERE key = 'offlineSince'"],
  ['what Toast’s clock said', "UPDATE meta SET value = '9999999999999' WHERE key = 'crmSpokeAt'"],
  [
    'which PC this is',
    "UPDATE meta SET value = '{}' || substr(value, instr(value, ' #')) WHERE key = 'thisPc'",
  ],
])('%s, edited, is an alert', async (_, sql) => {
  await heldOne();
  edit(place, sql);
  const kiosk = await switchedOn(place);
  expect(alertIn(await homeOf(kiosk))).toMatchObject({ facts: true, entries: 0, staff: [], log: false });
});

describe('the key is lost', () => {
  test('waiting credit needs a manager, staff are inactive, and nothing is lost', async () => {
    const creditId = await heldOne();
    edit(place, "UPDATE meta SET value = 'sealed:xx' WHERE key LIKE 'ledgerKey%'");
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    expect(await items(kiosk)).toMatchObject([{ creditId, state: 'stuck', stuck: 'altered', amount: 1_000 }]);
    // Training makes its own manager again; the host who was there is not one of them.
    const home = await homeOf(kiosk);
    expect(alertIn(home)).toMatchObject({ key: true, entries: 1 });
    await lineIsUp(kiosk);
    expect(postsOf(creditId)).toBe(0);
  });
});

describe('books of an older version', () => {
  test('a folder put back to it later is an alert, and is not sealed again', async () => {
    const creditId = await heldOne();
    asVersionSeven(place);
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    expect(await items(kiosk)).toMatchObject([{ creditId, stuck: 'altered' }]);
    const alert = alertIn(await homeOf(kiosk));
    expect(alert?.entries).toBe(1);
    expect(alert?.staff).toContain('Priya N.');
    await lineIsUp(kiosk);
    expect(postsOf(creditId)).toBe(0);
  });

  test('what the log bears out is sealed once, and continues', async () => {
    const first = await place.run({ undoSeconds: 1 });
    const settled = await give(first, 700);
    await vi.waitFor(() => expect(postsOf(settled)).toBe(1), SOON);
    await first.stop();
    const creditId = await heldOne();
    asVersionSeven(place);
    headWithoutMark(place);
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    await vi.waitFor(() => expect(postsOf(creditId)).toBe(1), SOON);
    expect((await homeOf(kiosk)).needs).toEqual([]);
    expect((await kiosk.ask('signIn', { pin: pinOf('Joss K.') })).ok).toBe(true);
    await kiosk.stop();
    expect(JSON.parse(readFileSync(headOf(place), 'utf8'))).toMatchObject({ rows: 'sealed' });
    const unsealed = inDatabase(place, (db) =>
      db
        .prepare(
          'SELECT (SELECT count(*) FROM outbox WHERE seal IS NULL) + (SELECT count(*) FROM staff WHERE seal IS NULL) AS n',
        )
        .get(),
    );
    expect(unsealed).toEqual({ n: 0 });
  });

  test.each([
    ['the amount', 'UPDATE outbox SET amount = 900000', { entries: 1, staff: [] }],
    ['the guest', "UPDATE outbox SET guest_id = 'g'", { entries: 1, staff: [] }],
    [
      'a role',
      "UPDATE staff SET role = 'manager' WHERE short_name = 'Joss K.'",
      { entries: 0, staff: ['Joss K.'] },
    ],
    [
      'somebody let in again',
      "UPDATE staff SET removed = 1 WHERE short_name = 'Sam T.'",
      { entries: 0, staff: ['Sam T.'] },
    ],
  ])('%s edited before: not sealed', async (_, sql, alert) => {
    const creditId = await heldOne();
    asVersionSeven(place);
    headWithoutMark(place);
    edit(place, sql);
    const kiosk = await switchedOn(place, { undoSeconds: 1 });
    expect(alertIn(await homeOf(kiosk))).toMatchObject(alert);
    await lineIsUp(kiosk);
    if (alert.entries > 0) expect(postsOf(creditId)).toBe(0);
  });

  test('the mark is in the file beside the head, and only there', async () => {
    await heldOne();
    expect(JSON.parse(readFileSync(headOf(place), 'utf8'))).toMatchObject({ rows: 'sealed' });
    expect(existsSync(join(place.dir, 'training', 'ledger-heads'))).toBe(false);
  });
});
