import { z } from 'zod';
import type { RequestName, Requests } from '../../src-preload/contract/channels.ts';
import { NOTE_MAX } from '../../src-preload/contract/credit.ts';
import { EMAIL_MAX, LOOK_UP_WAYS, NAME_MAX } from '../../src-preload/contract/guest.ts';
import { type Cents, MOST_CENTS } from '../../src-preload/contract/money.ts';
import { PIN_MAX, PIN_MIN, ROLES } from '../../src-preload/contract/staff.ts';
import { LANGUAGES } from '../../src-preload/contract/status.ts';
import { managerParsers } from './manager-parsers.ts';
import { typedText } from './typed-text.ts';

const nothing = z.strictObject({});
const guid = z.guid().transform((value) => value.toLowerCase());
const pin = z.string().regex(new RegExp(`^\\d{${PIN_MIN},${PIN_MAX}}$`));
const code = z.string().regex(/^\d{6}$/);
const name = typedText(80);
const role = z.enum(ROLES);
const employeeGuid = typedText(60).nullable();
/** Digits of a number, with a + before another country's. */
const digits = z.string().regex(/^\+?\d{0,20}$/);
const words = typedText(EMAIL_MAX);
/** The place in a history names its last hundred lines by GUID (crm/wire/paging.ts), and may carry a link of the CRM's. */
const NEXT_MAX = 8_000;
const guestDetails = z.strictObject({
  firstName: typedText(NAME_MAX),
  lastName: typedText(NAME_MAX),
  phone: digits.nullable(),
  email: words.nullable(),
});
const newGuest = guestDetails.extend({ guestId: guid });
const amount = z
  .int()
  .min(0)
  .max(MOST_CENTS)
  .transform((value) => value as Cents);

/** The shape of every request. A channel without a parser does not compile. */
export const parsers: { readonly [N in RequestName]: z.ZodType<Requests[N]['request']> } = {
  ...managerParsers,
  status: nothing,
  signIn: z.strictObject({ pin }),
  signOut: nothing,
  seenHowTo: nothing,
  setLanguage: z.strictObject({ language: z.enum(LANGUAGES) }),
  lookUp: z.strictObject({ digits, by: z.enum(['phone', 'last-four']) }),
  lookUpHere: z
    .strictObject({ typed: words, by: z.enum(LOOK_UP_WAYS) })
    .refine(({ typed, by }) => by === 'name' || by === 'email' || digits.safeParse(typed).success),
  searchGuests: z.strictObject({ text: words, by: z.enum(['name', 'email']) }),
  stopLookUp: nothing,
  openGuest: z.strictObject({ guestId: guid }),
  glanceAtGuest: z.strictObject({ guestId: guid }),
  historyPage: z.strictObject({ guestId: guid, from: z.string().min(1).max(NEXT_MAX) }),
  forgetGuest: z.strictObject({ guestId: guid }),
  forgetAllGuests: nothing,
  openGuestForm: nothing,
  lookalikesHere: newGuest,
  lookalikes: newGuest,
  createGuest: newGuest,
  revealPhone: z.strictObject({ guestId: guid }),
  openCreditForm: z.strictObject({ guestId: guid }),
  giveCredit: z.strictObject({
    creditId: guid,
    amount,
    reasonId: typedText(40),
    note: typedText(NOTE_MAX),
  }),
  approve: z.strictObject({ approvalId: guid, pin }),
  approveByCode: z.strictObject({ approvalId: guid, managerId: guid, code }),
  openKeypad: z.strictObject({ pin }),
  replacePin: z.strictObject({ pin, newPin: pin }),
  declineApproval: z.strictObject({ approvalId: guid }),
  creditShown: z.strictObject({ creditId: guid }),
  undoCredit: z.strictObject({ creditId: guid }),
  waitingList: nothing,
  resolveEntry: z.strictObject({
    id: guid,
    resolution: z.discriminatedUnion('do', [
      z.strictObject({ do: z.literal('discard'), reason: typedText(NOTE_MAX).trim().min(3) }),
      z.strictObject({ do: z.literal('send-as-new') }),
      z.strictObject({ do: z.literal('recheck') }),
      z.strictObject({ do: z.literal('create-anyway') }),
      z.strictObject({ do: z.literal('use-existing'), guestId: guid }),
      z.strictObject({ do: z.literal('correct-guest'), guest: guestDetails }),
    ]),
    pin,
  }),
  sendNow: nothing,
  staffList: nothing,
  staffAdd: z.strictObject({ shortName: name, role, employeeGuid, pin: pin.nullable() }),
  staffNewPin: z.strictObject({ staffId: guid, pin: pin.nullable() }),
  staffChange: z.strictObject({
    staffId: guid,
    shortName: name.optional(),
    role: role.optional(),
    employeeGuid: employeeGuid.optional(),
    active: z.boolean().optional(),
  }),
  staffRemove: z.strictObject({ staffId: guid }),
  staffImport: nothing,
  enrolCode: nothing,
  confirmCode: z.strictObject({ enrolId: guid, code }),
  dropCode: z.strictObject({ staffId: guid }),
  liftLock: nothing,
  verifyLedger: nothing,
  exportLedger: nothing,
  reportProblem: z.strictObject({ message: typedText(2_000) }),
};
