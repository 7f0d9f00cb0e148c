import { ok, type Result } from '../../../src-preload/contract/result.ts';
import type { GuestToCreate } from '../../domain/accepted-credit.ts';
import type { CreditToSend, CrmCredit, OutboxGateway } from '../../outbox/gateway.ts';
import type { CrmError } from '../../ports.ts';

/** What becomes of one request: an error before or after the records were changed, or an answer. */
export type Script =
  | { readonly do: 'answer' }
  | { readonly do: 'fail-before'; readonly error: CrmError }
  | { readonly do: 'fail-after'; readonly error: CrmError }
  /** Never answers, until released. `commits`: whether the records change when it is released. */
  | { readonly do: 'hang'; readonly commits: boolean };

/**
 * A CRM whose records can be read and whose mishaps are scripted, one a request; without a script it answers. It does
 * not de-duplicate: a GUID posted twice is on the records twice, which is what the outbox must never cause.
 */
export interface ScriptedCrm extends OutboxGateway {
  readonly recorded: CreditToSend[];
  readonly posts: CreditToSend[];
  readonly gets: string[];
  /** Guests it has; those created are added. */
  readonly guests: GuestToCreate[];
  readonly guestPosts: GuestToCreate[];
  readonly script: (...steps: Script[]) => void;
  /** Guests' own histories as they are asked for: the credits they show, an error, or nothing while it is null. */
  readonly setHistory: (history: CrmError | 'shown' | null) => void;
  readonly scriptGet: (...steps: (CrmError | 'nothing' | 'other')[]) => void;
  /** For creating guests, and for asking whether there are any like one. */
  readonly scriptGuest: (...steps: Script[]) => void;
  readonly scriptDuplicates: (...steps: CrmError[]) => void;
  /** Whom it answers with for the guest of a credit: another one, no one (null), or an error; else the same. */
  readonly scriptKept: (...steps: (CrmError | string | null)[]) => void;
}

export function createScriptedCrm(): ScriptedCrm {
  const recorded: CreditToSend[] = [];
  const posts: CreditToSend[] = [];
  const gets: string[] = [];
  const guests: GuestToCreate[] = [];
  const guestPosts: GuestToCreate[] = [];
  const forGuests: Script[] = [];
  const forDuplicates: CrmError[] = [];
  const forKept: (CrmError | string | null)[] = [];
  const forPosts: Script[] = [];
  const forGets: (CrmError | 'nothing' | 'other')[] = [];
  let history: CrmError | 'shown' | null = null;
  const receipt = (credit: CreditToSend): CrmCredit => ({
    creditId: credit.creditId,
    guestId: credit.guestId,
    amount: credit.amount,
    type: 'ADD_VALUE',
  });
  return {
    recorded,
    posts,
    gets,
    guests,
    guestPosts,
    scriptGuest: (...steps) => forGuests.push(...steps),
    scriptDuplicates: (...steps) => forDuplicates.push(...steps),
    scriptKept: (...steps) => forKept.push(...steps),
    createGuest: async (guest) => {
      guestPosts.push(guest);
      const step = forGuests.shift() ?? { do: 'answer' };
      if (step.do === 'fail-before') return { ok: false, error: step.error };
      if (step.do === 'hang') return new Promise(() => {});
      guests.push(guest);
      return step.do === 'answer' ? ok(guest) : { ok: false, error: step.error };
    },
    findGuest: async (guestId) => {
      const step = forGets.shift();
      if (step === 'nothing') return ok(null);
      if (step !== undefined && step !== 'other') return { ok: false, error: step };
      return ok(guests.find((guest) => guest.guestId === guestId) ?? null);
    },
    keptAs: async (guestId) => {
      const step = forKept.shift() ?? guestId;
      return typeof step === 'object' && step !== null ? { ok: false, error: step } : ok(step);
    },
    findDuplicates: async ({ phone, email }) => {
      const step = forDuplicates.shift();
      if (step) return { ok: false, error: step };
      const same = (a: string | null, b: string | null): boolean => a !== null && a === b;
      return ok(
        guests
          .filter((guest) => same(guest.phone, phone) || same(guest.email, email))
          .map(({ guestId }) => guestId),
      );
    },
    script: (...steps) => forPosts.push(...steps),
    scriptGet: (...steps) => forGets.push(...steps),
    addCredit: async (credit): Promise<Result<CrmCredit, CrmError>> => {
      posts.push(credit);
      const step = forPosts.shift() ?? { do: 'answer' };
      if (step.do === 'fail-before') return { ok: false, error: step.error };
      if (step.do === 'hang') {
        if (step.commits) recorded.push(credit);
        return new Promise(() => {});
      }
      recorded.push(credit);
      return step.do === 'answer' ? ok(receipt(credit)) : { ok: false, error: step.error };
    },
    setHistory: (next) => {
      history = next;
    },
    findInHistory: async (guestId, creditId) => {
      if (history !== null && history !== 'shown') return { ok: false, error: history };
      const line = recorded.find((credit) => credit.creditId === creditId && credit.guestId === guestId);
      return ok(history === 'shown' && line ? receipt(line) : null);
    },
    findCredit: async (creditId) => {
      gets.push(creditId);
      const step = forGets.shift();
      const found = recorded.find((credit) => credit.creditId === creditId);
      if (step === 'nothing') return ok(null);
      if (step === 'other') {
        const other = found ?? posts.find((credit) => credit.creditId === creditId);
        return ok(other ? { ...receipt(other), guestId: 'somebody-else' } : null);
      }
      if (step) return { ok: false, error: step };
      return ok(found ? receipt(found) : null);
    },
  };
}

export const errors = {
  notSent: { kind: 'offline', sent: 'no', detail: 'ECONNREFUSED' },
  cut: { kind: 'offline', sent: 'maybe', detail: 'ECONNRESET' },
  timeout: { kind: 'timeout', afterMs: 15_000 },
  server: { kind: 'server-error', status: 500, requestId: 'r-500' },
  html: { kind: 'unreadable', status: 200, detail: 'body is not JSON', requestId: null },
  /** A web filter's page, a network's sign-in page, and one that met the login. */
  filtered: { kind: 'unreadable', status: 403, detail: 'a web page', between: true, requestId: null },
  portal: { kind: 'unreadable', status: 200, detail: 'not JSON', between: true, requestId: null },
  portalAtLogin: { kind: 'offline', sent: 'no', detail: 'login: not JSON', between: true },
  conflict: { kind: 'rejected', status: 409, code: null, message: 'exists', requestId: 'r-409' },
  bad: { kind: 'rejected', status: 400, code: '10025', message: 'Amount too large', requestId: 'r-400' },
  missing: { kind: 'not-found', requestId: 'r-404' },
  denied: { kind: 'unauthorised', stage: 'call', status: 403, requestId: 'r-403' },
  /** The service's own 429, and one of something in front of it. */
  busy: { kind: 'rate-limited', from: 'service', retryAfterMs: 7_000, requestId: 'r-429' },
  busyPage: { kind: 'rate-limited', retryAfterMs: 7_000, requestId: null },
  gone: { kind: 'service-gone', status: 410 },
  noLogin: { kind: 'unauthorised', stage: 'login', status: 401, requestId: null },
  limited: { kind: 'rate-limited', from: 'limiter', retryAfterMs: 500, requestId: null },
} as const satisfies Record<string, CrmError>;
