import { ROLES, type Role, type StaffMember, type StaffName } from '../../src-preload/contract/staff.ts';
import type { Database, Ids, SqlRow } from '../ports.ts';
import { DEFAULT_COST, hashPin, type PinHash, pinDigest, type ScryptCost } from './pin-hash.ts';

/** What is written down of a new person. */
export interface NewPerson {
  readonly shortName: string;
  readonly role: Role;
  /** Toast's own GUID of this employee, lower case, where the house knows it. */
  readonly employeeGuid: string | null;
}

/** A PIN made ready for keeping: nothing of it can be read back. */
export interface StoredPin extends PinHash {
  readonly digest: string;
}

/**
 * The people who may use this kiosk. PINs are unique, kept as a keyed digest and an scrypt hash, never as digits. Whoever is
 * removed keeps a row without a PIN, so that what they did keeps a name.
 */
export interface Roster {
  /** Everybody who is not removed, managers first, then by name. */
  readonly list: () => readonly StaffMember[];
  /** One of them; null where there is none, or they were removed. */
  readonly get: (id: string) => StaffMember | null;
  /** Whether anybody was ever written down. */
  readonly isEmpty: () => boolean;
  /** The active person a PIN points to, with what is needed to verify it; null where there is none. */
  readonly byPin: (pin: string) => { readonly staff: StaffName; readonly hash: PinHash } | null;
  /** Whether the PIN is anybody's, active or not. */
  readonly isTaken: (pin: string) => boolean;
  /** Hashes a PIN, off the main thread. */
  readonly preparePin: (pin: string) => Promise<StoredPin>;
  /** Adds a person. Throws where the PIN is taken: whoever calls has asked {@link Roster.isTaken}. */
  readonly add: (person: NewPerson, pin: StoredPin) => StaffMember;
  readonly setPin: (id: string, pin: StoredPin) => void;
  readonly change: (id: string, to: Partial<NewPerson & { readonly active: boolean }>) => void;
  /** Takes the person off the list, their PIN and their authenticator with them. */
  readonly remove: (id: string) => void;
  /** The authenticator's secret as kept, and the step of the last code used; null where there is none, or not active. */
  readonly code: (id: string) => { readonly secret: string; readonly lastStep: number } | null;
  /** Keeps an authenticator's secret, or takes it away. */
  readonly setCode: (id: string, code: { secret: string; since: number; lastStep: number } | null) => void;
  /** Uses up a step. False where it, or a later one, was used before: then nothing is changed. */
  readonly takeStep: (id: string, step: number) => boolean;
}

const COLUMNS = 'id, short_name, role, active, employee_guid, code_since';

/** @param key seals the digests; @param cost what hashing a new PIN costs. */
export function createRoster(db: Database, ids: Ids, key: Buffer, cost: ScryptCost = DEFAULT_COST): Roster {
  const get = (id: string): StaffMember | null => {
    const row = db.get(`SELECT ${COLUMNS} FROM staff WHERE id = ? AND removed = 0`, [id]);
    return row ? toMember(row) : null;
  };
  return {
    list: () =>
      db
        .all(
          `SELECT ${COLUMNS} FROM staff WHERE removed = 0
           ORDER BY active DESC, role = 'manager' DESC, role = 'server' DESC, short_name COLLATE NOCASE, id`,
        )
        .map(toMember),
    get,
    isEmpty: () => db.get('SELECT 1 AS one FROM staff LIMIT 1') === undefined,
    byPin: (pin) => {
      const row = db.get(
        'SELECT id, short_name, role, pin_salt, pin_hash FROM staff WHERE active = 1 AND removed = 0 AND pin_digest = ?',
        [pinDigest(key, pin)],
      );
      if (!row) return null;
      return { staff: toName(row), hash: { salt: String(row['pin_salt']), hash: String(row['pin_hash']) } };
    },
    isTaken: (pin) =>
      db.get('SELECT 1 AS one FROM staff WHERE pin_digest = ?', [pinDigest(key, pin)]) !== undefined,
    preparePin: async (pin) => ({ ...(await hashPin(key, pin, cost)), digest: pinDigest(key, pin) }),
    add: ({ shortName, role, employeeGuid }, { digest, salt, hash }) => {
      const id = ids.guid();
      db.run(
        `INSERT INTO staff (id, short_name, role, employee_guid, pin_digest, pin_salt, pin_hash)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [id, shortName, role, employeeGuid, digest, salt, hash],
      );
      return { id, shortName, role, employeeGuid, active: true, codeSince: null };
    },
    setPin: (id, { digest, salt, hash }) => {
      db.run('UPDATE staff SET pin_digest = ?, pin_salt = ?, pin_hash = ? WHERE id = ? AND removed = 0', [
        digest,
        salt,
        hash,
        id,
      ]);
    },
    change: (id, to) => {
      const now = get(id);
      if (!now) return;
      const { shortName, role, employeeGuid, active } = { ...now, ...to };
      db.run('UPDATE staff SET short_name = ?, role = ?, employee_guid = ?, active = ? WHERE id = ?', [
        shortName,
        role,
        employeeGuid,
        active ? 1 : 0,
        id,
      ]);
    },
    remove: (id) => {
      db.run(
        `UPDATE staff SET removed = 1, active = 0, pin_digest = ?, pin_salt = '', pin_hash = '',
           code_secret = NULL, code_since = NULL, code_last_step = NULL WHERE id = ?`,
        [`removed ${id}`, id],
      );
    },
    code: (id) => {
      const row = db.get(
        `SELECT code_secret, code_last_step FROM staff
         WHERE id = ? AND active = 1 AND removed = 0 AND code_secret IS NOT NULL`,
        [id],
      );
      return row ? { secret: String(row['code_secret']), lastStep: Number(row['code_last_step']) } : null;
    },
    setCode: (id, code) => {
      db.run('UPDATE staff SET code_secret = ?, code_since = ?, code_last_step = ? WHERE id = ?', [
        code?.secret ?? null,
        code?.since ?? null,
        code?.lastStep ?? null,
        id,
      ]);
    },
    takeStep: (id, step) =>
      db.run('UPDATE staff SET code_last_step = ? WHERE id = ? AND code_last_step < ?', [step, id, step]) ===
      1,
  };
}

function toMember(row: SqlRow): StaffMember {
  const guid = row['employee_guid'];
  const since = row['code_since'];
  return {
    ...toName(row),
    active: row['active'] === 1,
    employeeGuid: typeof guid === 'string' ? guid : null,
    codeSince: typeof since === 'number' ? since : null,
  };
}

function toName(row: SqlRow): StaffName {
  const role = ROLES.find((known) => known === row['role']);
  if (role === undefined) throw new TypeError(`No such role: ${row['role']}`);
  return { id: String(row['id']), shortName: String(row['short_name']), role };
}
