import { z } from 'zod';
import {
  type ChangedLimit,
  LIMITS,
  type LimitKey,
  type SettingValue,
} from '../../src-preload/contract/manager.ts';
import type { Mode } from '../../src-preload/contract/status.ts';
import { openSecret, openText, sealText } from '../lib/sealed-key.ts';
import type { SecretBox } from '../ports.ts';
import { merge, nested, valueAt, without } from '../settings/merge.ts';
import { configSchema } from '../settings/schema.ts';
import type { ToastConnection } from './gateway.ts';

/** The parts of a live kiosk's profile. On disk they are one sealed value: none can be changed alone. */
interface Live {
  /** Lower case. */
  readonly restaurantGuid: string;
  /** Null where this PC cannot open it (another user, a lost keyring), or where it was changed on the disk. */
  readonly connection: ToastConnection | null;
  /** Settings in the shape of the configuration, only those that live's managers chose on this kiosk. */
  readonly own: unknown;
  /** Grows with each change of live. The restaurant's records name the newest, so that an older file is told. */
  readonly serial: number;
  /** Limits from a version in which Training could change them: they apply, and wait for a manager to confirm them. */
  readonly unconfirmed: readonly LimitKey[];
  /** Settings that are older than the newest that the records name: they do not apply until a manager says so. */
  readonly shelved: unknown;
}

/**
 * The kiosk's profile: Training or live, which restaurant, and the settings of each. One value under one key, so that
 * going live is one write: after a power cut either all of it is there, or none.
 */
export interface Profile {
  readonly mode: Mode;
  readonly live: Live | null;
  /** Settings chosen on this kiosk for Training; they never apply to live. */
  readonly training: unknown;
  /** This profile as the settings file holds it. */
  readonly kept: unknown;
}

export const TRAINING_PROFILE: Profile = { mode: 'training', live: null, training: {}, kept: undefined };

/** The settings chosen on this kiosk that apply in its present mode. */
export const ownOf = ({ mode, live, training }: Profile): unknown =>
  mode === 'live' && live !== null ? live.own : training;

export const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const guid = z.string().regex(GUID);

/** `mode` and the GUID outside of the seal only serve where it cannot be opened: they tell whose records these are. */
const keptSchema = z
  .strictObject({
    mode: z.enum(['training', 'live']),
    live: z.strictObject({ restaurantGuid: guid, sealed: z.string() }).nullable(),
    training: z.unknown(),
  })
  // Live, and nothing of what live is made of: not as this kiosk left it.
  .refine(({ mode, live }) => mode === 'training' || live !== null);
type Kept = z.infer<typeof keptSchema>;

/** Until version 1 of the seal: the address and the GUID in the open, and one set of settings for Training and live. */
const formerSchema = z.strictObject({
  mode: z.enum(['training', 'live']),
  live: z.strictObject({ url: z.url(), restaurantGuid: guid, sealed: z.string() }).nullable(),
  own: z.unknown(),
});
const formerSecretSchema = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  deviceGuid: z.string().nullable(),
});

const PLACE = 'hoststand live';
const sealedSchema = z.strictObject({
  mode: z.enum(['training', 'live']),
  connection: z.strictObject({
    url: z.string(),
    restaurantGuid: guid,
    clientId: z.string(),
    clientSecret: z.string(),
    deviceGuid: z.string().nullable(),
  }),
  own: z.unknown(),
  serial: z.int().min(1),
  unconfirmed: z.array(z.enum(LIMITS)),
});

export interface ProfilePorts {
  readonly box: SecretBox;
  /** Whether a key may be kept in the open on a PC that cannot seal. */
  readonly allowUnsealed: boolean;
  /** The newest serial that the restaurant's records name; null where they name none, or cannot be read now. */
  readonly markOf: (restaurantGuid: string) => number | null;
  /** Whether a secret that was kept beside its address, unsealed, may still be sent to that address. */
  readonly mayMigrateTo: (url: string) => boolean;
  /** Keeps a profile that was sealed again because the system has a newer key. */
  readonly renew: (kept: unknown) => void;
}

/** Whether this is a profile as a settings file holds it, of this version or an older one. */
export const isKeptProfile = (kept: unknown): boolean =>
  keptSchema.safeParse(kept).success || formerSchema.safeParse(kept).success;

/** Reads what was kept; null where something is there that is no profile. Nothing kept is a new kiosk in Training. */
export async function openProfile(kept: unknown, ports: ProfilePorts): Promise<Profile | null> {
  if (kept === undefined) return TRAINING_PROFILE;
  const read = keptSchema.safeParse(kept);
  if (read.success) return openKept(read.data, ports);
  const former = formerSchema.safeParse(kept);
  return former.success ? openFormer(former.data, kept, ports) : null;
}

