import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import { MANAGER_PIN_MIN, type StaffName, type TrainingPin } from '../../src-preload/contract/staff.ts';
import {
  type ApprovalPorts,
  type ApprovalRules,
  type Approvals,
  createApprovals,
} from '../approvals/approvals.ts';
import { type Codes, createCodes } from '../approvals/authenticator-codes.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import type { MovedStaff } from '../domain/moved-staff.ts';
import { loadKey, sealSecret } from '../lib/sealed-key.ts';
import { seenName } from '../lib/text.ts';
import type { Clock, Database, Ids, KeyStore, Logger, RowSeals, Scheduler, SecretBox } from '../ports.ts';
import { takeStaff } from './move-staff.ts';
import { createLockout, type LockoutStore, NONE_USED } from './pins/lockout.ts';
import { createLockoutStore } from './pins/lockout-store.ts';
import {
  type CheckPin,
  createPinChecks,
  mustChange,
  type OpenKeypad,
  type PinError,
} from './pins/pin-check.ts';
import { DEFAULT_COST, type ScryptCost } from './pins/pin-hash.ts';
import { GENERATED_DIGITS } from './pins/pin-rules.ts';
import { createRoster, type Roster } from './roster.ts';
import { createStaffAdmin, type StaffAdmin, type StaffError } from './staff-admin.ts';
import { isPublished, TRAINING_STAFF } from './training-staff.ts';

/** The log of the database, as far as the staff desk goes. */
export interface StaffLedger {
  readonly append: WriteLedger;
  readonly seals: RowSeals;
  /** Nothing that was sealed before this start can be proven any more. */
  readonly keyLost: boolean;
}

export interface StaffServicePorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly secretBox: SecretBox;
  readonly keys: KeyStore;
  readonly ledger: StaffLedger;
  /** The database is only read: nothing is written, and rows that are not proven count for no one. */
  readonly readOnly?: boolean;
  readonly rules: ApprovalRules;
  /** What requests for approval there were before; none where it is not given. */
  readonly requests?: Pick<ApprovalPorts, 'carried' | 'earlier' | 'seenStore' | 'onChange'>;
  readonly signedIn: () => StaffName | null;
  readonly recordSuspicious: (request: string, why: string) => void;
  readonly pinCost?: ScryptCost | undefined;
  /** How many digits each PIN is to have; null where lengths may differ. */
  readonly pinDigits: number | null;
  /** The steady moment (ms) since which tries at PINs come back; now where it is not given. */
  readonly triesAsOf?: number;
}

/** Who may sign in and approve, once the key is open and Training's staff are there. */
export interface StaffService {
  readonly checkPin: CheckPin;
  /** The same, for a manager's PIN that is too short by now as well: it goes live, where it must be changed first. */
  readonly checkEvenShort: CheckPin;
  readonly openKeypad: OpenKeypad;
  /** How many digits each PIN has; null where lengths differ, and in Training where its own PINs have another length. */
  readonly pinDigits: number | null;
  /** Takes a PIN that its owner has to change, and another in its place. Signs no one in. */
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
   * no active manager (the records, or the key that proves them, were lost), or none of a live kiosk has a PIN but
   * Training's published ones.
   */
  readonly keyLost: boolean;
  /**
   * Adds a manager of this name with this PIN, or gives them the PIN if they are already on the list. If the key is
   * lost, a new one is created first; all other PINs were lost with the old key, which is kept in case its keyring
   * comes back.
   */
  readonly putManager: (by: StaffName | null, name: string, pin: string) => Promise<Result<null, StaffError>>;
  /** The staff, to be taken to another PC. */
  readonly toMove: () => MovedStaff;
  /** Training's PINs that are still in use: those its sign-in screen may show. */
  readonly trainingPins: () => readonly TrainingPin[];
  /** Writes down which tries have come back, before the program ends. A disk that refuses is logged. */
  readonly keepTries: () => void;
}

const NO_REQUESTS: NonNullable<StaffServicePorts['requests']> = {
  carried: [],
  earlier: [],
  seenStore: { read: () => [], write: () => {} },
  onChange: () => {},
};

