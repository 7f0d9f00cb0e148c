import { createSeal, type Seal } from '../../lib/seal.ts';
import type { GuestSealer, KeyStore, SecretBox } from '../../ports.ts';
import { loadSendingKeys } from './guest-key.ts';

const PLACE = 'new guest';

/**
 * Seals what is on its way to the CRM or came back from there about it (a new guest, a note, the words of a refusal),
 * under a key of its own: forgetting everyone else throws the directory's key away, and this must still be sent.
 */
export interface LoadableSealer extends GuestSealer {
  /** Finds or makes the key. Before this, and where nothing may be kept on disk, nothing is sealed. */
  readonly load: (store: KeyStore, box: SecretBox, allowUnsealed: boolean) => Promise<void>;
}

export function createGuestSealer(): LoadableSealer {
  let seal: Seal | null = null;
  let all: readonly Seal[] = [];
  return {
    load: async (store, box, allowUnsealed) => {
      const keys = await loadSendingKeys(store, box, allowUnsealed);
      seal = keys.seal && createSeal(keys.seal);
      all = keys.open.map(createSeal);
    },
    seal: (plain) => seal?.close(plain, PLACE) ?? null,
    open: (sealed) => {
      for (const each of all) {
        const plain = each.open(sealed, PLACE);
        if (plain !== null) return plain;
      }
      return null;
    },
  };
}
