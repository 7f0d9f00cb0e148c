import { z } from 'zod';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { GuestToCreate } from '../domain/accepted-credit.ts';
import type { CreditSummary, CreditTransaction, CrmGuest } from '../guests/gateway.ts';
import type { CreditToSend, CrmCredit } from '../outbox/gateway.ts';
import type { CrmGuestRecord } from '../outbox/guest-gateway.ts';
import type { CrmError } from '../ports.ts';
import type { CrmLine } from '../reports/gateway.ts';
import type { Operation } from './http/call.ts';
import type { HttpAnswer } from './http/http.ts';
import { decimalFromCents } from './wire/amount.ts';
import { instantToWire } from './wire/dates.ts';
import { nextFromLink, type Page, totalOf } from './wire/paging.ts';
import {
  crmCreditSchema,
  crmGuestRecordSchema,
  crmLineSchema,
  guestSchema,
  knownGuestSchema,
  readBody,
  readList,
  summarySchema,
  transactionSchema,
  unreadable,
} from './wire/wire.ts';

/** The operations of the CRM API (base path `/crm/v1`, version 1.0.0), one function each. */
const BASE = 'crm/v1';

const OK = 200;
const NO_CONTENT = 204;
const ACCEPTED = 202;

/** What a search asks for: every field given must match. */
export type GuestQuery = Readonly<Partial<Record<'phone' | 'firstName' | 'lastName' | 'email', string>>>;

/** `POST /customers/search`. A read in all but its method: asking twice changes nothing. */
export function searchGuests(sought: GuestQuery, query: URLSearchParams): Operation<Page<CrmGuest>> {
  return {
    name: 'search guests',
    method: 'POST',
    path: `${BASE}/customers/search`,
    query,
    body: JSON.stringify({ query: sought }),
    // No match is a 204 here, so a 404 is the service itself.
    missing: 'service-gone',
    repeat: true,
    read: (answer) => readPage(answer, guestSchema),
  };
}

/** `GET /customers/{customerId}`. */
export function getGuest(id: string): Operation<CrmGuest> {
  return {
    name: 'get guest',
    method: 'GET',
    path: customer(id),
    missing: 'not-found',
    repeat: true,
    read: (answer) => readBody(answer, guestSchema),
  };
}

/** `GET /customers/{customerId}`, where nothing but who it is matters: a name or a number that cannot be read is none. */
export function whoIs(id: string): Operation<CrmGuest> {
  return { ...getGuest(id), name: 'who is guest', read: (answer) => readBody(answer, knownGuestSchema) };
}

/** `GET /customers/{customerId}`, of one who may not be there yet. */
export function findGuest(id: string): Operation<CrmGuestRecord> {
  return { ...getGuest(id), name: 'find guest', read: (answer) => readBody(answer, crmGuestRecordSchema) };
}

/**
 * `POST /customers`. Null is 202: accepted, and in progress.
 */
export function createGuest(guest: GuestToCreate): Operation<CrmGuestRecord | null> {
  return {
    name: 'create guest',
    method: 'POST',
    path: `${BASE}/customers`,
    body: guestBody(guest),
    missing: 'service-gone',
    repeat: false,
    // The body of a 202 is not documented, and says nothing that the guest's own record does not say better.
    read: (answer) => (answer.status === ACCEPTED ? ok(null) : readBody(answer, crmGuestRecordSchema)),
  };
}

/** `GET /customers/{customerId}/creditSummary`. */
export function creditSummary(id: string): Operation<CreditSummary> {
  return {
    name: 'credit summary',
    method: 'GET',
    path: `${customer(id)}/creditSummary`,
    missing: 'not-found',
    repeat: true,
    // What a guest who never had credit is answered with is not documented. 204 can only mean that there is none.
    read: (answer) =>
      answer.status !== OK && answer.status !== NO_CONTENT
        ? unreadable(answer, 'not the whole answer')
        : readBody(answer.status === NO_CONTENT ? { ...answer, text: '{}' } : answer, summarySchema),
  };
}

/** `GET /customers/{customerId}/creditTransactions`: newest first, of all restaurants of the loyalty set. */
export function creditHistory(id: string, query: URLSearchParams): Operation<Page<CreditTransaction>> {
  return {
    name: 'credit history',
    method: 'GET',
    path: `${customer(id)}/creditTransactions`,
    query,
    missing: 'not-found',
    repeat: true,
    read: (answer) => readPage(answer, transactionSchema),
  };
}

/** The same, with all that a line says of whose it is and where it was made. */
export function crmHistory(id: string, query: URLSearchParams): Operation<Page<CrmLine>> {
  return { ...creditHistory(id, query), read: (answer) => readPage(answer, crmLineSchema) };
}

/** `GET /creditTransactions` for the last `spanMs`, one line at most. Asked to see whether the CRM answers, so once. */
export function recentCredits(now: number, spanMs: number): Operation<null> {
  return {
    name: 'ping',
    method: 'GET',
    path: `${BASE}/creditTransactions`,
    query: new URLSearchParams({
      startDate: instantToWire(now - spanMs),
      endDate: instantToWire(now),
      pageSize: '1',
    }),
    missing: 'service-gone',
    repeat: false,
    read: (answer) => {
      const page = readPage(answer, z.looseObject({}));
      return page.ok ? ok(null) : page;
    },
  };
}

