import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** The work scrypt does. */
export interface ScryptCost {
  /** log2 of N. */
  readonly logN: number;
}

/** N = 2^17, r = 8, p = 1: OWASP's recommendation for scrypt; about 0.4 s of one core and 128 MiB. */
export const DEFAULT_COST: ScryptCost = { logN: 17 };

const BLOCK = 8;
const PARALLEL = 1;
const BYTES = 32;

/**
 * Finds who a PIN belongs to without trying everyone: a keyed digest, useless without the key that the operating
 * system seals. It only finds the row; {@link verifyPin} decides.
 */
export function pinDigest(key: Buffer, pin: string): string {
  return createHmac('sha256', key).update(`pin:${pin}`).digest('hex');
}

export interface PinHash {
  /** Hex. */
  readonly salt: string;
  /** Hex, with the cost it was made with: `scrypt:17:<hash>`. */
  readonly hash: string;
}

/** Hashes a PIN with a new salt. Runs off the main thread. */
export async function hashPin(key: Buffer, pin: string, cost: ScryptCost = DEFAULT_COST): Promise<PinHash> {
  const salt = randomBytes(16);
  const hash = await derive(key, pin, salt, cost);
  return { salt: salt.toString('hex'), hash: `scrypt:${cost.logN}:${hash.toString('hex')}` };
}

/** Whose PIN it is, and in which role. */
export interface PinOwner {
  readonly id: string;
  readonly role: string;
}

const UNBOUND = /^scrypt:(\d{1,2}):([0-9a-f]{64})$/;
const BOUND = /^bound:(\d{1,2}):([0-9a-f]{64})$/;

/** Binds a hash to its person and their role: moved to another row, or kept through a change of role by hand, it is noise. */
export function bindHash(key: Buffer, hash: string, owner: PinOwner): string {
  return turned(key, hash, owner, UNBOUND, 'bound');
}

/** The hash that was bound to this person in this role; of any other it is noise. */
export function unbindHash(key: Buffer, hash: string, owner: PinOwner): string {
  return turned(key, hash, owner, BOUND, 'scrypt');
}

/** Lays a mask over the hash that only the key and the owner make; the same again takes it off. */
function turned(key: Buffer, hash: string, { id, role }: PinOwner, from: RegExp, to: string): string {
  const match = from.exec(hash);
  if (!match?.[2]) return '';
  const mask = createHmac('sha256', key)
    .update(JSON.stringify(['pin of', id, role]))
    .digest();
  const masked = Buffer.from(match[2], 'hex').map((byte, at) => byte ^ (mask[at] ?? 0));
  return `${to}:${match[1]}:${Buffer.from(masked).toString('hex')}`;
}

/** Whether a stored hash is of a version that bound none. */
export const isUnbound = (hash: string): boolean => UNBOUND.test(hash);

/** Whether the PIN is the one that was hashed. Constant time. Throws where the stored hash is not one of ours. */
export async function verifyPin(key: Buffer, pin: string, stored: PinHash): Promise<boolean> {
  const match = UNBOUND.exec(stored.hash);
  if (!match?.[1] || !match[2]) throw new Error('A stored PIN hash is not readable');
  const expected = Buffer.from(match[2], 'hex');
  const found = await derive(key, pin, Buffer.from(stored.salt, 'hex'), { logN: Number(match[1]) });
  return timingSafeEqual(expected, found);
}

function derive(key: Buffer, pin: string, salt: Buffer, { logN }: ScryptCost): Promise<Buffer> {
  const N = 2 ** logN;
  // Node refuses more than 32 MiB unless told; scrypt needs 128 * N * r and a little.
  const maxmem = 128 * N * BLOCK + 32 * 1024 * 1024;
  // The key goes in as well, so that a stolen file alone cannot be searched through 10^6 PINs.
  const secret = createHmac('sha256', key).update(`hash:${pin}`).digest();
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, BYTES, { N, r: BLOCK, p: PARALLEL, maxmem }, (error, hash) => {
      if (error) reject(error);
      else resolve(hash);
    });
  });
}
