import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isWholeNumber, readPhone } from '../../../src-preload/contract/formats/phone.ts';
import { type Cents, isCents, type SignedCents } from '../../../src-preload/contract/money.ts';
import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import type { TransactionType } from '../../domain/transaction-type.ts';
import type { CreditSummary, CreditTransaction, CrmGuest } from '../../guests/gateway.ts';
import type { CrmCredit } from '../../outbox/gateway.ts';
import type { CrmGuestRecord } from '../../outbox/guest-gateway.ts';
import type { CrmError } from '../../ports.ts';
import type { CrmLine } from '../../reports/gateway.ts';
import type { HttpAnswer } from '../http/http.ts';
import { isQuick } from '../http/json.ts';
import { centsFromDecimal } from './amount.ts';
import { instantFromWire } from './dates.ts';

/**
 * What the CRM sends, checked at the edge: unknown fields pass, a required one that is missing is an `unreadable`
 * that names the field and never its value. New fields are no breaking change by the CRM's own rules.
 */

const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .transform((text) => text.toLowerCase());

/** Controls, halves of letters, and the marks that turn the direction of what follows: no word needs them. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;
/** Longer than any note, name or address. What is beyond is not kept. */
const MAX_WORDS = 1_000;

const words = z
  .string()
  .nullish()
  .transform((text) => text?.slice(0, MAX_WORDS).replace(UNPRINTABLE, ' ').trim() || null);

/** Null for anything that is not a date: a line with an odd date is still a line. */
const instant = z.unknown().transform((value) => (typeof value === 'string' ? instantFromWire(value) : null));

/** Signed whole cents. `parse` below keeps the digits as they stood; one known client sends amounts as strings. */
const signedCents = z
  .union([z.string(), z.number().transform(String)])
  .transform((text, context): SignedCents => {
    const amount = centsFromDecimal(text);
    // `centsFromDecimal` gives whole cents within bounds: what the brand stands for.
    if (amount !== null) return amount as SignedCents;
    context.addIssue({ code: 'custom', message: 'not a whole number of cents' });
    return z.NEVER;
  });

const cents = signedCents.transform((amount, context): Cents => {
  if (isCents(amount)) return amount;
  context.addIssue({ code: 'custom', message: 'negative' });
  return z.NEVER;
});

const absoluteCents = signedCents
  .transform((amount) => Math.abs(amount))
  .pipe(z.custom<Cents>((n) => isCents(Number(n))));

/**
 * The complete number of a record: national digits, or + and all digits of another country's number; else unchanged.
 */
export function phoneOf(text: string): string {
  const { number } = readPhone(text);
  return isWholeNumber(number) ? number : text;
}

const guestFields = { guid, firstName: words, lastName: words, phone: words, email: words };

const toGuest = ({
  guid: id,
  firstName,
  lastName,
  phone,
  email,
}: z.output<z.ZodObject<typeof guestFields>>): CrmGuest => ({
  id,
  firstName,
  lastName,
  phone: phone === null ? null : phoneOf(phone),
  email,
});

export const guestSchema = z.object(guestFields).transform(toGuest);

const anyWords = words.catch(null);

/** A guest of whom only the GUID matters: what else cannot be read is null. */
export const knownGuestSchema = z
  .object({ guid, firstName: anyWords, lastName: anyWords, phone: anyWords, email: anyWords })
  .transform(toGuest);

/** A guest who has just been created, or is looked for under their GUID. */
export const crmGuestRecordSchema = guestSchema.transform(
  ({ id, ...rest }): CrmGuestRecord => ({ guestId: id, ...rest }),
);

/**
 * An answer in another shape has other keys, and neither of ours: that is no balance of nothing. Nor is a date of expiry
 * without an amount.
 */
const isSummary = (body: Readonly<Record<string, unknown>>): boolean =>
  body.amount == null || body.amount === ''
    ? body.earliestExpirationDate == null &&
      ('amount' in body || 'earliestExpirationDate' in body || Object.keys(body).length === 0)
    : true;

/**
 * A guest who never had credit may have no amount, or none worth a number. Nothing is zero only where the CRM says 200.
 * Below zero is kept: it is what the CRM says, and a host must see it rather than an error.
 */
export const summarySchema = z
  .looseObject({})
  .refine(isSummary, 'not as described')
  .pipe(
    z.object({
      amount: z
        .union([z.string(), z.number()])
        .nullish()
        .transform((value) => (value == null || value === '' ? '0' : value))
        .pipe(signedCents),
      earliestExpirationDate: instant.optional(),
    }),
  )
  .transform(
    ({ amount, earliestExpirationDate }): CreditSummary => ({
      amount,
      earliestExpiry: earliestExpirationDate ?? null,
    }),
  );

const KNOWN_TYPES = ['ADD_VALUE', 'VOID_ADD_VALUE', 'EXPIRATION', 'REDEMPTION', 'VOID_REDEMPTION'] as const;

const transactionType = z
  .string()
  .min(1)
  .transform((name): TransactionType => KNOWN_TYPES.find((known) => known === name) ?? { unknown: name });

const transactionFields = {
  guid,
  transactionType,
  amount: absoluteCents,
  transactionDate: instant.optional(),
  expirationDate: instant.optional(),
  note: words,
  familyGuid: guid.nullish().catch(null),
};
type TransactionFields = z.output<z.ZodObject<typeof transactionFields>>;

