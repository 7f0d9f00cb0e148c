import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startControlledCrm } from '../../../e2e/sandbox-control/controlled-crm.ts';
import { type Bench, EVENING, search, startBench } from '../../testing/crm/sandbox-client.ts';
import { knownGuid } from '../data/known-guests.ts';
import { describeTrainingCrmError, startTrainingCrm } from './crm-server.ts';

const ANA = knownGuid('Ana', 'Petrescu');

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.crm.close());

describe('the server itself', () => {
  test('says which port is taken, in words', async () => {
    const port = Number(new URL(bench.crm.url).port);
    const second = await startControlledCrm({ seed: 1, guests: 0, now: () => EVENING, port });
    expect(second).toEqual({ ok: false, error: { code: 'port-in-use', port } });
    expect(describeTrainingCrmError({ code: 'port-in-use', port })).toContain(`Port ${port} is in use`);
  });

  test.each([
    ['seed', { seed: -1 }],
    ['guests', { guests: 1.5 }],
    ['guests', { guests: 100_001 }],
    ['port', { port: 70_000 }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['dayEndsAtHour', { dayEndsAtHour: 24 }],
    ['expiryDays', { expiryDays: 0 }],
    ['maxAmount', { maxAmount: 0.5 }],
  ])('refuses a wrong %s', async (option, wrong) => {
    const started = await startControlledCrm({ seed: 1, guests: 0, now: () => EVENING, ...wrong });
    expect(started).toMatchObject({ ok: false, error: { code: 'bad-option', option } });
  });

  test('the same seed gives the same credentials and restaurant', async () => {
    const again = await startBench();
    const { url: _url, control: _control, close: _close, ...names } = again.crm;
    expect(bench.crm).toMatchObject(names);
    await again.crm.close();
    const other = await startBench({ seed: 8 });
    expect(other.crm.clientSecret).not.toBe(bench.crm.clientSecret);
    expect(other.crm.restaurantGuid).not.toBe(bench.crm.restaurantGuid);
    await other.crm.close();
  });

  test('has a control for tests alone: that of Training answers as to any unknown address', async () => {
    const training = await startTrainingCrm({ seed: 7, guests: 0, now: () => EVENING });
    if (!training.ok) throw new Error(training.error.code);
    const headers = { Authorization: `Bearer ${bench.crm.controlToken}` };
    const statusAt = async (url: string) => (await fetch(`${url}/control/books`, { headers })).status;
    expect(await statusAt(bench.crm.url)).toBe(200);
    expect(await statusAt(training.value.url)).toBe(404);
    await training.value.close();
  });

  test('keeps no secret, number or name in its request log', async () => {
    await bench.logIn();
    await bench.call(...search({ phone: '4155550142' }));
    await bench.credit(ANA);
    const log = JSON.stringify(bench.crm.control.requests());
    expect(bench.crm.control.requests()).toHaveLength(4);
    for (const secret of [
      bench.token(),
      bench.crm.clientSecret,
      bench.crm.controlToken,
      '4155550142',
      'Marco',
    ])
      expect(log).not.toContain(secret);
  });

  test('closing ends requests that hang and connections that idle, also when asked twice', async () => {
    bench.crm.control.fault({ operation: 'get-guest', effect: { kind: 'hang-before' } });
    bench.crm.control.fault({ operation: 'search', effect: { kind: 'delay', ms: 3_600_000 } });
    const hung = bench.call('GET', `/crm/v1/customers/${ANA}`).then(
      () => 'answered',
      () => 'cut',
    );
    const slow = bench.call(...search({ lastName: 'x' })).then(
      () => 'answered',
      () => 'cut',
    );
    await expect.poll(() => bench.crm.control.faults().length).toBe(0);
    await Promise.all([bench.crm.close(), bench.crm.close()]);
    expect(await Promise.all([hung, slow])).toEqual(['cut', 'cut']);
    await expect(fetch(bench.crm.url)).rejects.toThrow();
  });

  test('a body that does not say what it is is taken for JSON, the default of the reference', async () => {
    const { hostname, port } = new URL(bench.crm.url);
    const status = await new Promise((resolve, reject) => {
      const headers = {
        Authorization: `Bearer ${bench.token()}`,
        'Toast-Restaurant-External-ID': bench.crm.restaurantGuid,
      };
      request({ hostname, port, method: 'POST', path: '/crm/v1/customers/search', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end('{"query":{"phone":"4155550142"}}');
    });
    expect(status).toBe(200);
  });

  test('an address that is none is refused, and the server lives on', async () => {
    const { hostname, port } = new URL(bench.crm.url);
    const status = await new Promise((resolve, reject) => {
      request({ hostname, port, path: 'http://[bad' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect([400, 404]).toContain(status);
    expect((await bench.call('GET', `/crm/v1/customers/${ANA}`)).status).toBe(200);
  });
});
