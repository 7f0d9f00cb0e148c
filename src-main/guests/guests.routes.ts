import { z } from 'zod';
import { MAX_NAME } from '../../src-preload/contract/guest.ts';
import { LOOK_UP_WAYS } from '../../src-preload/contract/look-up.ts';
import { ok } from '../../src-preload/contract/result.ts';
import { anyone, manager, type Routes, staff } from '../ipc/route.ts';
import { digits, guid, nothing, typedText, words } from '../ipc/shapes.ts';

const ofGuest = z.strictObject({ guestId: guid });
/** The place in a history names its last hundred lines by GUID (crm/wire/paging.ts), and may carry a link of the CRM's. */
const MAX_NEXT = 8_000;
export const guestDetails = z.strictObject({
  firstName: typedText(MAX_NAME),
  lastName: typedText(MAX_NAME),
  phone: digits.nullable(),
  email: words.nullable(),
});
const newGuest = guestDetails.extend({ guestId: guid });
const lookUpHere = z
  .strictObject({ typed: words, by: z.enum(LOOK_UP_WAYS) })
  .refine(({ typed, by }) => by === 'name' || by === 'email' || digits.safeParse(typed).success);

export const guestRoutes = {
  lookUp: staff(z.strictObject({ digits, by: z.enum(['phone', 'last-four']) }), (asked, { guests }) =>
    guests.lookUp.byDigits(asked.digits, asked.by),
  ),
  lookUpHere: staff(lookUpHere, ({ typed, by }, { guests }) => guests.lookUp.here(typed, by)),
  searchGuests: staff(z.strictObject({ text: words, by: z.enum(['name', 'email']) }), (asked, { guests }) =>
    guests.lookUp.byWords(asked.text, asked.by),
  ),
  stopLookUp: anyone(nothing, (_, { guests }) => {
    guests.lookUp.stop();
    return ok(null);
  }),
  openGuest: staff(ofGuest, ({ guestId }, { guests }, by) => guests.open(guestId, by)),
  glanceAtGuest: staff(ofGuest, ({ guestId }, { guests }, by) => guests.cachedView(guestId, by)),
  historyPage: staff(
    z.strictObject({ guestId: guid, from: z.string().min(1).max(MAX_NEXT) }),
    ({ guestId, from }, { guests }, by) => guests.historyPage(guestId, from, by),
  ),
  revealPhone: staff(ofGuest, ({ guestId }, { guests }, by) => guests.revealPhone(guestId, by)),
  openGuestForm: staff(nothing, (_, { guests }, by) => ok(guests.openForm(by))),
  lookalikesHere: staff(newGuest, (typed, { guests }) => guests.lookalikesHere(typed)),
  lookalikes: staff(newGuest, (typed, { guests }) => guests.lookalikes(typed)),
  createGuest: staff(newGuest, (typed, { guests }, by) => guests.create(typed, by)),
  forgetGuest: manager(ofGuest, ({ guestId }, { guests }, by) => guests.forget(guestId, by)),
  forgetAllGuests: manager(nothing, (_, { guests }, by) => guests.forgetAll(by)),
} satisfies Partial<Routes>;
