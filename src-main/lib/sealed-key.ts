import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { KeyStore, SecretBox } from '../ports.ts';
import { createSeal } from './seal.ts';

const BYTES = 32;
const HEX_KEY = /^[0-9a-f]{64}$/;

/** Seals a secret for keeping. Where the system cannot seal, Training may keep it in the open; live use must not. */
export async function sealSecret(box: SecretBox, secret: string, allowUnsealed: boolean): Promise<string> {
  if ((await box.strength()) === 'strong') return `sealed:${await box.seal(secret)}`;
  if (allowUnsealed) return `plain:${secret}`;
  throw new Error('This PC cannot seal secrets, so none can be kept safely');
}

/**
 * Opens what {@link sealSecret} kept; null where it cannot be opened (another user, a lost keyring, damaged data, or one
 * kept in the open where that is not allowed). `renew` gets what is to be kept in its place where the system has a newer key.
 */
export async function openSecret(
  box: SecretBox,
  kept: string,
  allowUnsealed: boolean,
  renew: (kept: string) => void = () => {},
): Promise<string | null> {
  if (kept.startsWith('plain:')) return allowUnsealed ? kept.slice('plain:'.length) : null;
  if (!kept.startsWith('sealed:')) return null;
  try {
    return await box.open(kept.slice('sealed:'.length), (sealed) => renew(`sealed:${sealed}`));
  } catch {
    return null;
  }
}

/**
 * A 256-bit key, made at the first asking and sealed by the operating system. One that is there but cannot be opened is
 * `lost`: it is left as it is, because the keyring may come back, and anyone who asked decides what to do without it.
 */
export async function loadKey(
  store: KeyStore,
  box: SecretBox,
  name: string,
  allowUnsealed: boolean,
): Promise<Result<Buffer, 'lost'>> {
  const kept = store.get(name);
  if (kept === null) {
    const key = randomBytes(BYTES);
    store.set(name, await sealSecret(box, key.toString('hex'), allowUnsealed));
    return ok(key);
  }
  const hex = await openSecret(box, kept, allowUnsealed, (renewed) => store.set(name, renewed));
  return hex !== null && HEX_KEY.test(hex) ? ok(Buffer.from(hex, 'hex')) : err('lost');
}

/**
 * Seals a text so that no byte of it can be changed: AES-256-GCM under a key made for this text alone, and that key sealed by
 * the operating system, whose own sealing does not notice every change (AES-CBC on Linux and macOS). `place` is bound to it.
 * Rejects as {@link sealSecret} does.
 */
export async function sealText(
  box: SecretBox,
  text: string,
  place: string,
  allowUnsealed: boolean,
): Promise<string> {
  const key = randomBytes(BYTES);
  return `${await sealSecret(box, key.toString('hex'), allowUnsealed)} ${createSeal(key).close(text, place)}`;
}

/**
 * Opens what {@link sealText} sealed for this place; null where it cannot be opened, or is not as it was sealed. `renew` as in
 * {@link openSecret}.
 */
export async function openText(
  box: SecretBox,
  kept: string,
  place: string,
  allowUnsealed: boolean,
  renew: (kept: string) => void = () => {},
): Promise<string | null> {
  const [sealedKey = '', body = ''] = kept.split(' ');
  const hex = await openSecret(box, sealedKey, allowUnsealed, (key) => renew(`${key} ${body}`));
  if (hex === null || !HEX_KEY.test(hex)) return null;
  return createSeal(Buffer.from(hex, 'hex')).open(body, place);
}
