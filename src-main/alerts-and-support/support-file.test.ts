import { expect, test } from 'vitest';
import { supportBundle } from './support-file.ts';

const GUEST = { name: 'Ana Petrescu', phone: '4155550142', email: 'ana@example.com' };

test('the support file says the state of the kiosk, and nothing of guests or secrets', () => {
  const text = supportBundle({
    madeAt: Date.parse('2026-11-22T00:10:00Z'),
    facts: { version: '1.2.3', mode: 'live', host: 'https://crm.test' },
    config: {
      houseName: 'Bellwether',
      toast: { clientId: 'kiosk-client', restaurantGuid: 'aaaa', deviceGuid: null },
      training: { crm: { clientSecret: 'training-secret' } },
    },
    configProblems: [],
    entries: [
      {
        id: 'cccccccc-0000-4000-8000-000000000001',
        kind: 'add-credit',
        state: 'refused',
        why: null,
        amount: 1_500,
        givenAt: 1,
        since: 2,
        requestId: 'req-77',
      },
    ],
    logs: [
      {
        name: 'hoststand.log',
        text: [
          '{"event":"request-refused","why":"guest ANA PETRESCU was not found"}',
          '{"event":"oops","number":"(415) 555-0142","again":"4155550142","mail":"ana@example.com"}',
          '{"event":"crm.exchange","token":"the-client-secret"}',
          '{"event":"outbox","transaction":"cccccccc-0000-4000-8000-000000000001"}',
        ].join('\n'),
      },
    ],
    forbidden: ['the-client-secret', 'kiosk-client'],
    guestNames: [GUEST.name, 'Al'],
  });
  for (const secret of [
    ...Object.values(GUEST),
    'the-client-secret',
    'training-secret',
    'kiosk-client',
    '555-0142',
  ]) {
    expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  }
  for (const there of [
    '1.2.3',
    'Bellwether',
    'refused',
    'req-77',
    'cccccccc-0000-4000-8000-000000000001',
    'oops',
  ]) {
    expect(text).toContain(there);
  }
  // A two-letter name must not hollow out the rest.
  expect(text).toContain('transaction');
});

test('a log is cut to its end, and a hundred thousand names are no trouble', () => {
  const guestNames = Array.from({ length: 100_000 }, (_, n) => `Guest Number${n}`);
  const text = supportBundle({
    madeAt: 0,
    facts: {},
    config: {},
    configProblems: [],
    entries: [],
    logs: [{ name: 'l', text: `first line\n${'x'.repeat(450_000)}\nGuest Number77777 was here\nlast line` }],
    forbidden: [],
    guestNames,
  });
  expect(text).not.toContain('first line');
  expect(text).not.toContain('77777');
  expect(text).toContain('last line');
});

const line = (data: object) => JSON.stringify({ at: '2026-11-22T00:10:00.000Z', level: 'error', ...data });
const logOf = (lines: readonly string[], guestNames: readonly string[]): string =>
  supportBundle({
    madeAt: 0,
    facts: { system: 'Windows_NT 10.0.26100' },
    config: {},
    configProblems: [],
    entries: [],
    logs: [{ name: 'hoststand.log', text: lines.join('\n') }],
    forbidden: [],
    guestNames,
  });

test.each([
  ['Ana Petrescu', 'of ana  petrescu,'],
  ['Ana Petrescu', 'PETRESCU, ANA'],
  ['Ana Petrescu', 'Ana_Petrescu'],
  ['Ana Petrescu', 'only Petrescu'],
  ['José Muñoz', 'JOSE MUNOZ'],
  ['Jose\u0301 Mun\u0303oz', 'José Muñoz'],
  ['小明 王', '王小明'],
  ['Анна Иванова', 'иванова анна'],
  ['Maria de los Angeles Perez', 'Perez Maria de los Angeles'],
])('a guest called %s is not in the support file as "%s"', (name, written) => {
  const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  for (const text of [line({ event: 'oops', error: `guest ${written} gone` }), `not JSON: ${written}`]) {
    const file = plain(logOf([text], [name]));
    for (const word of plain(written).match(/\p{L}{4,}/gu) ?? []) {
      if (word !== 'only') expect(file).not.toContain(word);
    }
    expect(file).toContain('[removed]');
  }
});

test('what a line says of itself stays, no matter what guests are called, and so do facts', () => {
  const file = logOf(
    [line({ event: 'page-problem', ms: 12_000, count: 4_155_550_142, seal: 'f'.repeat(64) })],
    ['Page Problem', 'Error Windows'],
  );
  expect(file).toContain('"level":"error","event":"page-problem","ms":12000,"count":"[number]"');
  expect(file).toContain('Windows_NT 10.0.26100');
  expect(file).toContain('f'.repeat(64));
});
