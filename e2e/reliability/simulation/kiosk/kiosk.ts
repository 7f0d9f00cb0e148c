import type { CreditPolicy } from '../../../../src-main/credits/limits.ts';
import type { CrmConnection } from '../../../../src-main/crm/client.ts';
import type { Fetch, Ids, Logger } from '../../../../src-main/ports.ts';
import { createRng } from '../../../../src-main/sandbox/data/rng.ts';
import type { PcFault } from '../faults/fault-model.ts';
import { createFaultyDisk, type DiskFate } from '../faults/faulty-disk.ts';
import type { CrashPoint } from '../plan.ts';
import type { KioskFile, Left } from './kiosk-file.ts';
import { createProgram, type Program, type Sabotage } from './program.ts';
import { createProcessTime, type VirtualTime } from './virtual-time.ts';

/** The process dies, and at the next start its records know less than they did. */
export type GoesBack = 'records-old' | 'log-lost' | 'records-vanished' | 'records-emptied';

/** What a plan brings about at a kiosk. */
type Mishap = Exclude<PcFault, 'disk-full' | 'disk-error-at-commit' | 'disk-read-error'>;

export interface KioskPorts {
  readonly name: string;
  readonly time: VirtualTime;
  readonly file: KioskFile;
  /** The line from this PC to the CRM. */
  readonly line: Fetch;
  /** Whether a request is about one credit: only there it matters at which byte the process dies. */
  readonly isAboutCredit: (request: Request) => boolean;
  readonly connection: CrmConnection;
  readonly rules: CreditPolicy;
  readonly sabotage: Sabotage | null;
  /** Which PC it runs on: its marks. */
  readonly pc: string;
  /** What its wall clock showed when the shift began (UTC ms). */
  readonly wallStart: number;
  /** What becomes of the next write or read of the disk, apart from the process dying. */
  readonly diskFate: (
    what: 'write' | 'read',
  ) => Exclude<DiskFate, 'dies-before-commit' | 'dies-after-commit'>;
  readonly guid: () => string;
  readonly jitterSeed: (run: number) => number;
  readonly logger: Logger;
  readonly tell: (what: string) => void;
  /** A mishap that the plan brought about took effect. */
  readonly onMishap: (kind: Mishap) => void;
  /** The records went back to how they were at `since`, or to an unknown moment (0). */
  readonly onWentBack: (since: number) => void;
  /** The program has started again: what staff know must be there. */
  readonly onStarted: (program: Program) => void;
}

/** What came of touching the screen. */
export type Touch<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** The program said that something broke. */
  | { readonly kind: 'broke'; readonly error: Error }
  /** The process died while it worked, or before it had shown anything. */
  | { readonly kind: 'died' };

/** One kiosk PC: a program that runs, dies and starts again over the same file, a clock that may be wrong, a screen. */
export interface Kiosk {
  readonly name: string;
  /** Resolves when the program runs and the PC is awake. */
  readonly usable: () => Promise<void>;
  readonly touch: <T>(work: (program: Program) => T) => Touch<T>;
  readonly program: () => Program | null;
  readonly wallClock: () => number;
  readonly start: () => void;
  /** Dies at the next such point, or after ten minutes where it does not get there; starts again after `downMs`. */
  readonly crash: (point: CrashPoint, downMs: number, kind?: 'crash' | 'power-out') => void;
  /** Dies now; at the next start the records are older than they were. */
  readonly goBack: (kind: GoesBack, downMs: number) => void;
  readonly copyRecords: () => void;
  /** Dies now where it runs, and starts again after `downMs`. Its files as they then are, copied to another PC. */
  readonly clone: (name: string, downMs: number) => KioskFile;
  /** The next commit fails and takes the disk with it; it is switched off seconds later. */
  readonly failCommit: (downMs: number) => void;
  /** Whether its disk went with a commit that will be there after the next start. */
  readonly diskGone: () => boolean;
  readonly quit: (downMs: number) => void;
  readonly sleep: (ms: number, kind: 'sleep' | 'long-sleep') => void;
  readonly wake: () => void;
  readonly setClock: (byMs: number, kind: 'clock-jump' | 'clock-leap' | 'clock-slip') => void;
  /** For the line: whether the program lives; and that the bytes of a request have just left. */
  readonly alive: () => boolean;
  readonly requestLeft: () => void;
  /** The shift is over: lets go of everything. */
  readonly end: () => void;
}

