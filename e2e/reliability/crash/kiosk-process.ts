/**
 * A kiosk in a process of its own, made to be killed: the whole main process over real files, real time and real HTTP.
 * The argument says where and for whom; what the kiosk answers its staff is told on descriptor 3.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { compose } from '../../../src-main/compose.ts';
import { realClock, realScheduler } from '../../../src-main/lib/real-time.ts';
import type { Logger } from '../../../src-main/ports.ts';
import { createRng } from '../../../src-main/sandbox/data/rng.ts';
import { configSchema } from '../../../src-main/settings/schema.ts';
import { productFetch } from '../../../src-main/testing/crm/product-fetch.ts';
import {
  createFakeDevice,
  createFakeSecretBox,
  createFakeSettings,
  NO_UPDATES,
} from '../../../src-main/testing/fakes.ts';
import type { Answer, RequestName, Requests } from '../../../src-preload/contract/channels.ts';
import { MAX_CENTS } from '../../../src-preload/contract/money.ts';
import type { KioskOrder } from './kiosk-order.ts';
import { tellTrial as tell } from './report.ts';
import { type Ask, decide, work } from './staff.ts';

const ORIGIN = 'app://kiosk';
const PAGE = { ownWindow: true, mainFrame: true, origin: ORIGIN };
/** How long the platform waits for an answer: real lines give up, too, and a shift of seconds cannot wait 15 of them. */
const LINE_MS = 700;
const HANDS = 3;

const order = JSON.parse(process.argv[2] ?? '{}') as KioskOrder;
const rng = createRng(order.seed);
// No one is left to listen: the trial is over, however it ended.
const orphaned = new Promise<void>((resolve) => {
  process.stdin.on('end', resolve).resume();
});

const logger: Logger = {
  info: () => {},
  warn: () => {},
  error: (event, data) => tell({ say: 'trouble', event, detail: JSON.stringify(data ?? {}) }),
};

const started = await compose(
  {
    clock: realClock,
    scheduler: realScheduler,
    ids: { guid: () => crypto.randomUUID(), random: rng.next },
    logger,
    settings: createFakeSettings(),
    secretBox: createFakeSecretBox(),
    reachability: { onMaybeBack: () => () => {}, hasNetwork: () => true },
    fetch: (input, init) => {
      const asked = new Request(input, init);
      return productFetch(asked, { signal: AbortSignal.any([asked.signal, AbortSignal.timeout(LINE_MS)]) });
    },
    staffFile: { path: 'staff.csv', read: () => null },
    device: createFakeDevice(),
    updates: NO_UPDATES,
    announce: () => {},
  },
  {
    config: configSchema.parse({
      undoSeconds: 1,
      // Few people give for hours on end here, which a restaurant's day limits are there to stop.
      rules: {
        waiting: { count: 1_000, sum: MAX_CENTS },
        employeeDay: {
          alone: { host: MAX_CENTS, server: MAX_CENTS, manager: MAX_CENTS },
          most: MAX_CENTS,
        },
        guestDay: { alone: MAX_CENTS, most: MAX_CENTS },
      },
      training: { crm: order.crm },
    }),
    configProblems: [],
    dataFolder: order.folder,
    origin: ORIGIN,
    version: '0.0.0-trial',
    pinCost: { logN: 4 },
    loginsPerHour: 10_000,
    timing: { requestEveryMs: 20, firstDelayMs: 20, maxDelayMs: 200, settleMs: order.settleMs },
  },
);
if (!started.ok) {
  tell({ say: 'trouble', event: 'not-started', detail: JSON.stringify(started.error) });
  process.exit(3);
}
const kiosk = started.value;
kiosk.start();

const ask: Ask = async <N extends RequestName>(name: N, request: Requests[N]['request']) =>
  (await kiosk.router.ask(name, PAGE, structuredClone(request))) as Answer<N>;

tell({ say: 'ready' });

if (order.task === 'shift') {
  orphaned.then(() => process.exit(0));
  for (let hand = 0; hand < HANDS; hand += 1) void work({ ask, tell, rng, guests: order.guests });
  for (;;) {
    await sleep(500);
    await decide({ ask, tell });
  }
}

// No one gives any more: everything goes on its way, and a manager decides what needs one.
let over = false;
orphaned.then(() => {
  over = true;
});
while (!over) {
  const status = await ask('status', {});
  if (status.ok) {
    const { count, needPerson } = status.value.waiting;
    tell({ say: 'waiting', count, needPerson });
    if (needPerson > 0) await decide({ ask, tell });
  }
  await sleep(50);
}
await kiosk.stop();
process.exit(0);
