import { z } from 'zod';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { CreditSummary, CreditTransaction, CrmGuest } from '../guests/gateway.ts';
import type { CreditOnBooks, CreditToSend } from '../outbox/gateway.ts';
import type { CrmError } from '../ports.ts';
import { decimalFromCents } from './amount.ts';
import type { Operation } from './call.ts';
import { instantToWire } from './dates.ts';
import type { HttpAnswer } from './http.ts';
import { nextFromLink, type Page } from './paging.ts';
import {
  guestSchema,
  onBooksSchema,
  readBody,
  summarySchema,
  transactionSchema,
  unreadable,
} from './wire.ts';

/** The operations of the CRM API (base path `/crm/v1`, version 1.0.0) that the kiosk uses, one function each. */
const BASE = 'crm/v1';

const NO_CONTENT = 204;
const ACCEPTED = 202;

/** `POST /customers/search`. A read in all but its method: asking twice changes nothing. */
export function searchByPhone(digits: string, query: URLSearchParams): Operation<Page<CrmGuest>> {
  return {
    name: 'search guests',
    method: 'POST',
    path: `${BASE}/customers/search`,
    query,
    body: JSON.stringify({ query: { phone: digits } }),
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
      readBody(answer.status === NO_CONTENT ? { ...answer, text: '{}' } : answer, summarySchema),
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

/** `GET /creditTransactions/{transactionId}`. */
export function findCredit(creditId: string): Operation<CreditOnBooks> {
  return {
    name: 'find credit',
    method: 'GET',
    path: `${BASE}/creditTransactions/${encodeURIComponent(creditId)}`,
    transaction: creditId,
    missing: 'not-found',
    repeat: true,
    read: (answer) => readBody(answer, onBooksSchema),
  };
}

/** `POST /customers/{customerId}/creditTransactions`. */
export function addCredit(credit: CreditToSend, sender: Sender): Operation<CreditOnBooks> {
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
        : readBody(answer, onBooksSchema),
  };
}

/** Who sends a credit: lower-case GUIDs. */
export interface Sender {
  readonly restaurantGuid: string;
  readonly deviceGuid: string | null;
}

/**
 * The body of an ADD_VALUE: the same text for the same credit, every time. The amount is written digit by digit, for a
 * decimal that has been a double may come out as another one. Employees are left out: the CRM takes neither the giver
 * nor the approver on POST.
 */
export function creditBody(credit: CreditToSend, sender: Sender): string {
  const fields = [
    ['guid', JSON.stringify(credit.creditId)],
    ['transactionType', '"ADD_VALUE"'],
    ['amount', decimalFromCents(credit.amount)],
    ['localCreatedDate', JSON.stringify(instantToWire(credit.givenAt))],
    ['note', JSON.stringify(credit.note)],
    ['restaurant', JSON.stringify({ guid: sender.restaurantGuid, entityType: 'Restaurant' })],
  ];
  if (sender.deviceGuid !== null) fields.push(['device', JSON.stringify({ guid: sender.deviceGuid })]);
  return `{${fields.map(([name, json]) => `"${name}":${json}`).join(',')}}`;
}

function customer(id: string): string {
  return `${BASE}/customers/${encodeURIComponent(id)}`;
}

/** A list: 204 is an empty one. */
function readPage<T>(answer: HttpAnswer, item: z.ZodType<T>): Result<Page<T>, CrmError> {
  if (answer.status === NO_CONTENT) return ok({ items: [], next: 'none' });
  const items = readBody(answer, z.array(item));
  return items.ok
    ? ok({ items: items.value, next: nextFromLink(answer.headers.get('link'), answer.url) })
    : items;
}
