import { expect, test } from 'vitest';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Connection } from '../../src-preload/contract/status.ts';
import type { CrmError } from '../ports.ts';
import { errors } from '../testing/crm/scripted-crm.ts';
import { createFakeLogger, createFakeTime } from '../testing/fakes.ts';
import { createConnectionMonitor, UNNOTICED_MS } from './monitor.ts';

function setUp() {
  const time = createFakeTime();
  const changes: Connection[] = [];
  let answer: CrmError | null = null;
  let pings = 0;
  let back = () => {};
  let network = true;
  const monitor = createConnectionMonitor({
    clock: time.clock,
    scheduler: time.scheduler,
    logger: createFakeLogger(),
    reachability: {
      onMaybeBack: (listener) => {
        back = listener;
        return () => {};
      },
      hasNetwork: () => network,
    },
    ping: async (): Promise<Result<null, CrmError>> => {
      pings += 1;
      if (answer) {
        monitor.onFailure(answer);
        return err(answer);
      }
      monitor.onAnswer();
      return ok(null);
    },
    onChange: (connection) => changes.push(connection),
  });
  return {
    time,
    changes,
    monitor,
    pings: () => pings,
    toast: (error: CrmError | null) => {
      answer = error;
    },
    lineBack: () => back(),
    unplug: () => {
      network = false;
    },
  };
}

test('it asks at the start, and once a minute while nothing else is said', async () => {
  const { monitor, time, pings, changes } = setUp();
  monitor.start();
  await time.pass(0);
  expect(changes).toEqual([{ state: 'online' }]);
  await time.pass(59_999);
  expect(pings()).toBe(1);
  await time.pass(1);
  expect(pings()).toBe(2);
});

test('offline is said once, with since when; it asks more and more rarely until Toast answers', async () => {
  const { monitor, time, pings, changes, toast } = setUp();
  monitor.start();
  await time.pass(1_000);
  toast(errors.notSent);
  monitor.onFailure(errors.notSent);
  const since = time.clock.now();
  await time.pass(10 * 60_000);
  expect(changes).toEqual([{ state: 'online' }, { state: 'offline', since, cause: 'toast' }]);
  expect(pings()).toBeGreaterThan(15);
  expect(pings()).toBeLessThan(30);
  toast(null);
  await time.pass(30_000);
  expect(monitor.current()).toEqual({ state: 'online' });
});

test('a hint from the system makes it ask at once, and is not believed by itself', async () => {
  const { monitor, time, pings, toast, lineBack } = setUp();
  toast(errors.notSent);
  monitor.start();
  await time.pass(60_000);
  const before = pings();
  lineBack();
  await time.pass(0);
  expect(pings()).toBe(before + 1);
  expect(monitor.current().state).toBe('offline');
});

test.each([
  [errors.notSent, 'toast'],
  [errors.cut, 'internet'],
  [{ kind: 'offline', sent: 'no', detail: 'ENOTFOUND' }, 'internet'],
  [{ kind: 'offline', sent: 'no', detail: 'ERR_CERT_AUTHORITY_INVALID' }, 'toast'],
  [errors.timeout, 'toast'],
  [errors.server, 'toast'],
  [errors.html, 'toast'],
  [errors.denied, 'access'],
  [errors.filtered, 'between'],
  [errors.portal, 'between'],
  [errors.portalAtLogin, 'between'],
] as const)('%o is offline for the cause %s', (error, cause) => {
  const { monitor } = setUp();
  monitor.onFailure(error);
  expect(monitor.current()).toMatchObject({ state: 'offline', cause });
});

test.each([errors.bad, errors.missing, errors.busy, { kind: 'aborted' } as const])(
  '%o says nothing about the line',
  (error) => {
    const { monitor } = setUp();
    monitor.onFailure(error);
    expect(monitor.current()).toEqual({ state: 'unknown' });
  },
);

test('another cause is told, the moment it began is kept', async () => {
  const { monitor, time, changes } = setUp();
  monitor.onFailure(errors.notSent);
  const since = time.clock.now();
  await time.pass(5_000);
  monitor.onFailure(errors.denied);
  expect(changes[1]).toEqual({ state: 'offline', since, cause: 'access' });
});

test('a PC without any network says so, no matter what failed', () => {
  for (const error of [errors.cut, errors.timeout]) {
    const { monitor, unplug } = setUp();
    unplug();
    monitor.onFailure(error);
    expect(monitor.current()).toMatchObject({ cause: 'this-pc' });
  }
});

test('a drop of under two seconds is not shown; one that lasts is, from its first moment', async () => {
  const { monitor, time, changes, toast } = setUp();
  monitor.start();
  await time.pass(0);
  monitor.onFailure(errors.cut);
  await time.pass(UNNOTICED_MS - 1);
  expect(changes).toEqual([{ state: 'online' }]);
  toast(errors.cut);
  monitor.onFailure(errors.cut);
  const since = time.clock.now();
  await time.pass(UNNOTICED_MS);
  expect(changes[1]).toEqual({ state: 'offline', since, cause: 'internet' });
  monitor.stop();
});
