import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { knownGuid } from '../../src-main/sandbox/data/known-guests.ts';
import {
  type Bench,
  creditBody,
  EVENING,
  field,
  fieldOfEach,
  startBench,
} from '../../src-main/testing/crm/sandbox-client.ts';
import { createFaultScript } from './faults.ts';

const ANA = knownGuid('Ana', 'Petrescu');
const TOM = knownGuid('Tom', 'Okafor');

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.crm.close());

const getAna = () => bench.call('GET', `/crm/v1/customers/${ANA}`);
const isRecorded = (guid: unknown): boolean =>
  bench.crm.control.store().transactions.some((line) => line.guid === guid);

describe('the script', () => {
  test('applies a fault to the next so many that fit, in the order scripted', () => {
    const script = createFaultScript();
    script.add({ operation: 'search', times: 2, effect: { kind: 'status', status: 500 } });
    script.add({ operation: 'any', effect: { kind: 'status', status: 502 } });
    const take = (operation: 'search' | 'login') => script.take('refuse', { operation, guids: [] });
    expect(take('login')).toMatchObject({ status: 502 });
    expect(take('login')).toBeNull();
    expect(take('search')).toMatchObject({ status: 500 });
    expect(script.pending()).toMatchObject([{ times: 1 }]);
    expect(take('search')).toMatchObject({ status: 500 });
    expect(take('search')).toBeNull();
  });

  test('goes on with "all" until it is cleared', () => {
    const script = createFaultScript();
    script.add({ operation: 'any', times: 'all', effect: { kind: 'drop-before' } });
    const target = { operation: 'search', guids: [] } as const;
    for (let n = 0; n < 5; n += 1) expect(script.take('refuse', target)).not.toBeNull();
    script.clear();
    expect(script.take('refuse', target)).toBeNull();
  });

  test('takes only what is a fault', () => {
    const script = createFaultScript();
    const add = (order: unknown) => () => script.add(order as Parameters<typeof script.add>[0]);
    expect(add({ operation: 'search', effect: { kind: 'explode' } })).toThrow();
    expect(add({ operation: 'search', effect: { kind: 'status', status: 299 } })).toThrow();
    expect(add({ operation: 'redeem', effect: { kind: 'drop-before' } })).toThrow();
    expect(add({ operation: 'search', times: 0, effect: { kind: 'drop-before' } })).toThrow();
  });
});

describe('a scripted status', () => {
  test.each([400, 401, 403, 404, 409, 429, 500, 502, 503] as const)(
    '%i has the vendor error',
    async (status) => {
      bench.crm.control.fault({ operation: 'add-credit', effect: { kind: 'status', status } });
      const body = creditBody();
      const got = await bench.credit(ANA, body);
      expect(got.status).toBe(status);
      expect(got.json).toMatchObject({ status, message: expect.any(String), requestId: expect.any(String) });
      expect(got.headers.get('retry-after')).toBe(status === 429 ? '1' : null);
      expect(isRecorded(body.guid)).toBe(false);
      expect((await bench.credit(ANA, body)).status).toBe(200);
    },
  );

  test('can be the HTML of an edge server, or nothing at all, without the rate headers of the service', async () => {
    bench.crm.control.setModes({ limits: { perSecond: 100, perQuarterHour: 1000 } });
    bench.crm.control.fault({ operation: 'any', effect: { kind: 'status', status: 502, body: 'html' } });
    bench.crm.control.fault({ operation: 'any', effect: { kind: 'status', status: 504, body: 'empty' } });
    bench.crm.control.fault({ operation: 'any', effect: { kind: 'status', status: 500 } });
    const html = await getAna();
    expect(html.status).toBe(502);
    expect(html.text).toContain('<html>');
    expect(html.headers.get('content-type')).toContain('text/html');
    expect(html.headers.get('x-toast-ratelimit-by')).toBeNull();
    const empty = await getAna();
    expect({ status: empty.status, text: empty.text }).toEqual({ status: 504, text: '' });
    expect((await getAna()).headers.get('x-toast-ratelimit-by')).toBe('GLOBAL');
  });

  test('of a page in front of the service is that page in every mode', async () => {
    bench.crm.control.setModes({ amountSign: 'signed', oddRecords: 'null-guid' });
    bench.crm.control.fault({ operation: 'any', effect: { kind: 'status', status: 200, body: 'html' } });
    const got = await getAna();
    expect(got.status).toBe(200);
    expect(got.text).toContain('<html>');
  });

  test('429 waits as long as told, or does not say', async () => {
    const busy = { kind: 'status', status: 429 } as const;
    bench.crm.control.fault({ operation: 'any', effect: { ...busy, retryAfterSeconds: 30 } });
    bench.crm.control.fault({ operation: 'any', effect: { ...busy, retryAfterSeconds: null } });
    expect((await getAna()).headers.get('retry-after')).toBe('30');
    expect((await getAna()).headers.get('retry-after')).toBeNull();
    bench.crm.control.setModes({ retryAfter: false });
    bench.crm.control.fault({ operation: 'any', effect: { ...busy, retryAfterSeconds: 30 } });
    expect((await getAna()).headers.get('retry-after')).toBeNull();
  });

  test('can be aimed at one guest or one transaction', async () => {
    const body = creditBody();
    const gone = { kind: 'status', status: 404 } as const;
    bench.crm.control.fault({ operation: 'any', guid: ANA.toUpperCase(), effect: gone });
    bench.crm.control.fault({
      operation: 'add-credit',
      guid: body.guid,
      effect: { kind: 'status', status: 409 },
    });
    expect((await bench.credit(TOM)).status).toBe(200);
    expect((await bench.credit(TOM, body)).status).toBe(409);
    expect((await getAna()).status).toBe(404);
    expect((await getAna()).status).toBe(200);
  });

  test('can refuse the login', async () => {
    bench.crm.control.fault({ operation: 'login', effect: { kind: 'status', status: 503, body: 'html' } });
    expect((await bench.logIn()).status).toBe(503);
    expect((await bench.logIn()).status).toBe(200);
  });
});

