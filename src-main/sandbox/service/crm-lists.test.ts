import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Bench,
  creditBody,
  expectRefusal,
  field,
  fieldOfEach,
  type Got,
  startBench,
} from '../../testing/crm/sandbox-client.ts';
import { knownGuid } from '../data/known-guests.ts';

const ANA = knownGuid('Ana', 'Petrescu');
const GRACE = knownGuid('Grace', 'Lindqvist');

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.crm.close());

describe('lists', () => {
  const LONG = knownGuid('Maximiliana', 'Oyelaran-Fitzgerald');
  const path = `/crm/v1/customers/${LONG}/creditTransactions`;
  const guids = async (query: string): Promise<unknown[]> =>
    fieldOfEach((await bench.call('GET', `${path}${query}`)).json, 'guid');

  test('are newest first, 20 at a time unless asked otherwise', async () => {
    const all = await bench.call('GET', `${path}?pageSize=50`);
    const dates = fieldOfEach(all.json, 'transactionDate').map(String);
    expect(dates).toHaveLength(31);
    expect(dates).toEqual(dates.toSorted().toReversed());
    expect(await guids('')).toEqual(fieldOfEach(all.json, 'guid').slice(0, 20));
  });

  test('are paged by page number from 1', async () => {
    const all = await guids('?pageSize=50');
    expect(await guids('?pageSize=10&page=1')).toEqual(all.slice(0, 10));
    expect(await guids('?pageSize=10&page=4')).toEqual(all.slice(30));
    expectRefusal(await bench.call('GET', `${path}?page=0`), 400);
    expect((await bench.call('GET', `${path}?pageSize=10&page=5`)).status).toBe(204);
  });

  test('are paged by page number from 0, or by offset from 1, in two more', async () => {
    const all = await guids('?pageSize=50');
    bench.crm.control.setModes({ paging: 'page-number-from-0' });
    expect(await guids('?pageSize=10')).toEqual(all.slice(0, 10));
    expect(await guids('?pageSize=10&page=0')).toEqual(all.slice(0, 10));
    expect(await guids('?pageSize=10&page=3')).toEqual(all.slice(30));
    bench.crm.control.setModes({ paging: 'offset-from-1' });
    expect(await guids('?pageSize=10')).toEqual(all.slice(0, 10));
    expect(await guids('?pageSize=10&page=1')).toEqual(all.slice(0, 10));
    expect(await guids('?pageSize=10&page=31')).toEqual(all.slice(30));
    expectRefusal(await bench.call('GET', `${path}?page=0`), 400, /from 1/);
  });

  test('are paged by offset from 0 in the other reading', async () => {
    bench.crm.control.setModes({ paging: 'offset' });
    const all = await guids('?pageSize=50');
    expect(all).toHaveLength(31);
    expect(await guids('?pageSize=10&page=0')).toEqual(all.slice(0, 10));
    expect(await guids('?pageSize=10&page=1')).toEqual(all.slice(1, 11));
    expect(await guids('?page=30')).toEqual(all.slice(30));
    expect((await bench.call('GET', `${path}?page=31`)).status).toBe(204);
    bench.crm.control.setModes({ pastEnd: 'empty-list' });
    expect(await guids('?page=31')).toEqual([]);
  });

  test.each(['pageSize=0', 'pageSize=51', 'pageSize=ten', 'pageSize=-1', 'page=-1', 'page=x'])(
    'refuse %s',
    async (query) => {
      expectRefusal(await bench.call('GET', `${path}?${query}`), 400);
    },
  );

  test('can carry links and a count, which lead through the whole list', async () => {
    bench.crm.control.setModes({ links: true });
    for (const paging of ['page-number', 'page-number-from-0', 'offset', 'offset-from-1'] as const) {
      bench.crm.control.setModes({ paging });
      const seen: unknown[] = [];
      let next: string | undefined = `${path}?pageSize=8`;
      while (next !== undefined) {
        const got: Got = await bench.call('GET', next);
        expect(got.headers.get('toast-total-result-count')).toBe('31');
        seen.push(...fieldOfEach(got.json, 'guid'));
        next = /<http:\/\/127\.0\.0\.1:\d+([^>]+)>; rel="next"/.exec(got.headers.get('link') ?? '')?.[1];
      }
      expect(seen).toEqual(await guids('?pageSize=50'));
    }
    bench.crm.control.setModes({ links: false });
    expect((await bench.call('GET', path)).headers.get('link')).toBeNull();
  });

  test('of the restaurant take a period, both ends included', async () => {
    const list = (query: string) => bench.call('GET', `/crm/v1/creditTransactions${query}`);
    await bench.credit(ANA);
    const now = encodeURIComponent('2026-11-25T04:00:00.000+0000');
    expect((await list(`?startDate=${now}`)).json).toHaveLength(1);
    expect((await list(`?startDate=${now}&endDate=${now}`)).json).toHaveLength(1);
    expect((await list(`?startDate=${encodeURIComponent('2026-11-25T04:00:00.001+0000')}`)).status).toBe(204);
    expect((await list('?endDate=2025-01-01T00:00:00Z')).status).toBe(204);
    const dates = fieldOfEach((await list('?pageSize=50&page=2')).json, 'transactionDate').map(String);
    expect(dates).toEqual(dates.toSorted().toReversed());
    expectRefusal(await list('?startDate=2026-11-25T04:00:00.000+0000'), 400, /startDate/);
    expectRefusal(await list('?endDate=1764043200000'), 400, /endDate/);
  });

  test('of the restaurant are paged too, and each page keeps to the period', async () => {
    const list = async (query: string) =>
      fieldOfEach((await bench.call('GET', `/crm/v1/creditTransactions?${query}`)).json, 'guid');
    const { transactions } = bench.crm.control.store();
    const [newest, oldest] = [transactions[5], transactions[40]];
    if (!newest || !oldest) throw new Error('Too few lines');
    const period = `startDate=${new Date(oldest.at).toISOString()}&endDate=${new Date(newest.at).toISOString()}`;
    const inside = transactions
      .filter(({ at }) => at >= oldest.at && at <= newest.at)
      .map(({ guid }) => guid);
    expect([
      ...(await list(`${period}&pageSize=20`)),
      ...(await list(`${period}&pageSize=20&page=2`)),
    ]).toEqual(inside);
    expectRefusal(await bench.call('GET', '/crm/v1/creditTransactions?pageSize=51'), 400);
  });

  test('can write what takes credit away with a minus', async () => {
    const amounts = async () =>
      fieldOfEach((await bench.call('GET', `/crm/v1/customers/${ANA}/creditTransactions`)).json, 'amount');
    expect(await amounts()).toEqual([20, 12.5, 10, 25, 5, 10, 15]);
    bench.crm.control.setModes({ amountSign: 'signed' });
    expect(await amounts()).toEqual([20, -12.5, 10, 25, -5, -10, 15]);
  });

  test('show lines of a POS with their employee, without a note, and in local time', async () => {
    const got = await bench.call('GET', `/crm/v1/customers/${ANA}/creditTransactions?pageSize=2`);
    expect(got.json).toMatchObject([
      {},
      {
        transactionType: 'REDEMPTION',
        note: null,
        server: { entityType: 'RestaurantUser' },
        expirationDate: null,
        // 20:48 on 30 October in San Francisco.
        transactionDate: '2026-10-31T03:48:00.000+0000',
        localCreatedDate: '2026-10-30T20:48:00.000+0000',
      },
    ]);
  });
});

