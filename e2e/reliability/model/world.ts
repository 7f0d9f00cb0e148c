import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutbox, type Outbox } from '../../../src-main/outbox/outbox.ts';
import { DEFAULT_TIMING } from '../../../src-main/outbox/timing/default-timing.ts';
import type { Database, Logger, Scheduler } from '../../../src-main/ports.ts';
import { openDatabase } from '../../../src-main/storage/open-database.ts';
import { createScriptedCrm, type ScriptedCrm } from '../../../src-main/testing/crm/scripted-crm.ts';
import {
  createFakeIds,
  createFakeRowSeals,
  createFakeSealer,
  createFakeTime,
  type FakeTime,
} from '../../../src-main/testing/fakes.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import { createTimedLine, type TimedLine } from './timed-line.ts';

/** Small limits, so that they are met. */
export const LIMITS = { count: 8, sum: cents(12_000), ageMs: 24 * 3_600_000 };

/** One kiosk's outbox over real SQLite, a CRM, the line between them, and time: all a sequence of commands acts on. */
export interface World {
  readonly time: FakeTime;
  readonly crm: ScriptedCrm;
  readonly line: TimedLine;
  readonly outbox: () => Outbox;
  readonly db: () => Database;
  /** Errors that the outbox logged: there are none unless a disk fails. */
  readonly errors: () => readonly string[];
  /** The process is gone between two of its steps, and comes again over the same file. `meanwhile`: no one runs. */
  readonly crash: (meanwhile?: (db: Database) => void) => void;
  readonly end: () => void;
}

/**
 * Where the files of a model run are. In memory where there is such a place: a crash here is a process that stops,
 * whose writes the system keeps no matter what the disk does, so syncing would only cost time. What a disk does is
 * tried by `npm run syscalls`.
 */
export function modelFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hoststand-model-'));
}

let serial = 0;

export function createWorld(folder: string): World {
  serial += 1;
  const path = join(folder, `${serial}`, 'kiosk.db');
  const time = createFakeTime();
  const crm = createScriptedCrm();
  const line = createTimedLine(crm, time);
  const logged: string[] = [];
  const ids = createFakeIds();
  const crmStart = time.clock.now() - time.clock.monotonic();

  function start() {
    let alive = true;
    const opened = openDatabase(path, 'training');
    if (!opened.ok) throw new Error(`The books cannot be opened: ${opened.error.code}`);
    const db = opened.value;
    const scheduler: Scheduler = {
      after: (ms, run) => time.scheduler.after(ms, () => alive && run()),
    };
    // What is left of a killed program finds its file closed; no one hears of it.
    const logger: Logger = {
      info: () => {},
      warn: () => {},
      error: (event, data) => alive && logged.push(`${event} ${JSON.stringify(data)}`),
    };
    const outbox = createOutbox({
      ...{ db, scheduler, ids, logger, timing: DEFAULT_TIMING, limits: LIMITS },
      gateway: line.gateway(() => alive),
      clock: time.clock,
      sealer: createFakeSealer(),
      seals: createFakeRowSeals(db),
      // The CRM's clock is right, no matter what is done to this PC's.
      crmNow: () => crmStart + time.clock.monotonic(),
      guestName: () => null,
      onChange: () => {},
    });
    outbox.start();
    const die = (): void => {
      alive = false;
      db.close();
    };
    return { outbox, db, die };
  }

  let program = start();
  return {
    ...{ time, crm, line },
    outbox: () => program.outbox,
    db: () => program.db,
    errors: () => logged,
    crash: (meanwhile) => {
      program.die();
      if (meanwhile) {
        const opened = openDatabase(path, 'training');
        if (!opened.ok) throw new Error(`The books cannot be opened: ${opened.error.code}`);
        meanwhile(opened.value);
        opened.value.close();
      }
      program = start();
    },
    end: () => {
      program.die();
      rmSync(join(path, '..'), { recursive: true, force: true });
    },
  };
}
