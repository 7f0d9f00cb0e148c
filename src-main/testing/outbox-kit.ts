import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cents } from '../../src-preload/contract/money.ts';
import type { WaitingItem } from '../../src-preload/contract/outbox.ts';
import type { AcceptedCredit, AcceptedGuest } from '../domain/accepted-credit.ts';
import { createOutbox, type OutboxOptions } from '../outbox/outbox.ts';
import { DEFAULT_TIMING } from '../outbox/timing/default-timing.ts';
import { openDatabase } from '../storage/open-database.ts';
import type { ScriptedCrm } from './crm/scripted-crm.ts';
import {
  createFakeIds,
  createFakeLogger,
  createFakeRowSeals,
  createFakeSealer,
  createFakeTime,
  type FakeTime,
} from './fakes.ts';

export const UNDO = DEFAULT_TIMING.undoMs;
export const HOUR = 3_600_000;
export const SETTLE = DEFAULT_TIMING.settleMs;

/** A folder for one test's database, and runs of the program over it. */
export function createBench() {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-outbox-'));
  return {
    dir,
    remove: () => rmSync(dir, { recursive: true, force: true }),
    /** One run of the program over the same file and the same CRM. */
    run: (crm: ScriptedCrm, time: FakeTime = createFakeTime(), more: Partial<OutboxOptions> = {}) => {
      const opened = openDatabase(join(dir, 'kiosk.db'), 'training');
      if (!opened.ok) throw new Error(opened.error.code);
      const db = opened.value;
      const changes: WaitingItem[] = [];
      const logger = createFakeLogger();
      const outbox = createOutbox({
        db,
        gateway: crm,
        clock: time.clock,
        scheduler: time.scheduler,
        ids: createFakeIds(),
        logger,
        timing: DEFAULT_TIMING,
        limits: { count: 100, sum: cents(50_000), ageMs: 24 * HOUR },
        sealer: createFakeSealer(),
        seals: createFakeRowSeals(db),
        crmNow: time.clock.now,
        guestName: () => null,
        onChange: (item) => changes.push(item),
        ...more,
      });
      outbox.start();
      return { outbox, db, time, changes, logger, crash: () => db.close() };
    },
  };
}

let serial = 0;
const nextId = (): string => {
  serial += 1;
  return `10000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
};

export function credit(more: Partial<AcceptedCredit> = {}): AcceptedCredit {
  return {
    id: nextId(),
    guestId: 'guest-1',
    amount: cents(1_500),
    reasonId: 'long-wait',
    note: 'Long wait; by Marco D.',
    givenAt: 1_700_000_000_000,
    givenBy: { id: 'marco', shortName: 'Marco D.' },
    approvedBy: null,
    ...more,
  };
}

export function newGuest(more: Partial<AcceptedGuest['guest']> = {}, confirmedNew = false): AcceptedGuest {
  const guest = {
    guestId: nextId(),
    firstName: 'Ana',
    lastName: 'Petrescu',
    phone: '4155550142',
    email: null,
    ...more,
  };
  return {
    guest,
    givenAt: 1_700_000_000_000,
    givenBy: { id: 'marco', shortName: 'Marco D.' },
    confirmedNew,
  };
}