/** The people of the database, once the key under their PINs is open and Training's staff are there. */
export interface People {
  readonly roster: Roster;
  /** Everyone, also where a PIN of theirs opens nothing in live. */
  readonly everybody: Roster;
  readonly key: Buffer;
  /** The key under the PINs is there and cannot be opened. */
  readonly keyLost: boolean;
  readonly training: boolean;
  readonly allowUnsealed: boolean;
  /** The person as the staff list has them now; null where they may not sign in. */
  readonly listed: (id: string) => StaffName | null;
}

/**
 * Opens the people of the database. `training`: its staff are added at the first start.
 * @param mayBePlain whether their key may be unsealed where this PC cannot seal.
 */
export async function openPeople(
  ports: Pick<
    StaffServicePorts,
    'db' | 'ids' | 'logger' | 'keys' | 'secretBox' | 'ledger' | 'readOnly' | 'pinCost'
  >,
  training: boolean,
  allowUnsealed = training,
): Promise<People> {
  const { db, ids, ledger, pinCost: cost = DEFAULT_COST } = ports;
  const { seals } = ledger;
  const loaded = await loadKey(ports.keys, ports.secretBox, 'staffKey', allowUnsealed);
  // No one can sign in without it, but what was accepted must still be sent: the kiosk starts and says so.
  if (!loaded.ok) ports.logger.error('staff-key-lost');
  const key = loaded.ok ? loaded.value : randomBytes(32);
  const readOnly = ports.readOnly === true;
  const all = createRoster(db, ids, key, seals, cost);
  if (!readOnly) all.lapse(loaded.ok);
  const everybody = readOnly ? proven(all, seals) : all;
  const roster = training ? everybody : withoutPublished(everybody);
  if (training && loaded.ok && !roster.hasManager()) {
    await addTrainingStaff(db, roster, sealingRecord(ports));
  }
  return {
    roster,
    everybody,
    key,
    keyLost: !loaded.ok,
    training,
    allowUnsealed,
    listed: (id) => {
      const member = roster.get(id);
      if (!member?.active) return null;
      return { id, shortName: member.shortName, role: member.role };
    },
  };
}

/** Writes a line about a row, and the row's seal, which names that line. Nothing where the database is only read. */
function sealingRecord({ ledger, readOnly }: Pick<StaffServicePorts, 'ledger' | 'readOnly'>): WriteLedger {
  return (event) => {
    if (readOnly) return;
    ledger.append(event);
    if (event.kind === 'staff-changed') ledger.seals.seal('staff', event.whom.id);
  };
}

/** Opens the people of the database, and the staff desk over them. */
export async function openStaffService(
  ports: StaffServicePorts,
  training: boolean,
  allowUnsealed = training,
): Promise<StaffService> {
  return createStaffDesk(ports, await openPeople(ports, training, allowUnsealed));
}

