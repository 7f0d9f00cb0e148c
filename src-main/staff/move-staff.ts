import { ROLES } from '../../src-preload/contract/staff.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import type { MovedPerson, MovedStaff } from '../domain/moved-staff.ts';
import { sealSecret } from '../lib/sealed-key.ts';
import type { Database, KeyStore, RowSeals, SecretBox } from '../ports.ts';
import { bindHash, unbindHash } from './pins/pin-hash.ts';

/**
 * Everyone on the list whose row is as this kiosk wrote it, with what proves their PIN. Authenticators stay: a code that was used
 * on one kiosk must not pass on another.
 */
export function takeStaff(db: Database, seals: RowSeals, key: Buffer): MovedStaff {
  const rows = db.all(
    `SELECT id, short_name, role, employee_guid, active, pin_digest, pin_salt, pin_hash FROM staff
     WHERE removed = 0 AND pin_hash <> '' ORDER BY id`,
  );
  const people = rows.flatMap((row): readonly MovedPerson[] => {
    const id = String(row['id']);
    const role = ROLES.find((known) => known === row['role']);
    if (role === undefined || seals.check('staff', id) !== 'whole') return [];
    const guid = row['employee_guid'];
    return [
      {
        id,
        shortName: String(row['short_name']),
        role,
        employeeGuid: typeof guid === 'string' ? guid : null,
        active: row['active'] === 1,
        digest: String(row['pin_digest']),
        salt: String(row['pin_salt']),
        hash: unbindHash(key, String(row['pin_hash']), { id, role }),
      },
    ];
  });
  return { key: key.toString('hex'), people };
}

export interface PutStaffPorts {
  readonly db: Database;
  readonly keys: KeyStore;
  readonly secretBox: SecretBox;
  readonly append: WriteLedger;
  readonly seals: RowSeals;
  readonly allowUnsealed: boolean;
}

/**
 * Puts the people of another kiosk into a database that has none: their key sealed by this PC, each row bound to its person and
 * role, sealed by this database's own key, and on record. All or nothing.
 */
export async function putStaff(ports: PutStaffPorts, moved: MovedStaff): Promise<void> {
  const { db, keys, seals, append } = ports;
  const sealed = await sealSecret(ports.secretBox, moved.key, ports.allowUnsealed);
  const key = Buffer.from(moved.key, 'hex');
  db.transaction(() => {
    keys.set('staffKey', sealed);
    for (const { id, shortName, role, employeeGuid, active, digest, salt, hash } of moved.people) {
      db.run(
        `INSERT INTO staff (id, short_name, role, employee_guid, active, pin_digest, pin_salt, pin_hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, shortName, role, employeeGuid, active ? 1 : 0, digest, salt, bindHash(key, hash, { id, role })],
      );
      const whom = { id, shortName, role };
      append({ kind: 'staff-changed', by: null, whom, change: { what: 'added', how: 'moved' } });
      if (!active) append({ kind: 'staff-changed', by: null, whom, change: { what: 'deactivated' } });
      seals.seal('staff', id);
    }
  });
}