describe('a socket that is cut', () => {
  test('before: nothing is in the CRM, and the POST was seen', async () => {
    bench.crm.control.fault({ operation: 'add-credit', effect: { kind: 'drop-before' } });
    const body = creditBody();
    await expect(bench.credit(ANA, body)).rejects.toThrow();
    expect(isRecorded(body.guid)).toBe(false);
    expect(bench.crm.control.store().posts).toEqual({ [body.guid]: 1 });
    expect(bench.crm.control.requests().at(-1)).toMatchObject({ ending: 'dropped', faults: ['drop-before'] });
  });

  test('after: it is in the CRM anyway', async () => {
    bench.crm.control.fault({ operation: 'add-credit', effect: { kind: 'drop-after' } });
    const body = creditBody();
    await expect(bench.credit(ANA, body)).rejects.toThrow();
    expect(isRecorded(body.guid)).toBe(true);
    expect((await bench.call('GET', `/crm/v1/creditTransactions/${body.guid}`)).status).toBe(200);
  });

  test('half way through the body: the client cannot read it, and it is in the CRM', async () => {
    bench.crm.control.fault({ operation: 'add-credit', effect: { kind: 'truncate' } });
    const body = creditBody();
    await expect(bench.credit(ANA, body)).rejects.toThrow();
    expect(isRecorded(body.guid)).toBe(true);
    bench.crm.control.fault({ operation: 'search', effect: { kind: 'truncate' } });
    const nobody = bench.call('POST', '/crm/v1/customers/search', { query: { phone: '2125550100' } });
    await expect(nobody).rejects.toThrow();
    expect((await getAna()).status).toBe(200);
  });
});

describe('an answer that never comes', () => {
  test.each([
    ['hang-before', false],
    ['hang-after', true],
  ] as const)('%s: in the CRM %s', async (kind, written) => {
    bench.crm.control.fault({ operation: 'add-credit', effect: { kind } });
    const body = creditBody();
    const asked = bench.credit(ANA, body).then(
      () => 'answered',
      () => 'cut',
    );
    await expect.poll(() => bench.crm.control.requests().at(-1)?.ending).toBe('hung');
    expect(isRecorded(body.guid)).toBe(written);
    await bench.crm.close();
    expect(await asked).toBe('cut');
  });
});

