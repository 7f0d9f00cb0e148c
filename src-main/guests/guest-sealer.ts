import { createSeal, type Seal } from '../lib/seal.ts';
import type { GuestSealer, KeyStore, SecretBox } from '../ports.ts';
import { loadNewGuestKey } from './vault-key.ts';

const PLACE = 'new guest';

/**
 * Seals the data of guests who are on their way to the CRM, under a key of its own: forgetting everybody else throws
 * the directory's key away, and these must still be sent.
 */
export interface LoadableSealer extends GuestSealer {
  /** Finds or makes the key. Before this, and where nothing may be kept on disk, nothing is sealed or opened. */
  readonly load: (store: KeyStore, box: SecretBox, mayBePlain: boolean) => Promise<void>;
}

export function createGuestSealer(): LoadableSealer {
  let seal: Seal | null = null;
  return {
    load: async (store, box, mayBePlain) => {
      const key = await loadNewGuestKey(store, box, mayBePlain);
      seal = key && createSeal(key);
    },
    seal: (plain) => seal?.close(plain, PLACE) ?? null,
    open: (sealed) => seal?.open(sealed, PLACE) ?? null,
  };
}
