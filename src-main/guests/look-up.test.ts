import { afterEach, beforeEach, expect, test } from 'vitest';
import { signedCents } from '../../src-preload/contract/money.ts';
import { guest } from '../testing/directory-kit.ts';
import { createGuestsKit, type GuestsKit, marco } from '../testing/guests-kit.ts';

let kit: GuestsKit;
beforeEach(async () => {
  kit = await createGuestsKit();
});
afterEach(() => kit.remove());

const offline = { kind: 'offline', sent: 'no', detail: 'ECONNREFUSED' } as const;
const names = (answer: Awaited<ReturnType<GuestsKit['guests']['lookUp']['here']>>) =>
  answer.ok ? answer.value.matches.map(({ name }) => name) : answer.error.code;

test('a whole number asks Toast; the number itself does not come back', async () => {
  const answer = await kit.guests.lookUp.byDigits('4155550142', 'phone');
  expect(answer).toEqual({
    ok: true,
    value: {
      from: 'toast',
      total: 1,
      near: [],
      matches: [
        {
          id: 'ana',
          name: 'Ana Petrescu',
          shortName: 'Ana P.',
          phone: { area: null, lastFour: '0142' },
          email: 'a•••@example.com',
          seenAt: null,
          balance: null,
          lastCredit: null,
          onlyHere: false,
        },
      ],
    },
  });
  expect(JSON.stringify(answer)).not.toContain('4155550142');
});

test('several guests on one number are all shown, never merged', async () => {
  expect(names(await kit.guests.lookUp.byDigits('4155550177', 'phone'))).toEqual([
    'Maria Santos',
    'João Santos',
  ]);
});

test.each([
  ['415', 'phone', { code: 'number-too-short', digits: 3, needed: 4 }],
  ['014', 'last-four', { code: 'number-too-short', digits: 3, needed: 4 }],
  ['0155550142', 'phone', { code: 'number-impossible' }],
  ['41555501421', 'phone', { code: 'number-impossible' }],
] as const)('%s by %s: %o', async (digits, by, error) => {
  expect(await kit.guests.lookUp.byDigits(digits, by)).toEqual({ ok: false, error });
  expect(kit.gateway.searches).toEqual([]);
});

test('who was met here answers from the fourth digit, by the last four, and when the connection is down', async () => {
  const { guests, gateway } = kit;
  expect(await guests.lookUp.byDigits('4155', 'phone')).toMatchObject({ ok: true, value: { matches: [] } });
  await guests.lookUp.byDigits('4155550142', 'phone');
  expect(gateway.searches).toHaveLength(1);
  gateway.fail = offline;
  for (const [digits, by] of [
    ['4155', 'phone'],
    ['415555014', 'phone'],
    ['4155550142', 'phone'],
    ['0142', 'last-four'],
  ] as const) {
    const here = await guests.lookUp.here(digits, by);
    expect(here).toMatchObject({ ok: true, value: { from: 'kiosk', matches: [{ id: 'ana' }], total: 1 } });
    expect(await guests.lookUp.byDigits(digits, by)).toEqual(here);
  }
  expect(await guests.lookUp.here('0142', 'last-four')).toMatchObject({
    value: { matches: [{ phone: { area: '415', lastFour: '0142' } }] },
  });
  expect(await guests.lookUp.byDigits('4155550177', 'phone')).toEqual({
    ok: false,
    error: { code: 'offline' },
  });
});

test('the balance a guest had when last opened, and the last credit, tell them apart', async () => {
  await kit.guests.lookUp.byDigits('4155550142', 'phone');
  await kit.guests.open('ana', marco);
  const now = kit.time.clock.now();
  expect(await kit.guests.lookUp.here('4155', 'phone')).toMatchObject({
    value: {
      matches: [{ balance: { amount: 4_250, asOf: now }, lastCredit: { amount: 2_000, at: 5 }, seenAt: now }],
    },
  });
});