/** `GET /creditTransactions` of a period (UTC ms, both ends included): newest first, of this restaurant alone. */
export function creditsOfPeriod(from: number, to: number, query: URLSearchParams): Operation<Page<CrmLine>> {
  const period = new URLSearchParams(query);
  if (!period.has('startDate')) period.append('startDate', instantToWire(from));
  if (!period.has('endDate')) period.append('endDate', instantToWire(to));
  return {
    name: 'credits of a period',
    method: 'GET',
    path: `${BASE}/creditTransactions`,
    query: period,
    missing: 'service-gone',
    repeat: true,
    read: (answer) => readPage(answer, crmLineSchema),
  };
}

/** `GET /creditTransactions/{transactionId}`. */
export function findCredit(creditId: string, restaurantGuid: string): Operation<CrmCredit> {
  return {
    name: 'find credit',
    method: 'GET',
    path: `${BASE}/creditTransactions/${encodeURIComponent(creditId)}`,
    transaction: creditId,
    missing: 'not-found',
    repeat: true,
    read: (answer) => readCrmCredit(answer, restaurantGuid),
  };
}

/** `POST /customers/{customerId}/creditTransactions`. */
export function addCredit(credit: CreditToSend, sender: Sender): Operation<CrmCredit> {
  return {
    name: 'add credit',
    method: 'POST',
    path: `${customer(credit.guestId)}/creditTransactions`,
    body: creditBody(credit, sender),
    transaction: credit.creditId,
    missing: 'not-found',
    repeat: false,
    // "Accepted, in progress" is documented for new guests only. For a credit it would not say that it is booked.
    read: (answer) =>
      answer.status === ACCEPTED
        ? unreadable(answer, 'accepted, not booked')
        : readCrmCredit(answer, sender.restaurantGuid),
  };
}

/** Who sends a credit: lower-case GUIDs. */
export interface Sender {
  readonly restaurantGuid: string;
  readonly deviceGuid: string | null;
}

/**
 * The body of an ADD_VALUE: the same text for the same credit, every time, no matter what setting has changed since it
 * was accepted. The amount is written digit by digit, for a decimal that has been a double may come out as another one.
 * Employees are left out: the CRM takes neither the giver nor the approver on POST.
 */
export function creditBody(credit: CreditToSend, sender: Sender): string {
  const { localCreatedDate, deviceGuid } = credit.frozen ?? {
    localCreatedDate: instantToWire(credit.givenAt),
    deviceGuid: sender.deviceGuid,
  };
  const fields = [
    ['guid', JSON.stringify(credit.creditId)],
    ['transactionType', '"ADD_VALUE"'],
    ['amount', decimalFromCents(credit.amount)],
    ['localCreatedDate', JSON.stringify(localCreatedDate)],
    ['note', JSON.stringify(credit.note)],
    ['restaurant', JSON.stringify({ guid: sender.restaurantGuid, entityType: 'Restaurant' })],
  ];
  if (deviceGuid !== null) fields.push(['device', JSON.stringify({ guid: deviceGuid })]);
  return `{${fields.map(([name, json]) => `"${name}":${json}`).join(',')}}`;
}

/** The body of a new guest: the same text for the same guest, every time. What they have not is left out. */
function guestBody({ guestId, firstName, lastName, phone, email }: GuestToCreate): string {
  return JSON.stringify({
    guid: guestId,
    firstName,
    lastName,
    ...(phone === null ? {} : { phone }),
    ...(email === null ? {} : { email }),
  });
}

function customer(id: string): string {
  return `${BASE}/customers/${encodeURIComponent(id)}`;
}

/** What a transaction's restaurant says of it: nothing where it is ours, or not named. GUIDs in lower case. */
export function elsewhere(restaurantId: string | null, restaurantGuid: string): Pick<CrmCredit, 'elsewhere'> {
  return restaurantId === null || restaurantId === restaurantGuid ? {} : { elsewhere: true };
}

/** A list: 204 is an empty one. */
function readPage<T>(answer: HttpAnswer, item: z.ZodType<T>): Result<Page<T>, CrmError> {
  if (answer.status === NO_CONTENT) return ok({ items: [], next: 'none', total: totalOf(answer.headers) });
  // "In progress" (202) and "a part" (206) are not documented here, and neither would be the list.
  if (answer.status !== OK) return unreadable(answer, 'not the whole answer');
  const read = readList(answer, item);
  if (!read.ok) return read;
  const { headers, url } = answer;
  return ok({ ...read.value, next: nextFromLink(headers.get('link'), url), total: totalOf(headers) });
}

/** A transaction as an answer names it. One of another restaurant is not the one we sent, regardless of its GUID. */
function readCrmCredit(answer: HttpAnswer, restaurantGuid: string): Result<CrmCredit, CrmError> {
  const read = readBody(answer, crmCreditSchema);
  if (!read.ok) return read;
  const { crmCredit, restaurantId } = read.value;
  return ok({ ...crmCredit, ...elsewhere(restaurantId, restaurantGuid) });
}
