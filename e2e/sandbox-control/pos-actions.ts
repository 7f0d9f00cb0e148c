import { z } from 'zod';

/** What a POS can do to the records, which the API cannot. Amounts in cents. */
export const posActionSchema = z.discriminatedUnion('kind', [
  /** Spends credit; what expires first goes first. */
  z.strictObject({
    kind: z.literal('redeem'),
    guestGuid: z.guid().toLowerCase(),
    amount: z.int().positive(),
  }),
  /** Gives credit at the other restaurant of the loyalty set. */
  z.strictObject({
    kind: z.literal('give-elsewhere'),
    guestGuid: z.guid().toLowerCase(),
    amount: z.int().positive(),
  }),
  /** Takes back a credit no one used, or undoes a redemption. */
  z.strictObject({ kind: z.literal('void'), transactionGuid: z.guid().toLowerCase() }),
  /** Lets all of a guest's credit expire now. */
  z.strictObject({ kind: z.literal('expire'), guestGuid: z.guid().toLowerCase() }),
  /** Stores a guest's phone in another form, as old records are ("+14155550142"): a search does not match it then. */
  z.strictObject({
    kind: z.literal('store-phone'),
    guestGuid: z.guid().toLowerCase(),
    phone: z.string().nullable(),
  }),
]);
export type PosAction = z.infer<typeof posActionSchema>;
