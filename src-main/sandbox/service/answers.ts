import type { ServerResponse } from 'node:http';
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

/** Sends an answer whole. Does nothing where the client has gone. */
export function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.writableEnded) return;
  const length = answer.body === null ? {} : { 'Content-Length': String(Buffer.byteLength(answer.body)) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(answer.body ?? undefined);
}
