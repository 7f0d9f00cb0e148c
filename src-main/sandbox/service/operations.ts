import { assertNever, err, ok, type Result } from '../../../src-preload/contract/result.ts';
import { type Calendar, expiryOf } from '../data/calendar.ts';
import type { CreditLine, Entry, Guest } from '../data/model.ts';
import type { Readings } from '../data/readings.ts';
import type { Store } from '../data/store.ts';
import {
  type Paging,
  parseCredit,
  parseGuest,
  parsePaging,
  parsePeriod,
  parseSearch,
  type Refusal,
  readGuid,
  refusal,
} from './requests.ts';
import type { Operation } from './routes.ts';
import { customerJson, lineJson, summaryJson } from './wire.ts';

/** One request to the CRM, its token and restaurant already checked. */
export interface Call {
  readonly operation: Exclude<Operation, 'login'>;
  /** Which restaurant of the loyalty set it is for. */
  readonly restaurantGuid: string;
  /** The guest or transaction in the path, as written. */
  readonly guid: string | null;
  readonly query: URLSearchParams;
  /** The parsed body; undefined where there is none. */
  readonly body: unknown;
}

/** What is to be answered. `json` is undefined where there is no body; `list` where it is a page of a list. */
export interface Reply {
  readonly status: number;
  readonly json: unknown;
  readonly list?: { readonly total: number; readonly paging: Paging };
}

export interface OperationsDeps {
  readonly store: Store;
  /** Whether a read made at `now` misses a line. */
  readonly hides: (lineGuid: string, now: number) => boolean;
  readonly calendar: Calendar;
  readonly restaurantGuid: string;
  /** Cents. */
  readonly maxAmount: number;
  readonly expiryDays: number;
  readonly now: () => number;
  readonly readings: () => Readings;
  /** Writes to the journal and the records, in this order; an error means that nothing was written. */
  readonly record: (entry: Entry) => Result<void, unknown>;
}

type Outcome = Result<Reply, Refusal>;
const refuse = (status: number, code: number, message: string): { ok: false; error: Refusal } =>
  err(refusal(status, code, message));
const guestUnknown = refuse(404, 10170, 'Customer not found');
const notWritten = refuse(500, 10190, 'Internal server error');

type GuestOperation = Exclude<
  Call['operation'],
  'search' | 'create-guest' | 'list-transactions' | 'get-transaction'
>;

/** Who is there: guests may be accepted with 202, and come later. */
function createArrivals({ store, readings }: OperationsDeps) {
  /** Guests accepted with 202 and not there yet: how often one must still ask. */
  const pending = new Map<string, number>();

  const customerOf = (guest: Guest): object => customerJson(guest, readings().storedPhones);
  const customer = (guid: string): Outcome => {
    const guest = store.guest(guid);
    return guest === undefined ? guestUnknown : ok({ status: 200, json: customerOf(guest) });
  };
  /** Counts one more question for a guest not there yet; true once they are. */
  const hasArrived = (guid: string): boolean => {
    const left = pending.get(guid);
    if (left === undefined) return true;
    if (left > 1) pending.set(guid, left - 1);
    else pending.delete(guid);
    return false;
  };
  const isThere = (guid: string): boolean => store.guest(guid) !== undefined && !pending.has(guid);
  return {
    customerOf,
    customer,
    hasArrived,
    isThere,
    /** A guest is accepted, and is there after so many questions. */
    comesAfter: (guid: string, polls: number): void => {
      pending.set(guid, polls);
    },
  };
}

/** Answers with the page of a list that was asked for. */
const createPager =
  (deps: OperationsDeps) =>
  <T>(items: readonly T[], query: URLSearchParams, toJson: (item: T) => object): Outcome => {
    const readings = deps.readings();
    const paging = parsePaging(query, readings);
    if (!paging.ok) return paging;
    const { skip, pageSize } = paging.value;
    const here = items.slice(skip, skip + pageSize);
    const list = { total: items.length, paging: paging.value };
    const isPastEnd = here.length === 0 && items.length > 0;
    if (here.length > 0 || (isPastEnd && readings.pastEnd === 'empty-list'))
      return ok({ status: 200, json: here.map(toJson), list });
    return ok({ status: 204, json: undefined, list });
  };

