import type { Role, StaffName } from '../../src-preload/contract/staff.ts';
import type { Database, Ids, SqlRow } from '../ports.ts';
import { DEFAULT_COST, hashPin, type PinHash, pinDigest, type ScryptCost } from './pin-hash.ts';

/** The people who may use this kiosk. PINs are unique, kept as a keyed digest and an scrypt hash, never as digits. */
export interface Roster {
  /** Adds a person. Throws where the PIN is taken: whoever calls has asked {@link Roster.byPin} before. */
  readonly add: (person: { shortName: string; role: Role; pin: string }) => Promise<StaffName>;
  /** The active person a PIN points to, with what is needed to verify it; null where there is none. */
  readonly byPin: (pin: string) => { readonly staff: StaffName; readonly hash: PinHash } | null;
}

/** @param key seals the digests; @param cost what hashing a new PIN costs. */
export function createRoster(db: Database, ids: Ids, key: Buffer, cost: ScryptCost = DEFAULT_COST): Roster {
  return {
    add: async ({ shortName, role, pin }) => {
      const { salt, hash } = await hashPin(key, pin, cost);
      const id = ids.guid();
      db.run(
        'INSERT INTO staff (id, short_name, role, pin_digest, pin_salt, pin_hash) VALUES (?, ?, ?, ?, ?, ?)',
        [id, shortName, role, pinDigest(key, pin), salt, hash],
      );
      return { id, shortName, role };
    },
    byPin: (pin) => {
      const row = db.get(
        'SELECT id, short_name, role, pin_salt, pin_hash FROM staff WHERE active = 1 AND pin_digest = ?',
        [pinDigest(key, pin)],
      );
      if (!row) return null;
      return { staff: toStaff(row), hash: { salt: String(row['pin_salt']), hash: String(row['pin_hash']) } };
    },
  };
}

function toStaff(row: SqlRow): StaffName {
  const role = row['role'];
  if (role !== 'host' && role !== 'server' && role !== 'manager')
    throw new TypeError(`No such role: ${role}`);
  return { id: String(row['id']), shortName: String(row['short_name']), role };
}
