import { describe, expect, test } from 'vitest';
import { EVENING } from '../../testing/crm/sandbox-client.ts';
import { createCalendar } from './calendar.ts';
import { KNOWN_GUESTS, KNOWN_PHONES, knownGuid } from './known-guests.ts';
import type { CreditLine, Entry, Guest } from './model.ts';
import { inventGuests } from './seed-guests.ts';
import { createStore, type Store } from './store.ts';

const calendar = createCalendar('America/Los_Angeles', 4);
const setting = { calendar, anchorDay: calendar.businessDay(EVENING), expiryDays: 90 };
const DAY = 86_400_000;

function databasePathOf(entries: readonly Entry[]): Store {
  const store = createStore(calendar.wallClock);
  for (const entry of entries) store.apply(entry);
  return store;
}
const store = databasePathOf(inventGuests(7, 300, setting));
const guests = [...store.guests.values()];
const invented = guests.slice(KNOWN_GUESTS.length);
const linesOf = (guest: Guest): readonly CreditLine[] => store.linesOf(guest.guid, EVENING);
const share = (of: readonly Guest[], holds: (guest: Guest) => boolean): number =>
  of.filter(holds).length / of.length;

describe('what the seed gives', () => {
  test('the same seed, count and day give the same records, line for line', () => {
    expect(inventGuests(7, 300, setting)).toEqual(inventGuests(7, 300, setting));
  });

  test('another seed gives other guests, except for those who are always there', () => {
    const other = [...databasePathOf(inventGuests(8, 300, setting)).guests.values()];
    const known = KNOWN_GUESTS.length;
    expect(other.slice(0, known)).toEqual(guests.slice(0, known));
    const names = new Set(guests.slice(known).map((guest) => guest.guid));
    expect(other.slice(known).filter((guest) => names.has(guest.guid))).toEqual([]);
  });

  test('fewer guests are the first of more', () => {
    const few = [...databasePathOf(inventGuests(7, 50, setting)).guests.values()];
    expect(few).toEqual(guests.slice(0, 50));
  });

  test('another day moves the histories, and keeps who they belong to', () => {
    const later = inventGuests(7, 300, { ...setting, anchorDay: setting.anchorDay + 30 });
    expect([...databasePathOf(later).guests.values()]).toEqual(guests);
  });
});

describe('the guests', () => {
  test('are as many as asked for, each with a GUID of their own', () => {
    expect(guests).toHaveLength(300);
    expect(new Set(guests.map((guest) => guest.guid)).size).toBe(300);
  });

  test('have numbers reserved for fiction, of several area codes', () => {
    const phones = guests.map((guest) => guest.phone).filter((phone) => phone !== null);
    for (const phone of phones) expect(phone).toMatch(/^[2-9]\d{2}55501\d{2}$/);
    expect(new Set(phones.map((phone) => phone.slice(0, 3))).size).toBeGreaterThan(8);
  });

  test('leave the numbers of those who are always there to them', () => {
    expect(invented.filter((guest) => guest.phone !== null && KNOWN_PHONES.has(guest.phone))).toEqual([]);
  });

  test('have addresses reserved for examples, and one in ten has none', () => {
    for (const { email } of guests)
      if (email !== null) expect(email).toMatch(/^[a-z.-]+\d*@example\.(com|org|net)$/);
    expect(share(invented, (guest) => guest.email === null)).toBeGreaterThan(0.05);
    expect(share(invented, (guest) => guest.email === null)).toBeLessThan(0.16);
  });

  test('can always be reached by phone or e-mail', () => {
    expect(guests.filter((guest) => guest.phone === null && guest.email === null)).toEqual([]);
  });

  test('include some without a last name, some sharing a number, some one digit apart', () => {
    expect(share(invented, (guest) => guest.lastName === null)).toBeGreaterThan(0);
    expect(share(invented, (guest) => guest.lastName === null)).toBeLessThan(0.08);
    const phones = invented.map((guest) => guest.phone).filter((phone) => phone !== null);
    const distinct = new Set(phones);
    expect(phones.length - distinct.size).toBeGreaterThan(10);
    const near = [...distinct].filter((phone) =>
      [...'0123456789'].some((digit) => phone.at(-1) !== digit && distinct.has(phone.slice(0, 9) + digit)),
    );
    expect(near.length).toBeGreaterThan(20);
  });

  test('number in the thousands without strangers sharing a phone with a known guest', () => {
    const many = databasePathOf(inventGuests(3, 6000, setting));
    expect(many.guests.size).toBe(6000);
    for (const phone of KNOWN_PHONES) {
      const holders = many.search(
        { phone, phoneWithCode: null, firstName: null, lastName: null, email: null },
        'whole',
        'national',
      );
      expect(holders.map((guest) => guest.guid)).toEqual(
        KNOWN_GUESTS.filter((known) => known.guest.phone === phone).map((known) => known.guest.guid),
      );
    }
  });
});

