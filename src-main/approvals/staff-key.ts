import { randomBytes } from 'node:crypto';
import type { SecretBox } from '../ports.ts';

const BYTES = 32;

export interface KeyStore {
  readonly get: (key: string) => string | null;
  readonly set: (key: string, value: string) => void;
}

/**
 * The key under the staff's PIN digests and hashes, made at the first start and sealed by the operating system. Where the
 * system cannot seal (Linux without a keyring), Training keeps it in the open, since its PINs are printed on its own
 * screen; live use refuses.
 */
export async function loadStaffKey(store: KeyStore, box: SecretBox, mayBePlain: boolean): Promise<Buffer> {
  const kept = store.get('staffKey');
  if (kept?.startsWith('plain:') && mayBePlain) return Buffer.from(kept.slice('plain:'.length), 'hex');
  if (kept?.startsWith('sealed:')) return Buffer.from(await box.open(kept.slice('sealed:'.length)), 'hex');
  if (kept !== null) throw new Error('The staff key in the database is not readable');
  const key = randomBytes(BYTES);
  const hex = key.toString('hex');
  if ((await box.strength()) === 'strong') store.set('staffKey', `sealed:${await box.seal(hex)}`);
  else if (mayBePlain) store.set('staffKey', `plain:${hex}`);
  else throw new Error('This PC cannot seal secrets, so staff PINs cannot be kept safely');
  return key;
}
