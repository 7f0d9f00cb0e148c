import { randomBytes } from 'node:crypto';
import type { GuestMemory } from '../../../src-preload/contract/guest.ts';
import type { KeyStore, SecretBox } from '../../ports.ts';

/** The key guests are kept under, and how well it is kept itself. */
export interface GuestKey {
  readonly memory: GuestMemory;
  /** 32 bytes; null where nothing may be kept on disk. */
  readonly key: Buffer | null;
  /** Just created: existing data on disk was sealed under another key and can no longer be read. */
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
export async function loadGuestKey(
  store: KeyStore,
  box: SecretBox,
  allowUnsealed: boolean,
): Promise<GuestKey> {
  const strong = (await box.strength()) === 'strong';
  if (!strong && !allowUnsealed) {
    if (store.get(NAME) !== null) store.set(NAME, '');
    return { memory: 'memory', key: null, fresh: true };
  }
  const memory = strong ? 'sealed' : 'unsealed';
  const kept = store.get(NAME) ?? '';
  const known = await open(kept, box, strong, (renewed) => store.set(NAME, renewed));
  if (known) return { memory, key: known, fresh: false };
  return { memory, key: await makeGuestKey(store, box, strong), fresh: true };
}

/** A new key in place of the old one: everything sealed before is unreadable from now on, wherever a copy may lie. */
export function makeGuestKey(store: KeyStore, box: SecretBox, strong: boolean): Promise<Buffer> {
  return make(NAME, store, box, strong);
}

/** The keys of what is still to be sent. */
export interface SendingKeys {
  /** Null where nothing of a guest may be on disk. */
  readonly seal: Buffer | null;
  /** All that can be opened now, the one that seals among them. */
  readonly open: readonly Buffer[];
}

/**
 * The keys of new guests and of notes that are still to be sent. One that cannot be opened, or was kept in the open, is set
 * aside and never thrown away: a keyring that is locked today must cost no guest and no credit.
 */
export async function loadSendingKeys(
  store: KeyStore,
  box: SecretBox,
  allowUnsealed: boolean,
): Promise<SendingKeys> {
  const strong = (await box.strength()) === 'strong';
  const found: Buffer[] = [];
  let aside = 1;
  for (; store.get(asideName(aside)) !== null; aside += 1) {
    const key = await openAny(asideName(aside), store, box);
    if (key) found.push(key);
  }
  const kept = store.get(NEW_GUESTS) ?? '';
  const current = await openAny(NEW_GUESTS, store, box);
  if (current) found.push(current);
  if (!strong && !allowUnsealed) return { seal: null, open: found };
  const usable = await open(kept, box, strong);
  if (usable) return { seal: usable, open: found };
  if (kept !== '') store.set(asideName(aside), kept);
  const made = await make(NEW_GUESTS, store, box, strong);
  return { seal: made, open: [...found, made] };
}

const asideName = (n: number): string => `${NEW_GUESTS}:${n}`;

/** For opening alone, a key serves however it was kept. */
async function openAny(name: string, store: KeyStore, box: SecretBox): Promise<Buffer | null> {
  const kept = store.get(name) ?? '';
  return (
    (await open(kept, box, true, (renewed) => store.set(name, renewed))) ?? (await open(kept, box, false))
  );
}

async function make(name: string, store: KeyStore, box: SecretBox, strong: boolean): Promise<Buffer> {
  const key = randomBytes(BYTES);
  const hex = key.toString('hex');
  store.set(name, strong ? `${SEALED}${await box.seal(hex)}` : `${PLAIN}${hex}`);
  return key;
}

/**
 * A key that was kept in the open is not used once the system can seal: it may have been copied. `renew` gets what is to be kept in its place
 * where the system has a newer key.
 */
async function open(
  kept: string,
  box: SecretBox,
  strong: boolean,
  renew: (kept: string) => void = () => {},
): Promise<Buffer | null> {
  if (!strong) return kept.startsWith(PLAIN) ? Buffer.from(kept.slice(PLAIN.length), 'hex') : null;
  if (!kept.startsWith(SEALED)) return null;
  try {
    const hex = await box.open(kept.slice(SEALED.length), (sealed) => renew(`${SEALED}${sealed}`));
    const key = Buffer.from(hex, 'hex');
    return key.length === BYTES ? key : null;
  } catch {
    return null;
  }
}
