/** Hostile messages over every channel, through the real router of a whole kiosk: seeded, and none of them is a surprise. */
import { deserialize, serialize } from 'node:v8';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBounded } from '../../src-preload/contract/bounds.ts';
import { type RequestName, requestNames } from '../../src-preload/contract/channels.ts';
import { createRng } from '../sandbox/data/rng.ts';
import { ANA, openPlace, type Place, pinOf } from '../testing/compose-kit.ts';
import { PAGE } from '../testing/kiosk-ports.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

const MESSAGES = Number(process.env['HOSTSTAND_FUZZ'] ?? 6_000);
const SEED = Number(process.env['HOSTSTAND_FUZZ_SEED'] ?? 42);

function rng(seed: number) {
  const { next } = createRng(seed);
  const below = (end: number): number => Math.floor(next() * end);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  return { next, below, pick };
}

/** What only a manager's page may do; the PINs of managers are not in the pool. */
const privileged: ReadonlySet<string> = new Set([
  ...[
    'staffList',
    'staffAdd',
    'staffNewPin',
    'staffChange',
    'staffRemove',
    'staffImport',
    'enrolCode',
    'confirmCode',
  ],
  ...[
    'dropCode',
    'liftLock',
    'verifyLedger',
    'exportLedger',
    'managerHome',
    'kioskReport',
    'restaurantReport',
  ],
  ...[
    'exportReport',
    'readSettings',
    'changeSettings',
    'deviceFacts',
    'noticesPage',
    'auditPage',
    'switchMode',
    'supportBundle',
  ],
  ...[
    'exitKiosk',
    'forgetGuest',
    'forgetAllGuests',
    'enterManager',
    'approve',
    'approveByCode',
    'resolveEntry',
  ],
  'confirmMoved',
]);

