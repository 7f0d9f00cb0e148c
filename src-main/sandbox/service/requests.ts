import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import { parseWireDate } from '../data/calendar.ts';
import type { GuestQuery } from '../data/guest-index.ts';
import type { Guest } from '../data/model.ts';
import type { Readings } from '../data/readings.ts';

/** A refusal as the service words it. The vendor publishes no codes for this API: these are ours. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}
export const refusal = (status: number, code: number, message: string): Refusal => ({
  status,
  code,
  message,
});
type Parsed<T> = Result<T, Refusal>;
const bad = (code: number, message: string): { ok: false; error: Refusal } =>
  err(refusal(400, code, message));

type Fields = Readonly<Record<string, unknown>>;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A GUID in lower case; null where the text is none. */
export const readGuid = (value: unknown): string | null =>
  typeof value === 'string' && GUID.test(value) ? value.toLowerCase() : null;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** National digits: everything but digits dropped, and the leading 1 of an eleven-digit number. */
function nationalDigits(text: string): string {
  const digits = text.replace(/\D/g, '');
  return digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
}

/** The number with +1 where the text has a country code, and it is that one; else null. */
function withCountryCode(text: string): string | null {
  const digits = text.replace(/\D/g, '');
  return digits.length === 11 && digits.startsWith('1') ? `+${digits}` : null;
}

/** A text field: trimmed, null where absent, null or blank; an error where it is not text. */
function readText(fields: Fields, key: string): Parsed<string | null> {
  const value = fields[key];
  if (value === undefined || value === null) return ok(null);
  if (typeof value !== 'string') return bad(10110, `${key} must be a string`);
  const text = value.trim();
  return ok(text === '' ? null : text);
}

function readTexts<K extends string>(fields: Fields, keys: readonly K[]): Parsed<Record<K, string | null>> {
  const texts: Partial<Record<K, string | null>> = {};
  for (const key of keys) {
    const text = readText(fields, key);
    if (!text.ok) return text;
    texts[key] = text.value;
  }
  return ok(texts as Record<K, string | null>);
}

/** The body of POST /customers/search. */
export function parseSearch(body: unknown): Parsed<GuestQuery> {
  if (!isFields(body) || !isFields(body.query)) return bad(10120, 'query is required');
  const texts = readTexts(body.query, ['phone', 'firstName', 'lastName', 'email'] as const);
  if (!texts.ok) return texts;
  const digits = texts.value.phone === null ? null : nationalDigits(texts.value.phone);
  if (digits === '') return bad(10121, 'phone has no digits');
  if (Object.values(texts.value).every((value) => value === null)) return bad(10122, 'query is empty');
  const phoneWithCode = texts.value.phone === null ? null : withCountryCode(texts.value.phone);
  return ok({ ...texts.value, phone: digits, phoneWithCode });
}

/** The body of POST /customers. */
export function parseGuest(body: unknown): Parsed<Guest> {
  if (!isFields(body)) return bad(10101, 'Request body must be a JSON object');
  const guid = readGuid(body.guid);
  if (guid === null) return bad(10130, 'guid is required and must be a UUID');
  const texts = readTexts(body, ['firstName', 'lastName', 'phone', 'email'] as const);
  if (!texts.ok) return texts;
  const { firstName, lastName, phone, email } = texts.value;
  if (firstName === null) return bad(10131, 'firstName is required');
  if (lastName === null) return bad(10132, 'lastName is required');
  if (phone === null && email === null) return bad(10133, 'phone or email is required');
  const digits = phone === null ? null : nationalDigits(phone);
  if (digits === '') return bad(10134, 'phone is not a telephone number');
  if (email !== null && !/^[^\s@]+@[^\s@]+$/.test(email)) return bad(10135, 'email is not an e-mail address');
  return ok({ guid, firstName, lastName, phone: digits, email });
}

/** A credit as a client asks for it: what is response only (server, approver, dates, familyGuid) is left unread. */
export interface CreditCommand {
  readonly guid: string;
  readonly amount: number;
  readonly localCreatedAt: number;
  readonly note: string | null;
  readonly deviceGuid: string | null;
}

