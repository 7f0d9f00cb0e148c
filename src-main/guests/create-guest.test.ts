import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NewGuest } from '../../src-preload/contract/guest.ts';
import { cents } from '../../src-preload/contract/money.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { guest } from '../testing/directory-kit.ts';
import { createGuestsKit, type GuestsKit, marco, priya } from '../testing/guests-kit.ts';
import { createKnownDuplicates } from './known-duplicates.ts';

let kit: GuestsKit;
beforeEach(async () => {
  kit = await createGuestsKit();
});
afterEach(() => kit.remove());

const offline = { kind: 'offline', sent: 'no', detail: 'ECONNREFUSED' } as const;
const nia = (more: Partial<NewGuest> = {}): NewGuest => ({
  guestId: kit.guests.openForm(marco).guestId,
  firstName: ' Nia ',
  lastName: 'Ruiz',
  phone: '4155550111',
  email: null,
  ...more,
});

test('who they may already be: Toast is asked, and this kiosk knows near numbers', async () => {
  const { guests } = kit;
  await guests.open('ana', marco);
  const like = async (more: Partial<NewGuest>) => {
    const answer = await guests.lookalikes(nia(more));
    return answer.ok ? answer.value.found.map(({ match, why }) => [match.name, why]) : answer.error.code;
  };
  expect(await like({ phone: '4155550177' })).toEqual([
    ['Maria Santos', 'same-number'],
    ['João Santos', 'same-number'],
  ]);
  expect(await like({ phone: '4155550143' })).toEqual([['Ana Petrescu', 'one-digit']]);
  expect(await like({ phone: '4155550124' })).toEqual([['Ana Petrescu', 'digits-swapped']]);
  for (const email of ['ANA@example.com', 'Ana P. <ana@example.com>', 'ana@exa\u200bmple.com.']) {
    expect(await like({ phone: null, email })).toEqual([['Ana Petrescu', 'same-email']]);
  }
  expect(await like({ firstName: 'ana', lastName: 'Petrescu', phone: '6505550142' })).toEqual([
    ['Ana Petrescu', 'same-name-close-number'],
  ]);
  expect(await like({ firstName: 'João', lastName: 'Santos', phone: '4155550199' })).toEqual([
    ['João Santos', 'same-name-close-number'],
  ]);
  expect(await like({})).toEqual([]);
});

test('where a guest of Toast’s cannot be read no one has said that the new one is new', async () => {
  const { guests, gateway } = kit;
  gateway.unreadable = 1;
  expect(await guests.lookalikes(nia({ phone: '4155550142' }))).toMatchObject({
    ok: true,
    value: { from: 'kiosk', found: [{ why: 'same-number', match: { id: 'ana' } }] },
  });
});

test('offline this kiosk says whom it knows, and that Toast was not asked', async () => {
  const { guests, gateway } = kit;
  await guests.open('ana', marco);
  gateway.fail = offline;
  expect(await guests.lookalikes(nia({ phone: '4155550142' }))).toMatchObject({
    ok: true,
    value: { from: 'kiosk', found: [{ why: 'same-number', match: { id: 'ana' } }] },
  });
  expect(await guests.lookalikes(nia())).toEqual({ ok: true, value: { from: 'kiosk', found: [] } });
});

test.each([
  [{ phone: null }, { code: 'guest-incomplete', missing: 'contact' }],
  [{ phone: '' }, { code: 'guest-incomplete', missing: 'contact' }],
  [{ firstName: ' \u202e ' }, { code: 'guest-incomplete', missing: 'first-name' }],
  [{ lastName: '' }, { code: 'guest-incomplete', missing: 'last-name' }],
  [{ phone: '415555011' }, { code: 'number-impossible' }],
  [{ phone: '0155550111' }, { code: 'number-impossible' }],
  [{ email: 'nia@' }, { code: 'email-impossible' }],
  [{ email: 'nia ruiz@example.com' }, { code: 'email-impossible' }],
] as const)('%o is not a whole guest: %o', async (more, error) => {
  expect(await kit.guests.lookalikes(nia(more))).toEqual({ ok: false, error });
  expect(await kit.guests.create(nia(more), marco)).toEqual({ ok: false, error });
  expect(kit.accepted).toEqual([]);
});