describe('the histories', () => {
  test.each([7, 1, 2, 3])('of seed %i add up to the balances, and never fall below nothing', (seed) => {
    const own = databasePathOf(inventGuests(seed, 300, setting));
    for (const guest of own.guests.values()) {
      let balance = 0;
      for (const line of own.linesOf(guest.guid, EVENING).toReversed()) {
        const adds = line.type === 'ADD_VALUE' || line.type === 'VOID_REDEMPTION';
        balance += adds ? line.amount : -line.amount;
        expect(balance).toBeGreaterThanOrEqual(0);
      }
      const summary = own.summary(guest.guid, EVENING);
      expect(summary.amount).toBe(balance);
      expect(summary.earliestExpiry === null).toBe(balance === 0);
      if (summary.earliestExpiry !== null) expect(summary.earliestExpiry).toBeGreaterThan(EVENING);
    }
  });

  test('hold under any validity, cut-off, time zone and day of the year', () => {
    for (let n = 0; n < 60; n += 1) {
      const zone = ['America/Los_Angeles', 'America/New_York', 'Pacific/Auckland'][n % 3] ?? 'UTC';
      const elsewhere = createCalendar(zone, n % 7);
      const at = EVENING + n * 6.1 * DAY;
      const anchorDay = elsewhere.businessDay(at);
      const entries = inventGuests(n, 60, {
        calendar: elsewhere,
        anchorDay,
        expiryDays: 1 + ((n * 13) % 120),
      });
      const own = databasePathOf(entries);
      for (const line of own.lines(at)) expect(line.at).toBeLessThanOrEqual(at);
    }
  });

  test('know every type of line, over about six months, and none from the future', () => {
    const lines = guests.flatMap(linesOf);
    const types = new Set(lines.map((line) => line.type));
    expect([...types].sort()).toEqual(
      ['ADD_VALUE', 'EXPIRATION', 'REDEMPTION', 'VOID_ADD_VALUE', 'VOID_REDEMPTION'].sort(),
    );
    expect(lines.filter((line) => line.at > EVENING)).toEqual([]);
    const oldest = Math.min(...lines.map((line) => line.at));
    expect((EVENING - oldest) / DAY).toBeGreaterThan(150);
    expect((EVENING - oldest) / DAY).toBeLessThan(190);
  });

  test('of some guests come to nothing, and some never began', () => {
    const isEmpty = (guest: Guest): boolean => linesOf(guest).length === 0;
    const isSpent = (guest: Guest): boolean =>
      store.summary(guest.guid, EVENING).amount === 0 && !isEmpty(guest);
    expect(share(invented, isEmpty)).toBeGreaterThan(0.1);
    expect(share(invented, isSpent)).toBeGreaterThan(0.1);
    expect(share(invented, (guest) => store.summary(guest.guid, EVENING).amount > 0)).toBeGreaterThan(0.3);
  });

  test('carry the notes of the kiosk on credits, and none on what a POS did', () => {
    for (const line of guests.flatMap(linesOf)) {
      if (line.type === 'ADD_VALUE')
        expect(line.note).toMatch(
          /^(Long wait|Wrong dish|Cold food|Slow service|Celebration); by \w+ [A-Z]\.(; ok Priya N\.)?(; .+)?$/,
        );
      else expect(line.note).toBeNull();
    }
  });

  test('have voids that name what they void, of the same amount', () => {
    for (const line of guests.flatMap(linesOf)) {
      if (!line.type.startsWith('VOID_')) continue;
      const voided = line.familyGuid === null ? undefined : store.line(line.familyGuid);
      expect(voided).toMatchObject({
        type: line.type.replace('VOID_', ''),
        amount: line.amount,
        guestGuid: line.guestGuid,
      });
    }
  });
});

describe('the guests who are always there', () => {
  const balanceOf = (firstName: string, lastName: string): number =>
    store.summary(knownGuid(firstName, lastName), EVENING).amount;

  test('have the balances that the guide shows', () => {
    expect(balanceOf('Ana', 'Petrescu')).toBe(4250);
    expect(balanceOf('Tom', 'Okafor')).toBe(800);
    expect(balanceOf('Grace', 'Lindqvist')).toBe(0);
    expect(balanceOf('João', 'Santos')).toBe(0);
    expect(balanceOf('Maximiliana', 'Oyelaran-Fitzgerald')).toBe(124_250);
    expect(store.linesOf(knownGuid('Grace', 'Lindqvist'), EVENING)).toEqual([]);
  });

  test('Ana has seven lines, with a redemption and an expiration, and some of it expires in ten days', () => {
    const ana = knownGuid('Ana', 'Petrescu');
    const types = store.linesOf(ana, EVENING).map((line) => line.type);
    expect(types).toEqual([
      'ADD_VALUE',
      'REDEMPTION',
      'ADD_VALUE',
      'ADD_VALUE',
      'EXPIRATION',
      'REDEMPTION',
      'ADD_VALUE',
    ]);
    const { earliestExpiry } = store.summary(ana, EVENING);
    expect(Math.floor(((earliestExpiry ?? 0) - EVENING) / DAY)).toBe(10);
  });

  test('are there, as they are, no matter what count and validity are asked for', () => {
    const few = databasePathOf(inventGuests(99, 0, { ...setting, expiryDays: 10 }));
    expect([...few.guests.values()]).toEqual(guests.slice(0, KNOWN_GUESTS.length));
    expect(few.summary(knownGuid('Ana', 'Petrescu'), EVENING).amount).toBe(4250);
  });
});
