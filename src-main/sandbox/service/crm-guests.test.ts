import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Bench,
  expectRefusal,
  fieldOfEach,
  search,
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

describe('searching', () => {
  const names = async (query: unknown): Promise<unknown[]> => {
    const got = await bench.call(...search(query));
    return got.status === 204 ? [] : fieldOfEach(got.json, 'firstName');
  };

  test.each(['4155550142', '(415) 555-0142', '+1 415.555.0142', '1-415-555-0142'])(
    'finds %s',
    async (phone) => {
      const got = await bench.call(...search({ phone }));
      expect(got.status).toBe(200);
      expect(got.json).toEqual([
        {
          guid: ANA,
          entityType: 'Customer',
          firstName: 'Ana',
          lastName: 'Petrescu',
          phone: '4155550142',
          email: 'ana.petrescu@example.com',
        },
      ]);
    },
  );

  test('a phone matches whole or not at all', async () => {
    expect(await names({ phone: '5550142' })).toEqual([]);
    expect(await names({ phone: '415555014' })).toEqual([]);
    expect(await names({ phone: '41555501420' })).toEqual([]);
  });

  test('gives all who share a number, with nulls for what is not known', async () => {
    const got = await bench.call(...search({ phone: '4155550177' }));
    expect(fieldOfEach(got.json, 'firstName')).toEqual(['Maria', 'João']);
    expect(fieldOfEach(got.json, 'email')).toEqual(['maria.santos@example.com', null]);
  });

  test('no match is 204 without a body', async () => {
    const got = await bench.call(...search({ phone: '2125550100', firstName: 'Nobody' }));
    expect({ status: got.status, text: got.text }).toEqual({ status: 204, text: '' });
  });

  test('takes several fields together, without regard to case', async () => {
    expect(await names({ firstName: 'ANA', lastName: 'petrescu' })).toEqual(['Ana']);
    expect(await names({ firstName: 'Ana', lastName: 'Santos' })).toEqual([]);
    expect(await names({ phone: '4155550177', firstName: 'joão' })).toEqual(['João']);
    expect(await names({ email: 'Ana.Petrescu@Example.com' })).toEqual(['Ana']);
    expect(await names({ lastName: 'Petres' })).toEqual([]);
    bench.crm.control.setModes({ nameMatch: 'starts' });
    expect(await names({ lastName: 'petres' })).toEqual(['Ana']);
    expect(await names({ email: 'ana' })).toEqual([]);
  });

  test('refuses what asks for nothing', async () => {
    for (const query of [
      {},
      { phone: '' },
      { phone: ' ', lastName: null },
      { phone: 'none' },
      { phone: 4155550142 },
    ])
      expectRefusal(await bench.call(...search(query)), 400);
    expectRefusal(await bench.call('POST', '/crm/v1/customers/search', {}), 400);
    expectRefusal(await bench.call('POST', '/crm/v1/customers/search', []), 400);
  });

  test('is paged, in the same order every time', async () => {
    const all = await bench.call('POST', '/crm/v1/customers/search?pageSize=50', {
      query: { lastName: 'santos' },
    });
    const guids = fieldOfEach(all.json, 'guid');
    expect(guids.length).toBeGreaterThan(1);
    for (const [place, guid] of guids.entries()) {
      const page = await bench.call('POST', `/crm/v1/customers/search?pageSize=1&page=${place + 1}`, {
        query: { lastName: 'santos' },
      });
      expect(fieldOfEach(page.json, 'guid')).toEqual([guid]);
    }
    expectRefusal(
      await bench.call('POST', '/crm/v1/customers/search?pageSize=0', { query: { lastName: 'santos' } }),
      400,
    );
  });

  test('where all numbers are stored with +1, ten digits find no one and +1 does', async () => {
    bench.crm.control.setModes({ storedPhones: 'plus-one' });
    expect(await names({ phone: '4155550142' })).toEqual([]);
    expect(await names({ phone: '+14155550142' })).toEqual(['Ana']);
    const got = await bench.call('GET', `/crm/v1/customers/${ANA}`);
    expect(got.json).toMatchObject({ phone: '+14155550142' });
    bench.crm.control.setModes({ storedPhones: 'national' });
    expect(await names({ phone: '4155550142' })).toEqual(['Ana']);
  });

  test('does not match records stored with a country code, unless asked with it', async () => {
    expect(bench.crm.control.pos({ kind: 'store-phone', guestGuid: ANA, phone: '+14155550142' }).ok).toBe(
      true,
    );
    expect(await names({ phone: '4155550142' })).toEqual([]);
    expect(await names({ phone: '+1 (415) 555-0142' })).toEqual(['Ana']);
  });
});

describe('creating a guest', () => {
  const GUID = 'ABCDEF01-2345-4678-9ABC-DEF012345678';
  const ada = { guid: GUID, firstName: 'Ada', lastName: 'Nilsson', phone: '(415) 555-0120', email: null };
  const create = (change: Record<string, unknown> = {}) =>
    bench.call('POST', '/crm/v1/customers', { ...ada, ...change });

  test('answers with the record: GUID in lower case, phone as national digits', async () => {
    const got = await create();
    expect(got.status).toBe(200);
    expect(got.json).toEqual({
      guid: GUID.toLowerCase(),
      entityType: 'Customer',
      firstName: 'Ada',
      lastName: 'Nilsson',
      phone: '4155550120',
      email: null,
    });
    expect((await bench.call('GET', `/crm/v1/customers/${GUID}`)).json).toEqual(got.json);
    expect(fieldOfEach((await bench.call(...search({ lastName: 'nilsson' }))).json, 'guid')).toEqual([
      GUID.toLowerCase(),
    ]);
    const summary = await bench.call('GET', `/crm/v1/customers/${GUID}/creditSummary`);
    expect(summary.json).toEqual({ amount: 0, earliestExpirationDate: null });
    expect((await bench.call('GET', `/crm/v1/customers/${GUID}/creditTransactions`)).status).toBe(204);
  });

  test('the same GUID again is the record as stored; another GUID is another guest', async () => {
    await create();
    expect((await create({ firstName: 'Eve' })).json).toMatchObject({ firstName: 'Ada' });
    await create({ guid: NOBODY });
    const both = await bench.call(...search({ phone: '4155550120', firstName: 'ada' }));
    expect(both.json).toHaveLength(2);
  });

  test.each([
    [{ guid: undefined }, /guid/],
    [{ guid: 'x' }, /guid/],
    [{ firstName: null }, /firstName/],
    [{ firstName: 7 }, /firstName/],
    [{ lastName: ' ' }, /lastName/],
    [{ phone: null }, /phone or email/],
    [{ phone: 'none' }, /phone/],
    [{ email: 'ada' }, /email/],
  ])('refuses %j', async (change, words) => {
    expectRefusal(await create(change), 400, words);
  });

  test('can take a while: 202, then 200 for the person who asks often enough', async () => {
    bench.crm.control.setModes({ createPolls: 2 });
    const first = await create();
    expect({ status: first.status, text: first.text }).toEqual({ status: 202, text: '' });
    expectRefusal(await bench.credit(GUID), 404);
    expect((await bench.call(...search({ phone: '4155550120', firstName: 'ada' }))).status).toBe(204);
    expectRefusal(await bench.call('GET', `/crm/v1/customers/${GUID}`), 404);
    expect((await create()).status).toBe(202);
    expect((await create()).status).toBe(200);
    expect((await bench.call('GET', `/crm/v1/customers/${GUID}`)).status).toBe(200);
    expect((await bench.credit(GUID)).status).toBe(200);
  });
});