test('a guest added here and not yet in Toast is beside those Toast names under the number', async () => {
  const { guestId } = kit.guests.openForm(marco);
  await kit.guests.create(
    { guestId, firstName: 'Nia', lastName: 'Santos', phone: '4155550177', email: null },
    marco,
  );
  const answer = await kit.guests.lookUp.byDigits('4155550177', 'phone');
  expect(names(answer)).toEqual(['Maria Santos', 'João Santos', 'Nia Santos']);
  expect(answer).toMatchObject({ value: { total: 3, matches: [{}, {}, { onlyHere: true }] } });
});

test('a newer question ends the older one; so does no one asking any more', async () => {
  const { guests, gateway } = kit;
  gateway.hold = true;
  const older = guests.lookUp.byDigits('4155550142', 'phone');
  const newer = guests.lookUp.byDigits('4155550177', 'phone');
  expect(await older).toMatchObject({ ok: true, value: { matches: [], from: 'kiosk' } });
  gateway.release();
  expect(await newer).toMatchObject({ ok: true, value: { from: 'toast' } });
  const left = guests.lookUp.byDigits('4155550142', 'phone');
  guests.lookUp.stop();
  expect(await left).toMatchObject({ ok: true, value: { matches: [], from: 'kiosk' } });
  // What came for no one was not remembered either.
  expect(names(await guests.lookUp.here('4155550142', 'phone'))).toEqual([]);
});

test('by name: Toast is asked for what the words may stand for, and strangers are not remembered', async () => {
  const { guests, gateway } = kit;
  expect(names(await guests.lookUp.byWords('Ana', 'name'))).toEqual(['Ana Petrescu']);
  expect(names(await guests.lookUp.byWords('santos', 'name'))).toEqual(['Maria Santos', 'João Santos']);
  expect(names(await guests.lookUp.byWords(' ana  petrescu ', 'name'))).toEqual(['Ana Petrescu']);
  expect(names(await guests.lookUp.byWords('Petrescu, Ana', 'name'))).toEqual(['Ana Petrescu']);
  gateway.fail = offline;
  expect(names(await guests.lookUp.byWords('Ana', 'name'))).toBe('offline');
  gateway.fail = null;
  await guests.open('ana', marco);
  gateway.fail = offline;
  expect(names(await guests.lookUp.byWords('pet', 'name'))).toEqual(['Ana Petrescu']);
  expect(names(await guests.lookUp.here('an', 'name'))).toEqual(['Ana Petrescu']);
});

test('by e-mail: Toast is asked for whole addresses only', async () => {
  const { guests } = kit;
  expect(await guests.lookUp.byWords('ana@exam', 'email')).toMatchObject({
    value: { from: 'kiosk', matches: [] },
  });
  for (const typed of [
    'ANA@example.com',
    'Ana P. <ana@example.com>',
    'mailto:ana@example.com',
    'ana@example.com\u200b.',
  ]) {
    expect(await guests.lookUp.byWords(typed, 'email')).toMatchObject({
      value: { from: 'toast', matches: [{ id: 'ana' }] },
    });
  }
});

test.each(['name', 'email'] as const)('one letter of a %s is too few', async (by) => {
  const refused = { ok: false, error: { code: 'words-too-short', needed: 2 } };
  expect(await kit.guests.lookUp.here(' a ', by)).toEqual(refused);
  expect(await kit.guests.lookUp.byWords('a', by)).toEqual(refused);
});

