import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Bench,
  creditBody,
  expectRefusal,
  field,
  type Got,
  startBench,
} from '../../testing/crm/sandbox-client.ts';
import { knownGuid } from '../data/known-guests.ts';

const ANA = knownGuid('Ana', 'Petrescu');
const NOBODY = '00000000-0000-4000-8000-000000000000';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.crm.close());

describe('the credit summary', () => {
  test('says what there is and when the first of it expires', async () => {
    const got = await bench.call('GET', `/crm/v1/customers/${ANA}/creditSummary`);
    expect(got.json).toEqual({ amount: 42.5, earliestExpirationDate: '2026-12-05T12:00:00.000+0000' });
  });

  test('falls when a credit expires, and the history says so', async () => {
    bench.clock.at = Date.parse('2026-12-05T12:00:00Z');
    await bench.logIn();
    expect(await bench.balance(ANA)).toBe(30);
    const got = await bench.call('GET', `/crm/v1/customers/${ANA}/creditTransactions?pageSize=1`);
    expect(got.json).toMatchObject([
      { transactionType: 'EXPIRATION', amount: 12.5, transactionDate: '2026-12-05T12:00:00.000+0000' },
    ]);
  });
});

describe('giving credit', () => {
  test('answers with the transaction, every key present, and it is everywhere at once', async () => {
    const body = creditBody();
    const upper = body.guid.toUpperCase();
    const ignored = {
      server: { guid: NOBODY },
      familyGuid: NOBODY,
      expirationDate: '2030-01-01T00:00:00.000+0000',
    };
    const got = await bench.credit(ANA.toUpperCase(), { ...body, ...ignored, guid: upper, amount: 10.5 });
    expect(got.status).toBe(200);
    expect(got.json).toEqual({
      guid: body.guid,
      entityType: 'CustomerCreditTransaction',
      approver: null,
      note: 'Long wait; by Marco D.',
      server: null,
      amount: 10.5,
      restaurant: { guid: bench.crm.restaurantGuid, entityType: 'Restaurant' },
      transactionDate: '2026-11-25T04:00:00.000+0000',
      transactionType: 'ADD_VALUE',
      familyGuid: null,
      localCreatedDate: '2026-11-25T04:00:00.000+0000',
      device: null,
      // 90 business days after Tuesday 24 November, whose day ends at 4 a.m. Pacific on the 25th.
      expirationDate: '2027-02-23T12:00:00.000+0000',
      customer: { guid: ANA, entityType: 'Customer' },
    });
    expect(await bench.balance(ANA)).toBe(53);
    expect((await bench.call('GET', `/crm/v1/creditTransactions/${upper}`)).json).toEqual(got.json);
    const history = await bench.call('GET', `/crm/v1/customers/${ANA}/creditTransactions`);
    expect(history.json).toMatchObject([{ guid: body.guid }, {}, {}, {}, {}, {}, {}, {}]);
  });

  test.each([
    [{ guid: null }, /guid/],
    [{ guid: 'x' }, /guid/],
    [{ transactionType: 'REDEMPTION' }, /ADD_VALUE/],
    [{ transactionType: undefined }, /ADD_VALUE/],
    [{ amount: undefined }, /amount is required/],
    [{ amount: null }, /amount is required/],
    [{ amount: 0 }, /greater than 0/],
    [{ amount: -5 }, /greater than 0/],
    [{ amount: -0.5 }, /greater than 0/],
    [{ amount: 10.005 }, /two decimals/],
    [{ amount: 10.005 }, /two decimals/],
    [{ amount: 1e21 }, /two decimals/],
    [{ amount: 'ten' }, /two decimals/],
    [{ amount: '' }, /two decimals/],
    [{ amount: 100_000 }, /maximum/],
    [{ localCreatedDate: undefined }, /localCreatedDate/],
    [{ localCreatedDate: 1_764_043_200_000 }, /localCreatedDate/],
    [{ localCreatedDate: '2026-11-25' }, /localCreatedDate/],
    [{ restaurant: { guid: NOBODY } }, /restaurant/],
    [{ restaurant: 'x' }, /restaurant/],
    [{ device: { guid: 'x' } }, /device/],
    [{ note: 7 }, /note/],
  ])('refuses %j and writes nothing', async (change, words) => {
    expectRefusal(await bench.credit(ANA, change), 400, words);
    expect(await bench.balance(ANA)).toBe(42.5);
  });

  test('takes a double that stands for whole cents', async () => {
    expect((await bench.credit(ANA, { amount: 0.1 + 0.2 })).json).toMatchObject({ amount: 0.3 });
  });

  test('refuses a GUID that another guest has a transaction under', async () => {
    const guid = '00000000-0000-4000-8000-000000000001';
    expect((await bench.credit(ANA, { guid })).status).toBe(200);
    expectRefusal(await bench.credit(knownGuid('Grace', 'Lindqvist'), { guid }), 400, /another customer/);
  });

  test('refuses a period with two beginnings', async () => {
    const path = `/crm/v1/creditTransactions?startDate=${'2026-11-24T00:00:00.000Z'}`;
    expect((await bench.call('GET', path)).status).toBeLessThan(300);
    expectRefusal(await bench.call('GET', `${path}&startDate=2026-11-25T00:00:00.000Z`), 400, /startDate/);
  });

  test('takes what the real service seems to take, and notes it', async () => {
    const path = ANA;
    expect((await bench.credit(path, { amount: '10.50' })).json).toMatchObject({ amount: 10.5 });
    expect(
      (await bench.credit(path, { localCreatedDate: '2026-11-24T9:05:00.000-0500' })).json,
    ).toMatchObject({
      localCreatedDate: '2026-11-24T14:05:00.000+0000',
    });
    expect((await bench.credit(path, { note: 'x'.repeat(251) })).status).toBe(200);
    expect((await bench.credit(path, { restaurant: { guid: bench.crm.restaurantGuid } })).status).toBe(200);
    const device = { guid: NOBODY };
    expect((await bench.credit(path, { device })).json).toMatchObject({ device });
    expect((await bench.credit(path, { note: null })).json).toMatchObject({ note: null });
    const flags = bench.crm.control.requests().flatMap((each) => each.flags);
    expect(flags).toEqual(['string-amount', 'one-digit-hour', 'long-note']);
  });

  test('to the cent, and up to the maximum', async () => {
    for (const amount of [0.01, 1.1, 19.99, 1000]) {
      expect((await bench.credit(ANA, { amount })).json).toMatchObject({ amount });
    }
    expect(await bench.balance(ANA)).toBe(42.5 + 1021.1);
  });
});

