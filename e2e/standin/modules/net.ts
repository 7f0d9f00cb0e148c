import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Net } from 'electron';
import type { Host } from '../host.ts';
import type { StandInSession } from './session.ts';

/** How Node's fetch names a failure, and what Chromium calls the same. */
const names: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'ERR_CONNECTION_REFUSED',
  ECONNRESET: 'ERR_CONNECTION_RESET',
  EPIPE: 'ERR_CONNECTION_RESET',
  ENOTFOUND: 'ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: 'ERR_NAME_NOT_RESOLVED',
  ETIMEDOUT: 'ERR_CONNECTION_TIMED_OUT',
  UND_ERR_CONNECT_TIMEOUT: 'ERR_CONNECTION_TIMED_OUT',
  UND_ERR_HEADERS_TIMEOUT: 'ERR_TIMED_OUT',
  UND_ERR_BODY_TIMEOUT: 'ERR_TIMED_OUT',
  UND_ERR_SOCKET: 'ERR_EMPTY_RESPONSE',
  ENETUNREACH: 'ERR_INTERNET_DISCONNECTED',
  EHOSTUNREACH: 'ERR_ADDRESS_UNREACHABLE',
  HPE_INVALID_CONSTANT: 'ERR_INVALID_HTTP_RESPONSE',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ERR_CERT_AUTHORITY_INVALID',
  SELF_SIGNED_CERT_IN_CHAIN: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'ERR_CERT_AUTHORITY_INVALID',
  CERT_HAS_EXPIRED: 'ERR_CERT_DATE_INVALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'ERR_CERT_COMMON_NAME_INVALID',
  EPROTO: 'ERR_SSL_PROTOCOL_ERROR',
  // What answers does not speak TLS at all.
  ERR_SSL_WRONG_VERSION_NUMBER: 'ERR_SSL_PROTOCOL_ERROR',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'ERR_SSL_PROTOCOL_ERROR',
};
const noBody = new Set([101, 204, 205, 304]);

/** `net`: Node's fetch with Chromium's names for what goes wrong, and files, which Node's does not know. */
export class StandInNet implements Pick<Net, 'isOnline' | 'fetch'> {
  readonly #host: Host;
  readonly #session: StandInSession;
  readonly #fetch: typeof fetch;

  constructor(host: Host, session: StandInSession, nodeFetch: typeof fetch) {
    this.#host = host;
    this.#session = session;
    this.#fetch = nodeFetch;
  }

  get online(): boolean {
    return process.env['STANDIN_ONLINE'] !== '0';
  }
  isOnline(): boolean {
    return this.online;
  }

  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    this.#host.lifecycle.requireReady('Session can only be received when app is ready', TypeError);
    return this.#run(new Request(input, init));
  }

  async #run(request: Request): Promise<Response> {
    const { url, method, signal } = request;
    const scheme = url.slice(0, url.indexOf(':'));
    signal.throwIfAborted();
    if (await this.#session.requests.cancels({ url, method, resourceType: 'other' })) {
      throw new Error('net::ERR_BLOCKED_BY_CLIENT');
    }
    switch (scheme) {
      case 'file':
        return await readAsResponse(url);
      case 'http':
      case 'https':
        return await this.#overNetwork(request);
      default: {
        const outcome = await this.#session.rawProtocol.run(url, request);
        if (outcome.kind === 'failed') throw new Error(`net::${outcome.error}`);
        const body = noBody.has(outcome.status) ? null : new Uint8Array(outcome.body);
        return new Response(body, { status: outcome.status, headers: outcome.headers });
      }
    }
  }

  async #overNetwork(request: Request): Promise<Response> {
    try {
      const answer = await this.#fetch(request, { redirect: request.redirect });
      if (
        request.redirect === 'manual' &&
        answer.status >= 300 &&
        answer.status < 400 &&
        answer.headers.has('location')
      ) {
        throw new Error('Redirect was cancelled');
      }
      const { status, statusText, headers } = answer;
      const body =
        noBody.has(status) || answer.body === null ? null : renameErrors(answer.body, request.signal);
      // Electron builds its Response again, so `url` and `type` say nothing.
      return new Response(body, { status, statusText, headers });
    } catch (error) {
      throw rename(error, request.signal);
    }
  }
}

function rename(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'code') : undefined;
  if (typeof code === 'string')
    return new Error(
      `net::${names[code] ?? (code.startsWith('HPE_') ? 'ERR_INVALID_HTTP_RESPONSE' : 'ERR_FAILED')}`,
    );
  if (error instanceof TypeError && error.message === 'fetch failed') return new Error('net::ERR_FAILED');
  return error;
}

/** A body cut short names the cause as Chromium does. */
function renameErrors(body: ReadableStream<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        if (signal.aborted) controller.error(signal.reason);
        else controller.error(new Error('net::ERR_CONTENT_LENGTH_MISMATCH', { cause: error }));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** What Chromium would sniff of a file, as far as a bundle holds such files. */
const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  mjs: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
  txt: 'text/plain',
};

async function readAsResponse(url: string): Promise<Response> {
  try {
    const bytes = await readFile(fileURLToPath(url));
    const type = types[url.slice(url.lastIndexOf('.') + 1).toLowerCase()];
    return new Response(
      new Uint8Array(bytes),
      type === undefined ? {} : { headers: { 'content-type': type } },
    );
  } catch {
    throw new Error('net::ERR_FILE_NOT_FOUND');
  }
}