test('added, a guest is on their way, known here at once, and can be opened before Toast has them', async () => {
  const { guests, gateway, accepted, acts, time, state } = kit;
  state.waiting = cents(1_500);
  const typed = nia({ email: 'nia@example.com' });
  const created = await guests.create(typed, marco);
  expect(created).toMatchObject({ ok: true, value: { id: typed.guestId, name: 'Nia Ruiz', onlyHere: true } });
  expect(accepted).toEqual([
    {
      guest: { ...typed, firstName: 'Nia' },
      givenAt: time.clock.now(),
      givenBy: { id: marco.id, shortName: marco.shortName },
      confirmedNew: false,
    },
  ]);
  expect(acts).toEqual([{ act: 'guest-added', guestId: typed.guestId, by: 'Marco D.' }]);
  expect(await guests.lookUp.here('4155550111', 'phone')).toMatchObject({ value: { total: 1 } });
  expect(await guests.open(typed.guestId, marco)).toMatchObject({
    ok: true,
    value: {
      guest: { name: 'Nia Ruiz', onlyHere: true },
      balance: null,
      trouble: { balance: null, history: null },
      waiting: 1_500,
    },
  });
  gateway.fail = offline;
  expect(await guests.open(typed.guestId, marco)).toMatchObject({
    ok: true,
    value: { trouble: { balance: { code: 'offline' } } },
  });
  expect(guests.forget(typed.guestId, priya)).toEqual({ ok: false, error: { code: 'guest-still-needed' } });
  guests.onCreated(typed.guestId);
  expect(await kit.cachedView(typed.guestId)).toMatchObject({ guest: { onlyHere: false } });
  await time.pass(1_000);
});

test('a guest that Toast has by now is no longer only here', async () => {
  kit.remove();
  kit = await createGuestsKit([
    {
      guest: guest('00000000-0000-4000-8000-000000000001', 'Nia', 'Ruiz', '4155550111'),
      summary: { amount: cents(0), earliestExpiry: null },
      history: [],
    },
  ]);
  const typed = nia();
  await kit.guests.create(typed, marco);
  expect(await kit.guests.open(typed.guestId, marco)).toMatchObject({
    value: { guest: { onlyHere: false }, from: 'toast', balance: { amount: 0 } },
  });
});

test('a second tap is the same guest; other words under one form, a stranger’s form and an old one are refused', async () => {
  const { guests, accepted, state } = kit;
  const typed = nia();
  const first = await guests.create(typed, marco);
  expect(await guests.create(typed, marco)).toEqual(first);
  expect(new Set(accepted.map((given) => given.guest.guestId)).size).toBe(1);
  state.accept = () => err({ code: 'other-content' });
  const closed = { ok: false, error: { code: 'guest-form-closed' } };
  expect(await guests.create({ ...typed, lastName: 'Other' }, marco)).toEqual(closed);
  expect(await guests.create(nia(), priya)).toEqual(closed);
  expect(await guests.create({ ...nia(), guestId: 'made-up' }, marco)).toEqual(closed);
});

test('no one is added under the GUID of a guest whom this kiosk knows', async () => {
  const { guests, accepted } = kit;
  await guests.open('ana', marco);
  const closed = { ok: false, error: { code: 'guest-form-closed' } };
  expect(await guests.create({ ...nia(), guestId: 'ana' }, marco)).toEqual(closed);
  const typed = nia();
  await guests.create(typed, marco);
  guests.onCreated(typed.guestId);
  expect(await guests.create(typed, marco)).toMatchObject({ ok: true });
  expect(await guests.create(typed, priya)).toEqual(closed);
  expect(new Set(accepted.map(({ guest: { guestId } }) => guestId))).toEqual(new Set([typed.guestId]));
});

