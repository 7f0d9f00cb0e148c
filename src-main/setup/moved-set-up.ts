import { z } from 'zod';
import { HANDS, TEXT_SIZES } from '../../src-preload/contract/comfort.ts';
import { OWN_SETTINGS, THEMES } from '../../src-preload/contract/manager.ts';
import { MAX_NAME, ROLES, STAFF_NAME } from '../../src-preload/contract/staff.ts';
import { LANGUAGES } from '../../src-preload/contract/status.ts';
import type { MovedStaff } from '../domain/moved-staff.ts';
import type { Settings } from '../ports.ts';
import { merge, nested, valueAt } from '../settings/merge.ts';
import { MOVED_SETTINGS, readOwn } from '../settings/own.ts';
import { type AppConfig, configSchema } from '../settings/schema.ts';
import { tidyUrl } from './address.ts';
import type { ToastConnection } from './gateway.ts';
import { GUID } from './profile.ts';

/** More is no list of one restaurant's staff. */
const MOST_STAFF = 500;
const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
const guid = z.string().regex(GUID);
const short = z.string().min(1).max(300);

const personSchema = z.strictObject({
  id: guid,
  // As the staff list takes names: a note in Toast names staff.
  shortName: z.string().max(MAX_NAME).regex(STAFF_NAME),
  role: z.enum(ROLES),
  employeeGuid: z.string().max(60).nullable(),
  active: z.boolean(),
  digest: hex(32),
  salt: hex(16),
  // The cost is what a check of this PIN will take: no more than this version's own.
  hash: z.string().regex(/^scrypt:(?:[1-9]|1[0-7]):[0-9a-f]{64}$/),
});

/** What of a kiosk goes to another PC. The reference of its device at Toast stays: it tells the two apart. */
export const movedSchema = z.strictObject({
  /** When it was written (UTC ms), and the PC it is from. */
  at: z.number(),
  from: z.string().max(200),
  connection: z.strictObject({
    url: short,
    restaurantGuid: guid,
    clientId: short,
    clientSecret: short,
  }),
  /** The settings in effect there that are no default, no matter who chose them. */
  own: z.unknown(),
  staff: z
    .strictObject({ key: hex(32), people: z.array(personSchema).max(MOST_STAFF) })
    .refine(({ people }) => people.some(({ role, active }) => active && role === 'manager'))
    .refine(
      ({ people }) =>
        new Set(people.map(({ id }) => id)).size === people.length &&
        new Set(people.map(({ digest }) => digest)).size === people.length,
    ),
  looks: z.strictObject({
    language: z.enum(LANGUAGES).nullable(),
    theme: z.enum(THEMES).nullable(),
    comfort: z
      .strictObject({
        hand: z.enum(HANDS).exactOptional(),
        textSize: z.literal(TEXT_SIZES).exactOptional(),
        sounds: z.boolean().exactOptional(),
      })
      .nullable(),
  }),
});
export type MovedSetUp = Readonly<z.infer<typeof movedSchema>>;

const DEFAULTS = configSchema.parse({});
const CARRIED = [...OWN_SETTINGS, ...MOVED_SETTINGS];

/** The settings in effect that are no default, in the shape of the configuration. */
const settingsToMove = (config: AppConfig): unknown =>
  CARRIED.reduce<unknown>((moved, key) => {
    const value = valueAt(config, key);
    const same = JSON.stringify(value) === JSON.stringify(valueAt(DEFAULTS, key));
    return same ? moved : merge(moved, nested(key, value));
  }, {});

export interface MovedInput {
  readonly at: number;
  readonly from: string;
  readonly connection: ToastConnection;
  readonly config: AppConfig;
  readonly staff: MovedStaff;
  readonly settings: Settings;
}

/** The content of a set-up file. */
export function movedText({ at, from, connection, config, staff, settings }: MovedInput): string {
  const { url, restaurantGuid, clientId, clientSecret } = connection;
  const { looks } = movedSchema.shape;
  const chosen = <K extends keyof typeof looks.shape>(key: K): unknown => {
    const read = looks.shape[key].safeParse(settings.get(key) ?? null);
    return read.success ? read.data : null;
  };
  return JSON.stringify({
    at,
    from: from.slice(0, 200),
    connection: { url, restaurantGuid, clientId, clientSecret },
    own: settingsToMove(config),
    staff,
    looks: { language: chosen('language'), theme: chosen('theme'), comfort: chosen('comfort') },
  });
}

/** Reads the content of a set-up file; null where anything in it is not as a kiosk writes it. */
export function readMoved(text: string, allowLoopback: boolean): MovedSetUp | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const read = movedSchema.safeParse(value);
  if (!read.success) return null;
  const problems: Parameters<typeof readOwn>[1] = [];
  const own = readOwn(read.data.own, problems);
  if (problems.length > 0) return null;
  // No secret goes to an address in another form than the one that is shown.
  if (tidyUrl(read.data.connection.url, allowLoopback) !== read.data.connection.url) return null;
  return { ...read.data, own };
}

/** Gives this PC the looks of the other kiosk, except for what someone chose here. */
export function takeLooks({ language, theme, comfort }: MovedSetUp['looks'], settings: Settings): void {
  for (const [key, value] of Object.entries({ language, theme, comfort })) {
    const name = key as 'language' | 'theme' | 'comfort';
    if (value !== null && settings.get(name) === undefined) settings.set(name, value);
  }
}