const toTransaction = (fields: TransactionFields): CreditTransaction => ({
  id: fields.guid,
  type: fields.transactionType,
  amount: fields.amount,
  at: fields.transactionDate ?? null,
  expiresAt: fields.expirationDate ?? null,
  note: fields.note,
  ...(fields.familyGuid == null ? {} : { familyId: fields.familyGuid }),
});

export const transactionSchema = z.object(transactionFields).transform(toTransaction);

/** A reference to another thing of the POS: its GUID, or null where there is none that reads as one. */
const reference = z
  .object({ guid: guid.nullish().catch(null) })
  .nullish()
  .catch(null)
  .transform((found) => found?.guid ?? null);

/** Longer than any date. */
const MAX_DATE = 40;

/** A line as the shift report needs it. What is beside the point of a line may be odd, and is then null. */
export const crmLineSchema = z
  .object({
    ...transactionFields,
    customer: reference,
    // Text for a person, never taken for an instant: a POS writes wall-clock time labelled UTC.
    localCreatedDate: z.string().max(MAX_DATE).nullish().catch(null),
    server: reference,
    approver: reference,
    device: reference,
    restaurant: reference,
  })
  .transform(
    (fields): CrmLine => ({
      ...toTransaction(fields),
      guestId: fields.customer,
      localCreatedDate: fields.localCreatedDate ?? null,
      familyId: fields.familyGuid ?? null,
      serverId: fields.server,
      approverId: fields.approver,
      deviceId: fields.device,
      restaurantId: fields.restaurant,
    }),
  );

/** The sign of value added is documented, so it is not taken off here: a credit booked negative is not our credit. */
export const crmCreditSchema = z
  .object({
    guid,
    transactionType: z.string().min(1),
    amount: cents,
    customer: z.object({ guid: guid.nullish() }).nullish(),
    restaurant: reference,
  })
  .transform(({ guid: creditId, transactionType: type, amount, customer, restaurant }) => {
    const crmCredit: CrmCredit = { creditId, guestId: customer?.guid ?? null, amount, type };
    return { crmCredit, restaurantId: restaurant };
  });

export const loginSchema = z.object({
  token: z.object({
    // Printable ASCII only: anything else could not be a header, and the platform would quote it in its complaint.
    accessToken: z.string().regex(/^[\x21-\x7e]+$/),
    // Seconds; a number in a string is taken. What is no life of a token counts as not said.
    expiresIn: z
      .union([
        z.number(),
        z
          .string()
          .regex(/^\d{1,9}$/)
          .transform(Number),
      ])
      .pipe(z.number().positive())
      .optional()
      .catch(undefined),
  }),
});

/**
 * The answer's body as `schema` has it.
 * @returns `unreadable` with the path of the first field that is not as the reference has it.
 */
export function readBody<T>(answer: HttpAnswer, schema: z.ZodType<T>): Result<T, CrmError> {
  const body = parse(answer.text);
  if (body === NOT_JSON)
    return unreadable(answer, answer.text.trim() === '' ? 'empty body' : 'not JSON', true);
  const read = schema.safeParse(body);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  const path = issue?.path ?? [];
  const missing = path.length > 0 && valueAt(body, path) === undefined;
  return unreadable(
    answer,
    `${path.map(String).join('.') || 'body'}: ${missing ? 'missing' : 'not as described'}`,
    // An object for a list, or the other way round, is a gateway's: the service errs in a field.
    path.length === 0 && issue?.code === 'invalid_type',
  );
}

/** Parses a list record by record: an unreadable record only drops itself. */
export interface ReadList<T> {
  readonly items: readonly T[];
  /** Those that cannot be read, each as a text that is the same for the same record and says nothing of it. */
  readonly odd: readonly string[];
}

/** Ten times what we ask for: more in one answer is not a page, and would take long to read. */
const MAX_RECORDS = 500;

/** The answer's body as a list of what `schema` has. */
export function readList<T>(answer: HttpAnswer, schema: z.ZodType<T>): Result<ReadList<T>, CrmError> {
  const body = readBody(answer, z.array(z.unknown()));
  if (!body.ok) return body;
  if (body.value.length > MAX_RECORDS) return unreadable(answer, 'too many records');
  const items: T[] = [];
  const odd: string[] = [];
  for (const record of body.value) {
    const read = schema.safeParse(record);
    if (read.success) items.push(read.data);
    else odd.push(`odd ${createHash('sha256').update(JSON.stringify(record)).digest('hex')}`);
  }
  return ok({ items, odd });
}

/** An `unreadable` about `answer`; `between`: it is not the service's. */
export function unreadable(
  answer: HttpAnswer,
  detail: string,
  between = false,
): { readonly ok: false; readonly error: CrmError } {
  return err({
    ...{ kind: 'unreadable', status: answer.status, detail, requestId: null },
    ...(between ? { between } : {}),
  });
}

const NOT_JSON = Symbol('not JSON');

/** A number under `amount`. A quote within a text is escaped, so no text can look like it. */
const AMOUNT = /(?<!\\)("amount"\s*:\s*)(-?\d[\d.eE+-]*)(?=\s*[,}])/g;

/**
 * JSON, with every number under `amount` as the digits it was written with: 10.10 stays 10.10, never 10.1 or 10.099. A
 * reviver would do the same, and hold the main thread for seconds over an answer of many small values.
 */
function parse(text: string): unknown {
  if (!isQuick(text)) return NOT_JSON;
  try {
    // What is not JSON before is not made JSON by this: only numbers, and what JSON.parse refuses, are put in quotes.
    JSON.parse(text);
    return JSON.parse(text.replace(AMOUNT, '$1"$2"'));
  } catch {
    return NOT_JSON;
  }
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
