/**
 * A kiosk that goes live from Training, in a process that is killed at the n-th call of what the system keeps for it (time, chance,
 * settings, keyring) since its last step began. Says how many there are where it was not.
 */

import { createHost } from '../../../src-main/app/lifecycle.ts';
import type { ConfigInput } from '../../../src-main/settings/schema.ts';
import { MANAGER_PIN, readTestConfig } from '../../../src-main/testing/app-kit.ts';
import { createFakeLogger } from '../../../src-main/testing/fakes.ts';
import { asking, createKioskPorts, QUICK } from '../../../src-main/testing/kiosk-ports.ts';
import { openFileSettings } from './file-settings.ts';

/** What such a process is told at its start. */
export interface GoLiveOrder {
  readonly folder: string;
  readonly crm: {
    readonly url: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly restaurantGuid: string;
  };
  readonly config: ConfigInput;
  /** 0: it is not killed. */
  readonly killAt: number;
}

const { folder, crm, config, killAt } = JSON.parse(process.argv[2] ?? '{}') as GoLiveOrder;
let counting = false;
let calls = 0;
const live = Promise.withResolvers<void>();
const ports = createKioskPorts(folder, {
  settings: openFileSettings(folder),
  announce: (name) => {
    if (name === 'restarted') live.resolve();
  },
});
/** Counts each call, before it and after it. */
function counted<T extends object>(of: T): T {
  const point = (): void => {
    if (!counting) return;
    calls += 1;
    if (calls !== killAt) return;
    process.kill(process.pid, 'SIGKILL');
    for (;;);
  };
  return new Proxy(of, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      return (...given: unknown[]) => {
        point();
        const answer: unknown = found.apply(target, given);
        if (answer instanceof Promise) return answer.finally(point);
        point();
        return answer;
      };
    },
  });
}
const { clock, ids, settings, secretBox } = ports;
const host = createHost({
  ports: {
    ...ports,
    ...{
      clock: counted(clock),
      ids: counted(ids),
      settings: counted(settings),
      secretBox: counted(secretBox),
    },
    logger: createFakeLogger(),
  },
  readConfig: readTestConfig(config),
  fixed: { dataFolder: folder, ...QUICK, allowLoopback: true },
  onHopeless: ({ code }) => {
    throw new Error(code);
  },
});
const opened = await host.open();
if (!opened.ok) throw new Error(opened.error.code);
const { must } = asking(host.router);
await must('changeSetUp', {
  ...{ url: crm.url, client: crm.clientId, secret: crm.clientSecret, restaurant: crm.restaurantGuid },
  ...{ houseName: 'Bellwether', managerName: 'Olga R.' },
});
await must('testSetUp', {});
counting = true;
await must('finishSetUp', { pin: MANAGER_PIN });
await live.promise;
counting = false;
process.stdout.write(String(calls));
process.exit(0);
