import { z } from 'zod';
import { HANDS, TEXT_SIZES } from '../../src-preload/contract/comfort.ts';
import type { Reason } from '../../src-preload/contract/credit.ts';
import { type Cents, MAX_CENTS } from '../../src-preload/contract/money.ts';
import type { Role } from '../../src-preload/contract/staff.ts';
import { DEFAULT_RULES } from '../credits/limits.ts';
import { DAY_ENDS_AT_HOUR } from '../domain/business-day.ts';
import { KEEP_DAYS } from '../guests/directory/directory.ts';
import { seenName, wellFormed } from '../lib/text.ts';
import { DEFAULT_TIMING } from '../outbox/timing/default-timing.ts';

const IN_CENTS = `must be a whole number of cents from 0 to ${MAX_CENTS}, such as 1000 for 10.00`;
const amount = z
  .int({ error: IN_CENTS })
  .min(0, IN_CENTS)
  .max(MAX_CENTS, IN_CENTS)
  .transform((n) => n as Cents);
const seconds = (least: number, most: number) => z.number().min(least).max(most);
const loopback = z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/ });

const timeZone = z
  .string()
  .refine(isTimeZone, { error: 'must be an IANA time zone, such as America/New_York' });

/** Whether the runtime knows this IANA zone. */
function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** A text for people in the admin's file, as it may leave for the page and Toast; one without anything to see is none. */
const shownText = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .overwrite((text) => wellFormed(text).trim())
    .refine((text) => seenName(text) !== '', 'must not be empty');

/** Toast's amounts have two decimals, and so do a kiosk's: a yen has none, and would be sent as a hundredth. */
function hasCents(currency: string): boolean {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits === 2;
}

const reason = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and dashes'),
  label: z.strictObject({ en: shownText(30), es: shownText(30) }),
  amount: amount.nullable().default(null),
  noteRequired: z.boolean().default(false),
}) satisfies z.ZodType<Reason>;

const HOURS =
  'must be "always", or for each day from mon to sun hours such as "11:00-22:00", or null where closed';
const UPDATE_ADDRESS = 'must be an address that begins with https://, without ?, # and @';
/** From when to when, by the restaurant's clock; an end that is not later is on the next day. */
const openHours = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d$/, HOURS)
  .nullable()
  .default(null);

const perDay = (role: Role, what: string) =>
  amount.default(DEFAULT_RULES.employeeDay.alone[role]).describe(`Cents ${what}`);