test('odd numbers and names of the CRM are found and shown as they are', async () => {
  kit.remove();
  const summary = { amount: 0 as never, earliestExpiry: null };
  const odd = [
    guest('uk', null, null, '+44 20 7946 0958', null),
    guest('ext', '🙂👩‍👩‍👧', '👩‍👩‍👧 Ng', '(415) 555-0142 ext. 7', 'no address'),
    guest('rtl', 'محمد', '‮كريم', '4155550142', null),
    guest('long', 'x'.repeat(100), null, '4155550142', null),
    guest('words', ' ', 'Cher', 'call after 6', null),
  ];
  kit = await createGuestsKit(odd.map((each) => ({ guest: each, summary, history: [] })));
  for (const { id } of odd) await kit.guests.open(id, marco);
  const byEnd = await kit.guests.lookUp.here('0142', 'last-four');
  expect(new Set(names(byEnd))).toEqual(new Set(['🙂👩‍👩‍👧 👩‍👩‍👧 Ng', 'محمد كريم', 'x'.repeat(100)]));
  expect(byEnd.ok && byEnd.value.matches.find(({ id }) => id === 'ext')).toMatchObject({
    shortName: '🙂👩‍👩‍👧 N.',
    email: null,
  });
  // A British number is not the American one with the same digits.
  expect(names(await kit.guests.lookUp.here('2079460958', 'phone'))).toEqual([]);
  expect(await kit.guests.lookUp.here('0958', 'last-four')).toMatchObject({
    value: { matches: [{ name: null, shortName: null }] },
  });
  expect(names(await kit.guests.lookUp.here('cher', 'name'))).toEqual(['Cher']);
});

test('a code the numbering plan may open any day is asked of Toast, which alone knows', async () => {
  for (const digits of ['8615550123', '9995550123']) {
    expect(await kit.guests.lookUp.byDigits(digits, 'phone')).toMatchObject({
      ok: true,
      value: { from: 'toast', total: 0 },
    });
    const { guestId } = kit.guests.openForm(marco);
    const typed = { guestId, firstName: 'Nia', lastName: 'Okoye', phone: digits, email: null };
    expect(await kit.guests.create(typed, marco)).toMatchObject({ ok: true });
  }
  expect(kit.gateway.searches).toEqual(['8615550123', '9995550123']);
});

test.each(['5555555555', '2345678901', '9876543210', '4151550142'])('%s is no number', async (digits) => {
  expect(await kit.guests.lookUp.byDigits(digits, 'phone')).toEqual({
    ok: false,
    error: { code: 'number-impossible' },
  });
});

test('a number of another country is asked for whole, found again, and never taken for one of ours', async () => {
  kit.remove();
  const summary = { amount: 0 as never, earliestExpiry: null };
  kit = await createGuestsKit(
    [guest('dk', 'Ida', 'Holm', '+4532123456', null), guest('us', 'Una', 'Stone', '4532123456', null)].map(
      (each) => ({ guest: each, summary, history: [] }),
    ),
  );
  expect(names(await kit.guests.lookUp.byDigits('+4532123456', 'phone'))).toEqual(['Ida Holm']);
  expect(names(await kit.guests.lookUp.byDigits('4532123456', 'phone'))).toEqual(['Una Stone']);
  expect(kit.gateway.searches).toEqual(['+4532123456', '4532123456']);
  kit.gateway.fail = offline;
  for (const [typed, name] of [
    ['+4532123456', 'Ida Holm'],
    ['+4532', 'Ida Holm'],
    ['4532123456', 'Una Stone'],
  ] as const) {
    expect(names(await kit.guests.lookUp.byDigits(typed, 'phone'))).toEqual([name]);
    expect(names(await kit.guests.lookUp.here(typed, 'phone'))).toEqual([name]);
  }
  expect(await kit.guests.revealPhone('dk', marco)).toEqual({ ok: true, value: { digits: '+4532123456' } });
  expect(await kit.guests.lookUp.byDigits('+57321456789012345', 'phone')).toMatchObject({
    error: { code: 'number-impossible' },
  });
});

test('where no one has the number, those a slip of the finger away are named, who was seen last first', async () => {
  const { guests, time } = kit;
  for (const id of ['Maria', 'João', 'ana']) {
    await time.pass(1_000);
    await guests.open(id, marco);
  }
  const near = async (digits: string) => {
    const answer = await guests.lookUp.byDigits(digits, 'phone');
    return answer.ok ? answer.value.near.map(({ name }) => name) : answer.error.code;
  };
  expect(await near('4155550143')).toEqual(['Ana Petrescu']);
  expect(await near('4155550124')).toEqual(['Ana Petrescu']);
  expect(await near('4155550178')).toEqual(['João Santos', 'Maria Santos']);
  expect(await near('4155550199')).toEqual([]);
  expect(await near('4155550142')).toEqual([]);
});