async function openKept(found: Kept, ports: ProfilePorts): Promise<Profile> {
  let kept = found;
  const { live } = found;
  const training = kept.training ?? {};
  if (live === null) return { mode: 'training', live: null, training, kept };
  const opened = await openText(ports.box, live.sealed, PLACE, ports.allowUnsealed, (sealed) => {
    kept = { ...found, live: { ...live, sealed } };
    ports.renew(kept);
  });
  const sealed = opened === null ? null : sealedSchema.safeParse(parsed(opened));
  if (!sealed?.success) {
    return { mode: kept.mode, live: closed(live.restaurantGuid, ports), training, kept };
  }
  const { mode, connection, own, serial, unconfirmed } = sealed.data;
  const mark = ports.markOf(connection.restaurantGuid) ?? 0;
  const older = mark > serial;
  return {
    mode,
    live: {
      restaurantGuid: connection.restaurantGuid,
      connection,
      own: older ? merge(withoutLimits(own), stillWanted(own)) : own,
      serial: Math.max(serial, mark),
      unconfirmed: older ? [] : unconfirmed,
      shelved: older ? own : null,
    },
    training,
    kept,
  };
}

/** The connection cannot be opened: whose records these are is all that is known, and the default limits apply. */
const closed = (restaurantGuid: string, { markOf }: ProfilePorts): Live => ({
  restaurantGuid,
  connection: null,
  own: {},
  serial: markOf(restaurantGuid) ?? 0,
  unconfirmed: [],
  shelved: null,
});

/**
 * A profile of before. What was shared becomes live's, and each limit in it that is no default waits for a manager.
 * Records that name a serial were already live with a seal: then an old file was restored, and it is not trusted.
 */
async function openFormer(
  { mode, live, own }: z.infer<typeof formerSchema>,
  kept: unknown,
  ports: ProfilePorts,
): Promise<Profile> {
  if (live === null) {
    return { mode: 'training', live: null, training: own ?? {}, kept: keptOf('training', null, own ?? {}) };
  }
  const { restaurantGuid, url } = live;
  const known = ports.markOf(restaurantGuid) !== null || !ports.mayMigrateTo(url);
  const opened = known ? null : await openSecret(ports.box, live.sealed, ports.allowUnsealed);
  const secret = opened === null ? null : formerSecretSchema.safeParse(parsed(opened));
  if (!secret?.success) return { mode, live: closed(restaurantGuid, ports), training: {}, kept };
  const next: Profile = {
    mode,
    live: {
      restaurantGuid,
      connection: { url, restaurantGuid, ...secret.data },
      own: own ?? {},
      serial: 1,
      unconfirmed: changedLimits(own).map(({ key }) => key),
      shelved: null,
    },
    training: {},
    kept,
  };
  return sealProfile(next, ports);
}

/**
 * The profile with what is to be kept of it sealed. A connection that cannot be opened stays as it is kept: its keyring may
 * come back. Rejects where the system cannot seal and that is not allowed.
 */
export async function sealProfile(
  profile: Profile,
  { box, allowUnsealed }: Pick<ProfilePorts, 'box' | 'allowUnsealed'>,
): Promise<Profile> {
  const { mode, live, training } = profile;
  if (live === null) return { ...profile, kept: keptOf(mode, null, training) };
  const { connection, own, serial, unconfirmed, restaurantGuid } = live;
  if (connection === null) return { ...profile, kept: { ...(profile.kept as object), mode } };
  const text = JSON.stringify({ mode, connection, own, serial, unconfirmed });
  const sealed = await sealText(box, text, PLACE, allowUnsealed);
  return { ...profile, kept: keptOf(mode, { restaurantGuid, sealed }, training) };
}

/** The profile with other settings for Training. No byte of what is kept of live changes. */
export function withTraining(profile: Profile, training: unknown): Profile {
  const read = keptSchema.safeParse(profile.kept);
  return { ...profile, training, kept: keptOf(profile.mode, read.success ? read.data.live : null, training) };
}

const keptOf = (mode: Mode, live: Kept['live'], training: unknown): Kept => ({ mode, live, training });

const DEFAULTS = configSchema.parse({});

/** Every limit in these settings that is no default. */
export function changedLimits(settings: unknown): readonly ChangedLimit[] {
  return LIMITS.flatMap((key) => {
    const value = valueAt(settings, key) as SettingValue | undefined;
    const standard = valueAt(DEFAULTS, key) as SettingValue;
    return value === undefined || value === standard ? [] : [{ key, value, standard }];
  });
}

/** A second manager stays wanted where an older file wants one: putting that file back does not do without. */
const stillWanted = (own: unknown): unknown =>
  valueAt(own, 'rules.secondManager.on') === true ? nested('rules.secondManager.on', true) : {};

/** These settings with the default limits. */
const withoutLimits = (own: unknown): unknown =>
  LIMITS.reduce<unknown>((left, key) => without(left, key), own);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Where the database of a restaurant lie inside the data folder, and how they are stamped. */
export const databaseOf = (profile: Profile): { readonly folder: string; readonly stamp: string } =>
  profile.mode === 'live' && profile.live !== null
    ? liveDatabase(profile.live.restaurantGuid)
    : { folder: 'training', stamp: 'training' };

export const liveDatabase = (
  restaurantGuid: string,
): { readonly folder: string; readonly stamp: string } => ({
  folder: `live-${restaurantGuid}`,
  stamp: `live:${restaurantGuid}`,
});
