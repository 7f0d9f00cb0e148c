import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { SuspiciousRequest } from '../domain/suspicious-request.ts';
import type { KeyStore } from '../ports.ts';

/**
 * Places in a history as the page gets them: signed, for one guest. A place decides what is asked of the CRM with the
 * restaurant's token, so only a place that was given out is taken back.
 */
export interface Cursors {
  readonly sign: (guestId: string, place: string | null) => string | null;
  /** Throws {@link SuspiciousRequest} on anything `sign` did not make for this guest. */
  readonly read: (guestId: string, signed: string) => string;
}

const KEY = 'historyPlaceKey';
const MAC = 22;

/** The key is kept, so that a page goes on over a restart of main. */
export function createCursors(keys: KeyStore): Cursors {
  let key = keys.get(KEY);
  if (key === null || key.length !== 43) {
    key = randomBytes(32).toString('base64url');
    keys.set(KEY, key);
  }
  const secret = Buffer.from(key, 'base64url');
  const mac = (guestId: string, place: string): string =>
    createHmac('sha256', secret)
      .update(`${guestId.toLowerCase()}\n${place}`)
      .digest('base64url')
      .slice(0, MAC);
  return {
    sign: (guestId, place) => (place === null ? null : mac(guestId, place) + place),
    read: (guestId, signed) => {
      const place = signed.slice(MAC);
      const given = Buffer.from(signed.slice(0, MAC));
      const right = Buffer.from(mac(guestId, place));
      if (given.length !== right.length || !timingSafeEqual(given, right)) {
        throw new SuspiciousRequest('a place in a history that was never given out');
      }
      return place;
    },
  };
}
