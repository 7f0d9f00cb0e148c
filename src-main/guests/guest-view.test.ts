import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents, signedCents } from '../../src-preload/contract/money.ts';
import { SuspiciousRequest } from '../domain/suspicious-request.ts';
import { guest } from '../testing/directory-kit.ts';
import { ana, createGuestsKit, type GuestsKit, line, marco, priya } from '../testing/guests-kit.ts';

let kit: GuestsKit;
beforeEach(async () => {
  kit = await createGuestsKit();
});
afterEach(() => kit.remove());

const offline = { kind: 'offline', sent: 'no', detail: 'ECONNREFUSED' } as const;

test('the balance comes as Toast says it, with when; waiting credit is beside it', async () => {
  const now = kit.time.clock.now();
  expect(await kit.guests.open('ana', marco)).toMatchObject({
    ok: true,
    value: {
      balance: { amount: 4_250, earliestExpiry: 99, asOf: now },
      history: { asOf: now, lines: [{ kind: 'added' }, { kind: 'other', at: null }], next: null },
      from: 'toast',
      historyFrom: 'toast',
      trouble: { balance: null, history: null },
      waiting: 1_000,
    },
  });
});

test('a balance of nothing, and one below zero, are shown as they are', async () => {
  expect(await kit.guests.open('Maria', marco)).toMatchObject({ value: { balance: { amount: 0 } } });
  expect(await kit.guests.open('João', marco)).toMatchObject({ value: { balance: { amount: -500 } } });
});

test('last known is there at once, and when the connection is down, with its age', async () => {
  const { guests, gateway, time } = kit;
  expect(await kit.cachedView('ana')).toBeNull();
  await guests.open('ana', marco);
  const then = time.clock.now();
  await time.pass(3_600_000);
  const known = {
    balance: { amount: 4_250, asOf: then },
    history: { asOf: then },
    from: 'kiosk',
    waiting: 1_000,
  };
  expect(await kit.cachedView('ana')).toMatchObject(known);
  gateway.fail = offline;
  expect(await guests.open('ana', marco)).toMatchObject({
    ok: true,
    value: { ...known, trouble: { balance: { code: 'offline' }, history: { code: 'offline' } } },
  });
  expect(await guests.open('Maria', marco)).toEqual({ ok: false, error: { code: 'offline' } });
});

test('a balance in a shape no one knows costs the balance, not the history; and the other way round', async () => {
  const { guests, gateway } = kit;
  const unreadable = {
    ok: false,
    error: { kind: 'unreadable', status: 200, detail: 'amount', requestId: 'r1' },
  } as const;
  const broken = { ...gateway };
  Object.assign(gateway, { creditSummary: async () => unreadable });
  expect(await guests.open('ana', marco)).toMatchObject({
    value: {
      balance: null,
      history: { lines: [{}, {}] },
      from: 'kiosk',
      historyFrom: 'toast',
      trouble: { balance: { code: 'toast-trouble', requestId: 'r1' }, history: null },
    },
  });
  Object.assign(gateway, { creditSummary: broken.creditSummary, creditHistoryPage: async () => unreadable });
  expect(await guests.open('ana', marco)).toMatchObject({
    value: { balance: { amount: 4_250 }, from: 'toast', historyFrom: 'kiosk', trouble: { balance: null } },
  });
});

test('a guest Toast does not know (any more) is not found, and not remembered', async () => {
  const { guests, gateway } = kit;
  expect(await guests.open('nobody', marco)).toEqual({ ok: false, error: { code: 'guest-not-found' } });
  await guests.open('ana', marco);
  gateway.fail = { kind: 'not-found', requestId: null };
  expect(await guests.open('ana', marco)).toEqual({ ok: false, error: { code: 'guest-not-found' } });
  expect(await kit.cachedView('ana')).toBeNull();
});

test('a guest without a summary who is still there is not gone', async () => {
  const { guests, gateway } = kit;
  await guests.open('ana', marco);
  Object.assign(gateway, {
    creditSummary: async () => ({ ok: false, error: { kind: 'not-found', requestId: null } }),
  });
  expect(await guests.open('ana', marco)).toMatchObject({
    ok: true,
    value: { balance: { amount: 4_250 }, from: 'kiosk', trouble: { balance: { code: 'toast-trouble' } } },
  });
});

test('a long history comes by pages, each line once, and its beginning is kept', async () => {
  kit.remove();
  const history = Array.from({ length: 2_000 }, (_, n) => line(`t${n}`, 2_000 - n));
  kit = await createGuestsKit([{ guest: ana, summary: { amount: cents(1), earliestExpiry: null }, history }]);
  const opened = await kit.guests.open('ana', marco);
  const lines = opened.ok ? [...(opened.value.history?.lines ?? [])] : [];
  let next = opened.ok ? (opened.value.history?.next ?? null) : null;
  expect(lines).toHaveLength(50);
  const first = next ?? '';
  while (next !== null) {
    const page = await kit.guests.historyPage('ana', next, marco);
    if (!page.ok) throw new Error(page.error.code);
    lines.push(...page.value.lines);
    next = page.value.next;
  }
  expect(lines.map(({ id }) => id)).toEqual(history.map(({ id }) => id));
  expect((await kit.cachedView('ana'))?.history?.lines).toHaveLength(50);
  kit.gateway.fail = offline;
  expect(await kit.guests.historyPage('ana', first, marco)).toEqual({
    ok: false,
    error: { code: 'offline' },
  });
});

