import type { ServerResponse } from 'node:http';
import type { FaultEffect } from './faults.ts';
import type { Pace } from './limits.ts';
import { errorMessage } from './wire.ts';

/** An answer ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

type Headers = Readonly<Record<string, string>>;
const JSON_TYPE: Headers = { 'Content-Type': 'application/json' };

/** A JSON answer; one without a body where `json` is undefined. */
export function jsonAnswer(status: number, json: unknown, headers: Headers = {}): Answer {
  if (json === undefined) return { status, headers, body: null };
  return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(json) };
}

/** A refusal with the vendor's ten keys. */
export function refusalAnswer(
  refusal: { readonly status: number; readonly code: number; readonly message: string },
  requestId: string,
  headers: Headers = {},
): Answer {
  const { status, code, message } = refusal;
  return jsonAnswer(status, errorMessage(status, code, message, requestId), headers);
}

/** The rate headers every answer of the service carries (but not the login's). */
export function paceHeaders(pace: Pace | null): Headers {
  if (pace === null) return {};
  return {
    'X-Toast-RateLimit-By': 'GLOBAL',
    'X-Toast-RateLimit-Remaining': String(pace.remaining),
    'X-Toast-RateLimit-Reset': String(pace.reset),
  };
}

/**
 * A scripted answer. One with a body other than the vendor's stands for a server in front of the service (an edge, a
 * proxy), and so carries none of the service's headers.
 */
export function scriptedAnswer(
  effect: Extract<FaultEffect, { kind: 'status' | 'status-after' }>,
  requestId: string,
  own: Headers,
  withRetryAfter: boolean,
): Answer {
  const { status } = effect;
  switch (effect.body) {
    case 'empty':
      return { status, headers: { 'Content-Length': '0' }, body: null };
    case 'html':
      return {
        status,
        headers: { 'Content-Type': 'text/html; charset=UTF-8', Server: 'cloudflare' },
        body: `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>Error ${status}</h1></body></html>`,
      };
    case 'gateway-json':
      return {
        status,
        headers: { 'Content-Type': 'application/json; charset=utf-8', Server: 'kong' },
        body: '{"message":"no Route matched with those values"}',
      };
    case 'text':
      return { status, headers: { 'Content-Type': 'text/plain' }, body: `default backend - ${status}` };
    case 'error-message': {
      const asked = effect.kind === 'status' ? effect.retryAfterSeconds : undefined;
      const seconds = asked === undefined && status === 429 ? 1 : asked;
      const retry = seconds == null || !withRetryAfter ? {} : { 'Retry-After': String(seconds) };
      const message = (effect.kind === 'status' ? effect.message : undefined) ?? `Scripted answer ${status}`;
      return refusalAnswer({ status, code: 10100, message }, requestId, { ...own, ...retry });
    }
  }
}

/** Sends an answer whole. Does nothing where the client has gone. */
export function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.writableEnded) return;
  const length = answer.body === null ? {} : { 'Content-Length': String(Buffer.byteLength(answer.body)) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(answer.body ?? undefined);
}

/** Sends the head and half of the body, then cuts the socket. An answer without a body is cut before its head. */
export function sendHalf(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  if (answer.body === null) {
    response.socket?.destroy();
    return;
  }
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': String(body.length) });
  // The cut waits until the first half has left, or the client would see no answer at all.
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroySoon());
}
