import { isFields, readGuid } from '../../src-main/sandbox/service/requests.ts';
import type { Operation } from '../../src-main/sandbox/service/routes.ts';
import type { FaultEffect } from './faults.ts';

/** Things the service takes anyway, but which a client should not send. */
type Flag = 'string-amount' | 'upper-case-guid' | 'long-note' | 'one-digit-hour';

/** Toast's own length limit is not known; the one known client keeps to 250. */
const LONG_NOTE = 250;

/** What a client should not have sent of this body. */
export function flagsOf(operation: Operation | null, body: unknown): readonly Flag[] {
  if ((operation !== 'add-credit' && operation !== 'create-guest') || !isFields(body)) return [];
  const guid = readGuid(body.guid);
  const flags: Flag[] = guid === null || guid === body.guid ? [] : ['upper-case-guid'];
  if (typeof body.amount === 'string') flags.push('string-amount');
  if (/T\d:/.test(String(body.localCreatedDate))) flags.push('one-digit-hour');
  if (typeof body.note === 'string' && body.note.trim().length > LONG_NOTE) flags.push('long-note');
  return flags;
}

/** How an exchange ended: the status answered, or what became of the socket instead. */
export type Ending = number | 'dropped' | 'hung';

/** One request as the log keeps it: no token, no secret, no phone number, no body. */
export interface LoggedRequest {
  /** When it arrived (UTC ms). */
  readonly at: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Null where the path is none of the service's. */
  readonly operation: Operation | null;
  /** The guest and the transaction it names, lower case; null where it names none. */
  readonly guestGuid: string | null;
  readonly transactionGuid: string | null;
  readonly ending: Ending;
  /** What was scripted to happen to it. */
  readonly faults: readonly FaultEffect['kind'][];
  readonly flags: readonly Flag[];
  readonly requestId: string;
}

/** The last requests, and how often each transaction GUID was posted (however the request ended). */
export interface RequestLog {
  readonly add: (request: LoggedRequest) => void;
  readonly sawPost: (transactionGuid: string) => void;
  readonly requests: () => readonly LoggedRequest[];
  readonly posts: () => Readonly<Record<string, number>>;
}

/** A log of the last `most` requests. Posts are counted without limit: they are what proves that nothing is doubled. */
export function createRequestLog(most = 20_000): RequestLog {
  const requests: LoggedRequest[] = [];
  const posts = new Map<string, number>();
  return {
    add: (request) => {
      requests.push(request);
      // Cutting rarely and much keeps a long run cheap.
      if (requests.length > most * 1.1) requests.splice(0, requests.length - most);
    },
    sawPost: (guid) => {
      posts.set(guid, (posts.get(guid) ?? 0) + 1);
    },
    requests: () => requests.slice(-most),
    posts: () => Object.fromEntries(posts),
  };
}
