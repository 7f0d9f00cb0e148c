import { type ChildProcess, fork } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeUpdates, removeUpdates, type UpdatePlace } from '../../../src-main/testing/updates-kit.ts';
import { type Journal, readBeacon, readJournal, writeJournal } from '../../../src-main/updates/hand-over.ts';
import { foldersOf, type Order, type Report } from './orders.ts';

/** The updater looks this often; a kiosk that may begin looks for its answer more often. ms. */
const ROUND_MS = 5 * 60_000;
const QUIET_MS = 11 * 60_000;
const ANSWERS_MS = 5_000;

/** A PC with Hoststand 1.0.0 and its updater, and a server that has newer versions. */
export interface Pc {
  readonly place: UpdatePlace;
  /** The version that Windows would start now. Throws where it is not whole. */
  readonly current: () => string;
  readonly journal: () => Journal;
  /** Forgets how the last update ended, so that the next run waits for another. */
  readonly forgetLast: () => void;
  /** Runs kiosk, updater and Setup as the PC does, until the updater is done with what it began, or for that many rounds. */
  readonly run: (kill?: Kill) => Promise<Ran>;
  readonly close: () => Promise<void>;
}

/** Which process dies, before which of its changes of the disk. */
export interface Kill {
  readonly role: Order['role'];
  readonly at: number;
}

interface Ran {
  /** Changes of the disk that each role made in all its processes. */
  readonly changes: Readonly<Record<Order['role'], number>>;
  readonly killed: boolean;
}

export async function makePc(options: { readonly broken?: string } = {}): Promise<Pc> {
  const place = makeUpdates();
  const server = createServer((request, response) => {
    const file = join(place.server, request.url ?? '');
    if (existsSync(file)) createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pc = join(place.dir, 'pc');
  const folders = foldersOf(pc);
  for (const folder of [folders.handOver, folders.own, join(pc, 'app-1.0.0')])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(pc, 'app-1.0.0', 'version'), '1.0.0');
  writeFileSync(join(pc, 'current'), '1.0.0');
  const journal = (): Journal => readJournal(folders.own);
  const current = (): string => {
    const version = readFileSync(join(pc, 'current'), 'utf8');
    const inside = readFileSync(join(pc, `app-${version}`, 'version'), 'utf8');
    if (inside !== version) throw new Error(`app-${version} holds ${inside}`);
    return version;
  };
  let now = Date.now();

  const run = async (kill?: Kill): Promise<Ran> => {
    const changes = { kiosk: 0, updater: 0, setup: 0 };
    let killed = false;
    const start = (role: Order['role'], over: Partial<Order> = {}): Process => {
      const version = current();
      const order: Order = {
        role,
        pc,
        now,
        version,
        root: place.root,
        url,
        broken: version === options.broken,
        ended: null,
        installer: '',
        dieAt: kill?.role === role && !killed ? kill.at - changes[role] : 0,
        ...over,
      };
      return startProcess(order, (report) => {
        if (report === null) {
          if (order.dieAt > 0) killed = true;
          return;
        }
        changes[role] = Math.max(changes[role], report.changes + base[role]);
        if (report.kind === 'waits') now = Math.max(now, report.now);
      });
    };
    const base = { kiosk: 0, updater: 0, setup: 0 };
    let kiosk: Process | null = null;
    for (let round = 0; round < 60; round += 1) {
      base.kiosk = changes.kiosk;
      // Windows starts the kiosk where it does not run, as after a start of the PC.
      if (kiosk === null || kiosk.over()) {
        kiosk = start('kiosk');
        await kiosk.next();
      }
      const idle = journal().doing.step === 'nothing';
      await kiosk.pass(idle ? QUIET_MS : ROUND_MS);
      if (kiosk.over()) now += ROUND_MS;
      // A look without a wish does nothing.
      if (idle && readBeacon(folders.handOver)?.may == null) continue;
      let ended: number | null = null;
      for (;;) {
        base.updater = changes.updater;
        const updater: Process = start('updater', { ended });
        let report = await updater.next();
        while (report?.kind === 'asks') {
          await kiosk.pass(ANSWERS_MS);
          updater.answer();
          report = await updater.next();
        }
        await updater.end();
        if (report?.kind !== 'next' || report.next.run !== 'setup') break;
        if (report.next.force || kiosk.over()) {
          await kiosk.kill();
          base.setup = changes.setup;
          const setup = start('setup', { installer: report.next.installer });
          const done = await setup.next();
          await setup.end();
          current();
          if (done?.kind !== 'installed') break;
          ended = 0;
        } else ended = 4;
      }
      current();
      const { doing, last } = journal();
      if (doing.step === 'nothing' && last !== null) break;
    }
    await kiosk?.kill();
    return { changes, killed };
  };
  return {
    place,
    current,
    journal,
    forgetLast: () => writeJournal(folders.own, { ...journal(), last: null }),
    run,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      removeUpdates();
    },
  };
}

interface Process {
  /** Its next report; null where it ended without one. */
  readonly next: () => Promise<Report | null>;
  readonly answer: (ms?: number) => void;
  /** Lets time pass in it, and waits until it waits again, or ended. */
  readonly pass: (ms: number) => Promise<void>;
  readonly over: () => boolean;
  readonly kill: () => Promise<void>;
  readonly end: () => Promise<void>;
}

function startProcess(order: Order, told: (report: Report | null) => void): Process {
  const child: ChildProcess = fork(join(import.meta.dirname, 'pc-process.ts'), [JSON.stringify(order)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const reports: (Report | null)[] = [];
  let wake = (): void => {};
  let ended = false;
  const add = (report: Report | null): void => {
    told(report);
    reports.push(report);
    wake();
  };
  child.on('message', (report: Report) => add(report));
  const gone = new Promise<void>((done) => {
    child.once('exit', (_, signal) => {
      ended = true;
      if (signal === 'SIGKILL') add(null);
      else reports.push(null);
      wake();
      done();
    });
  });
  const next = async (): Promise<Report | null> => {
    for (;;) {
      const report = reports.shift();
      if (report !== undefined) return report;
      await new Promise<void>((done) => {
        wake = done;
      });
    }
  };
  const answer = (ms = 0): void => {
    if (!ended && child.connected) child.send(ms, () => {});
  };
  return {
    next,
    answer,
    pass: async (ms) => {
      if (ended) return;
      answer(ms);
      const report = await next();
      if (report?.kind !== 'waits') await gone;
    },
    over: () => ended,
    kill: async () => {
      if (!ended) child.kill('SIGKILL');
      await gone;
    },
    end: () => gone,
  };
}
