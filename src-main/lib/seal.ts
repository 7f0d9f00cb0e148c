import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/** Seals and opens texts under one key. */
export interface Seal {
  /** AES-256-GCM under a fresh random nonce; `place` is bound to it. base64 of nonce, text and tag. */
  readonly close: (text: string, place: string) => string;
  /** The text; null where it was not sealed under this key for this place, or is damaged. */
  readonly open: (sealed: string, place: string) => string | null;
}

/** `key` has 32 bytes. Random nonces serve one key for 2^32 sealings (NIST SP 800-38D, 8.3): centuries of evenings. */
export function createSeal(key: Buffer): Seal {
  const secret: KeyObject = createSecretKey(key);
  return {
    close: (text, place) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', secret, nonce);
      cipher.setAAD(Buffer.from(place));
      const body = [nonce, cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([...body, cipher.getAuthTag()]).toString('base64');
    },
    open: (sealed, place) => {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < NONCE + TAG) return null;
      const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, NONCE), {
        authTagLength: TAG,
      });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
      const text = decipher.update(bytes.subarray(NONCE, bytes.length - TAG), undefined, 'utf8');
      try {
        return text + decipher.final('utf8');
      } catch {
        return null;
      }
    },
  };
}
