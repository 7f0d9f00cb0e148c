import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { knownGuid } from '../../src-main/sandbox/data/known-guests.ts';
import {
  type Bench,
  creditBody,
  field,
  type Got,
  startBench,
} from '../../src-main/testing/crm/sandbox-client.ts';

const ANA = knownGuid('Ana', 'Petrescu');
const NOBODY = '00000000-0000-4000-8000-000000000000';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.crm.close());

describe('what a POS would do', () => {
  const pos = (action: Parameters<Bench['crm']['control']['pos']>[0]) => bench.crm.control.pos(action);

  test('redeem: the balance falls, and the history shows it', async () => {
    const done = pos({ kind: 'redeem', guestGuid: ANA, amount: 1250 });
    expect(done).toMatchObject({ ok: true, value: [{ type: 'REDEMPTION', amount: 1250, note: null }] });
    expect(await bench.balance(ANA)).toBe(30);
    const history = await bench.call('GET', `/crm/v1/customers/${ANA}/creditTransactions?pageSize=1`);
    expect(history.json).toMatchObject([{ transactionType: 'REDEMPTION', amount: 12.5 }]);
  });

  test('redeem more than there is, or of no one: refused', async () => {
    expect(pos({ kind: 'redeem', guestGuid: ANA, amount: 4251 })).toEqual({
      ok: false,
      error: { code: 'not-enough-credit', balance: 4250 },
    });
    expect(pos({ kind: 'redeem', guestGuid: NOBODY, amount: 1 })).toMatchObject({
      error: { code: 'guest-not-found' },
    });
    expect(await bench.balance(ANA)).toBe(42.5);
  });

  test('void a credit no one used, once', async () => {
    const transactionGuid = String(field((await bench.credit(ANA)).json, 'guid'));
    expect(pos({ kind: 'void', transactionGuid })).toMatchObject({
      ok: true,
      value: [{ type: 'VOID_ADD_VALUE', amount: 1000, familyGuid: transactionGuid }],
    });
    expect(await bench.balance(ANA)).toBe(42.5);
    expect(pos({ kind: 'void', transactionGuid })).toMatchObject({ error: { code: 'already-voided' } });
  });

  test('void a credit that was used: refused', async () => {
    const guest = knownGuid('Grace', 'Lindqvist');
    const transactionGuid = String(field((await bench.credit(guest)).json, 'guid'));
    pos({ kind: 'redeem', guestGuid: guest, amount: 1 });
    expect(pos({ kind: 'void', transactionGuid })).toMatchObject({ error: { code: 'already-used' } });
  });

  test('void a redemption: it comes back', async () => {
    const done = pos({ kind: 'redeem', guestGuid: ANA, amount: 4250 });
    const transactionGuid = done.ok ? (done.value[0]?.guid ?? '') : '';
    expect(await bench.balance(ANA)).toBe(0);
    expect(pos({ kind: 'void', transactionGuid })).toMatchObject({
      ok: true,
      value: [{ type: 'VOID_REDEMPTION' }],
    });
    expect(await bench.balance(ANA)).toBe(42.5);
    expect(pos({ kind: 'void', transactionGuid })).toMatchObject({ error: { code: 'already-voided' } });
  });

  test('void what is not there, or an expiration: refused', () => {
    expect(pos({ kind: 'void', transactionGuid: NOBODY })).toMatchObject({
      error: { code: 'transaction-not-found' },
    });
    const expired = bench.crm.control.store().transactions.find((line) => line.type === 'EXPIRATION');
    expect(pos({ kind: 'void', transactionGuid: expired?.guid ?? '' })).toMatchObject({
      error: { code: 'not-voidable' },
    });
  });

  test('expire: all of it, a line for each credit', async () => {
    const done = pos({ kind: 'expire', guestGuid: ANA });
    expect(done.ok && done.value.map((line) => line.amount)).toEqual([1250, 1000, 2000]);
    const summary = await bench.call('GET', `/crm/v1/customers/${ANA}/creditSummary`);
    expect(summary.json).toEqual({ amount: 0, earliestExpirationDate: null });
    expect(pos({ kind: 'expire', guestGuid: ANA })).toEqual({ ok: true, value: [] });
    expect(pos({ kind: 'expire', guestGuid: NOBODY })).toMatchObject({ error: { code: 'guest-not-found' } });
  });
});

