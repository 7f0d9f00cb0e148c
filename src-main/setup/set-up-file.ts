import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import { PASSPHRASE_MIN } from '../../src-preload/contract/set-up.ts';

/** Why the content of a set-up file cannot be read. `damaged`: the passphrase is right, and the content was changed or cut. */
export type SetUpFileError = 'no-set-up-file' | 'newer-version' | 'wrong-passphrase' | 'damaged';

/** No set-up file is larger, bytes: one with 500 employees has about 250,000. */
export const MAX_SET_UP_FILE = 512 * 1024;
/** Fewer different characters are a key held down, not a passphrase. */
const LEAST_DIFFERENT = 6;

/** log2 of scrypt's N. With r = 8 and p = 1, 17 costs 128 MiB: OWASP's recommendation. */
const LOG_N = 17;
/** What a file may ask for: a hostile one cannot make this PC use more than 256 MiB. */
const MAX_LOG_N = 18;
const VERSION = 1;
const [BLOCK, PARALLEL, KEY, TAG] = [8, 1, 32, 16];

/** Name, version, log2 of N, salt, nonce, and a check of the passphrase over all of these. */
const HEAD = /^HOSTSTAND-SET-UP 1 (\d{1,2}) ([0-9a-f]{32}) ([0-9a-f]{24}) ([0-9a-f]{64})$/;
const ANY_VERSION = /^HOSTSTAND-SET-UP (\d{1,6})(?: |$)/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Whether this may protect a file that leaves the PC. */
export const isFitPassphrase = (typed: string): boolean =>
  [...typed].length >= PASSPHRASE_MIN && new Set(typed).size >= LEAST_DIFFERENT;

/**
 * Encrypts a text with a passphrase: scrypt and AES-256-GCM, with the whole first line authenticated. Runs off the main
 * thread. @param logN log2 of scrypt's N; lower only in tests.
 */
export async function closeSetUpFile(text: string, passphrase: string, logN = LOG_N): Promise<string> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const start = `HOSTSTAND-SET-UP ${VERSION} ${logN} ${salt.toString('hex')} ${nonce.toString('hex')}`;
  const keys = await derive(passphrase, salt, logN);
  const head = `${start} ${checkOf(keys.check, start).toString('hex')}`;
  const cipher = createCipheriv('aes-256-gcm', keys.text, nonce);
  cipher.setAAD(Buffer.from(head));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${head}\n${body.toString('base64')}\n`;
}

/** Opens what {@link closeSetUpFile} made. Nothing of it is believed, and no memory is spent, before its first line is in order. */
export async function openSetUpFile(
  file: string,
  passphrase: string,
): Promise<Result<string, SetUpFileError>> {
  const [head = '', body = '', ...rest] = file.trimEnd().split(/\r?\n/);
  const match = HEAD.exec(head);
  if (match === null) {
    const version = ANY_VERSION.exec(head)?.[1];
    return err(version !== undefined && Number(version) > VERSION ? 'newer-version' : 'no-set-up-file');
  }
  const [, logN = '', salt = '', nonce = '', check = ''] = match;
  if (Number(logN) < 1 || Number(logN) > MAX_LOG_N) return err('no-set-up-file');
  const keys = await derive(passphrase, Buffer.from(salt, 'hex'), Number(logN));
  const start = head.slice(0, head.lastIndexOf(' '));
  if (!timingSafeEqual(checkOf(keys.check, start), Buffer.from(check, 'hex'))) return err('wrong-passphrase');
  const bytes = rest.length === 0 && BASE64.test(body) ? Buffer.from(body, 'base64') : Buffer.alloc(0);
  if (bytes.length < TAG) return err('damaged');
  const decipher = createDecipheriv('aes-256-gcm', keys.text, Buffer.from(nonce, 'hex'), {
    authTagLength: TAG,
  });
  decipher.setAAD(Buffer.from(head));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  try {
    const text = decipher.update(bytes.subarray(0, bytes.length - TAG), undefined, 'utf8');
    return ok(text + decipher.final('utf8'));
  } catch {
    return err('damaged');
  }
}

const checkOf = (key: Buffer, start: string): Buffer => createHmac('sha256', key).update(start).digest();

/** One key for the text, and another that only tells a wrong passphrase from a damaged file. */
function derive(
  passphrase: string,
  salt: Buffer,
  logN: number,
): Promise<{ readonly text: Buffer; readonly check: Buffer }> {
  const N = 2 ** logN;
  const cost = { N, r: BLOCK, p: PARALLEL, maxmem: 128 * N * BLOCK + 32 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    // The same characters, whether a keyboard composed them or not.
    scrypt(passphrase.normalize('NFC'), salt, 2 * KEY, cost, (error, bytes) => {
      if (error) reject(error);
      else resolve({ text: bytes.subarray(0, KEY), check: bytes.subarray(KEY) });
    });
  });
}