const NEVER = new Promise<never>(() => {});
/** How long someone looks at a program that did not start. */
const TRY_AGAIN_MS = 20_000;
const PATIENCE_MS = 10 * 60_000;
/** How long a PC with a failed disk stays on. */
const SWITCHED_OFF_MS = 3_000;

interface Run {
  readonly program: Program;
  readonly kill: () => void;
}

export function createKiosk(ports: KioskPorts): Kiosk {
  const { time, file, tell, name } = ports;
  let offset = 0;
  let run: Run | null = null;
  let runs = 0;
  let armed: { readonly point: CrashPoint; readonly downMs: number } | null = null;
  let asleepUntil = 0;
  /** Completed sleep, ms. */
  let slept = 0;
  let asleepSince = 0;
  const asleepMs = (): number => slept + (asleep() ? time.now() - asleepSince : 0);
  let waiting: (() => void)[] = [];
  const wallClock = (): number => ports.wallStart + time.now() + offset;
  const asleep = (): boolean => time.now() < asleepUntil;

  const tellWaiting = (): void => {
    if (run === null || asleep()) return;
    const told = waiting;
    waiting = [];
    for (const resolve of told) resolve();
  };

  let failing: { readonly downMs: number } | null = null;
  let diskGone = false;
  let copiedAt: number | null = null;
  const die = (downMs: number, why: string, left: Left = 'all'): void => {
    if (run === null) return;
    run.kill();
    run = null;
    armed = null;
    failing = null;
    diskGone = false;
    file.died(left);
    ports.onMishap('crash');
    tell(`dies ${why}`);
    time.after(downMs, start);
  };
  /** Dies if that is where it was to. */
  const reach = (point: CrashPoint): boolean => {
    if (armed?.point !== point) return false;
    die(armed.downMs, AT_POINT[point]);
    return true;
  };

  function start(): void {
    if (run !== null) return;
    runs += 1;
    diskGone = false;
    failing = null;
    const process = createProcessTime(
      time,
      wallClock,
      () => asleepUntil,
      ports.sabotage?.sleepUncounted ? asleepMs : undefined,
    );
    let alive = true;
    const random = createRng(ports.jitterSeed(runs));
    const ids: Ids = { guid: ports.guid, random: random.next };
    const db = createFaultyDisk(file.open(wallClock(), ports.sabotage?.opensFresh), {
      alive: () => alive,
      fate: (what) => {
        if (what === 'write' && armed?.point === 'before-commit') return 'dies-before-commit';
        if (what === 'write' && armed?.point === 'after-commit') return 'dies-after-commit';
        if (what === 'write' && failing !== null && run !== null) {
          const { downMs } = failing;
          failing = null;
          diskGone = true;
          ports.onMishap('commit-unsynced');
          tell('its disk fails with a commit');
          const mine = run;
          time.after(SWITCHED_OFF_MS, () => {
            if (run === mine) die(downMs, 'switched off, with a disk that fails');
          });
          return 'unsynced';
        }
        return ports.diskFate(what);
      },
      die: () => {
        if (armed) reach(armed.point);
      },
    });
    const fetch: Fetch = async (input, init) => {
      const tells = input instanceof Request && ports.isAboutCredit(input);
      if (!alive || (tells && reach('before-send'))) return NEVER;
      const answer = await ports.line(input, init).finally(awake);
      if (!alive || (tells && reach('before-answer'))) return NEVER;
      return answer;
    };
    const awake = async (): Promise<void> => {
      if (asleep()) await new Promise<void>((resolve) => time.after(asleepUntil - time.now(), resolve));
    };
    const heard =
      (log: Logger['info']): Logger['info'] =>
      (event, data) => {
        if (alive) log(event, data);
      };
    const { logger } = ports;
    let program: Program;
    try {
      program = createProgram({
        ...ports,
        db,
        fetch,
        ids,
        clock: process.clock,
        scheduler: process.scheduler,
        logger: { info: heard(logger.info), warn: heard(logger.warn), error: heard(logger.error) },
      });
    } catch (error) {
      if (Reflect.get(Object(error), 'errcode') === undefined) throw error;
      // Its disk does not read just now; someone tries again.
      tell('does not start');
      file.died();
      time.after(TRY_AGAIN_MS, start);
      return;
    }
    run = {
      program,
      kill: () => {
        alive = false;
        process.kill();
      },
    };
    tell('starts');
    ports.onStarted(program);
    const started = touch((it) => it.start());
    // A start that breaks off ends the program with a message; someone tries again.
    if (started.kind === 'broke') die(TRY_AGAIN_MS, `at its start: ${started.error.message}`);
    tellWaiting();
  }

  function touch<T>(work: (program: Program) => T): Touch<T> {
    const before = run;
    if (before === null) return { kind: 'died' };
    try {
      const value = work(before.program);
      return run === before ? { kind: 'done', value } : { kind: 'died' };
    } catch (error) {
      if (run !== before) return { kind: 'died' };
      return { kind: 'broke', error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  return {
    name,
    usable: () =>
      run !== null && !asleep() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
    touch,
    program: () => run?.program ?? null,
    wallClock,
    start,
    crash: (point, downMs, kind = 'crash') => {
      if (run === null || armed !== null) return;
      if (kind === 'power-out') ports.onMishap(kind);
      if (point === 'now') {
        die(downMs, 'between two steps');
        return;
      }
      armed = { point, downMs };
      const mine = armed;
      time.after(PATIENCE_MS, () => {
        if (armed === mine) die(downMs, 'between two steps');
      });
    },
    goBack: (kind, downMs) => {
      const { left, needsCopy } = LEFT[kind];
      if (run === null || (needsCopy && copiedAt === null)) return;
      ports.onMishap(kind);
      ports.onWentBack(kind === 'log-lost' ? 0 : (copiedAt ?? 0));
      die(downMs, `and its records go back: ${kind}`, left);
    },
    copyRecords: () => {
      if (run === null) return;
      copiedAt = time.now();
      file.copy();
      tell('its records are copied');
    },
    clone: (to, downMs) => {
      die(downMs, 'and its disk is copied to another PC');
      return file.clone(to);
    },
    failCommit: (downMs) => {
      if (run !== null) failing = { downMs };
    },
    diskGone: () => diskGone,
    quit: (downMs) => {
      const before = run;
      if (before === null) return;
      tell('is being closed');
      before.program.stop().then(() => {
        if (run !== before) return;
        before.kill();
        run = null;
        armed = null;
        file.closed();
        tell('is closed');
        time.after(downMs, start);
      });
    },
    sleep: (ms, kind) => {
      if (run === null) return;
      ports.onMishap(kind);
      if (!asleep()) asleepSince = time.now();
      asleepUntil = Math.max(asleepUntil, time.now() + ms);
      tell(`sleeps for ${Math.round(ms / 1000)} s`);
      time.after(ms, () => {
        if (asleep()) return;
        slept += time.now() - asleepSince;
        asleepSince = time.now();
        tell('wakes up');
        touch((it) => it.maybeBack());
        tellWaiting();
      });
    },
    wake: () => {
      if (asleep()) return;
      touch((it) => {
        it.maybeBack();
        it.outbox.wake();
      });
    },
    setClock: (byMs, kind) => {
      offset += byMs;
      ports.onMishap(kind);
      tell(`its clock is set ${byMs < 0 ? 'back' : 'forward'} by ${Math.round(Math.abs(byMs) / 1000)} s`);
    },
    alive: () => run !== null,
    requestLeft: () => {
      reach('after-send');
    },
    end: () => {
      run?.kill();
      run = null;
      file.remove();
    },
  };
}

/** What is left of the records, and whether it takes a copy that was made in this shift. */
const LEFT = {
  'records-old': { left: 'copy', needsCopy: true },
  'log-lost': { left: 'without-log', needsCopy: false },
  'records-vanished': { left: 'vanished', needsCopy: false },
  'records-emptied': { left: 'emptied', needsCopy: false },
} as const satisfies Readonly<Record<GoesBack, { left: Left; needsCopy: boolean }>>;

const AT_POINT: Readonly<Record<CrashPoint, string>> = {
  now: 'between two steps',
  'before-commit': 'with its work written and not committed',
  'after-commit': 'right after a commit',
  'before-send': 'right before a request leaves',
  'after-send': 'right after a request left',
  'before-answer': 'right before it reads an answer',
};
