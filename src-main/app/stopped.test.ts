/** A kiosk that has stopped leaves nothing behind: no timer, no late write to records that are closed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ControlledCrm, startControlledCrm } from '../../e2e/sandbox-control/controlled-crm.ts';
import { compose } from '../compose.ts';
import { realScheduler } from '../lib/real-time.ts';
import type { Scheduler } from '../ports.ts';
import { configSchema } from '../settings/schema.ts';
import { pinOf } from '../testing/compose-kit.ts';
import { productFetch } from '../testing/crm/product-fetch.ts';
import { createFakeLogger } from '../testing/fakes.ts';
import { asking, createKioskPorts, QUICK } from '../testing/kiosk-ports.ts';

let dir = '';
let crm: ControlledCrm;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-stopped-'));
  const started = await startControlledCrm({ seed: 7, guests: 20, now: Date.now });
  if (!started.ok) throw new Error(started.error.code);
  crm = started.value;
});
afterEach(async () => {
  await crm.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Real timers that can be counted. */
function counted(): Scheduler & { readonly armed: () => number } {
  const armed = new Set<object>();
  return {
    armed: () => armed.size,
    after: (ms, run) => {
      const timer = {};
      armed.add(timer);
      const cancel = realScheduler.after(ms, () => {
        armed.delete(timer);
        run();
      });
      return () => {
        armed.delete(timer);
        cancel();
      };
    },
  };
}

const reset = Object.assign(new TypeError('fetch failed'), {
  cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
});
const answer = (status: number) =>
  new Response(JSON.stringify({ message: 'late', code: 1 }), {
    status,
    headers: { 'content-type': 'application/json', date: new Date(Date.now() + 86_400_000).toUTCString() },
  });

test.each([
  ['fails', () => Promise.reject(reset)],
  ['is answered, with another time', () => Promise.resolve(answer(200))],
  ['is refused', () => Promise.resolve(answer(401))],
  ['meets a service in trouble', () => Promise.resolve(answer(503))],
])(
  'a request that is out at the end %s afterwards: nothing happens and nothing is armed',
  async (_what, end) => {
    const scheduler = counted();
    const logger = createFakeLogger();
    let line: 'open' | 'held' | 'ended' = 'open';
    const held: { readonly resolve: (response: Response | PromiseLike<Response>) => void }[] = [];
    const composed = await compose(
      createKioskPorts(dir, {
        scheduler,
        logger,
        fetch: (input, init) => {
          if (line === 'open') return productFetch(input, init);
          if (line === 'ended') return end();
          const waiting = Promise.withResolvers<Response>();
          held.push(waiting);
          return waiting.promise;
        },
      }),
      {
        ...QUICK,
        config: configSchema.parse({
          training: {
            crm: {
              url: crm.url,
              clientId: crm.clientId,
              clientSecret: crm.clientSecret,
              restaurantGuid: crm.restaurantGuid,
            },
          },
        }),
        configProblems: [],
        dataFolder: dir,
      },
    );
    if (!composed.ok) throw new Error(composed.error.code);
    const kiosk = composed.value;
    kiosk.start();
    const { must, ask } = asking(kiosk.router);
    await vi.waitFor(async () => expect((await must('status', {})).connection.state).toBe('online'), 20_000);
    await must('signIn', { pin: pinOf('Marco D.') });
    line = 'held';
    await must('sendNow', {});
    const lookedUp = ask('lookUp', { digits: '4155550142', by: 'phone' });
    await vi.waitFor(() => expect(held.length).toBeGreaterThan(1), 20_000);
    await kiosk.stop();
    line = 'ended';
    for (const { resolve } of held) resolve(end());
    expect((await lookedUp).ok).toBe(false);
    // The page has its answer already; the request itself ends now.
    await vi.waitFor(() => expect(scheduler.armed()).toBe(0), 20_000);
    expect(logger.lines.filter(({ level }) => level === 'error').map(({ event }) => event)).toEqual([]);
  },
);
