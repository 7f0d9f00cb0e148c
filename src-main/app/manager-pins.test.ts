import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { leastDigits, MANAGER_PIN_MIN } from '../../src-preload/contract/staff.ts';
import { TRAINING_STAFF } from '../staff/training-staff.ts';
import { openPlace, type Place, pinOf } from '../testing/compose-kit.ts';

/** A manager's PIN has six digits at least, wherever it comes from; a shorter one serves to choose another and nothing else. */

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

const SHORT = '7301';
const short = { ok: false, error: { code: 'pin-short', least: 6 } };
const mustChange = { ok: false, error: { code: 'pin-must-change', least: 6 } };

/** A kiosk with a manager whose PIN has four digits: chosen as a server, as every older one may have been. */
async function withShortManager() {
  const kiosk = await place.run({ rules: { approval: { own: false } } });
  await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
  const added = await kiosk.must('staffAdd', {
    shortName: 'Lee W.',
    role: 'server',
    employeeGuid: null,
    pin: SHORT,
  });
  await kiosk.must('staffChange', { staffId: added.member.id, role: 'manager' });
  await kiosk.must('leaveManager', {});
  return kiosk;
}

test('it is refused where it is typed for a manager, and taken for the others', async () => {
  const { must, ask } = await place.run();
  await must('enterManager', { pin: pinOf('Priya N.') });
  const lee = { shortName: 'Lee W.', employeeGuid: null } as const;
  for (const pin of ['7301', '73019']) {
    expect(await ask('staffAdd', { ...lee, role: 'manager', pin })).toEqual(short);
  }
  expect(await ask('staffAdd', { ...lee, role: 'manager', pin: '730194' })).toMatchObject({ ok: true });
  expect(await ask('staffAdd', { ...lee, shortName: 'Kim A.', role: 'server', pin: SHORT })).toMatchObject({
    ok: true,
  });
  const { members } = await must('staffList', {});
  for (const { id, role } of members) {
    const answer = await ask('staffNewPin', {
      staffId: id,
      pin: `82${members.findIndex((one) => one.id === id)}5`,
    });
    if (role === 'manager') expect(answer).toEqual(short);
    else expect(answer.ok).toBe(true);
  }
});

test('a list of staff names the line, and the others are taken', async () => {
  const csv =
    'name,role,pin\nLee W.,manager,7301\nKim A.,server,7301\nIna O.,gerente,73019\nRosa M.,manager,\n';
  const { must } = await place.run({}, csv);
  await must('enterManager', { pin: pinOf('Priya N.') });
  const { added, refused } = await must('staffImport', {});
  expect(refused).toEqual([
    { line: 2, shortName: 'Lee W.', why: 'pin-short' },
    { line: 4, shortName: 'Ina O.', why: 'pin-short' },
  ]);
  expect(added.map(({ shortName }) => shortName)).toEqual(['Kim A.', 'Rosa M.']);
  expect(added[1]?.pin).toHaveLength(6);
});

test('a short one signs a manager in nowhere, opens nothing and approves nothing; it costs no try', async () => {
  const { ask, must, form } = await withShortManager();
  for (let n = 0; n < 8; n += 1) expect(await ask('signIn', { pin: SHORT })).toEqual(mustChange);
  expect((await must('status', {})).session).toBeNull();
  expect(await ask('enterManager', { pin: SHORT })).toEqual(mustChange);
  const creditId = await form('Marco D.');
  const asked = await must('giveCredit', { creditId, amount: cents(2_000), reasonId: 'cold-food', note: '' });
  if (asked.outcome !== 'needs-approval') throw new Error(asked.outcome);
  const { approvalId } = asked.approval;
  expect(await ask('approve', { approvalId, pin: SHORT })).toEqual(mustChange);
  expect(await ask('resolveEntry', { id: creditId, resolution: { do: 'recheck' }, pin: SHORT })).toEqual(
    mustChange,
  );
  for (let n = 0; n < 5; n += 1) await ask('signIn', { pin: '000001' });
  expect(await ask('openKeypad', { pin: SHORT })).toMatchObject({ error: { code: 'keypad-not-opened' } });
});