describe('a transaction GUID posted again', () => {
  const again = async (change: Record<string, unknown> = {}): Promise<readonly [Got, Got]> => {
    const body = creditBody();
    return [await bench.credit(ANA, body), await bench.credit(ANA, { ...body, ...change })];
  };

  test('is the stored record, no matter what it says now', async () => {
    const [first, second] = await again({ amount: 20 });
    expect(second).toMatchObject({ status: 200, json: first.json });
    expect(await bench.balance(ANA)).toBe(52.5);
    expect(bench.crm.control.store().posts).toEqual({ [String(field(first.json, 'guid'))]: 2 });
  });

  test.each([
    ['reject-400', 400],
    ['conflict-409', 409],
  ] as const)('is refused under %s', async (duplicates, status) => {
    bench.crm.control.setModes({ duplicates });
    expectRefusal((await again())[1], status, /already exists/);
    expect(await bench.balance(ANA)).toBe(52.5);
  });

  test('is credited twice under double, and the records show both', async () => {
    bench.crm.control.setModes({ duplicates: 'double' });
    const [first, second] = await again();
    expect(second.status).toBe(200);
    expect(await bench.balance(ANA)).toBe(62.5);
    const guid = field(first.json, 'guid');
    expect(bench.crm.control.store().transactions.filter((line) => line.guid === guid)).toHaveLength(2);
  });
});
