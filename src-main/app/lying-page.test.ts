/** A page that lies: every rule is decided in main from its own records, and what was tried is in the ledger. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RequestName, Requests } from '../../src-preload/contract/channels.ts';
import { cents } from '../../src-preload/contract/money.ts';
import { TRAINING_STAFF } from '../staff/training-staff.ts';
import { ANA, openPlace, type Place, pinOf } from '../testing/compose-kit.ts';
import { PAGE } from '../testing/kiosk-ports.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

const ten = { amount: cents(1_000), reasonId: 'cold-food', note: '' };
const fifteen = { amount: cents(1_500), reasonId: 'long-wait', note: 'table 12' };
const TOM = '4155550118';

test.each<[RequestName, unknown]>([
  ['staffList', {}],
  ['staffAdd', { shortName: 'Lee W.', role: 'manager', employeeGuid: null, pin: '730194' }],
  ['staffNewPin', { staffId: crypto.randomUUID(), pin: '730194' }],
  ['staffChange', { staffId: crypto.randomUUID(), role: 'manager' }],
  ['staffRemove', { staffId: crypto.randomUUID() }],
  ['staffImport', {}],
  ['enrolCode', {}],
  ['confirmCode', { enrolId: crypto.randomUUID(), code: '123456' }],
  ['dropCode', { staffId: crypto.randomUUID() }],
  ['liftLock', {}],
  ['verifyLedger', {}],
  ['exportLedger', {}],
  ['managerHome', {}],
  ['kioskReport', { day: null }],
  ['restaurantReport', { day: '2026-11-21' }],
  ['exportReport', { day: '2026-11-21' }],
  ['readSettings', {}],
  ['changeSettings', { changes: { 'rules.most': 9_999_999 } }],
  ['deviceFacts', {}],
  ['noticesPage', { page: 1 }],
  ['auditPage', { before: null, filter: 'all' }],
  ['switchMode', { to: 'live', pin: '730194' }],
  ['supportBundle', {}],
  ['exitKiosk', {}],
  ['confirmMoved', { as: 'replacement' }],
])('wrong role: a server’s page asks for %s', async (name, request) => {
  const kiosk = await place.run();
  const asked = request as Requests[RequestName]['request'];
  expect(await kiosk.ask(name, asked)).toEqual({ ok: false, error: { code: 'not-signed-in' } });
  await kiosk.signIn('Marco D.');
  expect(await kiosk.ask(name, asked)).toEqual({ ok: false, error: { code: 'managers-only' } });
  const lines = await kiosk.ledger();
  expect(lines.filter(({ what }) => what === 'impossible-request')).toMatchObject([
    {
      by: 'Marco D.',
      details: JSON.stringify({ request: name, why: 'asked by somebody who is no manager', more: 0 }),
    },
  ]);
});

test('an approval replayed, made up, or of another amount than was asked', async () => {
  const kiosk = await place.run();
  const creditId = await kiosk.form('Marco D.');
  const small = await kiosk.must('giveCredit', { creditId, ...fifteen });
  // The page has the small one approved and means the large one.
  const large = await kiosk.must('giveCredit', { creditId, ...fifteen, amount: cents(20_000) });
  if (small.outcome !== 'needs-approval' || large.outcome !== 'needs-approval') throw new Error('not asked');
  const pin = pinOf('Priya N.');
  const gone = { ok: false, error: { code: 'approval-gone' } };
  expect(await kiosk.ask('approve', { approvalId: small.approval.approvalId, pin })).toEqual(gone);
  const again = await kiosk.must('giveCredit', { creditId, ...fifteen });
  if (again.outcome !== 'needs-approval') throw new Error(again.outcome);
  const { approvalId } = again.approval;
  expect(await kiosk.must('approve', { approvalId, pin })).toMatchObject({ amount: 1_500 });
  expect(await kiosk.ask('approve', { approvalId, pin })).toEqual(gone);
  expect(await kiosk.ask('approve', { approvalId: crypto.randomUUID(), pin })).toEqual(gone);
  // Nor is it of use for more, once it is given.
  expect(await kiosk.ask('giveCredit', { creditId, ...fifteen, amount: cents(20_000) })).toEqual({
    ok: false,
    error: { code: 'form-closed' },
  });
  expect(await kiosk.ask('giveCredit', { creditId, ...fifteen, note: 'table 13' })).toMatchObject({
    ok: false,
  });
  expect(await kiosk.must('giveCredit', { creditId, ...fifteen })).toMatchObject({ outcome: 'accepted' });
  expect((await kiosk.must('waitingList', {})).items).toMatchObject([{ amount: 1_500 }]);

  const lines = await kiosk.ledger();
  expect(lines.flatMap(({ what, details }) => (what === 'impossible-request' ? [details] : []))).toEqual(
    [
      { request: 'approve', why: 'approval used already', more: 0 },
      { request: 'approve', why: 'approval never asked for', more: 0 },
      { request: 'giveCredit', why: 'other content than was accepted', more: 0 },
      { request: 'giveCredit', why: 'other content than was accepted', more: 0 },
    ].map((event) => JSON.stringify(event)),
  );
  expect(lines.filter(({ what }) => what === 'issued')).toMatchObject([
    { by: 'Marco D.', 'approved by': 'Priya N.', amount: '15.00', reason: 'long-wait', credit: creditId },
  ]);
});

test('a form of someone else, or one that was never opened', async () => {
  const kiosk = await place.run();
  const creditId = await kiosk.form('Marco D.');
  await kiosk.signIn('Sam T.');
  const closed = { ok: false, error: { code: 'form-closed' } };
  expect(await kiosk.ask('giveCredit', { creditId, ...ten })).toEqual(closed);
  expect(await kiosk.ask('giveCredit', { creditId: crypto.randomUUID(), ...ten })).toEqual(closed);
  const lines = await kiosk.ledger();
  const details = lines.filter(({ what }) => what === 'impossible-request').map((line) => line['details']);
  expect(details.join()).toContain('form of somebody else');
  expect(details.join()).toContain('form is not open');
  expect(lines.some(({ what }) => what === 'issued')).toBe(false);
});

test('credit of someone else is not taken back, nor its form closed', async () => {
  const kiosk = await place.run();
  const creditId = await kiosk.form('Marco D.');
  await kiosk.must('giveCredit', { creditId, ...ten });
  await kiosk.signIn('Sam T.');
  expect(await kiosk.ask('undoCredit', { creditId })).toEqual({
    ok: false,
    error: { code: 'not-yours' },
  });
  expect(await kiosk.ask('creditShown', { creditId })).toMatchObject({ error: { code: 'not-yours' } });
  const guestId = (await kiosk.must('lookUp', { digits: ANA, by: 'phone' })).matches[0]?.id ?? '';
  // The form is still there, so a person who opens it sees the credit; then they may close it.
  expect(await kiosk.must('openCreditForm', { guestId })).toMatchObject({ outcome: 'already-given' });
  await kiosk.must('creditShown', { creditId });
  expect(await kiosk.must('openCreditForm', { guestId })).toMatchObject({ outcome: 'form' });
  const lines = await kiosk.ledger();
  const details = lines.filter(({ what }) => what === 'impossible-request').map((line) => line['details']);
  expect(details.join()).toContain('credit of somebody else');
});

test('guests walked through: a glance is on record, and after sixty there is no more, no matter who signs in', async () => {
  const kiosk = await place.run();
  await kiosk.signIn('Joss K.');
  const guestId = (await kiosk.must('lookUp', { digits: ANA, by: 'phone' })).matches[0]?.id ?? '';
  expect(await kiosk.must('glanceAtGuest', { guestId })).toMatchObject({ guest: { name: 'Ana Petrescu' } });
  for (let n = 0; n < 59; n += 1) await kiosk.must('glanceAtGuest', { guestId: crypto.randomUUID() });
  const tooFast = { ok: false, error: { code: 'too-fast' } };
  expect(await kiosk.ask('openGuest', { guestId: crypto.randomUUID() })).toMatchObject(tooFast);
  await kiosk.signIn('Marco D.');
  expect(await kiosk.ask('glanceAtGuest', { guestId: crypto.randomUUID() })).toMatchObject(tooFast);
  expect(await kiosk.ask('openCreditForm', { guestId: crypto.randomUUID() })).toMatchObject(tooFast);
  const lines = await kiosk.ledger();
  expect(lines.filter(({ what }) => what === 'guest-viewed')).toMatchObject([
    { by: 'Joss K.', guest: guestId },
  ]);
  expect(lines.filter(({ what }) => what === 'impossible-request')).toHaveLength(3);
});

test('neither reported problems nor requests out of shape empty the log', async () => {
  const kiosk = await place.run();
  for (let n = 0; n < 1_100; n += 1) {
    await kiosk.ask('reportProblem', { message: 'x'.repeat(2_000) });
    await kiosk.ask('lookUp', { digits: 'Ana Petrescu', by: 'phone' });
    await kiosk.ask('signIn', { pin: '000000' });
  }
  const bytes = JSON.stringify(kiosk.log()).length;
  expect(bytes).toBeLessThan(300_000);
});

test('two taps at once: one credit, and one limit is not passed twice', async () => {
  const kiosk = await place.run({ rules: { employeeDay: { most: 1_500 } } });
  const first = await kiosk.form('Marco D.');
  const taps = await Promise.all([1, 2, 3].map(() => kiosk.ask('giveCredit', { creditId: first, ...ten })));
  expect(taps.every((tap) => tap.ok && tap.value.outcome === 'accepted')).toBe(true);
  expect((await kiosk.must('waitingList', {})).items).toHaveLength(1);
  const second = await kiosk.form('Marco D.', TOM);
  expect(await kiosk.ask('giveCredit', { creditId: second, ...ten })).toEqual({
    ok: false,
    error: { code: 'over-employee-day', most: 1_500, given: 1_000 },
  });
  const lines = await kiosk.ledger();
  expect(lines.filter(({ what }) => what === 'issued')).toHaveLength(1);
  expect(lines.find(({ what }) => what === 'refused-by-rule')).toMatchObject({
    by: 'Marco D.',
    amount: '10.00',
    credit: second,
    details: JSON.stringify({ rule: 'employee-day', limit: 1_500, approvalId: null }),
  });
});

test('two forms side by side cannot both stay below what one may give alone in a day', async () => {
  const kiosk = await place.run({ rules: { employeeDay: { alone: { server: 1_500 } } } });
  const first = await kiosk.form('Marco D.');
  const second = await kiosk.form('Marco D.', TOM);
  const both = await Promise.all([
    kiosk.must('giveCredit', { creditId: first, ...ten }),
    kiosk.must('giveCredit', { creditId: second, ...ten }),
  ]);
  expect(both.map(({ outcome }) => outcome)).toEqual(['accepted', 'needs-approval']);
  expect(both[1]).toMatchObject({ approval: { rule: 'employee-day', limit: 1_500 } });
});

test('another window, another origin: refused, and on record without what was sent', async () => {
  const kiosk = await place.run();
  await kiosk.ask('signIn', { pin: '975310' }, { ...PAGE, origin: 'https://evil.example/4155550142' });
  await kiosk.ask('lookUp', { digits: '415 555 0142', by: 'phone' });
  const lines = await kiosk.ledger();
  const found = lines.filter(({ what }) => what === 'impossible-request');
  expect(found).toHaveLength(2);
  expect(JSON.stringify(found)).not.toMatch(/975310|4155550142|415 555/);
});

const CARD = '4111 1111 1111 1111';
const PLAIN_CARD = '4111111111111111';
const GUEST = { firstName: 'Ana', lastName: 'Cruz', phone: null, email: 'ana@example.com' };
test.each<[RequestName, unknown]>([
  ['lookUp', { digits: PLAIN_CARD, by: 'phone' }],
  ['lookUpHere', { typed: PLAIN_CARD, by: 'phone' }],
  ['lookUpHere', { typed: CARD, by: 'name' }],
  ['searchGuests', { text: CARD, by: 'name' }],
  ['searchGuests', { text: '%B4111111111111111^CRUZ/ANA^2512', by: 'name' }],
  ['searchGuests', { text: ';4111111111111111=2512', by: 'name' }],
  ['searchGuests', { text: '４１１１ １１１１ １１１１ １１１１', by: 'name' }],
  ['searchGuests', { text: `${PLAIN_CARD}@example.com`, by: 'email' }],
  ['lookalikesHere', { ...GUEST, guestId: crypto.randomUUID(), phone: PLAIN_CARD }],
  ['lookalikes', { ...GUEST, guestId: crypto.randomUUID(), lastName: CARD }],
  ['createGuest', { ...GUEST, guestId: crypto.randomUUID(), firstName: CARD }],
  ['createGuest', { ...GUEST, guestId: crypto.randomUUID(), email: `${PLAIN_CARD}@example.com` }],
  ['giveCredit', { ...ten, creditId: crypto.randomUUID(), note: `paid with ${CARD}` }],
  [
    'resolveEntry',
    { id: crypto.randomUUID(), pin: '975310', resolution: { do: 'discard', reason: `card ${CARD}` } },
  ],
  [
    'resolveEntry',
    {
      id: crypto.randomUUID(),
      pin: '975310',
      resolution: { do: 'correct-guest', guest: { ...GUEST, firstName: CARD } },
    },
  ],
  ['staffAdd', { shortName: CARD, role: 'host', employeeGuid: null, pin: null }],
  ['changeSettings', { changes: { houseName: CARD } }],
  ['changeSetUp', { secret: PLAIN_CARD }],
  ['reportProblem', { message: `no ${CARD}` }],
])('a payment card’s number in %s is refused, and is nowhere: %j', async (name, request) => {
  const kiosk = await place.run();
  await kiosk.signIn('Priya N.');
  const asked = () =>
    place.crm.control.requests().filter(({ operation }) => operation !== 'list-transactions').length;
  const before = asked();
  expect(await kiosk.ask(name, request as Requests[RequestName]['request'])).toEqual({
    ok: false,
    error: { code: 'card-number' },
  });
  expect(asked()).toBe(before);
  await kiosk.stop();
  for (const { name: file, parentPath } of readdirSync(place.dir, {
    recursive: true,
    withFileTypes: true,
  }).filter((entry) => entry.isFile())) {
    const content = readFileSync(join(parentPath, file), 'latin1');
    expect(content.includes(PLAIN_CARD) || content.includes(CARD), file).toBe(false);
  }
});

test('a phone number led by +, 00 or 011 is no card, though its digits would pass as one', async () => {
  const kiosk = await place.run();
  await kiosk.signIn('Priya N.');
  expect(await kiosk.ask('lookUp', { digits: '+4222222222222', by: 'phone' })).toMatchObject({ ok: true });
  expect(await kiosk.ask('searchGuests', { text: '011 4222222222222', by: 'name' })).toMatchObject({
    ok: true,
  });
});

test('where each credit signs out, the session can take it back and do nothing else', async () => {
  const kiosk = await place.run({ signOutAfterCredit: true });
  const creditId = await kiosk.form('Marco D.');
  await kiosk.must('giveCredit', { creditId, ...ten });
  const out = { ok: false, error: { code: 'not-signed-in' } };
  expect(await kiosk.ask('lookUp', { digits: ANA, by: 'phone' })).toEqual(out);
  expect(await kiosk.ask('giveCredit', { creditId, ...ten })).toEqual(out);
  expect((await kiosk.must('status', {})).session).toBeNull();
  await kiosk.must('creditShown', { creditId });
  expect(await kiosk.must('undoCredit', { creditId })).toMatchObject({ state: 'cancelled' });
  await kiosk.must('signOut', {});
  expect(await kiosk.ask('undoCredit', { creditId })).toEqual(out);
  const lines = await kiosk.ledger();
  expect(lines.find(({ what }) => what === 'undone')).toMatchObject({ by: 'Marco D.', credit: creditId });
  expect(lines.find(({ what }) => what === 'signed-out')?.['details']).toContain('after-credit');
});

test('the whole evening is in the ledger, in order, once each, without a guest’s name, number or words, or a PIN', async () => {
  const kiosk = await place.run({ undoSeconds: 1 });
  await kiosk.ask('signIn', { pin: '111999' });
  const creditId = await kiosk.form('Marco D.');
  const { matches } = await kiosk.must('lookUp', { digits: ANA, by: 'phone' });
  const guestId = matches[0]?.id ?? '';
  await kiosk.must('openGuest', { guestId });
  await kiosk.must('revealPhone', { guestId });
  const asked = await kiosk.must('giveCredit', { creditId, ...fifteen, note: 'for Ana Petrescu' });
  if (asked.outcome !== 'needs-approval') throw new Error(asked.outcome);
  await kiosk.must('approve', { approvalId: asked.approval.approvalId, pin: pinOf('Priya N.') });
  await vi.waitFor(() => expect(kiosk.events('credit').at(-1)).toMatchObject({ state: 'settled' }), 10_000);
  await kiosk.must('signOut', {});
  const lines = await kiosk.ledger();
  expect(lines.map(({ what, by }) => `${what} ${by}`.trim())).toEqual([
    ...TRAINING_STAFF.map(() => 'staff-changed'),
    'pin-failed',
    'signed-in Marco D.',
    'guest-viewed Marco D.',
    'form-opened Marco D.',
    'number-revealed Marco D.',
    'approval-asked Marco D.',
    'approval-granted',
    'issued Marco D.',
    'outbox',
    'signed-out Marco D.',
    'signed-in Priya N.',
    'manager-visit Priya N.',
    'ledger-read Priya N.',
  ]);
  expect(await kiosk.must('verifyLedger', {})).toMatchObject({ state: 'whole', lines: lines.length });
  await kiosk.stop();
  const secrets = [...TRAINING_STAFF.map(({ pin }) => pin), '111999', 'Petrescu', 'for Ana', ANA, '555-0142'];
  for (const folder of ['training', 'exports', 'ledger-heads']) {
    const files = readdirSync(join(place.dir, folder), { recursive: true, withFileTypes: true });
    for (const { name, parentPath } of files.filter((entry) => entry.isFile())) {
      const content = readFileSync(join(parentPath, name), 'latin1');
      for (const secret of secrets) expect(content.includes(secret), `${secret} in ${name}`).toBe(false);
    }
  }
  expect(JSON.stringify(lines)).not.toMatch(/Petrescu|for Ana/);
});

test('settings that are others than at the last start are on record, with from what to what', async () => {
  const first = await place.run();
  await first.stop();
  const second = await place.run({ rules: { most: 30_000 }, houseName: 'Bellwether' });
  const lines = await second.ledger();
  const changed = lines
    .filter(({ what }) => what === 'settings-changed')
    .map((line) => line['details'] ?? '');
  expect(changed).toHaveLength(1);
  expect(JSON.parse(changed[0] ?? '')).toEqual({
    changes: [
      { key: 'houseName', from: '"Hoststand"', to: '"Bellwether"' },
      { key: 'rules.most', from: '25000', to: '30000' },
    ],
  });
});

test('a manager reads in a list of staff, and who is on it can sign in', async () => {
  const kiosk = await place.run({}, 'name,role,pin\nLee W.,server,730194\nMarco D.,host,\n');
  await kiosk.signIn('Priya N.');
  expect(await kiosk.must('staffImport', {})).toEqual({
    added: [{ line: 2, shortName: 'Lee W.', role: 'server', pin: null }],
    refused: [{ line: 3, shortName: 'Marco D.', why: 'name-taken' }],
  });
  await kiosk.must('signIn', { pin: '730194' });
});

test('no file to read in', async () => {
  const kiosk = await place.run();
  await kiosk.signIn('Priya N.');
  expect(await kiosk.ask('staffImport', {})).toMatchObject({ ok: false, error: { code: 'import-missing' } });
});
