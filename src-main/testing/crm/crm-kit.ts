import { type CrmClientOptions, createCrmClient } from '../../crm/client.ts';
import type { CrmError } from '../../ports.ts';
import { createFakeLogger, createFakeTime } from '../fakes.ts';
import { createScriptedFetch, type Reply, type SeenRequest } from './scripted-fetch.ts';

/** What the tests of this folder share: a client over a scripted fetch, with time that moves by hand. */

export const CONNECTION = {
  baseUrl: 'https://crm.test',
  clientId: 'kiosk-client',
  clientSecret: 'the-client-secret',
  restaurantGuid: 'aaaaaaaa-0000-4000-8000-000000000001',
  deviceGuid: null,
} as const;

export const GUEST = 'bbbbbbbb-0000-4000-8000-000000000001';
export const CREDIT = 'cccccccc-0000-4000-8000-000000000001';

const LOGIN = '/authentication/v1/authentication/login';

export function isLogin(request: SeenRequest): boolean {
  return request.url.pathname === LOGIN;
}

/** The login's answer, as the service words it. */
export function loggedIn(accessToken: string, expiresIn: unknown = 86_400): Reply {
  return {
    status: 200,
    json: {
      '@class': '.SuccessfulResponse',
      token: { tokenType: 'Bearer', scope: null, expiresIn, accessToken, idToken: null, refreshToken: null },
      status: 'SUCCESS',
    },
  };
}

/** An ErrorMessage, all ten keys. */
export function refused(status: number, over: object = {}): Reply {
  return {
    status,
    json: {
      status,
      code: 10025,
      message: 'No',
      messageKey: null,
      fieldName: null,
      link: null,
      requestId: 'req-1',
      developerMessage: null,
      errors: [],
      canRetry: null,
      ...over,
    },
  };
}

export interface Script {
  /** Answers everything but logins. */
  readonly crm?: (request: SeenRequest) => Reply | Promise<Reply>;
  /** Answers the n-th login (from 1). */
  readonly login?: (n: number) => Reply | Promise<Reply>;
}

export function setUp(script: Script, over: Partial<CrmClientOptions> = {}) {
  const time = createFakeTime();
  const logger = createFakeLogger();
  const heard: ('answer' | CrmError)[] = [];
  let logins = 0;
  const { fetch, seen } = createScriptedFetch((request) => {
    if (!isLogin(request)) return script.crm?.(request) ?? { status: 204 };
    logins += 1;
    return script.login?.(logins) ?? loggedIn(`token-${logins}`);
  });
  const client = createCrmClient({
    connection: CONNECTION,
    fetch,
    ...time,
    logger,
    // What paces the background is tried by itself, in limiter.test.ts.
    backgroundEveryMs: 0,
    observer: {
      onAnswer: () => heard.push('answer'),
      onFailure: (error) => heard.push(error),
      onDate: () => {},
    },
    ...over,
  });
  return {
    client,
    time,
    logger,
    heard,
    /** Every request but logins. */
    calls: () => seen.filter((request) => !isLogin(request)),
    logins: () => logins,
    seen,
    /** Moves time on once everything that can run without it has. */
    pass: async (ms: number) => {
      await idle();
      await time.pass(ms);
      await idle();
    },
  };
}

/** Lets streams and everything else that needs a turn of the event loop, but no time, finish. */
export async function idle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Answers one after the other; the last one again and again. */
export function inTurn(...replies: readonly Reply[]): () => Reply {
  let n = 0;
  return () => {
    const reply = replies[Math.min(n, replies.length - 1)];
    n += 1;
    return reply ?? { status: 204 };
  };
}

/** Records with their own GUIDs, `from` to `to` (exclusive). */
export function guid(n: number): string {
  return `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;
}
