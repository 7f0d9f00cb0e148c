import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestStaff } from '../testing/staff-kit.ts';
import { IN_A_ROW, ROW_LOCK_MS } from './pins/lockout.ts';

let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-staff-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function run() {
  const kit = await openTestStaff(path);
  const priya = kit.who('Priya N.');
  kit.signIn(priya);
  kit.lines.length = 0;
  const { admin, checkPin } = kit.staffService;
  const lee = { shortName: 'Lee W.', role: 'manager', employeeGuid: null } as const;
  const check = (pin: string) => checkPin(pin, 'sign-in');
  return { ...kit, admin, priya, lee, check };
}

test('a person is added with a PIN that was made: it comes back this once, and works', async () => {
  const { admin, priya, lee, check, lines } = await run();
  const added = await admin.add(priya, { ...lee, shortName: '  Lee   W. ' }, null);
  if (!added.ok || added.value.pin === null) throw new Error('not added');
  expect(added.value.pin).toMatch(/^\d{6}$/);
  expect(added.value.member).toMatchObject({ shortName: 'Lee W.', active: true, codeSince: null });
  expect(await check(added.value.pin)).toMatchObject({ ok: true, value: { shortName: 'Lee W.' } });
  expect(lines).toEqual([
    expect.objectContaining({
      kind: 'staff-changed',
      by: priya,
      whom: { id: added.value.member.id, shortName: 'Lee W.', role: 'manager' },
      change: { what: 'added', how: 'typed' },
    }),
  ]);
  expect(JSON.stringify([lines, admin.list()])).not.toContain(added.value.pin);
});

test('or with one they chose, which never comes back', async () => {
  const { admin, priya, lee, check } = await run();
  const added = await admin.add(priya, lee, '730194');
  expect(added).toMatchObject({ ok: true, value: { pin: null } });
  expect(JSON.stringify(added)).not.toContain('730194');
  expect(await check('730194')).toMatchObject({ ok: true });
});

test.each([
  ['\u3164', 'name-unfit'],
  ['\uffa0\u115f', 'name-unfit'],
  ['Marco\u034f D.', 'name-unfit'],
  ['Marco\ufe0f D.', 'name-unfit'],
  ['Marco\u3164D.', 'name-unfit'],
  ['\uff2darco D.', 'name-taken'],
  ['MARCO\u00a0 D.', 'name-taken'],
  ['Ma\u00adrco D.', 'name-taken'],
  ['\ufb01ona', 'name-taken'],
  ['STRASSE', 'name-taken'],
  ['\u017fam', 'name-taken'],
  ['O\u2019Neil', 'name-taken'],
])('the name %j is %s: no two people look alike, and no one is unseen', async (shortName, code) => {
  const { admin, priya, lee } = await run();
  for (const known of ['Fiona', 'Stra\u00dfe', 'Sam', "O'Neil"]) {
    expect(await admin.add(priya, { ...lee, shortName: known }, null)).toMatchObject({ ok: true });
  }
  expect(await admin.add(priya, { ...lee, shortName }, null)).toMatchObject({ ok: false, error: { code } });
});

test('one answer for a PIN that is too easy and for one that is someone’s', async () => {
  const { admin, priya, lee } = await run();
  const easy = await admin.add(priya, lee, '123456');
  const taken = await admin.add(priya, lee, '864213');
  expect(easy).toEqual({ ok: false, error: { code: 'pin-unfit' } });
  expect(taken).toEqual(easy);
  expect(admin.list()).toHaveLength(4);
});

test('choosing is no way of finding PINs out: taken ones are counted, on record, and lock it', async () => {
  const { admin, priya, lee, lines, time, check } = await run();
  for (let n = 0; n < IN_A_ROW; n += 1) await admin.newPin(priya, priya.id, '864213');
  expect(lines.map(({ kind }) => kind)).toEqual([...Array(IN_A_ROW).fill('pin-failed'), 'locked-out']);
  expect(await admin.add(priya, lee, '730194')).toMatchObject({ error: { code: 'pin-locked' } });
  // One that is made tells no one anything.
  expect(await admin.add(priya, lee, null)).toMatchObject({ ok: true });
  expect(await check('246802')).toMatchObject({ error: { code: 'pin-locked' } });
  await time.pass(ROW_LOCK_MS);
  expect(await admin.newPin(priya, priya.id, '730194')).toMatchObject({ ok: true });
});

test('two people added side by side do not get one PIN, nor one name', async () => {
  const { admin, priya, lee } = await run();
  const pins = await Promise.all([
    admin.add(priya, lee, '730194'),
    admin.add(priya, { ...lee, shortName: 'Kim A.' }, '730194'),
  ]);
  expect(pins.filter(({ ok }) => ok)).toHaveLength(1);
  const names = await Promise.all([
    admin.add(priya, { ...lee, shortName: 'Ines O.' }, null),
    admin.add(priya, { ...lee, shortName: 'ines o.' }, null),
  ]);
  expect(names.filter(({ ok }) => ok)).toHaveLength(1);
});