/** The body of POST /customers/{id}/creditTransactions. `maxAmount` is in cents. */
export function parseCredit(body: unknown, restaurantGuid: string, maxAmount: number): Parsed<CreditCommand> {
  if (!isFields(body)) return bad(10101, 'Request body must be a JSON object');
  const guid = readGuid(body.guid);
  if (guid === null) return bad(10140, 'guid is required and must be a UUID');
  if (body.transactionType !== 'ADD_VALUE') return bad(10141, 'transactionType must be ADD_VALUE');
  const amount = parseAmount(body.amount);
  if (!amount.ok) return amount;
  if (amount.value > maxAmount) return bad(10145, 'amount is over the maximum credit amount');
  const { localCreatedDate } = body;
  if (typeof localCreatedDate !== 'string') return bad(10146, 'localCreatedDate is required');
  const localCreatedAt = parseWireDate(localCreatedDate);
  if (localCreatedAt === null) return bad(10147, 'localCreatedDate is not an ISO 8601 date with an offset');
  const restaurant = readReference(body.restaurant);
  if (restaurant === 'malformed') return bad(10148, 'restaurant is not a reference');
  if (restaurant !== null && restaurant !== restaurantGuid)
    return bad(10149, 'restaurant does not match Toast-Restaurant-External-ID');
  const device = readReference(body.device);
  if (device === 'malformed') return bad(10150, 'device is not a reference');
  const note = readText(body, 'note');
  if (!note.ok) return note;
  return ok({ guid, amount: amount.value, localCreatedAt, note: note.value, deviceGuid: device });
}

/** An amount on the wire, in cents: a JSON number, or (as the real service seems to take) one in a string. */
function parseAmount(value: unknown): Parsed<number> {
  if (typeof value !== 'string' && typeof value !== 'number') return bad(10142, 'amount is required');
  if (!/^-?\d{1,12}(?:\.\d{1,20})?$/.test(String(value)))
    return bad(10143, 'amount must be a number with at most two decimals');
  // A double that stands for whole cents may be off by its last digit: 1.1400000000000001.
  const exact = Number(value) * 100;
  const cents = Math.round(exact);
  if (Math.abs(exact - cents) > 1e-6) return bad(10143, 'amount must be a number with at most two decimals');
  return cents > 0 ? ok(cents) : bad(10144, 'amount must be greater than 0');
}

function readReference(value: unknown): string | null | 'malformed' {
  if (value === undefined || value === null) return null;
  return (isFields(value) ? readGuid(value.guid) : null) ?? 'malformed';
}

export interface Paging {
  /** How many objects come before the first one of this page. */
  readonly skip: number;
  readonly pageSize: number;
  /** `page` as asked for, or that of the first page. */
  readonly page: number;
}

/** `pageSize` (1 to 50, 20 by default; no more than `mostPerPage`) and `page`. */
export function parsePaging(
  query: URLSearchParams,
  { paging: { counts, first }, mostPerPage: maxPerPage }: Pick<Readings, 'paging' | 'mostPerPage'>,
): Parsed<Paging> {
  const asked = readInteger(query, 'pageSize', 20);
  if (asked === null || asked < 1 || asked > 50) return bad(10160, 'pageSize must be a number from 1 to 50');
  const pageSize = Math.min(asked, maxPerPage ?? asked);
  const page = readInteger(query, 'page', first);
  if (page === null || page < first) return bad(10161, `page must be a number from ${first}`);
  return ok({ page, pageSize, skip: (page - first) * (counts === 'pages' ? pageSize : 1) });
}

function readInteger(query: URLSearchParams, key: string, otherwise: number): number | null {
  const text = query.get(key);
  if (text === null) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** `startDate` and `endDate`, both included, both optional. */
export function parsePeriod(query: URLSearchParams): Parsed<{ readonly from: number; readonly to: number }> {
  const read = (key: string, otherwise: number): number | null => {
    const [text, ...more] = query.getAll(key);
    if (text === undefined) return otherwise;
    return more.length > 0 ? null : parseWireDate(text);
  };
  const from = read('startDate', Number.NEGATIVE_INFINITY);
  if (from === null) return bad(10162, 'startDate is not an ISO 8601 date with an offset');
  const to = read('endDate', Number.POSITIVE_INFINITY);
  if (to === null) return bad(10163, 'endDate is not an ISO 8601 date with an offset');
  return ok({ from, to });
}
