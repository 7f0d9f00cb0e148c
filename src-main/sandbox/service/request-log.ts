import type { FaultEffect } from './faults.ts';
import type { Flag } from './requests.ts';
import type { Operation } from './routes.ts';

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
