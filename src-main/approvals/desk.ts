import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName, TrainingPin } from '../../src-preload/contract/staff.ts';
import type { WriteLedger } from '../lib/ledger-event.ts';
import { loadKey, sealSecret } from '../lib/sealed-key.ts';
import type { Clock, Database, Ids, KeyStore, Logger, RowSeals, Scheduler, SecretBox } from '../ports.ts';
import { type ApprovalRules, type Approvals, createApprovals } from './approvals.ts';
import { type Codes, createCodes } from './codes.ts';
import { createLockout } from './lockout.ts';
import { type CheckPin, createPinChecks, type OpenKeypad } from './pin-check.ts';
import { DEFAULT_COST, type ScryptCost } from './pin-hash.ts';
import { createRoster, type Roster } from './roster.ts';
import { createStaffAdmin, type StaffAdmin, type StaffError } from './staff-admin.ts';

/** Training's own staff. Their PINs are printed on Training's sign-in screen and exist nowhere else. */
export const TRAINING_STAFF: readonly TrainingPin[] = [
  { shortName: 'Joss K.', role: 'host', pin: '135790' },
  { shortName: 'Marco D.', role: 'server', pin: '246802' },
  { shortName: 'Sam T.', role: 'server', pin: '864213' },
  { shortName: 'Priya N.', role: 'manager', pin: '975310' },
];

export interface StaffDeskPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly secretBox: SecretBox;
  readonly keys: KeyStore;
  readonly seals: RowSeals;
  /** Nothing that was sealed before this start can be proven any more. */
  readonly sealsLost?: boolean;
  readonly rules: ApprovalRules;
  readonly record: WriteLedger;
  readonly signedIn: () => StaffName | null;
  readonly impossible: (request: string, why: string) => void;
  readonly cost?: ScryptCost;
}

/** Who may sign in and approve, once the key is open and Training's staff are there. */
export interface StaffDesk {
  readonly checkPin: CheckPin;
  readonly openKeypad: OpenKeypad;
  /** How long the keypad is locked yet, ms. */
  readonly lockedForMs: () => number;
  /** A signed-in manager opens the keypad and the codes' lock. */
  readonly liftLock: (by: StaffName) => void;
  readonly approvals: Approvals;
  readonly codes: Codes;
  readonly admin: StaffAdmin;
  /**
   * Nobody can sign in, or nobody who may change anything, until a set-up makes it possible: the key under the PINs is there
   * and cannot be opened, or there is no active manager (the records, or the key that proves them, were lost).
   */
  readonly keyLost: boolean;
  /**
   * Adds a manager of this name with this PIN, or gives them the PIN where they stand on the list already. Where the key is
   * lost, another is made first; everybody else's PIN went with the old one, which is kept in case its keyring comes back.
   */
  readonly putManager: (by: StaffName | null, name: string, pin: string) => Promise<Result<null, StaffError>>;
  /** Training's PINs that still are somebody's: what its sign-in screen may print. */
  readonly trainingPins: () => readonly TrainingPin[];
}

/**
 * Opens the staff desk. `training`: its staff are added at the first start.
 * @param mayBePlain whether its key may lie unsealed where this PC cannot seal.
 */
