import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import { MANAGER_PIN_MIN, type StaffName, type TrainingPin } from '../../src-preload/contract/staff.ts';
import type { WriteLedger } from '../lib/ledger-event.ts';
import { loadKey, sealSecret } from '../lib/sealed-key.ts';
import type { Clock, Database, Ids, KeyStore, Logger, Scheduler, SecretBox } from '../ports.ts';
import { type ApprovalRules, type Approvals, createApprovals } from './approvals.ts';
import { type Codes, createCodes } from './codes.ts';
import { createLockout, type Lockout } from './lockout.ts';
import { createLockoutStore } from './lockout-store.ts';
import { type CheckPin, createPinChecks, isShort, type OpenKeypad, type PinError } from './pin-check.ts';
import { DEFAULT_COST, type ScryptCost } from './pin-hash.ts';
import { createRoster, type Roster } from './roster.ts';
import { createStaffAdmin, type StaffAdmin, type StaffError } from './staff-admin.ts';
import { isPublished, TRAINING_STAFF } from './training-staff.ts';

export { TRAINING_STAFF } from './training-staff.ts';

export interface StaffDeskPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly secretBox: SecretBox;
  readonly keys: KeyStore;
  readonly rules: ApprovalRules;
  readonly record: WriteLedger;
  readonly signedIn: () => StaffName | null;
  readonly impossible: (request: string, why: string) => void;
  readonly cost?: ScryptCost;
  /** Counts wrong PINs; the count in these records where none is given. */
  readonly lockout?: Lockout;
}

/** Who may sign in and approve, once the key is open and Training's staff are there. */
export interface StaffDesk {
  readonly checkPin: CheckPin;
  readonly openKeypad: OpenKeypad;
  /** Takes a PIN that is too short for its owner's role, and a longer one in its place. Signs nobody in. */
  readonly replacePin: (
    pin: string,
    newPin: string,
  ) => Promise<Result<null, PinError | StaffError | { readonly code: 'not-possible' }>>;
  /** How long the keypad is locked yet, ms. */
  readonly lockedForMs: () => number;
  /** The person as the staff list has them now; null where they may not sign in. */
  readonly listed: (id: string) => StaffName | null;
  /** A signed-in manager opens the keypad and the codes' lock. */
  readonly liftLock: (by: StaffName) => void;
  readonly approvals: Approvals;
  readonly codes: Codes;
  readonly admin: StaffAdmin;
  /**
   * No manager can sign in until a set-up makes it possible: the key under the PINs is there and cannot be opened, there is
   * nobody on the list (the records were lost), or no manager of a live kiosk has a PIN but Training's published ones.
   */
  readonly keyLost: boolean;
  /**
   * Adds a manager of this name with this PIN, or gives them the PIN where they stand on the list already. Where the key is
   * lost, another is made first; everybody else's PIN went with the old one, which is kept in case its keyring comes back.
   */
  readonly putManager: (by: StaffName | null, name: string, pin: string) => Promise<Result<null, StaffError>>;
  /** Training's PINs that still are somebody's: what its sign-in screen may print. */
  readonly trainingPins: () => readonly TrainingPin[];
  /** Writes down which tries have come back, before the program ends. */
  readonly stop: () => void;
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
  const { db, clock, ids, logger, record, signedIn, cost = DEFAULT_COST } = ports;
  const loaded = await loadKey(ports.keys, ports.secretBox, 'staffKey', mayBePlain);
  // Nobody can sign in without it, but what was accepted must still be sent: the kiosk starts and says so.
  if (!loaded.ok) logger.error('staff-key-lost');
  const key = loaded.ok ? loaded.value : randomBytes(32);
  const everybody = createRoster(db, ids, key, cost);
  const roster = training ? everybody : withoutPublished(everybody);
  if (training && loaded.ok && roster.isEmpty()) await addTrainingStaff(db, roster, record);

  const front = ports.lockout ?? createLockout(createLockoutStore(db, 'front'), clock);
  const forCodes = createLockout(createLockoutStore(db, 'code'), clock);
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
    lockout: front,
    now: clock.now,
  });
  return {
    checkPin,
    openKeypad: loaded.ok ? checks.openKeypad : noKey,
    replacePin: async (pin, newPin) => {
      const checked = await (loaded.ok ? checks.checkEvenShort : noKey)(pin, 'sign-in');
      if (!checked.ok) return checked;
      const staff = checked.value;
      if (!isShort(pin, staff)) return err({ code: 'not-possible' });
      const put = await admin.newPin(staff, staff.id, newPin);
      return put.ok ? ok(null) : put;
    },
    lockedForMs: front.leftMs,
    listed: (id) => {
      const member = roster.get(id);
      if (!member?.active) return null;
      return { id, shortName: member.shortName, role: member.role };
    },
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
    keyLost: !loaded.ok || roster.isEmpty() || (!training && hasOnlyPublished(everybody)),
    putManager: async (by, name, pin) => {
      if (!loaded.ok) {
        const lost = ports.keys.get('staffKey');
        if (lost !== null) ports.keys.set(`staffKey:lost:${clock.now()}`, lost);
        ports.keys.set('staffKey', await sealSecret(ports.secretBox, key.toString('hex'), mayBePlain));
      }
      const same = admin
        .list()
        .find(({ shortName, role }) => role === 'manager' && shortName.toLowerCase() === name.toLowerCase());
      // Done once already, and cut short before the end: what is wanted is there.
      if (same && pin.length >= MANAGER_PIN_MIN && roster.byPin(pin)?.staff.id === same.id) return ok(null);
      const person = { shortName: name, role: 'manager', employeeGuid: null } as const;
      const put = same ? await admin.newPin(by, same.id, pin) : await admin.add(by, person, pin, 'set-up');
      return put.ok ? ok(null) : put;
    },
    trainingPins: () =>
      training ? TRAINING_STAFF.filter(({ pin, role }) => roster.byPin(pin)?.staff.role === role) : [],
    stop: () => {
      front.keep();
      forCodes.keep();
    },
  };
}

/**
 * In live a PIN of Training's opens nothing, and nobody can choose it. Somebody who has one from an older version gets
 * another from a manager.
 */
const withoutPublished = (roster: Roster): Roster => ({
  ...roster,
  byPin: (pin) => (isPublished(pin) ? null : roster.byPin(pin)),
  isTaken: (pin) => isPublished(pin) || roster.isTaken(pin),
});

/** Whether each active manager has a PIN that is refused in live. */
function hasOnlyPublished(roster: Roster): boolean {
  const holders = new Set(TRAINING_STAFF.map(({ pin }) => roster.byPin(pin)?.staff.id));
  return roster
    .list()
    .filter(({ active, role }) => active && role === 'manager')
    .every(({ id }) => holders.has(id));
}

/** All of them or none: a start that was killed half-way finds an empty list again. */
async function addTrainingStaff(db: Database, roster: Roster, record: WriteLedger): Promise<void> {
  const stored = await Promise.all(TRAINING_STAFF.map(({ pin }) => roster.preparePin(pin)));
  db.transaction(() => {
    for (const [at, { shortName, role }] of TRAINING_STAFF.entries()) {
      const pin = stored[at];
      if (!pin) continue;
      const { id } = roster.add({ shortName, role, employeeGuid: null }, pin);
      const change = { what: 'added', how: 'training' } as const;
      record({ kind: 'staff-changed', by: null, whom: { id, shortName, role }, change });
    }
  });
}