function addCredit(
  deps: OperationsDeps,
  isThere: (guid: string) => boolean,
  call: Call,
  guestGuid: string,
): Outcome {
  const { store, calendar, restaurantGuid } = deps;
  const parsed = parseCredit(call.body, call.restaurantGuid, deps.maxAmount);
  if (!parsed.ok) return parsed;
  if (!isThere(guestGuid)) return guestUnknown;
  const before = store.line(parsed.value.guid);
  const { repeated } = deps.readings();
  if (before !== undefined && repeated !== 'second-credit') {
    if (repeated !== 'replay') return err(repeated);
    if (before.guestGuid !== guestGuid)
      return refuse(400, 10182, 'This guid belongs to a transaction of another customer');
    return ok({ status: 200, json: lineJson(before, restaurantGuid) });
  }
  const at = deps.now();
  const written: CreditLine = {
    ...parsed.value,
    guestGuid,
    type: 'ADD_VALUE',
    at,
    expiresAt: expiryOf(calendar, at, deps.expiryDays),
    serverGuid: null,
    approverGuid: null,
    familyGuid: null,
    ...(call.restaurantGuid === restaurantGuid ? {} : { restaurantGuid: call.restaurantGuid }),
  };
  if (!deps.record({ kind: 'line', line: written }).ok) return notWritten;
  return ok({ status: 200, json: lineJson(written, restaurantGuid) });
}

/** The eight operations over the records. Each call is carried out whole, or refused with nothing changed. */
export function createOperations(deps: OperationsDeps): (call: Call) => Outcome {
  const { store, hides, restaurantGuid } = deps;
  const there = createArrivals(deps);
  const { customer, hasArrived, isThere } = there;
  const line = (each: CreditLine): object => lineJson(each, restaurantGuid);
  const shown = (lines: readonly CreditLine[], now: number): readonly CreditLine[] =>
    lines.filter((each) => !hides(each.guid, now));
  /** Guests are shared by the loyalty set; transactions belong to one restaurant. */
  const isOf = (call: Call, each: CreditLine): boolean =>
    (each.restaurantGuid ?? restaurantGuid) === call.restaurantGuid;
  /** Under which GUID a guest is kept: another one after a merge. */
  const keptAs = (guid: string | null): string | null =>
    deps.readings().merged.find(({ from }) => from === guid)?.into ?? guid;

  const page = createPager(deps);

  const createGuest = (call: Call): Outcome => {
    const parsed = parseGuest(call.body);
    if (!parsed.ok) return parsed;
    const guest = parsed.value;
    // The same GUID again is the same guest: the record as stored, or again "in progress".
    if (store.guest(guest.guid) === undefined) {
      if (!deps.record({ kind: 'guest', guest }).ok) return notWritten;
      const { createPolls } = deps.readings();
      if (createPolls === 0) return customer(guest.guid);
      there.comesAfter(guest.guid, createPolls);
      return ok({ status: 202, json: undefined });
    }
    return hasArrived(guest.guid) ? customer(guest.guid) : ok({ status: 202, json: undefined });
  };

  const linesIn = (call: Call, now: number): Outcome => {
    const period = parsePeriod(call.query);
    if (!period.ok) return period;
    const { from, to } = period.value;
    // The records of one restaurant; those of a guest are of the whole loyalty set.
    const own = store.linesBetween(from, to, now).filter((each) => isOf(call, each));
    return page(shown(own, now), call.query, line);
  };

  const search = (call: Call): Outcome => {
    const query = parseSearch(call.body);
    if (!query.ok) return query;
    const { nameMatch, storedPhones } = deps.readings();
    const found = store.search(query.value, nameMatch, storedPhones);
    return page(
      found.filter(({ guid }) => isThere(guid)),
      call.query,
      there.customerOf,
    );
  };

  const transaction = (call: Call, now: number): Outcome => {
    const guid = readGuid(call.guid);
    if (guid === null) return refuse(400, 10102, 'transactionId must be a UUID');
    const found = store.line(guid);
    if (found === undefined || !isOf(call, found) || hides(guid, now))
      return refuse(404, 10171, 'Transaction not found');
    return ok({ status: 200, json: line(found) });
  };

  /** What is asked about one guest. */
  const ofGuest = (operation: GuestOperation, call: Call, now: number): Outcome => {
    const guid = keptAs(readGuid(call.guid));
    if (guid === null) return refuse(400, 10103, 'customerId must be a UUID');
    switch (operation) {
      case 'get-guest':
        return hasArrived(guid) ? customer(guid) : guestUnknown;
      case 'credit-summary': {
        if (!isThere(guid)) return guestUnknown;
        const summary = store.summary(guid, now, (each) => hides(each.guid, now));
        return ok({ status: 200, json: summaryJson(summary) });
      }
      case 'guest-transactions':
        if (!isThere(guid)) return guestUnknown;
        return page(shown(store.linesOf(guid, now), now), call.query, line);
      case 'add-credit':
        return addCredit(deps, isThere, call, guid);
      default:
        return assertNever(operation, 'operation of a guest');
    }
  };

  return (call) => {
    const now = deps.now();
    const { operation } = call;
    switch (operation) {
      case 'search':
        return search(call);
      case 'create-guest':
        return createGuest(call);
      case 'list-transactions':
        return linesIn(call, now);
      case 'get-transaction':
        return transaction(call, now);
      default:
        return ofGuest(operation, call, now);
    }
  };
}