describe('over HTTP', () => {
  const control = (method: string, path: string, body?: unknown): Promise<Got> =>
    bench.call(method, `/control/${path}`, body, { Authorization: `Bearer ${bench.crm.controlToken}` });

  test('opens to the control token alone', async () => {
    for (const path of ['books', 'requests', 'faults', 'modes', 'nothing']) {
      for (const authorization of ['', `Bearer ${bench.token()}`, bench.crm.controlToken]) {
        const got = await bench.call('GET', `/control/${path}`, undefined, { Authorization: authorization });
        expect(got.status).toBe(401);
        expect(got.text).not.toContain('Petrescu');
      }
    }
    expect((await control('GET', 'nothing')).status).toBe(404);
  });

  test('shows the records, and what was asked', async () => {
    const body = creditBody();
    await bench.credit(ANA, body);
    const store = await control('GET', 'books');
    expect(store.json).toEqual(JSON.parse(JSON.stringify(bench.crm.control.store())));
    expect(store.json).toMatchObject({ posts: { [body.guid]: 1 }, logins: { total: 1 } });
    const requests = await control('GET', 'requests');
    expect(requests.json).toMatchObject([
      { operation: 'login', ending: 200 },
      { operation: 'add-credit', guestGuid: ANA, transactionGuid: body.guid, ending: 200 },
    ]);
  });

  test('scripts faults, shows and clears them', async () => {
    const order = {
      operation: 'add-credit',
      times: 2,
      effect: { kind: 'status', status: 503, body: 'html' },
    };
    expect((await control('POST', 'faults', order)).json).toEqual(order);
    expect((await bench.credit(ANA)).status).toBe(503);
    expect((await control('GET', 'faults')).json).toEqual([{ ...order, times: 1 }]);
    expect((await control('DELETE', 'faults')).status).toBe(204);
    expect((await bench.credit(ANA)).status).toBe(200);
    const wrong = await control('POST', 'faults', { operation: 'add-credit', effect: { kind: 'explode' } });
    expect(wrong).toMatchObject({ status: 400, json: { error: expect.stringContaining('kind') } });
  });

  test('shows and changes modes, one at a time', async () => {
    const before = bench.crm.control.modes();
    expect((await control('PATCH', 'modes', { duplicates: 'double' })).json).toEqual({
      ...before,
      duplicates: 'double',
    });
    expect((await control('GET', 'modes')).json).toEqual(bench.crm.control.modes());
    expect((await control('PATCH', 'modes', { duplicates: 'triple' })).status).toBe(400);
    expect((await control('PATCH', 'modes', { unheard: 1 })).status).toBe(400);
    expect(bench.crm.control.modes().duplicates).toBe('double');
  });

  test('acts as a POS', async () => {
    const redeem = { kind: 'redeem', guestGuid: ANA, amount: 250 };
    expect((await control('POST', 'pos', redeem)).json).toMatchObject([{ type: 'REDEMPTION', amount: 250 }]);
    expect(await bench.balance(ANA)).toBe(40);
    const tooMuch = await control('POST', 'pos', { ...redeem, amount: 4001 });
    expect(tooMuch).toMatchObject({ status: 409, json: { error: 'not-enough-credit', balance: 4000 } });
    expect((await control('POST', 'pos', { ...redeem, amount: 2.5 })).status).toBe(400);
    expect((await control('POST', 'pos', '{')).status).toBe(400);
  });

  test('makes the token invalid', async () => {
    expect((await control('POST', 'expire-token')).status).toBe(204);
    expect((await bench.call('GET', `/crm/v1/customers/${ANA}`)).status).toBe(401);
  });
});
