import { ROLES, type Role, type StaffMember, type StaffName } from '../../src-preload/contract/staff.ts';
import type { Database, Ids, RowFault, RowSeals, SqlRow, SqlValue } from '../ports.ts';
import {
  bindHash,
  DEFAULT_COST,
  hashPin,
  isUnbound,
  type PinHash,
  pinDigest,
  type ScryptCost,
  unbindHash,
} from './pins/pin-hash.ts';

/** What is written down of a new person. */
export interface NewPerson {
  readonly shortName: string;
  readonly role: Role;
  /** Toast's own GUID of this employee, lower case, where the restaurant knows it. */
  readonly employeeGuid: string | null;
}

/** A PIN made ready for keeping: nothing of it can be read back. */
interface StoredPin extends PinHash {
  readonly digest: string;
}

/**
 * The people who may use this kiosk. PINs are unique, kept as a keyed digest and an scrypt hash, never as digits.
 * Anyone who is removed keeps a row without a PIN, so that what they did keeps a name.
 */
export interface Roster {
  /** Everyone who is not removed, managers first, then by name. */
  readonly list: () => readonly StaffMember[];
  /** One of them; null where there is none, or they were removed. */
  readonly get: (id: string) => StaffMember | null;
  /** Whether there is an active manager: no one else can change anything here. */
  readonly hasManager: () => boolean;
  /**
   * Takes the rights of every row that is not as this kiosk wrote it: inactive, without a PIN or an authenticator, of the name and
   * role that the ledger has. One that the ledger does not know is off the list; where the key that would prove it is lost, it is a
   * host until a manager says otherwise. @param bind whether hashes of an older version are bound to their owner.
   */
  readonly lapse: (bind: boolean) => void;
  /** The active person a PIN points to, with what is needed to verify it; null where there is none. */
  readonly byPin: (pin: string) => { readonly staff: StaffName; readonly hash: PinHash } | null;
  /** Whether the PIN is anyone's, active or not. */
  readonly isTaken: (pin: string) => boolean;
  /** Hashes a PIN, off the main thread. */
  readonly preparePin: (pin: string) => Promise<StoredPin>;
  /** Adds a person. Throws if the PIN is taken: the caller must check {@link Roster.isTaken} first. */
  readonly add: (person: NewPerson, pin: StoredPin) => StaffMember;
  readonly setPin: (id: string, pin: StoredPin) => void;
  readonly change: (id: string, to: Partial<NewPerson & { readonly active: boolean }>) => void;
  /** Takes the person off the list, their PIN and their authenticator with them. */
  readonly remove: (id: string) => void;
  /** The authenticator's secret as kept, and the step of the last code used; null where there is none, or not active. */
  readonly code: (id: string) => { readonly secret: string; readonly lastStep: number } | null;
  /** Keeps an authenticator's secret, or takes it away. */
  readonly setCode: (id: string, code: { secret: string; since: number; lastStep: number } | null) => void;
  /** Uses up a step, and keeps the newly sealed secret where there is one. False where it, or a later one, was used before: then nothing is changed. */
  readonly takeStep: (id: string, step: number, secret: string | null) => boolean;
}

const COLUMNS = 'id, short_name, role, active, employee_guid, code_since';

