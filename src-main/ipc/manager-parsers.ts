import { z } from 'zod';
import { AUDIT_FILTERS } from '../../src-preload/contract/audit.ts';
import type { Requests } from '../../src-preload/contract/channels.ts';
import { HANDS, TEXT_SIZES } from '../../src-preload/contract/comfort.ts';
import { OWN_SETTINGS, THEMES } from '../../src-preload/contract/manager.ts';
import type { ManagerRequestName } from '../../src-preload/contract/manager-channels.ts';
import { PIN_MAX, PIN_MIN } from '../../src-preload/contract/staff.ts';
import { typedText } from './typed-text.ts';

const nothing = z.strictObject({});
const pin = z.string().regex(new RegExp(`^\\d{${PIN_MIN},${PIN_MAX}}$`));
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const typed = typedText(400);

/** The shapes of what a manager's screens and the set-up ask. */
export const managerParsers: { readonly [N in ManagerRequestName]: z.ZodType<Requests[N]['request']> } = {
  enterManager: z.strictObject({ pin }),
  leaveManager: nothing,
  managerHome: nothing,
  kioskReport: z.strictObject({ day: day.nullable() }),
  restaurantReport: z.strictObject({ day }),
  stopReport: nothing,
  exportReport: z.strictObject({ day }),
  readSettings: nothing,
  changeSettings: z.strictObject({
    changes: z.partialRecord(z.enum(OWN_SETTINGS), z.union([typed, z.number(), z.boolean(), z.null()])),
  }),
  secondManager: z.strictObject({ pin }),
  deviceFacts: nothing,
  noticesPage: z.strictObject({ page: z.int().min(1) }),
  auditPage: z.strictObject({ before: z.int().min(1).nullable(), filter: z.enum(AUDIT_FILTERS) }),
  setTheme: z.strictObject({ theme: z.enum(THEMES) }),
  setComfort: z.strictObject({
    hand: z.enum(HANDS).exactOptional(),
    textSize: z.literal(TEXT_SIZES).exactOptional(),
    sounds: z.boolean().exactOptional(),
  }),
  switchMode: z.discriminatedUnion('to', [
    z.strictObject({ to: z.literal('training') }),
    z.strictObject({ to: z.literal('live'), pin }),
  ]),
  doubtedLimits: nothing,
  decideLimits: z.strictObject({ keep: z.boolean() }),
  supportBundle: nothing,
  exitKiosk: nothing,
  confirmMoved: z.strictObject({ as: z.enum(['replacement', 'copy']) }),
  readSetUp: nothing,
  changeSetUp: z.strictObject({
    url: typed.optional(),
    confirmUrl: typed.optional(),
    client: typed.optional(),
    secret: typed.optional(),
    restaurant: typed.optional(),
    device: typed.optional(),
    timeZone: typed.optional(),
    dayEndsAtHour: z.number().optional(),
    houseName: typed.optional(),
    managerName: typed.optional(),
  }),
  testSetUp: nothing,
  finishSetUp: z.strictObject({ pin }),
  dropSetUp: nothing,
};
