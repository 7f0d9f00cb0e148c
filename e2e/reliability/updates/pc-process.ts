/**
 * One process of a simulated PC with Hoststand: the kiosk, the updater, or Setup. Its folders are real, its time is told by the test, and it
 * dies before its nth change of the disk where the environment says so.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { createFakeTime } from '../../../src-main/testing/fakes.ts';
import { createUpdates } from '../../../src-main/updates/kiosk-updates.ts';
import { lookOnce } from '../../../src-main/updates/updater.ts';
import { foldersOf, type Order, type Report } from './orders.ts';

const order: Order = JSON.parse(process.argv[2] ?? '{}');
const { pc, now } = order;
const folders = foldersOf(pc);
const tell = (report: Report): void => void process.send?.(report);

/** Dies as a power cut would, before the change of the disk whose turn it is; counts them otherwise. */
let changes = 0;
function watchDisk(): void {
  const before = (): void => {
    changes += 1;
    if (changes === order.dieAt) process.kill(process.pid, 'SIGKILL');
  };
  const wrap = (of: object, names: readonly string[]): void => {
    for (const name of names) {
      const real: unknown = Reflect.get(of, name);
      if (typeof real !== 'function') throw new Error(name);
      Reflect.set(of, name, (...args: readonly unknown[]): unknown => {
        before();
        return Reflect.apply(real, of, args);
      });
    }
  };
  wrap(fs, ['writeFileSync', 'writeSync', 'renameSync', 'rmSync', 'mkdirSync', 'fsyncSync']);
  wrap(fs.promises, ['open', 'rename', 'rm', 'mkdir']);
  syncBuiltinESMExports();
}

/** How long the kiosk waits between two ticks, ms. */
const STEP_MS = 5_000;
const TICKS: readonly number[] = [5_000, 60_000];

const logger = { info: () => {}, warn: () => {}, error: () => {} };
const freeBytes = async (): Promise<number> => 10_000_000_000;
const heard = (): Promise<number> => new Promise((done) => process.once('message', (ms) => done(Number(ms))));

async function kiosk(): Promise<void> {
  const { version } = order;
  const time = createFakeTime(now);
  let ticking = false;
  const updates = createUpdates({
    clock: time.clock,
    scheduler: {
      after: (ms, run) => {
        // A tick is over when it asks for the next one; other timers bound a request.
        if (!TICKS.includes(ms)) return time.scheduler.after(ms, run);
        ticking = false;
        return time.scheduler.after(ms, () => {
          ticking = true;
          run();
        });
      },
    },
    ids: { random: () => 0 },
    logger,
    fetch,
    freeBytes,
    settings: { mode: 'apply', url: order.url, window: '00:00-00:00' },
    folder: join(pc, 'data'),
    updater: folders,
    root: order.root,
    platform: 'win-x64',
    version,
    leave: () => {
      tell({ kind: 'left', changes });
      process.exit(0);
    },
  });
  updates.start();
  if (!order.broken) {
    updates.attend(() => ({ inUse: false, waiting: false, clockAheadMs: 0, timeZone: 'America/New_York' }));
    updates.pageAnswered();
  }
  for (;;) {
    tell({ kind: 'waits', now: time.clock.now(), changes, status: updates.status() });
    for (let left = await heard(); left > 0; left -= STEP_MS) {
      await time.pass(STEP_MS);
      // Disk and line are real, and take their time.
      while (ticking) await new Promise((done) => setImmediate(done));
    }
  }
}

async function updater(): Promise<void> {
  const next = await lookOnce(
    {
      clock: { now: () => now },
      logger,
      freeBytes,
      ...folders,
      root: order.root,
      platform: 'win-x64',
      version: order.version,
      wait: async () => {
        tell({ kind: 'asks', changes });
        await heard();
      },
    },
    order.ended,
  );
  tell({ kind: 'next', next, changes });
  process.disconnect();
}

/** Setup's contract: a version has a folder of its own, whole before it is pointed at; 0 once it is. */
function setup(): void {
  const version = /^installer of (\S+)/.exec(fs.readFileSync(order.installer, 'utf8'))?.[1] ?? '';
  const folder = join(pc, `app-${version}`);
  fs.rmSync(`${folder}.new`, { recursive: true, force: true });
  if (!fs.existsSync(folder)) {
    fs.mkdirSync(`${folder}.new`, { recursive: true });
    fs.writeFileSync(join(`${folder}.new`, 'version'), version);
    fs.renameSync(`${folder}.new`, folder);
  }
  fs.writeFileSync(join(pc, 'current.new'), version);
  fs.renameSync(join(pc, 'current.new'), join(pc, 'current'));
  tell({ kind: 'installed', changes });
  process.disconnect();
}

watchDisk();
if (order.role === 'kiosk') await kiosk();
else if (order.role === 'updater') await updater();
else setup();