test('what the outbox, or the disk, does not take is not added', async () => {
  const { guests, state } = kit;
  state.accept = () => err({ code: 'too-much-waiting', count: 100, sum: cents(1) });
  expect(await guests.create(nia(), marco)).toMatchObject({ error: { code: 'too-much-waiting' } });
  state.accept = () => err({ code: 'not-sealable' });
  expect(await guests.create(nia(), marco)).toEqual({ ok: false, error: { code: 'cannot-keep-guests' } });
  state.accept = () => {
    throw new Error('ENOSPC');
  };
  const typed = nia();
  expect(await guests.create(typed, marco)).toEqual({ ok: false, error: { code: 'not-saved' } });
  expect(await kit.cachedView(typed.guestId)).toBeNull();
  // The form is still open: what was typed can be given once the disk is well.
  state.accept = () => ok(null);
  expect(await guests.create(typed, marco)).toMatchObject({ ok: true });
});

test('only who was shown Toast’s own answer says that a guest is new', async () => {
  const { guests, gateway, accepted } = kit;
  const confirmed = async (typed: NewGuest) => {
    await guests.create(typed, marco);
    return accepted.at(-1)?.confirmedNew;
  };
  expect(await confirmed(nia())).toBe(false);
  const asked = nia();
  await guests.lookalikes(asked);
  expect(await confirmed(asked)).toBe(true);
  const changed = nia({ phone: '4155550112' });
  await guests.lookalikes(changed);
  expect(await confirmed({ ...changed, phone: '4155550113' })).toBe(false);
  gateway.fail = offline;
  const alone = nia({ phone: '4155550114' });
  await guests.lookalikes(alone);
  expect(await confirmed(alone)).toBe(false);
});

test('a guest that the outbox gave up is no longer here; one Toast has stays', async () => {
  const { guests } = kit;
  const typed = nia();
  await guests.create(typed, marco);
  guests.dropped(typed.guestId);
  expect(await kit.cachedView(typed.guestId)).toBeNull();
  await guests.open('ana', marco);
  guests.dropped('ana');
  expect(await kit.cachedView('ana')).not.toBeNull();
});

test('before a guest is created, Toast’s guests with the number are found, and can be named', async () => {
  const like = createKnownDuplicates(kit.gateway, kit.guests.cacheGuest);
  expect(await like({ phone: '4155550177', email: null })).toEqual(ok(['Maria', 'João']));
  expect(kit.guests.remembered('Maria').name).toBe('Maria Santos');
  expect(await like({ phone: null, email: 'ANA@example.com' })).toEqual(ok(['ana']));
  kit.gateway.fail = offline;
  expect(await like({ phone: '4155550177', email: null })).toEqual(err(offline));
});

test('twenty new guests in ten minutes; trying the same one again is no other', async () => {
  const { guests, time, accepted } = kit;
  const add = (n: number, guestId = guests.openForm(marco).guestId) =>
    guests.create(nia({ guestId, phone: `41555503${String(n).padStart(2, '0')}` }), marco);
  const first = guests.openForm(marco).guestId;
  for (let n = 0; n < 5; n += 1) await add(n, first);
  for (let n = 5; n < 24; n += 1) expect(await add(n)).toMatchObject({ ok: true });
  expect(await add(24)).toEqual({ ok: false, error: { code: 'too-fast', leftMs: 600_000 } });
  expect(new Set(accepted.map((each) => each.guest.guestId)).size).toBe(20);
  await time.pass(600_000);
  expect(await add(24)).toMatchObject({ ok: true });
});

test.each([
  ['Nia Ruiz <nia@example.com>', 'nia@example.com'],
  ['mailto:nia@example.com', 'nia@example.com'],
  ['nia\u200b@example.com.', 'nia@example.com'],
])('an address typed as %j is saved as %j', async (typed, address) => {
  const guestToAdd = nia({ phone: null, email: typed });
  const added = await kit.guests.create(guestToAdd, marco);
  expect(added).toMatchObject({ ok: true });
  expect(kit.accepted.at(-1)?.guest.email).toBe(address);
});

test.each([
  'nia..r@example.com',
  'nia@example..com',
  'nia@example.com, tom@example.com',
  `${'n'.repeat(119)}@example.com`,
])('an address like %s is refused, never cut or half read', async (typed) => {
  expect(await kit.guests.create(nia({ phone: null, email: typed }), marco)).toEqual({
    ok: false,
    error: { code: 'email-impossible' },
  });
});