/** @param key seals the digests; @param cost what hashing a new PIN costs. */
export function createRoster(
  db: Database,
  ids: Ids,
  key: Buffer,
  seals: RowSeals,
  cost: ScryptCost = DEFAULT_COST,
): Roster {
  /** Writes one row, and seals it. Anything that is recorded of it seals it again. */
  const write: Write = (id, sql, params) => {
    const changed = db.run(sql, params) === 1;
    if (changed) seals.seal('staff', id);
    return changed;
  };
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
    hasManager: () =>
      db.get("SELECT 1 AS one FROM staff WHERE role = 'manager' AND active = 1 AND removed = 0 LIMIT 1") !==
      undefined,
    lapse: (bind) => lapseRows(db, key, seals, write, bind),
    byPin: (pin) => {
      const row = db.get(
        'SELECT id, short_name, role, pin_salt, pin_hash FROM staff WHERE active = 1 AND removed = 0 AND pin_digest = ?',
        [pinDigest(key, pin)],
      );
      if (!row || seals.check('staff', String(row['id'])) !== 'whole') return null;
      const staff = toName(row);
      const hash = unbindHash(key, String(row['pin_hash']), staff);
      return { staff, hash: { salt: String(row['pin_salt']), hash } };
    },
    isTaken: (pin) =>
      db.get('SELECT 1 AS one FROM staff WHERE pin_digest = ?', [pinDigest(key, pin)]) !== undefined,
    preparePin: async (pin) => ({ ...(await hashPin(key, pin, cost)), digest: pinDigest(key, pin) }),
    add: ({ shortName, role, employeeGuid }, { digest, salt, hash }) => {
      const id = ids.guid();
      write(
        id,
        `INSERT INTO staff (id, short_name, role, employee_guid, pin_digest, pin_salt, pin_hash)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [id, shortName, role, employeeGuid, digest, salt, bindHash(key, hash, { id, role })],
      );
      return { id, shortName, role, employeeGuid, active: true, codeSince: null };
    },
    setPin: (id, { digest, salt, hash }) => {
      const role = get(id)?.role ?? '';
      write(id, 'UPDATE staff SET pin_digest = ?, pin_salt = ?, pin_hash = ? WHERE id = ? AND removed = 0', [
        digest,
        salt,
        bindHash(key, hash, { id, role }),
        id,
      ]);
    },
    change: (id, to) => {
      const now = get(id);
      if (!now) return;
      const { shortName, role, employeeGuid, active } = { ...now, ...to };
      // The PIN stays theirs in the new role.
      const kept = String(db.get('SELECT pin_hash FROM staff WHERE id = ?', [id])?.['pin_hash']);
      const hash = bindHash(key, unbindHash(key, kept, now), { id, role });
      write(
        id,
        'UPDATE staff SET short_name = ?, role = ?, employee_guid = ?, active = ?, pin_hash = ? WHERE id = ?',
        [shortName, role, employeeGuid, active ? 1 : 0, hash, id],
      );
    },
    remove: (id) => {
      write(
        id,
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
      const whole = row && seals.check('staff', id) === 'whole';
      return whole ? { secret: String(row['code_secret']), lastStep: Number(row['code_last_step']) } : null;
    },
    setCode: (id, code) => {
      write(id, 'UPDATE staff SET code_secret = ?, code_since = ?, code_last_step = ? WHERE id = ?', [
        code?.secret ?? null,
        code?.since ?? null,
        code?.lastStep ?? null,
        id,
      ]);
    },
    takeStep: (id, step, secret) =>
      db.transaction(() =>
        write(
          id,
          `UPDATE staff SET code_last_step = ?, code_secret = coalesce(?, code_secret)
           WHERE id = ? AND code_last_step < ?`,
          [step, secret, id, step],
        ),
      ),
  };
}

type Write = (id: string, sql: string, params: readonly SqlValue[]) => boolean;

/** See {@link Roster.lapse}. */
function lapseRows(db: Database, key: Buffer, seals: RowSeals, write: Write, bind: boolean): void {
  const lapseOne = (id: string, why: RowFault): void => {
    const known = seals.person(id);
    const stood = db.get('SELECT short_name, removed FROM staff WHERE id = ?', [id]);
    const name = known?.shortName ?? String(stood?.['short_name']);
    const removed = known?.removed ?? (why !== 'unproven' || stood?.['removed'] === 1);
    db.run(
      `UPDATE staff SET short_name = ?, role = ?, active = 0, removed = ?, employee_guid = NULL, pin_digest = ?,
         pin_salt = '', pin_hash = '', code_secret = NULL, code_since = NULL, code_last_step = NULL WHERE id = ?`,
      [name, known?.role ?? 'host', removed ? 1 : 0, `lapsed ${id}`, id],
    );
    seals.seal('staff', id);
    seals.report('staff', id, why, name);
  };
  const bindOld = (id: string): void => {
    const row = db.get('SELECT role, pin_hash FROM staff WHERE id = ?', [id]);
    const hash = String(row?.['pin_hash']);
    if (!isUnbound(hash)) return;
    const bound = bindHash(key, hash, { id, role: String(row?.['role']) });
    write(id, 'UPDATE staff SET pin_hash = ? WHERE id = ?', [bound, id]);
  };
  db.transaction(() => {
    for (const row of db.all('SELECT id FROM staff')) {
      const id = String(row['id']);
      const verdict = seals.check('staff', id);
      if (verdict !== 'whole') lapseOne(id, verdict);
      else if (bind) bindOld(id);
    }
  });
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
