import { expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { createFakeGuestGateway } from '../testing/fake-guest-gateway.ts';
import { createFakeLogger, createFakeTime } from '../testing/fakes.ts';
import { createDirectory } from './directory.ts';
import type { CrmGuest } from './gateway.ts';
import { createGuests } from './guests.ts';
import { nationalDigits } from './phone-number.ts';
import { maskEmail, shortName } from './present.ts';

const guest = (id: string, firstName: string | null, lastName: string | null, phone: string): CrmGuest => ({
  id,
  firstName,
  lastName,
  phone,
  email: `${id}@example.com`,
});
const ana = guest('ana', 'Ana', 'Petrescu', '4155550142');
const offline = { kind: 'offline', sent: 'no', detail: 'ECONNREFUSED' } as const;

function setUp() {
  const time = createFakeTime();
  const logger = createFakeLogger();
  const gateway = createFakeGuestGateway([
    {
      guest: ana,
      summary: { amount: cents(4_250), earliestExpiry: 99 },
      history: [
        {
          id: 't1',
          type: 'ADD_VALUE',
          amount: cents(2_000),
          at: 5,
          expiresAt: 9,
          note: 'Long wait; by Marco D.',
        },
        { id: 't2', type: { unknown: 'TRANSFER' }, amount: cents(1), at: null, expiresAt: null, note: null },
      ],
    },
    ...['Maria', 'João'].map((first) => ({
      guest: guest(first, first, 'Santos', '4155550177'),
      summary: { amount: cents(0), earliestExpiry: null },
      history: [],
    })),
  ]);
  const guests = createGuests({
    gateway,
    clock: time.clock,
    logger,
    country: 'US',
    waitingFor: () => cents(1_000),
    describeNote: (note) => ({ reasonId: null, words: note, by: null, approvedBy: null }),
  });
  return { guests, gateway, time, logger };
}

test('a whole number asks Toast; the number itself does not come back', async () => {
  const { guests } = setUp();
  const answer = await guests.lookUp('4155550142', 'phone');
  expect(answer).toEqual({
    ok: true,
    value: {
      from: 'toast',
      matches: [
        {
          id: 'ana',
          name: 'Ana Petrescu',
          shortName: 'Ana P.',
          phone: { area: null, lastFour: '0142' },
          email: 'a•••@example.com',
          seenAt: null,
        },
      ],
    },
  });
  expect(JSON.stringify(answer)).not.toContain('4155550142');
});

test('several guests on one number are all shown, never merged', async () => {
  const { guests } = setUp();
  const answer = await guests.lookUp('4155550177', 'phone');
  expect(answer.ok && answer.value.matches.map(({ name }) => name)).toEqual(['Maria Santos', 'João Santos']);
});

test.each([
  ['415', 'phone', { code: 'number-too-short', digits: 3, needed: 4 }],
  ['014', 'last-four', { code: 'number-too-short', digits: 3, needed: 4 }],
  ['0155550142', 'phone', { code: 'number-impossible' }],
  ['41555501421', 'phone', { code: 'number-impossible' }],
] as const)('%s by %s: %o', async (digits, by, error) => {
  const { guests, gateway } = setUp();
  expect(await guests.lookUp(digits, by)).toEqual({ ok: false, error });
  expect(gateway.searches).toEqual([]);
});

test('who was met here answers from the fourth digit, by the last four, and when the line is down', async () => {
  const { guests, gateway } = setUp();
  expect(await guests.lookUp('4155', 'phone')).toMatchObject({ ok: true, value: { matches: [] } });
  await guests.lookUp('4155550142', 'phone');
  expect(gateway.searches).toHaveLength(1);
  gateway.fail = offline;
  for (const [digits, by] of [
    ['4155', 'phone'],
    ['415555014', 'phone'],
    ['4155550142', 'phone'],
    ['0142', 'last-four'],
  ] as const) {
    const answer = await guests.lookUp(digits, by);
    expect(answer).toMatchObject({ ok: true, value: { from: 'kiosk', matches: [{ id: 'ana' }] } });
  }
  expect(await guests.lookUp('0142', 'last-four')).toMatchObject({
    value: { matches: [{ phone: { area: '415', lastFour: '0142' } }] },
  });
  expect(await guests.lookUp('4155550177', 'phone')).toEqual({ ok: false, error: { code: 'offline' } });
});

test('a newer question ends the older one', async () => {
  const { guests, gateway } = setUp();
  gateway.hold = true;
  const older = guests.lookUp('4155550142', 'phone');
  const newer = guests.lookUp('4155550177', 'phone');
  expect(await older).toMatchObject({ ok: true, value: { matches: [], from: 'kiosk' } });
  gateway.release();
  expect(await newer).toMatchObject({ ok: true, value: { from: 'toast' } });
});

test('the balance comes as Toast says it, with when; waiting credit stands beside it', async () => {
  const { guests, time } = setUp();
  await guests.lookUp('4155550142', 'phone');
  const now = time.clock.now();
  expect(await guests.open('ana')).toMatchObject({
    ok: true,
    value: {
      balance: { amount: 4_250, earliestExpiry: 99, asOf: now },
      history: { asOf: now, lines: [{ kind: 'added' }, { kind: 'other', at: null }] },
      from: 'toast',
      waiting: 1_000,
    },
  });
});

test('offline, what was last known is shown with its age; a guest never met is an error', async () => {
  const { guests, gateway, time } = setUp();
  await guests.lookUp('4155550142', 'phone');
  await guests.open('ana');
  const then = time.clock.now();
  await time.pass(3_600_000);
  gateway.fail = offline;
  expect(await guests.open('ana')).toMatchObject({
    ok: true,
    value: { balance: { amount: 4_250, asOf: then }, from: 'kiosk', waiting: 1_000 },
  });
  expect(await guests.open('Maria')).toEqual({ ok: false, error: { code: 'offline' } });
});

test('a guest Toast does not know (any more) is not found', async () => {
  const { guests } = setUp();
  expect(await guests.open('nobody')).toEqual({ ok: false, error: { code: 'guest-not-found' } });
});

test('the whole number is shown on request, and that is recorded without it', async () => {
  const { guests, logger } = setUp();
  await guests.lookUp('4155550142', 'phone');
  expect(guests.revealPhone('ana')).toEqual({ ok: true, value: { digits: '4155550142' } });
  expect(logger.lines).toContainEqual({ level: 'info', event: 'phone-shown', data: { guest: 'ana' } });
  expect(JSON.stringify(logger.lines)).not.toMatch(/4155550142|Petrescu/);
});

test('the memory is bounded: who was not met for longest leaves first', () => {
  const directory = createDirectory(2);
  for (const id of ['a', 'b']) directory.met(guest(id, id, null, '4155550100'), '4155550100');
  directory.update('a', { seenAt: 1 });
  directory.met(guest('c', 'c', null, '4155550100'), '4155550100');
  expect(['a', 'b', 'c'].map((id) => directory.get(id)?.guest.id)).toEqual(['a', undefined, 'c']);
});

test.each([
  ['4155550142', '4155550142'],
  ['+14155550142', '4155550142'],
  ['(415) 555-0142', '4155550142'],
  ['call after 6', '6'],
  ['', null],
  [null, null],
])('a number as the CRM gives it: %s is %s', (raw, digits) => {
  expect(nationalDigits(raw, 'US')).toBe(digits);
});

test.each([
  ['Ana', 'petrescu', 'Ana P.'],
  ['Ana', null, 'Ana'],
  [null, 'Petrescu', 'Petrescu'],
  [null, null, null],
  ['Zoë', 'Ångström', 'Zoë Å.'],
])('%s %s on a button: %s', (first, last, short) => {
  expect(shortName(guest('x', first, last, ''))).toBe(short);
});

test('an e-mail keeps its first letter and its domain', () => {
  expect(maskEmail('ana.petrescu@example.com')).toBe('a•••@example.com');
  expect(maskEmail('not an address')).toBeNull();
  expect(maskEmail(null)).toBeNull();
});
