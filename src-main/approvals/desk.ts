import { randomBytes } from 'node:crypto';
import type { Role, TrainingPin } from '../../src-preload/contract/staff.ts';
import type { Clock, Database, Ids, SecretBox } from '../ports.ts';
import { type Approvals, createApprovals } from './approvals.ts';
import { createLockout } from './lockout.ts';
import { type CheckPin, createPinCheck } from './pin-check.ts';
import { DEFAULT_COST, type ScryptCost } from './pin-hash.ts';
import { createRoster } from './roster.ts';
import { type KeyStore, loadStaffKey } from './staff-key.ts';

/** Training's own staff. Their PINs are printed on Training's sign-in screen and exist nowhere else. */
export const TRAINING_STAFF: readonly TrainingPin[] = [
  { shortName: 'Joss K.', role: 'host', pin: '135790' },
  { shortName: 'Marco D.', role: 'server', pin: '246802' },
  { shortName: 'Sam T.', role: 'server', pin: '864213' },
  { shortName: 'Priya N.', role: 'manager', pin: '975310' },
] satisfies { shortName: string; role: Role; pin: string }[];

export interface StaffDeskPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secretBox: SecretBox;
  readonly keys: KeyStore;
  readonly cost?: ScryptCost;
}

/** Who may sign in and approve, once the key is open and Training's staff are there. */
export interface StaffDesk {
  readonly checkPin: CheckPin;
  readonly approvals: Approvals;
}

/** Opens the staff desk. `training`: its staff are added at the first start. */
export async function openStaffDesk(ports: StaffDeskPorts, training: boolean): Promise<StaffDesk> {
  const { db, clock, ids, cost = DEFAULT_COST } = ports;
  const key = await loadStaffKey(ports.keys, ports.secretBox, training);
  const roster = createRoster(db, ids, key, cost);
  if (training) {
    const missing = TRAINING_STAFF.filter(({ pin }) => roster.byPin(pin) === null);
    await Promise.all(missing.map(roster.add));
  }
  const lockout = createLockout(db, clock, 'front');
  const decoy = {
    salt: randomBytes(16).toString('hex'),
    hash: `scrypt:${cost.logN}:${randomBytes(32).toString('hex')}`,
  };
  const checkPin = createPinCheck({ roster, lockout, clock, key, decoy });
  return { checkPin, approvals: createApprovals(clock, ids, checkPin) };
}
