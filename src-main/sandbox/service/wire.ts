import { toWireDate } from '../data/calendar.ts';
import type { CreditLine, Guest } from '../data/model.ts';
import type { Readings } from '../data/readings.ts';

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

/** Cents as the wire's decimal number: 1050 becomes 10.5. */
const toWireAmount = (amount: number): number => amount / 100;

const reference = (guid: string | null, entityType: string): object | null =>
  guid === null ? null : { guid, entityType };

/** A record as the service shows it. `stored` is how it keeps numbers of ten digits. */
export function customerJson(guest: Guest, stored: Readings['storedPhones']): object {
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

export function lineJson(line: CreditLine, restaurantGuid: string): object {
  return {
    guid: line.guid,
    entityType: 'CustomerCreditTransaction',
    approver: reference(line.approverGuid, 'RestaurantUser'),
    note: line.note,
    server: reference(line.serverGuid, 'RestaurantUser'),
    amount: toWireAmount(line.amount),
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

export function summaryJson(summary: { amount: number; earliestExpiry: number | null }): object {
  return {
    amount: toWireAmount(summary.amount),
    earliestExpirationDate: summary.earliestExpiry === null ? null : toWireDate(summary.earliestExpiry),
  };
}