describe('two restaurants of one loyalty set', () => {
  const at = (restaurantGuid: string) => ({ 'Toast-Restaurant-External-ID': restaurantGuid });
  const RESTAURANT_LINES = '/crm/v1/creditTransactions?pageSize=50';

  test('have the same guests, histories and balances, and records of their own', async () => {
    const { crm } = bench;
    const [own, second] = [at(crm.restaurantGuid), at(crm.secondRestaurantGuid)];
    const path = `/crm/v1/customers/${GRACE}/creditTransactions`;
    const [mine, theirs] = [creditBody(), creditBody()];
    expect((await bench.call('POST', path, mine, own)).status).toBe(200);
    const posted = await bench.call('POST', path, theirs, second);
    expect(field(posted.json, 'restaurant', 'guid')).toBe(crm.secondRestaurantGuid);
    for (const headers of [own, second]) {
      const history = await bench.call('GET', path, undefined, headers);
      expect(fieldOfEach(history.json, 'guid')).toEqual([theirs.guid, mine.guid]);
      const summary = await bench.call('GET', `/crm/v1/customers/${GRACE}/creditSummary`, undefined, headers);
      expect(field(summary.json, 'amount')).toBe(20);
    }
    for (const [headers, line, other] of [
      [own, mine, theirs],
      [second, theirs, mine],
    ] as const) {
      const store = fieldOfEach((await bench.call('GET', RESTAURANT_LINES, undefined, headers)).json, 'guid');
      expect(store).toContain(line.guid);
      expect(store).not.toContain(other.guid);
      const found = (guid: string) =>
        bench.call('GET', `/crm/v1/creditTransactions/${guid}`, undefined, headers);
      expect((await found(line.guid)).status).toBe(200);
      expectRefusal(await found(other.guid), 404);
    }
  });

  test('a body that names the other one is refused, and a GUID of the other one is answered as it was booked', async () => {
    const { crm } = bench;
    const path = `/crm/v1/customers/${GRACE}/creditTransactions`;
    const body = creditBody();
    const other = { ...body, restaurant: { guid: crm.secondRestaurantGuid } };
    expectRefusal(await bench.call('POST', path, other, at(crm.restaurantGuid)), 400);
    expect((await bench.call('POST', path, other, at(crm.secondRestaurantGuid))).status).toBe(200);
    const again = await bench.call('POST', path, body, at(crm.restaurantGuid));
    expect(field(again.json, 'restaurant', 'guid')).toBe(crm.secondRestaurantGuid);
  });
});