test.each([
  ['', 'name-unfit'],
  ['x'.repeat(25), 'name-unfit'],
  ['=HYPERLINK()', 'name-unfit'],
  ['Marco D.; ok Priya', 'name-unfit'],
  ['marco d.', 'name-taken'],
])('a name of %j is refused: %s', async (shortName, code) => {
  const { admin, priya, lee } = await run();
  expect(await admin.add(priya, { ...lee, shortName }, null)).toMatchObject({ ok: false, error: { code } });
});

test.each(['Zoë', 'José-María', "O'Neil B.", 'Дарья', '李 W.', 'Ana 2'])(
  '%s is a name',
  async (shortName) => {
    const { admin, priya, lee } = await run();
    expect(await admin.add(priya, { ...lee, shortName }, null)).toMatchObject({ ok: true });
  },
);

test('name, role, employee GUID and whether they can sign in are changed, each with its line', async () => {
  const { admin, priya, who, lines, check } = await run();
  const sam = who('Sam T.');
  const guid = '7D9C1F0E-0000-4000-8000-00000000ABCD';
  const changed = admin.change(priya, sam.id, { shortName: 'Sam V.', role: 'manager', employeeGuid: guid });
  expect(changed).toMatchObject({
    ok: true,
    value: { shortName: 'Sam V.', role: 'manager', employeeGuid: guid.toLowerCase() },
  });
  admin.change(priya, sam.id, { active: false });
  expect(await check('864213')).toMatchObject({ error: { code: 'wrong-pin' } });
  admin.change(priya, sam.id, { active: true });
  expect(await check('864213')).toMatchObject({ ok: true, value: { shortName: 'Sam V.', role: 'manager' } });
  const changes = lines.flatMap((line) => (line.kind === 'staff-changed' ? [line.change] : []));
  expect(changes).toEqual([
    { what: 'renamed', from: 'Sam T.', to: 'Sam V.' },
    { what: 'role', from: 'server', to: 'manager' },
    { what: 'employee-guid', to: guid.toLowerCase() },
    { what: 'deactivated' },
    { what: 'activated' },
  ]);
  expect(admin.change(priya, sam.id, { employeeGuid: 'no guid' })).toMatchObject({
    error: { code: 'employee-guid-unfit' },
  });
});

test('a new PIN takes the place of the old one', async () => {
  const { admin, priya, who, check } = await run();
  const made = await admin.newPin(priya, who('Marco D.').id, null);
  expect(await check('246802')).toMatchObject({ error: { code: 'wrong-pin' } });
  expect(await check(made.ok ? (made.value.pin ?? '') : '')).toMatchObject({
    value: { shortName: 'Marco D.' },
  });
});

test('someone removed is gone from the list, their PIN free again, and their rows still carry a name', async () => {
  const { admin, priya, who, check, db } = await run();
  const { id } = who('Marco D.');
  expect(admin.remove(priya, id)).toEqual({ ok: true, value: null });
  expect(admin.list().some((member) => member.id === id)).toBe(false);
  expect(await check('246802')).toMatchObject({ error: { code: 'wrong-pin' } });
  expect(db.get('SELECT short_name FROM staff WHERE id = ?', [id])).toEqual({ short_name: 'Marco D.' });
  // In spite of the pattern rules, as these are Training's own.
  expect(
    await admin.add(priya, { shortName: 'Marco D.', role: 'host', employeeGuid: null }, null),
  ).toMatchObject({
    ok: true,
  });
  for (const answer of [
    admin.remove(priya, id),
    admin.change(priya, id, { role: 'manager' }),
    admin.dropCode(priya, id),
    await admin.newPin(priya, id, null),
  ]) {
    expect(answer).toEqual({ ok: false, error: { code: 'not-found' } });
  }
});

test('no manager takes themselves out, and the last one stays', async () => {
  const { admin, priya, lee } = await run();
  for (const to of [{ active: false }, { role: 'server' }] as const) {
    expect(admin.change(priya, priya.id, to)).toEqual({ ok: false, error: { code: 'own-record' } });
  }
  expect(admin.remove(priya, priya.id)).toEqual({ ok: false, error: { code: 'own-record' } });
  const added = await admin.add(priya, lee, null);
  if (!added.ok) throw new Error(added.error.code);
  const other = added.value.member;
  // Anyone who asks: someone else who is no longer there cannot take the last one away either.
  expect(admin.change(other, priya.id, { active: false })).toMatchObject({ ok: true });
  expect(admin.change(priya, other.id, { active: false })).toEqual({
    ok: false,
    error: { code: 'last-manager' },
  });
  expect(admin.remove(priya, other.id)).toEqual({ ok: false, error: { code: 'last-manager' } });
});

test('Training’s staff are added once, all or none; changing them lasts', async () => {
  const first = await run();
  first.admin.remove(first.priya, first.who('Joss K.').id);
  first.admin.change(first.priya, first.who('Marco D.').id, { active: false });
  first.db.close();
  const second = await run();
  expect(second.admin.list().map(({ shortName, active }) => [shortName, active])).toEqual([
    ['Priya N.', true],
    ['Sam T.', true],
    ['Marco D.', false],
  ]);
  // What the sign-in screen prints still opens it.
  expect(second.staffService.trainingPins().map(({ shortName }) => shortName)).toEqual([
    'Sam T.',
    'Priya N.',
  ]);
});