/**
 * Every setting an admin may put into the configuration file, with its default. Unknown keys are refused, since a typo
 * that is silently ignored is the worst kind. Amounts in minor units (cents), times in seconds.
 */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('Path of the JSON schema for editors; the kiosk does not read it'),
  houseName: shownText(40).default('Hoststand').describe('The name on the sign-in screen'),
  language: z.enum(['en', 'es']).default('en').describe('Language at start, until a person changes it'),
  timeZone: timeZone.default('America/New_York').describe("The restaurant's IANA time zone"),
  dayEndsAtHour: z
    .int()
    .min(0)
    .max(12)
    .default(DAY_ENDS_AT_HOUR)
    .describe('Hour at which the business day ends'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'must be an ISO 4217 code, such as USD', abort: true })
    .refine(hasCents, 'must be a currency with two decimals, such as USD')
    .default('USD')
    .describe('ISO 4217 code of the restaurant\u2019s money'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code, such as US')
    .default('US')
    .describe('Country of the restaurant: one of the North American Numbering Plan'),
  screen: z
    .strictObject({
      diagonalInches: z
        .number()
        .min(5)
        .max(60)
        .nullable()
        .default(null)
        .describe('Diagonal of the panel, so that keys come out 20 mm wide'),
      idleWarnSeconds: seconds(5, 300).default(60).describe('Seconds without a touch before the warning'),
      idleClearSeconds: seconds(5, 120)
        .default(20)
        .describe('Seconds the warning is shown before the guest is cleared from the screen'),
      hand: z.enum(HANDS).default('right').describe('Side of the keypad, until a person changes it'),
      textSize: z
        .literal(TEXT_SIZES)
        .default(100)
        .describe('Text size in percent, until a person changes it'),
      sounds: z.boolean().default(false).describe('Sounds for keys and errors, until a person changes it'),
      kiosk: z.boolean().default(true).describe('Full screen without a frame'),
    })
    .prefault({}),
  restaurant: z
    .strictObject({
      hours: z
        .union(
          [
            z.literal('always'),
            z.strictObject({
              mon: openHours,
              tue: openHours,
              wed: openHours,
              thu: openHours,
              fri: openHours,
              sat: openHours,
              sun: openHours,
            }),
          ],
          { error: HOURS },
        )
        .default('always')
        .describe(
          'When the display is kept awake: for each day (`mon` to `sun`) hours such as `"11:00-22:00"`, which may end after midnight; a day without them is closed',
        ),
    })
    .prefault({}),
  guests: z
    .strictObject({
      keepDays: z
        .int()
        .min(1)
        .max(365)
        .default(KEEP_DAYS)
        .describe('Days after which a guest not seen here is deleted'),
      most: z
        .int()
        .min(100)
        .max(200_000)
        .default(100_000)
        .describe('Maximum number of guests this kiosk stores'),
      keepUnsealed: z
        .boolean()
        .default(false)
        .describe('Store guests on a PC that cannot seal their key; the key is then stored next to them'),
    })
    .prefault({}),
  undoSeconds: seconds(1, 120)
    .default(DEFAULT_TIMING.undoMs / 1000)
    .describe('Seconds in which a credit can be undone before it is sent'),
  signOutAfterCredit: z
    .boolean()
    .default(false)
    .describe('Sign out after each credit; the person who gave it can still undo it'),
  openOnlyMatch: z
    .boolean()
    .default(false)
    .describe('Open a guest without a further tap if a whole phone number is exactly one guest\u2019s'),
  pinDigits: z
    .literal([6, 7, 8])
    .nullable()
    .default(null)
    .describe(
      'Digits that every PIN has, so that it is checked at its last digit; nothing where PINs have 4 to 8 digits',
    ),
  keepSettledDays: z
    .int()
    .min(2)
    .max(3650)
    .default(DEFAULT_TIMING.keepMs / 86_400_000)
    .describe('Days to keep sent credits in the list. The activity log keeps them permanently'),
  rules: z
    .strictObject({
      alone: z
        .strictObject({
          host: amount.default(DEFAULT_RULES.alone.host).describe('Cents a host may give alone'),
          server: amount.default(DEFAULT_RULES.alone.server).describe('Cents a server may give alone'),
          manager: amount.default(DEFAULT_RULES.alone.manager).describe('Cents a manager may give alone'),
        })
        .prefault({}),
      most: amount
        .default(DEFAULT_RULES.most)
        .describe('Cents: maximum for one credit, with or without approval'),
      employeeDay: z
        .strictObject({
          alone: z
            .strictObject({
              host: perDay('host', 'a host may give alone in a business day'),
              server: perDay('server', 'a server may give alone in a business day'),
              manager: perDay('manager', 'a manager may give alone in a business day'),
            })
            .prefault({}),
          most: amount
            .default(DEFAULT_RULES.employeeDay.most)
            .describe('Cents: maximum one person may give in a business day, approved or not'),
        })
        .prefault({}),
      guestDay: z
        .strictObject({
          alone: amount
            .default(DEFAULT_RULES.guestDay.alone)
            .describe('Cents one guest may be given in a business day without a manager'),
          most: amount
            .default(DEFAULT_RULES.guestDay.most)
            .describe('Cents: maximum one guest may be given in a business day'),
        })
        .prefault({}),
      offline: z
        .strictObject({
          alone: amount
            .default(DEFAULT_RULES.offline.alone)
            .describe('Cents for one credit without a manager while Toast is offline'),
          most: amount
            .default(DEFAULT_RULES.offline.most)
            .describe('Cents: maximum for one credit while Toast is offline'),
          hours: z
            .number()
            .min(0.1)
            .max(720)
            .default(DEFAULT_RULES.offline.hours)
            .describe('Hours without an answer from Toast after which no new credit is accepted'),
        })
        .prefault({}),
      approval: z
        .strictObject({
          minutes: z
            .int()
            .min(1)
            .max(240)
            .default(15)
            .describe('Minutes that a request for approval waits for a manager'),
          own: z.boolean().default(false).describe('Whether managers may approve their own credits'),
          byCode: z
            .strictObject({
              most: amount
                .default(10_000 as Cents)
                .describe('Cents up to which a manager who is elsewhere may approve by code; 0 for never'),
              managers: z
                .union([z.literal('enrolled'), z.array(z.string().min(1)).max(50)])
                .default('enrolled')
                .describe(
                  'Who: every manager who has enrolled, or those of this list of names or employee GUIDs',
                ),
            })
            .prefault({}),
        })
        .prefault({}),
      secondManager: z
        .strictObject({
          on: z
            .boolean()
            .default(false)
            .describe(
              'Whether raising a limit above the next setting, and making a manager, needs the PIN of a second manager',
            ),
          above: amount
            .default(50_000 as Cents)
            .describe('Cents: raising a limit above this needs a second manager, if that is on'),
        })
        .prefault({}),
      waiting: z
        .strictObject({
          count: z
            .int()
            .min(1)
            .max(1000)
            .default(DEFAULT_RULES.waiting.count)
            .describe('Maximum number of unsent credits on this kiosk'),
          sum: amount.default(DEFAULT_RULES.waiting.sum).describe('Cents: maximum total of unsent credits'),
          stopAfterHours: z
            .number()
            .min(1)
            .max(168)
            .default(DEFAULT_RULES.waiting.stopAfterHours)
            .describe('Hours a credit may be unsent before new credits are blocked'),
          sendWithinHours: z
            .number()
            .min(1)
            .max(720)
            .default(DEFAULT_RULES.waiting.sendWithinHours)
            .describe(
              'Hours after which an unsent credit is no longer sent automatically; a manager decides',
            ),
        })
        .prefault({}),
      reasons: z
        .array(reason)
        .min(1)
        .max(9)
        .refine(
          (all) => new Set(all.map(({ id }) => id)).size === all.length,
          'must have an id of its own each',
        )
        .default([...DEFAULT_RULES.reasons])
        .describe('Reasons staff can choose for a credit'),
    })
    .prefault({}),
  /** What the admin knows of the connection to Toast: filled in where the kiosk is set up. The secret is typed there. */
  toast: z
    .strictObject({
      url: z
        .url({ protocol: /^https$/, error: 'must be an address that begins with https://' })
        .meta({ pattern: '^https://' })
        .nullable()
        .default(null)
        .describe(
          'Address of Toast\u2019s API, filled in when this kiosk is set up; with it, an address outside of toasttab.com needs no confirmation there',
        ),
      clientId: z
        .string()
        .min(1)
        .max(200)
        .nullable()
        .default(null)
        .describe('Toast client ID, filled in at setup'),
      restaurantGuid: z
        .guid()
        .nullable()
        .default(null)
        .describe('The restaurant\u2019s GUID, filled in at setup'),
      deviceGuid: z
        .guid()
        .nullable()
        .default(null)
        .describe('This kiosk\u2019s device GUID at Toast, if it has one'),
    })
    .prefault({}),
  /** Newer versions of Hoststand. The admin's file alone says where they come from. */
  update: z
    .strictObject({
      mode: z
        .enum(['off', 'notify', 'apply'])
        .default('notify')
        .describe(
          '`notify`: managers are told that a newer version is ready; `apply`: on Windows with the updater, the kiosk also installs it when no one uses it and nothing is waiting; `off`: the kiosk doesn\u2019t look',
        ),
      url: z
        .url({ error: UPDATE_ADDRESS })
        .regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])[^?#@]*$/, UPDATE_ADDRESS)
        .nullable()
        .default(null)
        .describe(
          'Address of the folder with signed updates; without one the kiosk doesn\u2019t look for updates',
        ),
      window: z
        .string()
        .regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be hours such as "04:00-06:00"')
        .default('04:00-06:00')
        .describe(
          'Hours for installing with `apply`, by the restaurant\u2019s clock; may end after midnight',
        ),
    })
    .prefault({}),
  security: z
    .strictObject({
      allowWeakSealing: z
        .boolean()
        .default(false)
        .describe(
          'Whether the Toast secret and the limits may be kept on a PC that cannot seal them (Linux without a keyring): then anyone who can read the kiosk\u2019s files can read the secret, and anyone who can change them can change the limits',
        ),
    })
    .prefault({}),
  /** Where Training looks for its CRM. Only this PC itself can be named, so Training cannot reach a real one. */
  training: z
    .strictObject({
      guests: z.int().min(20).max(5_000).default(300).describe('Number of invented guests in Training'),
      seed: z.int().min(0).default(7).describe('Random seed for the training guests'),
      crm: z
        .strictObject({
          url: loopback,
          clientId: z.string(),
          clientSecret: z.string(),
          restaurantGuid: z.guid(),
        })
        .nullable()
        .default(null)
        .describe('Another training CRM on this PC instead of the built-in one'),
    })
    .prefault({}),
});

/** The configuration in effect: frozen, whole, valid. */
export type AppConfig = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