test('a place in a history is taken from no one but the kiosk, and for the guest it was given for', async () => {
  kit.remove();
  const history = Array.from({ length: 200 }, (_, n) => line(`t${n}`, 200 - n));
  const of = (id: string) => ({
    guest: { ...ana, id },
    summary: { amount: cents(1), earliestExpiry: null },
    history,
  });
  kit = await createGuestsKit([of('ana'), of('bea')]);
  const opened = await kit.guests.open('ana', marco);
  const next = (opened.ok && opened.value.history?.next) || '';
  expect((await kit.guests.historyPage('ana', next, marco)).ok).toBe(true);
  const cached = await kit.guests.cachedView('ana', marco);
  expect(
    (await kit.guests.historyPage('ana', (cached.ok && cached.value?.history?.next) || '', marco)).ok,
  ).toBe(true);
  let asked = 0;
  const { creditHistoryPage } = kit.gateway;
  const counted: typeof creditHistoryPage = (...args) => {
    asked += 1;
    return creditHistoryPage(...args);
  };
  Object.assign(kit.gateway, { creditHistoryPage: counted });
  for (const [guest, from] of [
    ['bea', next],
    ['ana', '50'],
    ['ana', next.slice(1)],
    ['ana', `${next} `],
    ['ana', `${next.slice(0, 22)}${next.slice(22).replace(/\d/, '7')}x`],
    ['ana', 'x'],
    ['ana', '\ud800'.repeat(40)],
  ] as const) {
    await expect(kit.guests.historyPage(guest, from, marco), from).rejects.toThrow(SuspiciousRequest);
  }
  expect(asked).toBe(0);
});

test('looking at a guest is on record, and so is the whole number; neither with any data', async () => {
  const { guests, acts, logger } = kit;
  await guests.open('ana', marco);
  expect(guests.revealPhone('ana', marco)).toEqual({ ok: true, value: { digits: '4155550142' } });
  await guests.open('ana', priya);
  await guests.open('nobody', marco);
  expect(acts).toEqual([
    { act: 'guest-opened', guestId: 'ana', by: 'Marco D.' },
    { act: 'number-shown', guestId: 'ana', by: 'Marco D.' },
    { act: 'guest-opened', guestId: 'ana', by: 'Priya N.' },
  ]);
  expect(JSON.stringify([acts, logger.lines])).not.toMatch(/4155550142|Petrescu/);
});

test('the screen asking again is the same look for five minutes; another guest, person or visit is another', async () => {
  const { guests, acts, time } = kit;
  const open = (guestId: string, staff: typeof marco) => guests.open(guestId, staff);
  await open('ana', marco);
  await time.pass(4 * 60_000);
  await open('ana', marco);
  expect(acts).toHaveLength(1);
  await time.pass(2 * 60_000);
  await open('ana', marco);
  expect(acts).toHaveLength(2);
  await open('ana', priya);
  await open('Maria', priya);
  await open('ana', priya);
  expect(acts).toHaveLength(4);
  guests.endView();
  await open('ana', priya);
  expect(acts).toHaveLength(5);
});

test('a glance and an earlier page of the history are looks as an opening is', async () => {
  kit.remove();
  const history = Array.from({ length: 200 }, (_, n) => line(`t${n}`, 200 - n));
  kit = await createGuestsKit([{ guest: ana, summary: { amount: cents(1), earliestExpiry: null }, history }]);
  const { guests, acts } = kit;
  const opened = await guests.open('ana', marco);
  guests.endView();
  await guests.cachedView('ana', priya);
  await guests.open('ana', priya);
  guests.endView();
  await guests.historyPage('ana', (opened.ok && opened.value.history?.next) || '', priya);
  await guests.cachedView('nobody', priya);
  expect(acts.map(({ act, by }) => `${act} ${by}`)).toEqual([
    'guest-opened Marco D.',
    'guest-opened Priya N.',
    'guest-opened Priya N.',
  ]);
});

