import ky from 'ky';
import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import type { CrmError, Fetch } from '../../ports.ts';
import { type Bound, unlessEnded } from './bound.ts';
import { failureOf } from './failure.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** From the base address on, without a leading slash. */
  readonly path: string;
  readonly query?: URLSearchParams | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text, sent as it is. */
  readonly body?: string | undefined;
}

/** A complete answer: status, headers and body. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The address it came from. */
  readonly url: URL;
}

/**
 * One request and its complete answer, regardless of its status, or the reason there is none. Never retries, never
 * follows a redirect.
 */
export type Http = (request: HttpRequest, bound: Bound) => Promise<Result<HttpAnswer, CrmError>>;

/** Six times fifty transactions with notes, and small enough to parse in one go; a larger body is not the CRM's. */
const MAX_BYTES = 300_000;

/**
 * @param baseUrl https, or http on this PC itself (Training): the token and the secret never cross a network in clear.
 *   Throws on anything else, which the configuration should have refused.
 */
export function createHttp(baseUrl: string, fetch: Fetch): Http {
  const base = new URL(baseUrl);
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(base.hostname);
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && loopback)) {
    throw new TypeError('The CRM address must be https');
  }
  const root = `${base.origin}${base.pathname.replace(/\/+$/, '')}/`;
  const api = ky.create({
    fetch,
    prefix: root,
    // Only the outbox repeats writes, only call.ts repeats reads, and only bound.ts keeps the time.
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    redirect: 'error',
    cache: 'no-store',
    credentials: 'omit',
  });

  const exchange = async (
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<Result<HttpAnswer, CrmError>> => {
    const { method, path, query, headers, body } = request;
    const response = await api(path, {
      method,
      signal,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(query === undefined ? {} : { searchParams: query }),
      ...(body === undefined ? {} : { body }),
    });
    const text = await textOf(response);
    if (text === null) {
      const between = /\bhtml\b/i.test(response.headers.get('content-type') ?? '');
      return err({
        ...{ kind: 'unreadable', status: response.status, detail: 'too long', requestId: null },
        ...(between ? { between } : {}),
      });
    }
    return ok({ status: response.status, headers: response.headers, text, url: new URL(path, root) });
  };

  return async (request, bound) => {
    const gone = bound.ended();
    if (gone) return err(gone);
    try {
      const done = await unlessEnded(exchange(request, bound.signal), bound.signal);
      return done?.value ?? err(bound.ended() ?? { kind: 'aborted' });
    } catch (thrown) {
      return err(bound.ended() ?? failureOf(thrown));
    }
  };
}

/** The body as text; null if it is longer than any answer of the CRM. */
async function textOf(response: Response): Promise<string | null> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes <= MAX_BYTES) text += decoder.decode(value, { stream: true });
    else {
      await reader.cancel();
      return null;
    }
  }
}