export function createStaffDesk(ports: StaffServicePorts, people: People): StaffService {
  const { db, clock, ids, logger, signedIn, ledger, pinCost: cost = DEFAULT_COST } = ports;
  const { roster, everybody, key, training, allowUnsealed, listed } = people;
  const { seals } = ledger;
  const readOnly = ports.readOnly === true;
  const pinDigits = training && ports.pinDigits !== GENERATED_DIGITS ? null : ports.pinDigits;
  const tries: LockoutStore = readOnly ? createMemoryStore() : createLockoutStore(db, seals);
  // Of PINs that no one has any more.
  if (ledger.keyLost && !readOnly) tries.write(NONE_USED);
  const lockout = createLockout(tries, clock, ports.triesAsOf);
  const recordOfRow = sealingRecord(ports);
  const record: WriteLedger = (event) => {
    if (readOnly || event.kind !== 'pin-failed') return recordOfRow(event);
    // The row names a later line than this one: no row of before fits any more.
    db.transaction(() => {
      ledger.append(event);
      lockout.keep();
    });
  };

  const decoy = {
    salt: randomBytes(16).toString('hex'),
    hash: `scrypt:${cost.logN}:${randomBytes(32).toString('hex')}`,
  };
  const checks = createPinChecks({ roster, lockout, clock, key, decoy, record, signedIn, pinDigits });
  const noKey = async () => err({ code: 'keys-lost' } as const);
  const checkPin = people.keyLost ? noKey : checks.checkPin;
  const checkEvenShort = people.keyLost ? noKey : checks.checkEvenShort;
  const codes = createCodes({
    db,
    clock,
    ids,
    secretBox: ports.secretBox,
    roster,
    lockout,
    record,
    signedIn,
    allowUnsealed,
  });
  const approvals = createApprovals({
    ...(ports.requests ?? NO_REQUESTS),
    clock,
    listed,
    scheduler: ports.scheduler,
    ids,
    logger,
    rules: ports.rules,
    checkPin,
    codes,
    enrolled: () =>
      roster
        .list()
        .filter(({ active, role, codeSince }) => active && role === 'manager' && codeSince !== null),
    record,
    signedIn,
    recordSuspicious: ports.recordSuspicious,
  });
  const admin = createStaffAdmin({
    db,
    roster,
    record,
    lockout,
    pinDigits,
    now: clock.now,
  });
  return {
    checkPin,
    checkEvenShort,
    openKeypad: people.keyLost ? noKey : checks.openKeypad,
    replacePin: async (pin, newPin) => {
      const checked = await checkEvenShort(pin, 'sign-in');
      if (!checked.ok) return checked;
      const staff = checked.value;
      if (!mustChange(pin, staff, pinDigits)) return err({ code: 'not-possible' });
      const put = await admin.newPin(staff, staff.id, newPin);
      return put.ok ? ok(null) : put;
    },
    pinDigits,
    lockedForMs: lockout.leftMs,
    listed,
    liftLock: (by) => {
      if (lockout.leftMs() === 0) return;
      db.transaction(() => {
        lockout.lift();
        record({ kind: 'lock-lifted', by, how: 'session' });
      });
    },
    approvals,
    codes,
    admin,
    keyLost: people.keyLost || !roster.hasManager() || (!training && hasOnlyPublished(everybody)),
    putManager: createPutManager(ports, people, admin, record),
    toMove: () => takeStaff(db, seals, key),
    trainingPins: () =>
      training ? TRAINING_STAFF.filter(({ pin, role }) => roster.byPin(pin)?.staff.role === role) : [],
    keepTries: () => {
      try {
        lockout.keep();
      } catch (error) {
        // A disk that takes nothing: what has come back comes back again.
        logger.error('tries-not-kept', { error: String(error) });
      }
    },
  };
}

/** See {@link StaffService.putManager}. */
function createPutManager(
  { db, clock, keys, secretBox }: StaffServicePorts,
  { roster, key, keyLost, allowUnsealed }: People,
  admin: StaffAdmin,
  record: WriteLedger,
): StaffService['putManager'] {
  return async (by, name, pin) => {
    if (keyLost) {
      const lost = keys.get('staffKey');
      if (lost !== null) keys.set(`staffKey:lost:${clock.now()}`, lost);
      keys.set('staffKey', await sealSecret(secretBox, key.toString('hex'), allowUnsealed));
    }
    const same = admin
      .list()
      .find(
        ({ shortName, role, active }) =>
          (role === 'manager' || !active) && seenName(shortName) === seenName(name),
      );
    // Done once already, and cut short before the end: what is wanted is there.
    if (same && pin.length >= MANAGER_PIN_MIN && roster.byPin(pin)?.staff.id === same.id) return ok(null);
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
      // Someone whose row could no longer be proven: what they are is said again.
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
  };
}

/**
 * In live a PIN of Training's opens nothing, and no one can choose it. Someone who has one from an older version gets
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

/** Those of database that are only read whose rows are as they were written. */
const proven = (roster: Roster, seals: RowSeals): Roster => ({
  ...roster,
  byPin: (pin) => {
    const found = roster.byPin(pin);
    return found !== null && seals.check('staff', found.staff.id) === 'whole' ? found : null;
  },
  hasManager: () =>
    roster
      .list()
      .some(({ id, role, active }) => active && role === 'manager' && seals.check('staff', id) === 'whole'),
});

/** A count that exists only while the read-only database is open. */
function createMemoryStore(): LockoutStore {
  let used = NONE_USED;
  return {
    read: () => used,
    write: (next) => {
      used = next;
    },
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
