import { phoneKey } from '../../../src-preload/contract/formats/phone.ts';
import type { Balance } from '../../../src-preload/contract/guest.ts';
import { type Cents, isCents, type SignedCents } from '../../../src-preload/contract/money.ts';
import type { CrmGuest } from '../gateway.ts';

/** What this kiosk remembers of a guest, except for the history. */
export interface GuestRecord {
  readonly guest: CrmGuest;
  /** What their number is found by (contract/formats/phone.ts, `phoneKey`); null where there is none. */
  readonly digits: string | null;
  /** When someone last opened them here (UTC ms); null where they were only found. */
  readonly seenAt: number | null;
  readonly balance: Balance | null;
  readonly lastCredit: { readonly amount: Cents; readonly at: number } | null;
  /** Created here and not in the CRM yet. */
  readonly onlyHere: boolean;
}

/**
 * A card as text: an array, so that a hundred thousand of them stay small. The id comes first. Digits that are the
 * phone itself are written as 1.
 */
export function writeRecord({ guest, digits, seenAt, balance, lastCredit, onlyHere }: GuestRecord): string {
  const { id, firstName, lastName, phone, email } = guest;
  return JSON.stringify([
    id,
    firstName,
    lastName,
    phone,
    digits === phone && digits !== null ? 1 : digits,
    email,
    seenAt,
    balance && [balance.amount, balance.earliestExpiry, balance.asOf],
    lastCredit && [lastCredit.amount, lastCredit.at],
    onlyHere ? 1 : 0,
  ]);
}

/** Reads a card back; null where the text is not one (another version's, or damaged). */
export function readRecord(text: string): GuestRecord | null {
  const parts = parse(text);
  if (!Array.isArray(parts)) return null;
  const [id, firstName, lastName, phone, digits, email, seenAt, balance, lastCredit, onlyHere] =
    parts as readonly unknown[];
  if (typeof id !== 'string' || id === '') return null;
  const ownPhone = words(phone);
  return {
    guest: {
      id,
      firstName: words(firstName),
      lastName: words(lastName),
      phone: ownPhone,
      email: words(email),
    },
    digits: digits === 1 ? ownPhone : phoneKey(ownPhone),
    seenAt: moment(seenAt),
    balance: readBalance(balance),
    lastCredit: readLastCredit(lastCredit),
    onlyHere: onlyHere === 1,
  };
}

function readBalance(value: unknown): Balance | null {
  if (!Array.isArray(value)) return null;
  const [amount, earliestExpiry, asOf] = value as readonly unknown[];
  const when = moment(asOf);
  if (!Number.isSafeInteger(amount) || when === null) return null;
  return { amount: amount as SignedCents, earliestExpiry: moment(earliestExpiry), asOf: when };
}

function readLastCredit(value: unknown): GuestRecord['lastCredit'] {
  if (!Array.isArray(value)) return null;
  const [amount, at] = value as readonly unknown[];
  const when = moment(at);
  return typeof amount === 'number' && isCents(amount) && when !== null ? { amount, at: when } : null;
}

const words = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const moment = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
