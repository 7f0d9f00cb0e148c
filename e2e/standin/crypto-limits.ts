import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Report } from './report.ts';

/** Names Node's OpenSSL knows and Electron's BoringSSL does not. */
const hashes = /^(sha3|shake|blake2|sm3)/i;
const ciphers = /(ccm|ocb|chacha20-poly1305)/i;

/** Makes crypto no more capable than Electron's: what is missing there throws here as well. */
export function limitCrypto(report: Report): void {
  const refuse = (what: string): never => {
    report.problem('not-modelled', `crypto: ${what} does not exist in Electron (BoringSSL)`);
    throw Object.assign(new Error(`${what} is not supported`), { code: 'ERR_CRYPTO_UNSUPPORTED_OPERATION' });
  };
  const restrict = (name: string, forbidden: RegExp): void => {
    const original: unknown = Reflect.get(crypto, name);
    if (typeof original !== 'function') return;
    Reflect.set(crypto, name, (...args: unknown[]) => {
      if (forbidden.test(String(args[0]))) refuse(`${name}('${String(args[0])}')`);
      return Reflect.apply(original, crypto, args);
    });
  };
  for (const name of ['createHash', 'createHmac', 'hash']) restrict(name, hashes);
  for (const name of ['createCipheriv', 'createDecipheriv']) restrict(name, ciphers);
  for (const name of ['argon2', 'argon2Sync']) {
    if (Reflect.has(crypto, name)) Reflect.set(crypto, name, () => refuse(name));
  }
  syncBuiltinESMExports();
}
