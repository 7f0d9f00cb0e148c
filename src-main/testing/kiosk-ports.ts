import { join } from 'node:path';
import type { Answer, RequestName, Requests } from '../../src-preload/contract/channels.ts';
import type { Router, Sender } from '../ipc/router.ts';
import { realClock, realScheduler } from '../lib/real-time.ts';
import type { ComposePorts } from '../wiring/kiosk.ts';
import { productFetch } from './crm/product-fetch.ts';
import {
  createFakeDevice,
  createFakeLogger,
  createFakeSecretBox,
  createFakeSettings,
  NO_UPDATES,
} from './fakes.ts';

/** The kiosk's one page, as the router knows it. */
export const PAGE: Sender = { ownWindow: true, mainFrame: true, origin: 'app://kiosk' };

/** What a whole main process in plain Node runs on: real time and HTTP, a folder, and fakes for what the system keeps. */
export function createKioskPorts(dir: string, more: Partial<ComposePorts> = {}): ComposePorts {
  return {
    clock: realClock,
    scheduler: realScheduler,
    ids: { guid: () => crypto.randomUUID(), random: () => 0.5 },
    logger: createFakeLogger(),
    settings: createFakeSettings(),
    secretBox: createFakeSecretBox(),
    reachability: { onMaybeBack: () => () => {}, hasNetwork: () => true },
    fetch: productFetch,
    staffFile: { path: join(dir, 'staff.csv'), read: () => null },
    device: createFakeDevice(),
    updates: NO_UPDATES,
    announce: () => {},
    ...more,
  };
}

/** What every such kiosk is started with besides its configuration; hashing and waiting are made cheap. */
export const QUICK = {
  origin: PAGE.origin ?? '',
  version: '0.0.0-test',
  pinCost: { logN: 4 },
  timing: { requestEveryMs: 20, firstDelayMs: 20, maxDelayMs: 200, settleMs: 400 },
} as const;

/** The page's side of the bridge. */
export interface Asking {
  readonly ask: <N extends RequestName>(
    name: N,
    request: Requests[N]['request'],
    sender?: Sender,
  ) => Promise<Answer<N>>;
  /** The answer's value; throws where it was refused. */
  readonly must: <N extends RequestName>(
    name: N,
    request: Requests[N]['request'],
  ) => Promise<Requests[N]['response']>;
}

/** Asks as the page does, through structured clone. `told` sees each answer before the caller does. */
export function asking(
  router: Pick<Router, 'ask'>,
  told: (name: RequestName, answer: unknown) => void = () => {},
): Asking {
  const ask: Asking['ask'] = async (name, request, sender = PAGE) => {
    const answer = (await router.ask(name, sender, structuredClone(request))) as Answer<typeof name>;
    told(name, answer);
    return answer;
  };
  return {
    ask,
    must: async (name, request) => {
      const answer = await ask(name, request);
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
      return answer.value;
    },
  };
}