test(`${MESSAGES} hostile messages: each is answered, none with "internal", none with a manager’s right`, async () => {
  const { next, below, pick } = rng(SEED);
  const kiosk = await place.run();
  await kiosk.signIn('Marco D.');
  const { matches } = await kiosk.must('lookUp', { digits: ANA, by: 'phone' });
  const guestId = matches[0]?.id ?? '';
  const seen: string[] = [guestId];
  const guid = (): string => {
    const four = (): string => below(0x10000).toString(16).padStart(4, '0');
    return `${four()}${four()}-${four()}-4${four().slice(1)}-a${four().slice(1)}-${four()}${four()}${four()}`;
  };
  const pins = [pinOf('Marco D.'), '000000', '12', '123456789', '１２３４５６'];
  const id = (): string => (next() < 0.6 ? pick(seen) : pick([guid(), seen[0]?.toUpperCase() ?? '', 'x']));
  const words = (): string =>
    pick([
      ...[
        '',
        'a',
        '\ud800',
        '\udc00x',
        '\0',
        "'; DROP TABLE ledger;--",
        '__proto__',
        'constructor',
        '../../etc/passwd',
      ],
      ...[
        '%00',
        '🧨'.repeat(200),
        'A'.repeat(8_001),
        'é'.repeat(120),
        '-1',
        '1e309',
        '2026-02-31',
        '9999-99-99',
      ],
      ...['0000-00-00', '\u202e', 'https://a:b@c/?d#e', 'http://127.0.0.1:1', '{}', ANA, guid(), pick(pins)],
      ...[
        '{"reading":{"kind":"first"},"query":"","head":null,"count":0,"recent":[]}',
        'x'.repeat(below(30_000)),
      ],
    ]);
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  const polluting = (): unknown =>
    JSON.parse(
      '{"__proto__":{"pin":"246802","isAdmin":true},"constructor":{"prototype":{"x":1}},"pin":"000000"}',
    );
  const odd = (): unknown =>
    pick<() => unknown>([
      ...[undefined, null, Number.NaN, Infinity, -0, 1e308, -1, 2 ** 53, 0.1, 10n, true, cyclic].map(
        (v) => () => v,
      ),
      () => new Date(Number.NaN),
      () => new Map([['pin', '246802']]),
      () => new Set([1]),
      () => /x/g,
      () => new Uint8Array(8),
      () => new Error('x'),
      () => [],
      () => ({}),
      polluting,
      words,
      () => Array.from({ length: 50 }, words),
      () => Object(1n),
      () => Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`k${n}`, n])),
    ])();
  const person = () => ({
    guestId: id(),
    firstName: words(),
    lastName: words(),
    phone: pick([null, ANA, '1']),
    email: pick([null, words()]),
  });
  /** Requests of the right shape, or nearly. */
  const shaped: Partial<Record<RequestName, () => Record<string, unknown>>> = {
    signIn: () => ({ pin: pick(pins) }),
    openKeypad: () => ({ pin: pick(pins) }),
    enterManager: () => ({ pin: pick(pins) }),
    finishSetUp: () => ({ pin: pick(pins) }),
    setLanguage: () => ({ language: pick(['en', 'es', 'fr']) }),
    setTheme: () => ({ theme: pick(['light', 'dark', 'x']) }),
    setComfort: () => ({ hand: pick(['left', 'right', 'x']) }),
    lookUp: () => ({
      digits: pick([ANA, '415', '9'.repeat(20), '0000000000']),
      by: pick(['phone', 'last-four']),
    }),
    lookUpHere: () => ({
      typed: pick(['4155', 'an', words()]),
      by: pick(['phone', 'last-four', 'name', 'email']),
    }),
    searchGuests: () => ({ text: pick(['ana', words()]), by: pick(['name', 'email']) }),
    openGuest: () => ({ guestId: id() }),
    glanceAtGuest: () => ({ guestId: id() }),
    historyPage: () => ({ guestId: id(), from: words() || 'x' }),
    forgetGuest: () => ({ guestId: id() }),
    revealPhone: () => ({ guestId: id() }),
    openCreditForm: () => ({ guestId: id() }),
    lookalikes: person,
    lookalikesHere: person,
    createGuest: person,
    giveCredit: () => ({
      creditId: id(),
      amount: pick([0, 1, 1_000, 25_001, 9_999_999, 2 ** 31, -5, 0.5]),
      reasonId: pick(['cold-food', 'something-else', 'nope', '__proto__']),
      note: words(),
    }),
    approve: () => ({ approvalId: id(), pin: pick(pins) }),
    approveByCode: () => ({ approvalId: id(), managerId: id(), code: pick(['123456', '000000']) }),
    declineApproval: () => ({ approvalId: id() }),
    creditShown: () => ({ creditId: id() }),
    undoCredit: () => ({ creditId: id() }),
    resolveEntry: () => ({
      id: id(),
      resolution: pick([
        { do: 'discard', reason: words() },
        { do: 'recheck' },
        { do: 'use-existing', guestId: id() },
      ]),
      pin: pick(pins),
    }),
    staffAdd: () => ({
      shortName: words().slice(0, 80),
      role: pick(['manager', 'root']),
      employeeGuid: null,
      pin: null,
    }),
    staffChange: () => ({ staffId: id(), role: 'manager' }),
    staffRemove: () => ({ staffId: id() }),
    confirmCode: () => ({ enrolId: id(), code: '123456' }),
    reportProblem: () => ({ message: words() }),
    kioskReport: () => ({ day: pick([null, words()]) }),
    restaurantReport: () => ({ day: words() }),
    changeSettings: () => ({ changes: pick<unknown>([{ 'rules.most': 9_999_999 }, polluting()]) }),
    auditPage: () => ({ before: pick([null, 1, -1, 1e9]), filter: pick(['all', 'x']) }),
    noticesPage: () => ({ page: pick([1, 0, -1, 1e9]) }),
    switchMode: () => ({ to: pick(['training', 'live']) }),
    changeSetUp: () => ({ url: words(), secret: words(), managerName: words() }),
  };
  const hostile = (name: RequestName): unknown => {
    const kind = next();
    if (kind < 0.2) return odd();
    const request = shaped[name]?.() ?? {};
    const keys = Object.keys(request);
    if (kind < 0.6) return request;
    if (kind < 0.75 && keys.length > 0) return { ...request, [pick(keys)]: odd() };
    if (kind < 0.85)
      return { ...request, [pick(['__proto__', 'constructor', 'toString', 'extra', ''])]: odd() };
    if (kind < 0.9) return { ...request, ...(polluting() as object) };
    return [request];
  };
  const names = [
    ...requestNames,
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'kiosk:status',
    '',
  ] as RequestName[];
  const foreign = [
    { ...PAGE, origin: 'app://kiosk.evil' },
    { ...PAGE, mainFrame: false },
    { ...PAGE, ownWindow: false },
    { ...PAGE, origin: null },
  ];
  const surprises: string[] = [];
  let sent = 0;
  let large = 0;
  const one = async (): Promise<void> => {
    const name = pick(names);
    const sender = next() < 0.9 ? PAGE : pick(foreign);
    let payload: unknown;
    try {
      payload = deserialize(serialize(hostile(name)));
    } catch {
      return;
    }
    if (!isBounded(payload)) large += 1;
    const answer = await kiosk.raw(name, sender, payload);
    sent += 1;
    if (answer.ok) {
      if (sender !== PAGE || privileged.has(name)) surprises.push(`${name} done: ${JSON.stringify(payload)}`);
      const value = answer.value as Record<string, Record<string, unknown>> | null;
      for (const found of [value?.['form']?.['creditId'], value?.['guestId'], value?.['creditId']])
        if (typeof found === 'string' && seen.length < 200) seen.push(found);
    } else if ((answer.error as { code: string }).code === 'internal') {
      surprises.push(`${name} internal: ${JSON.stringify(payload)?.slice(0, 200)}`);
    }
  };
  for (let batch = 0; batch * 20 < MESSAGES; batch += 1) {
    await Promise.all(Array.from({ length: 20 }, one));
    if (batch % 20 === 0) await kiosk.ask('signIn', { pin: pinOf('Marco D.') });
  }
  expect([...new Set(surprises)]).toEqual([]);
  expect(sent).toBeGreaterThan(MESSAGES * 0.8);
  expect(large).toBeGreaterThan(0);
  expect(Reflect.get({}, 'isAdmin') ?? Reflect.get({}, 'pin') ?? Reflect.get({}, 'x')).toBeUndefined();
}, 120_000);

test('a message of any size is refused before it is read, and main goes on at once', async () => {
  const kiosk = await place.run();
  for (const huge of [
    { message: 'x'.repeat(200_000_000) },
    Object.fromEntries(Array.from({ length: 300_000 }, (_, n) => [`k${n}`, 'x'])),
    { changes: Array.from({ length: 2_000_000 }, () => 1) },
  ]) {
    const before = performance.now();
    for (const name of ['reportProblem', 'changeSettings', 'signIn'] as const) {
      expect(await kiosk.raw(name, PAGE, huge)).toMatchObject({ error: { code: 'bad-request' } });
    }
    // Generous: read whole, each of them takes many times as long.
    expect(performance.now() - before).toBeLessThan(10_000);
  }
});