test('sixty guests a minute may be looked at, in whichever way, and the same one as often as wanted', async () => {
  const { guests, recordSuspicious, time } = kit;
  const look = async (guestId: string, n: number) => {
    if (n % 4 === 0) return await guests.open(guestId, marco);
    if (n % 4 === 1) return await guests.cachedView(guestId, marco);
    if (n % 4 === 2 && guestId.startsWith('h')) return await guests.historyPage(guestId, '50', marco);
    if (n % 4 === 2) return await guests.cachedView(guestId, marco);
    return guests.mayLook(guestId, 'openCreditForm');
  };
  const isTooFast = async (guestId: string, n: number): Promise<boolean> => {
    const answer = await look(guestId, n);
    return !answer.ok && answer.error.code === 'too-fast';
  };
  for (let n = 0; n < 59; n += 1) expect(await isTooFast(`g${n}`, n)).toBe(false);
  for (let n = 0; n < 300; n += 1) expect(await isTooFast('ana', n)).toBe(false);
  for (let n = 0; n < 4; n += 1) expect(await isTooFast(`h${n}`, n)).toBe(true);
  expect(recordSuspicious.map(({ request }) => request)).toEqual([
    'openGuest',
    'glanceAtGuest',
    'historyPage',
    'openCreditForm',
  ]);
  expect(await isTooFast('ana', 0)).toBe(false);
  // A session that ends, or another person, brings no more.
  guests.endView();
  expect(await guests.cachedView('h0', priya)).toEqual({
    ok: false,
    error: { code: 'too-fast', leftMs: 60_000 },
  });
  await time.pass(60_000);
  expect(await isTooFast('h0', 0)).toBe(false);
});

test('twenty numbers are shown in ten minutes', async () => {
  const everybody = Array.from({ length: 22 }, (_, n) => ({
    guest: guest(`g${n}`, 'Guest', `N${n}`, `41555501${String(n).padStart(2, '0')}`),
    summary: { amount: signedCents(0), earliestExpiry: null },
    history: [],
  }));
  const { guests, time } = await createGuestsKit(everybody);
  for (let n = 0; n < 22; n += 1) guests.cacheGuest(everybody[n]?.guest ?? ana);
  const shown = (n: number) => guests.revealPhone(`g${n}`, marco);
  for (let n = 0; n < 20; n += 1) expect(shown(n)).toMatchObject({ ok: true });
  expect(shown(20)).toEqual({ ok: false, error: { code: 'too-fast', leftMs: 600_000 } });
  expect(shown(3)).toMatchObject({ ok: true });
  await time.pass(600_000);
  expect(shown(20)).toMatchObject({ ok: true });
});

test('a guest is forgotten on request, unless something of theirs is still to be sent', async () => {
  const { guests, acts, state } = kit;
  await guests.open('ana', marco);
  expect(guests.forget('ana', priya)).toEqual({ ok: false, error: { code: 'guest-still-needed' } });
  state.waiting = cents(0);
  expect(guests.forget('ana', priya)).toEqual({ ok: true, value: null });
  expect(await kit.cachedView('ana')).toBeNull();
  expect(guests.remembered('ana')).toEqual({ name: null, balance: null });
  expect(acts.at(-1)).toEqual({ act: 'guest-forgotten', guestId: 'ana', by: 'Priya N.' });
});

test('all guests are forgotten but those still to be sent', async () => {
  const { guests, acts } = kit;
  await guests.open('ana', marco);
  const { guestId } = guests.openForm(marco);
  await guests.create(
    { guestId, firstName: 'Nia', lastName: 'Ruiz', phone: '4155550111', email: null },
    marco,
  );
  expect(await guests.forgetAll(priya)).toEqual({ ok: true, value: { forgotten: 1 } });
  expect([await kit.cachedView('ana'), guests.remembered(guestId).name]).toEqual([null, 'Nia Ruiz']);
  expect(acts.at(-1)).toEqual({ act: 'all-guests-forgotten', count: 1, by: 'Priya N.' });
});

test('the names of all who are remembered can be had, to be kept out of what leaves the kiosk', async () => {
  await kit.guests.open('ana', marco);
  await kit.guests.open('Maria', marco);
  expect([...kit.guests.names()].sort()).toEqual(['Ana Petrescu', 'Maria Santos']);
});

test('a guest who was met under a name that is not one is still someone', async () => {
  kit.remove();
  const nameless = guest('x', null, null, null, null);
  kit = await createGuestsKit([
    { guest: nameless, summary: { amount: cents(5), earliestExpiry: null }, history: [] },
  ]);
  expect(await kit.guests.open('x', marco)).toMatchObject({
    value: { guest: { name: null, shortName: null, phone: { lastFour: null }, email: null } },
  });
  expect(kit.guests.revealPhone('x', marco)).toEqual({ ok: true, value: { digits: null } });
});

test('a guest that Toast has merged into another is shown as that other one, openly, with nothing of the first', async () => {
  const { guests, gateway } = kit;
  await guests.open('ana', marco);
  const { getGuest, creditSummary } = gateway;
  Object.assign(gateway, {
    getGuest: (id: string) => getGuest(id === 'ana' ? 'João' : id),
    creditSummary: (id: string) => creditSummary(id === 'ana' ? 'João' : id),
  });
  const opened = await guests.open('ana', marco);
  expect(opened).toMatchObject({
    ok: true,
    value: {
      guest: { id: 'João' },
      balance: { amount: -500 },
      mergedFrom: { id: 'ana', waiting: 1_000 },
    },
  });
});
