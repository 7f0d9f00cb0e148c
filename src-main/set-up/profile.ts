import { z } from 'zod';
import type { Mode } from '../../src-preload/contract/status.ts';
import { openSecret, sealSecret } from '../lib/sealed-key.ts';
import type { SecretBox } from '../ports.ts';
import type { ToastConnection } from './gateway.ts';

/** The live connection as it is kept: what names it in the open, what opens it sealed by the system. */
export interface LiveProfile {
  readonly url: string;
  /** Lower case. */
  readonly restaurantGuid: string;
  /** Client id, secret and device, as {@link sealSecret} keeps them. */
  readonly sealed: string;
}

/**
 * What this kiosk is: Training or live, at which restaurant, and what its managers chose. One value under one key, so that
 * going live is one write: either all of it is there after a power cut, or none.
 */
export interface Profile {
  readonly mode: Mode;
  readonly live: LiveProfile | null;
  /** Settings in the shape of the configuration, only those chosen on this kiosk. */
  readonly own: unknown;
}

export const TRAINING_PROFILE: Profile = { mode: 'training', live: null, own: {} };

export const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const schema = z.object({
  mode: z.enum(['training', 'live']),
  live: z.object({ url: z.url(), restaurantGuid: z.string().regex(GUID), sealed: z.string() }).nullable(),
  own: z.unknown(),
});

/** Reads what was kept. What cannot be read is Training: nothing is ever sent to a restaurant by guessing. */
export function readProfile(kept: unknown): Profile {
  const read = schema.safeParse(kept);
  if (!read.success) return TRAINING_PROFILE;
  const { mode, live, own } = read.data;
  return { mode: live === null ? 'training' : mode, live, own: own ?? {} };
}

const secretSchema = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  deviceGuid: z.string().nullable(),
});

/** Seals a connection for keeping. Rejects where the system cannot seal and that is not allowed. */
export async function sealConnection(
  connection: ToastConnection,
  box: SecretBox,
  mayBePlain: boolean,
): Promise<LiveProfile> {
  const { url, restaurantGuid, clientId, clientSecret, deviceGuid } = connection;
  const sealed = await sealSecret(box, JSON.stringify({ clientId, clientSecret, deviceGuid }), mayBePlain);
  return { url, restaurantGuid, sealed };
}

/** Opens it again; null where this PC can no longer do that (another user, a lost keyring). */
export async function openConnection(
  live: LiveProfile,
  box: SecretBox,
  mayBePlain: boolean,
): Promise<ToastConnection | null> {
  const plain = await openSecret(box, live.sealed, mayBePlain);
  if (plain === null) return null;
  try {
    const { url, restaurantGuid } = live;
    return { url, restaurantGuid, ...secretSchema.parse(JSON.parse(plain)) };
  } catch {
    return null;
  }
}

/** Where the books of a restaurant lie inside the data folder, and how they are stamped. */
export const booksOf = (profile: Profile): { readonly folder: string; readonly stamp: string } =>
  profile.mode === 'live' && profile.live !== null
    ? liveBooks(profile.live.restaurantGuid)
    : { folder: 'training', stamp: 'training' };

export const liveBooks = (restaurantGuid: string): { readonly folder: string; readonly stamp: string } => ({
  folder: `live-${restaurantGuid}`,
  stamp: `live:${restaurantGuid}`,
});

/**
 * The address of Toast's API as it was typed; null where no token may be sent there: anything but https, or with a name, a
 * question or a fragment in it. http to this PC itself only where that was allowed from outside (tests).
 */
export function tidyUrl(typed: string, allowLoopback: boolean): string | null {
  const text = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
  if (url === null || url.hostname === '' || url.username !== '' || url.password !== '') return null;
  if (url.search !== '' || url.hash !== '') return null;
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback && allowLoopback)) return null;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
