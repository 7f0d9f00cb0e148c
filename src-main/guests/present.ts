import type { GuestMatch, HistoryKind, HistoryLine } from '../../src-preload/contract/guest.ts';
import { maskPhone } from '../../src-preload/contract/phone.ts';
import { assertNever } from '../../src-preload/contract/result.ts';
import type { KnownGuest } from './directory.ts';
import type { CreditTransaction, CrmGuest } from './gateway.ts';

/** First and last name; null where the CRM has neither. */
export function fullName({ firstName, lastName }: CrmGuest): string | null {
  const name = [firstName, lastName].map((part) => part?.trim() ?? '').filter((part) => part !== '');
  return name.length === 0 ? null : name.join(' ');
}

/** First name and initial, for buttons: "Ana P.". */
export function shortName({ firstName, lastName }: CrmGuest): string | null {
  const first = firstName?.trim() ?? '';
  const last = lastName?.trim() ?? '';
  if (first === '') return last === '' ? null : last;
  const initial = [...last][0];
  return initial === undefined ? first : `${first} ${initial.toLocaleUpperCase()}.`;
}

/** `ana@example.com` as `a•••@example.com`; null where it is not an address. */
export function maskEmail(email: string | null): string | null {
  const at = email?.indexOf('@') ?? -1;
  const first = email === null ? undefined : [...email][0];
  if (email === null || first === undefined || at < 1) return null;
  return `${first}•••${email.slice(at)}`;
}

/** A guest as a list may show them: what tells guests apart, and no more. */
export function toMatch({ guest, digits, seenAt }: KnownGuest, withArea: boolean): GuestMatch {
  return {
    id: guest.id,
    name: fullName(guest),
    shortName: shortName(guest),
    phone: maskPhone(digits, withArea),
    email: maskEmail(guest.email),
    seenAt,
  };
}

/** Turns a line of the CRM's books into one a host reads. `readNote` reads the note. */
export function toHistoryLine(
  line: CreditTransaction,
  readNote: (note: string | null) => Pick<HistoryLine, 'reasonId' | 'words' | 'by' | 'approvedBy'>,
): HistoryLine {
  return { id: line.id, kind: kindOf(line.type), amount: line.amount, at: line.at, ...readNote(line.note) };
}

function kindOf(type: CreditTransaction['type']): HistoryKind {
  if (typeof type === 'object') return 'other';
  switch (type) {
    case 'ADD_VALUE':
      return 'added';
    case 'VOID_ADD_VALUE':
      return 'added-voided';
    case 'EXPIRATION':
      return 'expired';
    case 'REDEMPTION':
      return 'redeemed';
    case 'VOID_REDEMPTION':
      return 'redeemed-voided';
    default:
      return assertNever(type, 'transaction type');
  }
}