test('of a near number the places that differ are told, also by the kiosk alone, and nothing more', async () => {
  await kit.guests.open('ana', marco);
  for (const [typed, differs] of [
    ['4155550143', [9]],
    ['4155550124', [8, 9]],
    ['4255550142', [1]],
  ] as const) {
    for (const answer of [
      await kit.guests.lookUp.byDigits(typed, 'phone'),
      await kit.guests.lookUp.here(typed, 'phone'),
    ]) {
      expect(answer).toMatchObject({ ok: true, value: { total: 0, near: [{ id: 'ana', differs }] } });
      expect(JSON.stringify(answer)).not.toContain('415555');
    }
  }
  expect(await kit.guests.lookUp.here('415555014', 'phone')).toMatchObject({ value: { total: 1, near: [] } });
});

test('guests who cannot be read are counted beside those found, and are never "no one"', async () => {
  const { guests, gateway } = kit;
  gateway.unreadable = 1;
  const { lookUp } = guests;
  expect(await lookUp.byDigits('4155550142', 'phone')).toMatchObject({ value: { total: 1, unreadable: 1 } });
  expect(await lookUp.byDigits('4155550199', 'phone')).toMatchObject({ value: { total: 0, unreadable: 1 } });
  expect(await lookUp.byWords('nobody@example.com', 'email')).toMatchObject({ value: { unreadable: 1 } });
  // Two words are two questions: the first name, and the last one.
  const named = await lookUp.byWords('Ana Petrescu', 'name');
  expect(named.ok && (named.value.unreadable ?? 0)).toBeGreaterThan(0);
  gateway.unreadable = 0;
  expect(await lookUp.byDigits('4155550142', 'phone')).not.toHaveProperty('value.unreadable');
});

const household = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    guest: guest(`g${String(n)}`, `First${String(n)}`, 'Santos', '4155550177'),
    summary: { amount: signedCents(0), earliestExpiry: null },
    history: [],
  }));

test.each([
  [40, 0],
  [40, 12],
  [40, 40],
  [60, 25],
] as const)(
  'a number of %i guests, %i of them met here before, is counted right each time',
  async (count, met) => {
    const many = await createGuestsKit(household(count));
    for (let n = 0; n < met; n += 1) await many.guests.open(`g${String(n)}`, marco);
    const { guestId } = many.guests.openForm(marco);
    for (const withNew of [false, true]) {
      if (withNew) {
        const typed = { guestId, firstName: 'Nia', lastName: 'Santos', phone: '4155550177', email: null };
        await many.guests.create(typed, marco);
      }
      const total = count + Number(withNew);
      const matches = Math.min(total, 40);
      for (const _ of ['first', 'again']) {
        const answer = await many.guests.lookUp.byDigits('4155550177', 'phone');
        expect(answer.ok && [answer.value.total, answer.value.matches.length]).toEqual([total, matches]);
        const byName = await many.guests.lookUp.byWords('Santos', 'name');
        expect(byName.ok && [byName.value.total, byName.value.matches.length]).toEqual([total, matches]);
      }
    }
    many.remove();
  },
);

test('part of a name counts the guests met here, and those of Toast that it names once', async () => {
  const many = await createGuestsKit(household(30));
  await many.guests.lookUp.byDigits('4155550177', 'phone');
  const part = await many.guests.lookUp.byWords('San', 'name');
  expect(part.ok && [part.value.total, part.value.matches.length]).toEqual([30, 20]);
  many.gateway.fail = offline;
  const own = await many.guests.lookUp.byDigits('4155550177', 'phone');
  expect(own).toMatchObject({ ok: true, value: { from: 'kiosk', total: 30 } });
  many.remove();
});