describe('an answer that comes late', () => {
  test('before: it is carried out when the wait is over, also when the client has gone', async () => {
    bench.crm.control.fault({ operation: 'add-credit', effect: { kind: 'delay', ms: 60 } });
    const body = creditBody();
    const gone = new AbortController();
    const asked = fetch(`${bench.crm.url}/crm/v1/customers/${ANA}/creditTransactions`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${bench.token()}`,
        'Toast-Restaurant-External-ID': bench.crm.restaurantGuid,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(body),
      signal: gone.signal,
    });
    await expect.poll(() => bench.crm.control.faults().length, { interval: 2 }).toBe(0);
    expect(isRecorded(body.guid)).toBe(false);
    gone.abort();
    await expect(asked).rejects.toThrow();
    await expect.poll(() => isRecorded(body.guid)).toBe(true);
  });

  test('after: it is in the CRM while the client still waits', async () => {
    bench.crm.control.fault({ operation: 'add-credit', effect: { kind: 'delay-after', ms: 3_600_000 } });
    const body = creditBody();
    const asked = bench.credit(ANA, body).then(
      () => 'answered',
      () => 'cut',
    );
    await expect.poll(() => isRecorded(body.guid)).toBe(true);
    await bench.crm.close();
    expect(await asked).toBe('cut');
  });

  test('a short one is answered in the end', async () => {
    bench.crm.control.fault({ operation: 'any', effect: { kind: 'delay', ms: 5 } });
    bench.crm.control.fault({ operation: 'any', effect: { kind: 'delay-after', ms: 5 } });
    expect((await bench.credit(ANA)).status).toBe(200);
    expect(bench.crm.control.requests().at(-1)?.faults).toEqual(['delay', 'delay-after']);
  });
});

describe('an answer that is not the truth', () => {
  test('500 after it was written', async () => {
    bench.crm.control.fault({ operation: 'add-credit', effect: { kind: 'status-after', status: 500 } });
    const body = creditBody();
    const got = await bench.credit(ANA, body);
    expect(got).toMatchObject({ status: 500, json: { status: 500 } });
    expect(isRecorded(body.guid)).toBe(true);
  });

  test('200 with a body that is no JSON, after it was written', async () => {
    bench.crm.control.fault({
      operation: 'add-credit',
      effect: { kind: 'status-after', status: 200, body: 'html' },
    });
    const body = creditBody();
    const got = await bench.credit(ANA, body);
    expect(got).toMatchObject({ status: 200, json: undefined });
    expect(isRecorded(body.guid)).toBe(true);
  });
});

describe('reads that lag', () => {
  const write = async (lag: { reads: number } | { ms: number }): Promise<string> => {
    bench.crm.control.fault({ operation: 'add-credit', effect: { kind: 'lag', for: lag } });
    const got = await bench.credit(ANA);
    expect(got.status).toBe(200);
    return String(field(got.json, 'guid'));
  };
  const find = async (guid: string) => (await bench.call('GET', `/crm/v1/creditTransactions/${guid}`)).status;

  test('for a number of reads, each kind of read counting', async () => {
    const guid = await write({ reads: 3 });
    expect(await find(guid)).toBe(404);
    expect(await bench.balance(ANA)).toBe(42.5);
    const history = await bench.call('GET', `/crm/v1/customers/${ANA}/creditTransactions`);
    expect(fieldOfEach(history.json, 'guid')).not.toContain(guid);
    expect(await find(guid)).toBe(200);
    expect(await bench.balance(ANA)).toBe(52.5);
  });

  test('for a time', async () => {
    const guid = await write({ ms: 2000 });
    bench.clock.at = EVENING + 1999;
    expect(await find(guid)).toBe(404);
    expect(
      (await bench.call('GET', '/crm/v1/creditTransactions?startDate=2026-11-25T04:00:00Z')).status,
    ).toBe(204);
    bench.clock.at = EVENING + 2000;
    expect(await find(guid)).toBe(200);
  });

  test('do not make a repeated POST a second credit', async () => {
    const body = creditBody();
    bench.crm.control.fault({ operation: 'add-credit', effect: { kind: 'lag', for: { reads: 5 } } });
    await bench.credit(ANA, body);
    expect((await bench.credit(ANA, body)).status).toBe(200);
    expect(bench.crm.control.store().transactions.filter((line) => line.guid === body.guid)).toHaveLength(1);
  });

  test('combine with an answer that is cut', async () => {
    bench.crm.control.fault({ operation: 'add-credit', effect: { kind: 'lag', for: { reads: 1 } } });
    bench.crm.control.fault({ operation: 'add-credit', effect: { kind: 'drop-after' } });
    const body = creditBody();
    await expect(bench.credit(ANA, body)).rejects.toThrow();
    expect(bench.crm.control.requests().at(-1)?.faults).toEqual(['lag', 'drop-after']);
    expect(await find(body.guid)).toBe(404);
    expect(await find(body.guid)).toBe(200);
  });
});

describe('a token that stops being valid', () => {
  test('gives 401 until the next login, which hands out a new one', async () => {
    const old = bench.token();
    bench.crm.control.fault({ operation: 'get-guest', effect: { kind: 'expire-token' } });
    expect((await getAna()).status).toBe(401);
    expect((await getAna()).status).toBe(401);
    await bench.logIn();
    expect(bench.token()).not.toBe(old);
    expect((await getAna()).status).toBe(200);
    bench.crm.control.expireToken();
    expect((await getAna()).status).toBe(401);
  });
});
