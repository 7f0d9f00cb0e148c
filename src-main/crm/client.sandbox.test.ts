import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { ControlledOptions } from '../../e2e/sandbox-control/controlled-core.ts';
import type { FaultOrder } from '../../e2e/sandbox-control/faults.ts';
import { cents } from '../../src-preload/contract/money.ts';
import type { CreditToSend } from '../outbox/gateway.ts';
import { productFetch } from '../testing/crm/product-fetch.ts';
import {
  ANA,
  aCredit,
  clock,
  closeAll,
  crmCredit,
  GRACE,
  scheduler,
  startPair,
} from '../testing/crm/sandbox-crm-kit.ts';
import { createFakeLogger } from '../testing/fakes.ts';
import { createCrmClient } from './client.ts';

/** What the operations bring, against the built-in CRM over HTTP. Every status of each: contract.test.ts. */

afterEach(closeAll);

describe('reading', () => {
  it('finds a guest, several on one number, and none', async () => {
    const { client } = await startPair();
    expect(await client.findByPhone('4155550142')).toEqual({
      ok: true,
      value: [
        {
          id: ANA,
          firstName: 'Ana',
          lastName: 'Petrescu',
          phone: '4155550142',
          email: 'ana.petrescu@example.com',
        },
      ],
    });
    const santos = await client.findByPhone('4155550177');
    expect(santos.ok && santos.value.map(({ firstName }) => firstName).sort()).toEqual(['João', 'Maria']);
    expect(await client.findByPhone('4155550000')).toEqual({ ok: true, value: [] });
  });

  it('gets a guest, the balance, the lines', async () => {
    const { client, crm } = await startPair();
    const store = crm.control.store();
    const balance = store.guests.find(({ guid }) => guid === ANA);
    expect(await client.getGuest(ANA)).toMatchObject({ ok: true, value: { id: ANA, firstName: 'Ana' } });
    expect(await client.creditSummary(ANA)).toEqual({
      ok: true,
      value: { amount: 4250, earliestExpiry: balance?.earliestExpiry },
    });
    const history = await client.creditHistory(ANA, 100);
    const lines = store.transactions.filter(({ guestGuid }) => guestGuid === ANA);
    expect(
      history.ok &&
        history.value.map(({ id, type, amount, at, expiresAt, note }) => [
          id,
          type,
          amount,
          at,
          expiresAt,
          note,
        ]),
    ).toEqual(
      lines.map(({ guid, type, amount, at, expiresAt, note }) => [guid, type, amount, at, expiresAt, note]),
    );
    expect(await client.creditSummary(GRACE)).toEqual({
      ok: true,
      value: { amount: 0, earliestExpiry: null },
    });
    expect(await client.creditHistory(GRACE, 100)).toEqual({ ok: true, value: [] });
  });

  it('says not-found for a guest who is not there', async () => {
    const { client } = await startPair();
    const missing = {
      ok: false,
      error: { kind: 'not-found', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    };
    expect(await client.getGuest(randomUUID())).toEqual(missing);
    expect(await client.creditSummary(randomUUID())).toEqual(missing);
    expect(await client.creditHistory(randomUUID(), 10)).toEqual(missing);
    expect(await client.addCredit(aCredit({ guestId: randomUUID() }))).toEqual(missing);
  });

  it('pings', async () => {
    const { client, heard } = await startPair();
    expect(await client.ping()).toEqual({ ok: true, value: null });
    expect(heard).toEqual(['answer']);
  });

  it.each<NonNullable<ControlledOptions['modes']>>([
    { paging: 'page-number', links: true },
    { paging: 'page-number', links: false, pastEnd: 'empty-list' },
    { paging: 'offset', links: true },
    { paging: 'offset', links: false },
    { paging: 'offset', links: false, amountSign: 'signed' },
  ])(
    'reads a history of 120 lines whole, under %j',
    async (modes) => {
      const { client, crm } = await startPair(modes, { pace: 100 });
      for (let n = 0; n < 120; n += 1)
        expect((await client.addCredit(aCredit({ amount: cents(n + 1) }))).ok).toBe(true);
      const history = await client.creditHistory(GRACE, 1_000);
      const lines = crm.control.store().transactions.filter(({ guestGuid }) => guestGuid === GRACE);
      expect(lines).toHaveLength(120);
      expect(history.ok && history.value.map(({ id, amount }) => [id, amount])).toEqual(
        lines.map(({ guid, amount }) => [guid, amount]),
      );
    },
    60_000,
  );
});

describe('giving', () => {
  it('records a credit to the cent, with its note and the moment it was given', async () => {
    const { client, crm } = await startPair();
    const given = aCredit({ givenAt: Date.now() - 3_600_000 });
    expect(await client.addCredit(given)).toEqual(crmCredit(given));
    expect(await client.findCredit(given.creditId)).toEqual(crmCredit(given));
    expect(await client.findCredit(randomUUID())).toEqual({ ok: true, value: null });
    expect(await client.creditSummary(GRACE)).toMatchObject({ value: { amount: 1999 } });
    const booked = crm.control.store().transactions.find(({ guid }) => guid === given.creditId);
    expect(booked).toMatchObject({ amount: 1999, note: given.note, type: 'ADD_VALUE' });
    expect(crm.control.requests().flatMap(({ flags }) => flags)).toEqual([]);
  });

  it.each([
    ['replay', (given: CreditToSend) => crmCredit(given)],
    ['reject-400', () => ({ ok: false, error: { kind: 'rejected', status: 400 } })],
    ['conflict-409', () => ({ ok: false, error: { kind: 'rejected', status: 409 } })],
  ] as const)('the same credit again, under %s', async (duplicates, expected) => {
    const { client } = await startPair({ duplicates });
    const given = aCredit();
    await client.addCredit(given);
    expect(await client.addCredit(given)).toMatchObject(expected(given));
  });

  it.each<[FaultOrder['effect'], object]>([
    [{ kind: 'drop-before' }, { kind: 'offline', sent: 'maybe' }],
    [{ kind: 'drop-after' }, { kind: 'offline', sent: 'maybe' }],
    [{ kind: 'truncate' }, { kind: 'offline', sent: 'maybe' }],
    [{ kind: 'hang-after' }, { kind: 'timeout', afterMs: 400 }],
    [
      { kind: 'status-after', status: 500 },
      { kind: 'server-error', status: 500 },
    ],
    [
      { kind: 'status', status: 502, body: 'html' },
      { kind: 'server-error', status: 502, requestId: null },
    ],
    [
      { kind: 'status', status: 403 },
      { kind: 'unauthorised', stage: 'call', status: 403 },
    ],
    [
      { kind: 'status', status: 404, body: 'html' },
      { kind: 'unreadable', status: 404 },
    ],
    [
      { kind: 'status', status: 422, message: 'Too much' },
      { kind: 'rejected', status: 422, message: 'Too much' },
    ],
    [
      { kind: 'status', status: 200, body: 'html' },
      { kind: 'unreadable', status: 200 },
    ],
    [
      { kind: 'status', status: 429, retryAfterSeconds: 9 },
      { kind: 'rate-limited', retryAfterMs: 9_000 },
    ],
  ])('%j is answered with what is known, after one POST', async (effect, error) => {
    const { client, crm } = await startPair();
    const given = aCredit();
    crm.control.fault({ operation: 'any', guid: given.creditId, times: 'all', effect });
    expect(await client.addCredit(given)).toMatchObject({ ok: false, error });
    expect(crm.control.store().posts[given.creditId]).toBe(1);
  });

  it('renews an expired token after one POST, and can ask by the GUID then', async () => {
    const { client, crm } = await startPair();
    await client.ping();
    crm.control.expireToken();
    const given = aCredit();
    expect(await client.addCredit(given)).toMatchObject({ error: { kind: 'unauthorised', stage: 'call' } });
    expect(crm.control.store().posts[given.creditId]).toBe(1);
    expect(await client.findCredit(given.creditId)).toEqual({ ok: true, value: null });
    expect(await client.addCredit(given)).toEqual(crmCredit(given));
  });
});

describe('a line that is cut after a look-up, no matter what the CRM makes of a second sending', () => {
  it.each(['replay', 'double', 'reject-400', 'conflict-409'] as const)(
    '%s: one POST, one booking',
    async (duplicates) => {
      const { client, crm } = await startPair({ duplicates });
      await client.creditSummary(GRACE);
      const given = aCredit();
      crm.control.fault({ operation: 'add-credit', effect: { kind: 'drop-after' } });
      expect(await client.addCredit(given)).toMatchObject({ error: { kind: 'offline', sent: 'maybe' } });
      expect(crm.control.store().posts).toEqual({ [given.creditId]: 1 });
      expect(crm.control.store().transactions.filter(({ guid }) => guid === given.creditId)).toHaveLength(1);
      expect(await client.findCredit(given.creditId)).toEqual(crmCredit(given));
    },
  );
});

it('names the login where the credentials are refused, and asks only once', async () => {
  const { crm } = await startPair();
  const client = createCrmClient({
    connection: { ...crm, baseUrl: crm.url, clientSecret: 'wrong', deviceGuid: null },
    fetch: productFetch,
    clock,
    scheduler,
    logger: createFakeLogger(),
    observer: { onAnswer: () => {}, onFailure: () => {}, onDate: () => {} },
  });
  for (let n = 0; n < 3; n += 1) {
    expect(await client.ping()).toMatchObject({
      error: { kind: 'unauthorised', stage: 'login', status: 401 },
    });
  }
  expect(crm.control.requests().filter(({ operation }) => operation === 'login')).toHaveLength(1);
});

it('answers everyone in a rush, within the limits of the CRM', async () => {
  const { client } = await startPair({ limits: { perSecond: 20, perQuarterHour: 10_000 } });
  const answers = await Promise.all(Array.from({ length: 32 }, () => client.creditSummary(ANA)));
  expect(answers.filter((answer) => !answer.ok)).toEqual([]);
});