test('at the sign-in a longer one takes its place, by the same rules as every other', async () => {
  const { ask, must, signIn } = await withShortManager();
  expect(await ask('replacePin', { pin: SHORT, newPin: '7302' })).toEqual(short);
  expect(await ask('replacePin', { pin: SHORT, newPin: '123456' })).toMatchObject({
    error: { code: 'pin-unfit' },
  });
  expect(await ask('replacePin', { pin: SHORT, newPin: pinOf('Sam T.') })).toMatchObject({
    error: { code: 'pin-unfit' },
  });
  expect(await ask('replacePin', { pin: '7302', newPin: '730194' })).toMatchObject({
    error: { code: 'wrong-pin' },
  });
  expect(await ask('signIn', { pin: SHORT })).toEqual(mustChange);
  await must('replacePin', { pin: SHORT, newPin: '730194' });
  // It signs no one in by itself.
  expect((await must('status', {})).session).toBeNull();
  expect(await ask('signIn', { pin: SHORT })).toMatchObject({ error: { code: 'wrong-pin' } });
  expect(await ask('signIn', { pin: '730194' })).toMatchObject({ ok: true });
  await must('enterManager', { pin: '730194' });
  const { lines } = await must('auditPage', { before: null, filter: 'staff' });
  expect(lines.find(({ detail }) => detail === 'new-pin')).toMatchObject({ by: 'Lee W.', other: 'Lee W.' });
  await signIn('Marco D.');
});

test('it replaces no PIN that is long enough: that is for a manager to do', async () => {
  const { ask } = await place.run();
  for (const { pin } of TRAINING_STAFF) {
    expect(await ask('replacePin', { pin, newPin: '730194' })).toEqual({
      ok: false,
      error: { code: 'not-possible' },
    });
  }
});

test('Training’s own managers have long ones', () => {
  expect(leastDigits('manager')).toBe(MANAGER_PIN_MIN);
  for (const { role, pin } of TRAINING_STAFF) expect(pin.length).toBeGreaterThanOrEqual(leastDigits(role));
});

test('where all PINs have one length, another is refused wherever it is chosen, and one of before is changed first', async () => {
  const before = await place.run();
  await before.must('enterManager', { pin: pinOf('Priya N.') });
  for (const [shortName, pin] of [
    ['Lee W.', SHORT],
    ['Kim A.', '73019482'],
  ] as const) {
    await before.must('staffAdd', { shortName, role: 'server', employeeGuid: null, pin });
  }
  await before.stop();
  const csv = 'name,role,pin\nIna O.,server,7304\nRosa M.,server,\n';
  const { ask, must } = await place.run({ pinDigits: 6 }, csv);
  expect((await must('status', {})).pinDigits).toBe(6);
  const wrongLength = { ok: false, error: { code: 'pin-length', digits: 6 } };
  await must('enterManager', { pin: pinOf('Priya N.') });
  const { members } = await must('staffList', {});
  for (const pin of ['8205', '82057', '8205731']) {
    const nia = { shortName: 'Nia R.', role: 'server', employeeGuid: null } as const;
    expect(await ask('staffAdd', { ...nia, pin })).toEqual(wrongLength);
    for (const { id } of members) expect(await ask('staffNewPin', { staffId: id, pin })).toEqual(wrongLength);
  }
  const { added, refused } = await must('staffImport', {});
  expect(refused).toEqual([{ line: 2, shortName: 'Ina O.', why: 'pin-length' }]);
  expect(added.map(({ pin }) => pin?.length)).toEqual([6]);
  await must('leaveManager', {});
  for (const pin of [SHORT, '73019482']) {
    // Only a right one is told, and it costs no try; a wrong one of another length is like every other.
    expect(await ask('signIn', { pin })).toEqual(mustChange);
    expect(await ask('replacePin', { pin, newPin: '73019' })).toEqual(wrongLength);
  }
  expect((await must('status', {})).session).toBeNull();
  await must('replacePin', { pin: SHORT, newPin: '730194' });
  expect(await ask('signIn', { pin: '730194' })).toMatchObject({ ok: true });
  // Six digits that are no one's are a guess each, as ever.
  const codes: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const answer = await ask('signIn', { pin: `55510${String(n)}` });
    if (!answer.ok) codes.push(answer.error.code);
  }
  expect(codes).toEqual(['wrong-pin', 'wrong-pin', 'wrong-pin', 'wrong-pin', 'pin-locked']);
});

test('a length that Training’s own PINs do not have is not asked of them', async () => {
  const { must, signIn } = await place.run({ pinDigits: 8 });
  expect((await must('status', {})).pinDigits).toBeNull();
  await signIn('Marco D.');
});
