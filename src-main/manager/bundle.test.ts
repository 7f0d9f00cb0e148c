import { expect, test } from 'vitest';
import { supportBundle } from './bundle.ts';

const GUEST = { name: 'Ana Petrescu', phone: '4155550142', email: 'ana@example.com' };

test('the support file says how the kiosk stands, and nothing of guests or secrets', () => {
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
    forbidden: [GUEST.name, GUEST.phone, GUEST.email, 'the-client-secret', 'kiosk-client', 'Al'],
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
  const forbidden = Array.from({ length: 100_000 }, (_, n) => `Guest Number${n}`);
  const text = supportBundle({
    madeAt: 0,
    facts: {},
    config: {},
    configProblems: [],
    entries: [],
    logs: [{ name: 'l', text: `first line\n${'x'.repeat(450_000)}\nGuest Number77777 was here\nlast line` }],
    forbidden,
  });
  expect(text).not.toContain('first line');
  expect(text).not.toContain('77777');
  expect(text).toContain('last line');
});