export async function openStaffDesk(
  ports: StaffDeskPorts,
  training: boolean,
  mayBePlain = training,
): Promise<StaffDesk> {
  const { db, clock, ids, logger, signedIn, seals, cost = DEFAULT_COST } = ports;
  const loaded = await loadKey(ports.keys, ports.secretBox, 'staffKey', mayBePlain);
  // Nobody can sign in without it, but what was accepted must still be sent: the kiosk starts and says so.
  if (!loaded.ok) logger.error('staff-key-lost');
  const key = loaded.ok ? loaded.value : randomBytes(32);
  const roster = createRoster(db, ids, key, seals, cost);
  roster.lapse(loaded.ok);
  const front = createLockout(db, clock, 'front', seals);
  const forCodes = createLockout(db, clock, 'code', seals);
  const newPins = createLockout(db, clock, 'new-pin', seals);
  // Counts of tries at PINs that nobody has any more.
  if (ports.sealsLost === true) for (const lock of [front, forCodes, newPins]) lock.lift();
  /** A line about a row, and the row's seal, which names that line. */
  const record: WriteLedger = (event) => {
    if (event.kind === 'pin-failed') {
      if (event.where === 'new-pin') newPins.bind();
      else if (event.where === 'approval-by-code' || event.where === 'enrolment') forCodes.bind();
      else front.bind();
    }
    ports.record(event);
    if (event.kind === 'staff-changed') seals.seal('staff', event.whom.id);
  };
  if (training && loaded.ok && !roster.hasManager()) await addTrainingStaff(db, roster, record);

  const decoy = {
    salt: randomBytes(16).toString('hex'),
    hash: `scrypt:${cost.logN}:${randomBytes(32).toString('hex')}`,
  };
  const checks = createPinChecks({ roster, lockout: front, clock, key, decoy, record, signedIn });
  const noKey = async () => err({ code: 'keys-lost' } as const);
  const checkPin = loaded.ok ? checks.checkPin : noKey;
  const codes = createCodes({
    db,
    clock,
    ids,
    secretBox: ports.secretBox,
    roster,
    lockout: forCodes,
    record,
    signedIn,
    mayBePlain,
  });
  const approvals = createApprovals({
    clock,
    scheduler: ports.scheduler,
    ids,
    rules: ports.rules,
    checkPin,
    codes,
    enrolled: () =>
      roster
        .list()
        .filter(({ active, role, codeSince }) => active && role === 'manager' && codeSince !== null),
    record,
    signedIn,
    impossible: ports.impossible,
  });
  const admin = createStaffAdmin({
    db,
    roster,
    record,
    lockout: newPins,
    now: clock.now,
  });
  return {
    checkPin,
    openKeypad: loaded.ok ? checks.openKeypad : noKey,
    lockedForMs: front.leftMs,
    liftLock: (by) => {
      if (front.leftMs() === 0 && forCodes.leftMs() === 0) return;
      db.transaction(() => {
        front.lift();
        forCodes.lift();
        record({ kind: 'lock-lifted', by, how: 'session' });
      });
    },
    approvals,
    codes,
    admin,
    keyLost: !loaded.ok || !roster.hasManager(),
    putManager: async (by, name, pin) => {
      if (!loaded.ok) {
        const lost = ports.keys.get('staffKey');
        if (lost !== null) ports.keys.set(`staffKey:lost:${clock.now()}`, lost);
        ports.keys.set('staffKey', await sealSecret(ports.secretBox, key.toString('hex'), mayBePlain));
      }
      const same = admin
        .list()
        .find(
          ({ shortName, role, active }) =>
            (role === 'manager' || !active) && shortName.toLowerCase() === name.toLowerCase(),
        );
      // Done once already, and cut short before the end: what is wanted is there.
      if (same && roster.byPin(pin)?.staff.id === same.id) return ok(null);
      if (!same) {
        const added = await admin.add(
          by,
          { shortName: name, role: 'manager', employeeGuid: null },
          pin,
          'set-up',
        );
        return added.ok ? ok(null) : added;
      }
      const put = await admin.newPin(by, same.id, pin);
      if (!put.ok) return put;
      if (!same.active) {
        // Somebody whose row could no longer be proven: what they are is said once more.
        const { id, shortName, role } = same;
        db.transaction(() => {
          roster.change(id, { active: true, role: 'manager' });
          const whom = { id, shortName, role: 'manager' } as const;
          if (role !== 'manager')
            record({ kind: 'staff-changed', by, whom, change: { what: 'role', from: role, to: 'manager' } });
          record({ kind: 'staff-changed', by, whom, change: { what: 'activated' } });
        });
      }
      return ok(null);
    },
    trainingPins: () =>
      training ? TRAINING_STAFF.filter(({ pin, role }) => roster.byPin(pin)?.staff.role === role) : [],
  };
}

/** All of them or none: a start that was killed half-way finds no manager again. Those who still have their PIN stay as they are. */
async function addTrainingStaff(db: Database, roster: Roster, record: WriteLedger): Promise<void> {
  const wanted = TRAINING_STAFF.filter(({ pin }) => !roster.isTaken(pin));
  const stored = await Promise.all(wanted.map(({ pin }) => roster.preparePin(pin)));
  db.transaction(() => {
    for (const { id } of roster.list().filter(({ active }) => !active)) roster.remove(id);
    for (const [at, { shortName, role }] of wanted.entries()) {
      const pin = stored[at];
      if (!pin) continue;
      const { id } = roster.add({ shortName, role, employeeGuid: null }, pin);
      const change = { what: 'added', how: 'training' } as const;
      record({ kind: 'staff-changed', by: null, whom: { id, shortName, role }, change });
    }
  });
}
