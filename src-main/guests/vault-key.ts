import { randomBytes } from 'node:crypto';
import type { GuestMemory } from '../../src-preload/contract/guest.ts';
import type { KeyStore, SecretBox } from '../ports.ts';

/** The key guests are kept under, and how well it is kept itself. */
export interface VaultKey {
  readonly memory: GuestMemory;
  /** 32 bytes; null where nothing may be kept on disk. */
  readonly key: Buffer | null;
  /** Made just now: whatever lies on the disk was sealed under another one and cannot be read any more. */
  readonly fresh: boolean;
}

const NAME = 'guestKey';
const NEW_GUESTS = 'newGuestKey';
const BYTES = 32;
const SEALED = 'sealed:';
const PLAIN = 'plain:';

/**
 * Finds or makes the key. Where the system cannot seal it, guests stay in memory, unless the administrator allows the
 * key to lie beside them. A key that cannot be opened any more (another user, a lost keyring) is replaced: what this
 * kiosk knows of guests can all be asked for again.
 */
export async function loadVaultKey(store: KeyStore, box: SecretBox, mayBePlain: boolean): Promise<VaultKey> {
  const strong = (await box.strength()) === 'strong';
  if (!strong && !mayBePlain) {
    if (store.get(NAME) !== null) store.set(NAME, '');
    return { memory: 'memory', key: null, fresh: true };
  }
  const memory = strong ? 'sealed' : 'unsealed';
  const kept = store.get(NAME) ?? '';
  const known = await open(kept, box, strong);
  if (known) return { memory, key: known, fresh: false };
  return { memory, key: await makeVaultKey(store, box, strong), fresh: true };
}

/** A new key in place of the old one: everything sealed before is unreadable from now on, wherever a copy may lie. */
export function makeVaultKey(store: KeyStore, box: SecretBox, strong: boolean): Promise<Buffer> {
  return make(NAME, store, box, strong);
}

/**
 * The key of guests who are still to be sent; null where none of it may be on disk. An old one is never thrown away
 * while it may be opened again: a keyring that is locked today must not cost a guest.
 */
export async function loadNewGuestKey(
  store: KeyStore,
  box: SecretBox,
  mayBePlain: boolean,
): Promise<Buffer | null> {
  const strong = (await box.strength()) === 'strong';
  if (!strong && !mayBePlain) return null;
  return (await open(store.get(NEW_GUESTS) ?? '', box, strong)) ?? make(NEW_GUESTS, store, box, strong);
}

async function make(name: string, store: KeyStore, box: SecretBox, strong: boolean): Promise<Buffer> {
  const key = randomBytes(BYTES);
  const hex = key.toString('hex');
  store.set(name, strong ? `${SEALED}${await box.seal(hex)}` : `${PLAIN}${hex}`);
  return key;
}

/** A key that was kept in the open is not used once the system can seal: it may have been copied. */
async function open(kept: string, box: SecretBox, strong: boolean): Promise<Buffer | null> {
  if (!strong) return kept.startsWith(PLAIN) ? Buffer.from(kept.slice(PLAIN.length), 'hex') : null;
  if (!kept.startsWith(SEALED)) return null;
  try {
    const key = Buffer.from(await box.open(kept.slice(SEALED.length)), 'hex');
    return key.length === BYTES ? key : null;
  } catch {
    return null;
  }
}
