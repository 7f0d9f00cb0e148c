import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { ControlledOptions } from '../../../e2e/sandbox-control/controlled-core.ts';
import { type ControlledCrm, startControlledCrm } from '../../../e2e/sandbox-control/controlled-crm.ts';

/** 2026-11-24 20:00 in San Francisco: a Tuesday evening, in the middle of service. */
export const EVENING = Date.UTC(2026, 10, 25, 4, 0, 0);

export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined where it is empty or not JSON. */
  readonly json: unknown;
}

/** A Training CRM for one test, with a clock moved by hand and someone logged in to it. */
export interface Bench {
  readonly crm: ControlledCrm;
  readonly clock: { at: number };
  /** A call with token and restaurant; `headers` adds to those, or replaces them. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Got>;
  readonly logIn: (body?: unknown) => Promise<Got>;
  readonly token: () => string;
  /** Posts a credit of $10.00 with what `change` says of it. */
  readonly credit: (guestGuid: string, change?: Record<string, unknown>) => Promise<Got>;
  readonly balance: (guestGuid: string) => Promise<number>;
}

/** Starts one; throws where it does not start. Rate limits are off unless a test asks for them. */
export async function startBench(options: Partial<ControlledOptions> = {}): Promise<Bench> {
  const clock = { at: EVENING };
  const started = await startControlledCrm({
    seed: 7,
    guests: 40,
    now: () => clock.at,
    ...options,
    modes: { limits: null, ...options.modes },
  });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const crm = started.value;
  let token = '';
  const send = async (method: string, path: string, text: string | null, headers: Record<string, string>) => {
    const init = { method, headers, signal: AbortSignal.timeout(10_000) };
    return read(await fetch(`${crm.url}${path}`, text === null ? init : { ...init, body: text }));
  };
  const logIn = async (body: unknown = credentialsOf(crm)): Promise<Got> => {
    const type = { 'Content-Type': 'application/json' };
    const got = await send('POST', '/authentication/v1/authentication/login', textOf(body), type);
    token = textAt(got.json, 'token', 'accessToken') ?? token;
    return got;
  };
  const call: Bench['call'] = (method, path, body, headers) =>
    send(method, path, body === undefined ? null : textOf(body), {
      Authorization: `Bearer ${token}`,
      'Toast-Restaurant-External-ID': crm.restaurantGuid,
      'Content-Type': 'application/json',
      ...headers,
    });
  await logIn();
  return {
    crm,
    clock,
    call,
    logIn,
    token: () => token,
    credit: (guestGuid, change) =>
      call('POST', `/crm/v1/customers/${guestGuid}/creditTransactions`, { ...creditBody(), ...change }),
    balance: async (guestGuid) =>
      Number(field((await call('GET', `/crm/v1/customers/${guestGuid}/creditSummary`)).json, 'amount')),
  };
}

export const credentialsOf = (crm: ControlledCrm): Record<string, string> => ({
  clientId: crm.clientId,
  clientSecret: crm.clientSecret,
  userAccessType: 'TOAST_MACHINE_CLIENT',
});

/** A credit that is in order, with a GUID of its own. */
export const creditBody = (): { readonly guid: string; readonly [key: string]: unknown } => ({
  guid: randomUUID(),
  transactionType: 'ADD_VALUE',
  amount: 10,
  localCreatedDate: '2026-11-25T04:00:00.000+0000',
  note: 'Long wait; by Marco D.',
});

/** A field of a JSON object; undefined where there is none. */
export function field(json: unknown, ...path: readonly string[]): unknown {
  let at: unknown = json;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([name]) => name === key)?.[1];
  }
  return at;
}

/** A field of each object of a JSON list. Throws where it is no list. */
export function fieldOfEach(json: unknown, key: string): unknown[] {
  if (!Array.isArray(json)) throw new Error(`Not a list: ${JSON.stringify(json)}`);
  return json.map((each: unknown) => field(each, key));
}

const textAt = (json: unknown, ...path: readonly string[]): string | null => {
  const value = field(json, ...path);
  return typeof value === 'string' ? value : null;
};

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

async function read(response: Response): Promise<Got> {
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** Checks a refusal: the status, and the vendor's ten keys. */
export function expectRefusal(got: Got, status: number, words?: RegExp): void {
  expect({ status: got.status, text: got.text }).toEqual({ status, text: expect.any(String) });
  expect(got.headers.get('content-type')).toBe('application/json');
  expect(got.json).toEqual({
    status,
    code: expect.any(Number),
    message: words === undefined ? expect.any(String) : expect.stringMatching(words),
    messageKey: null,
    fieldName: null,
    link: null,
    requestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    developerMessage: null,
    errors: [],
    canRetry: null,
  });
}

/** The parts of a search call. */
export const search = (query: unknown) => ['POST', '/crm/v1/customers/search', { query }] as const;
