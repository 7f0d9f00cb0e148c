import { toWireDate } from '../data/calendar.ts';
import type { CreditLine, Guest } from '../data/model.ts';
import type { Modes } from './modes.ts';

/** The vendor's error body. All ten keys are always there, most of them null. */
export interface ErrorMessage {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly messageKey: null;
  readonly fieldName: null;
  readonly link: null;
  readonly requestId: string;
  readonly developerMessage: null;
  readonly errors: readonly [];
  readonly canRetry: null;
}

export function errorMessage(status: number, code: number, message: string, requestId: string): ErrorMessage {
  return {
    status,
    code,
    message,
    messageKey: null,
    fieldName: null,
    link: null,
    requestId,
    developerMessage: null,
    errors: [],
    canRetry: null,
  };
}

/** Whether amounts of redemptions, expirations and voids are written as they are or with a minus. Not documented. */
export type AmountSign = 'absolute' | 'signed';

/** Cents as the wire's decimal number: 1050 becomes 10.5. */
export const toWireAmount = (amount: number, digits: Modes['amountDigits'] = 'exact'): number =>
  digits === 'exact' ? amount / 100 : (amount / 100) * (1 + Number.EPSILON);

const reference = (guid: string | null, entityType: string): object | null =>
  guid === null ? null : { guid, entityType };

/** A record as the service shows it. `stored` is how it keeps numbers of ten digits. */
export function customerJson(guest: Guest, stored: Modes['storedPhones']): object {
  const isNational = guest.phone !== null && /^\d{10}$/.test(guest.phone);
  return {
    guid: guest.guid,
    entityType: 'Customer',
    firstName: guest.firstName,
    lastName: guest.lastName,
    phone: isNational && stored === 'plus-one' ? `+1${guest.phone}` : guest.phone,
    email: guest.email,
  };
}

export function lineJson(
  line: CreditLine,
  restaurantGuid: string,
  sign: AmountSign,
  digits: Modes['amountDigits'],
): object {
  const takes = line.type !== 'ADD_VALUE' && line.type !== 'VOID_REDEMPTION';
  const amount = toWireAmount(line.amount, digits);
  return {
    guid: line.guid,
    entityType: 'CustomerCreditTransaction',
    approver: reference(line.approverGuid, 'RestaurantUser'),
    note: line.note,
    server: reference(line.serverGuid, 'RestaurantUser'),
    amount: takes && sign === 'signed' ? -amount : amount,
    restaurant: reference(line.restaurantGuid ?? restaurantGuid, 'Restaurant'),
    transactionDate: toWireDate(line.at),
    transactionType: line.type,
    familyGuid: line.familyGuid,
    localCreatedDate: toWireDate(line.localCreatedAt),
    device: reference(line.deviceGuid, 'Device'),
    expirationDate: line.expiresAt === null ? null : toWireDate(line.expiresAt),
    customer: reference(line.guestGuid, 'Customer'),
  };
}

export function summaryJson(
  summary: { amount: number; earliestExpiry: number | null },
  digits: Modes['amountDigits'],
): object {
  return {
    amount: toWireAmount(summary.amount, digits),
    earliestExpirationDate: summary.earliestExpiry === null ? null : toWireDate(summary.earliestExpiry),
  };
}

/** A record as a broken import leaves it. */
export function oddJson(record: object, kind: Exclude<Modes['oddRecords'], 'none'>): object {
  if (kind === 'null-guid') return { ...record, guid: null };
  return 'amount' in record ? { ...record, amount: 10.005 } : { ...record, phone: 4_155_550_100 };
}
