import type { FaultyService, Outcome } from '../../../e2e/sandbox-control/faulty-service.ts';
import { assertNever, ok } from '../../../src-preload/contract/result.ts';
import { NotSentError } from '../../network/errors.ts';
import type { Fetch } from '../../ports.ts';
import type { Answer } from '../../sandbox/service/answers.ts';

/**
 * How one request fares between a client and the service, in ms from when it was made. The defaults are a perfect line.
 * What has left arrives no matter what the client does: giving up, or losing the connection, calls nothing back.
 */
export interface Passage {
  /** No connection comes about, so that not a byte of the request leaves. */
  readonly refused?: { readonly code: string; readonly syscall: string } | null;
  /** When the request reaches the service; null: never. */
  readonly arrivesMs?: number | null;
  /** When the client sees its connection cut, unless it was answered before; null: never. */
  readonly cutMs?: number | null;
  /** How long the answer takes on its way; null: it never arrives. */
  readonly answerMs?: number | null;
}

/** A request as the line sees it. */
export interface PassingRequest {
  readonly method: string;
  readonly url: URL;
  /** Empty where there is none. */
  readonly body: string;
}

export interface MemoryLine {
  /** The service's clock (UTC ms), for the `Date` of its answers. */
  readonly now: () => number;
  readonly passage: (request: PassingRequest) => Passage;
  /** Calls back after `ms`; returns the way to cancel. Time on the line, not of one process at its end. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Told of each answer, whole or half, that reaches a client which still waits for it. */
  readonly onAnswer?: (request: PassingRequest, answer: Answer, whole: boolean) => void;
}

const CUT = { code: 'ECONNRESET', syscall: 'read' };

/**
 * A `fetch` to the service without a network. Failures look as the product's network's do; it honours the request's signal, and what a
 * client is told and what the service did are as independent as they are on a real line.
 */
export function createMemoryFetch(service: FaultyService, line: MemoryLine): Fetch {
  return async (input, init) => {
    const request = init === undefined && input instanceof Request ? input : new Request(input, init);
    request.signal.throwIfAborted();
    const { method, headers } = request;
    const url = new URL(request.url);
    const body = request.body === null ? '' : await request.text();
    const passing: PassingRequest = { method, url, body };
    const { refused = null, arrivesMs = 0, cutMs = null, answerMs = 0 } = line.passage(passing);
    if (refused !== null) throw new NotSentError(failed(refused));

    return new Promise<Response>((resolve, reject) => {
      let over = false;
      const end = (settle: () => void): void => {
        if (over) return;
        over = true;
        cancelCut?.();
        request.signal.removeEventListener('abort', onAbort);
        settle();
      };
      const fail = (error: unknown): void => end(() => reject(error));
      const onAbort = (): void => fail(request.signal.reason);
      request.signal.addEventListener('abort', onAbort, { once: true });
      if (request.signal.aborted) {
        onAbort();
        return;
      }
      const cancelCut = cutMs === null ? null : line.after(cutMs, () => fail(failed(CUT)));

      const answered = (answer: Answer, isWhole: boolean, date: string): void =>
        end(() => {
          line.onAnswer?.(passing, answer, isWhole);
          const headers = { ...answer.headers, Date: date };
          resolve(isWhole ? whole({ ...answer, headers }) : half({ ...answer, headers }));
        });
      const back = (outcome: Outcome, date: string): void => {
        switch (outcome.kind) {
          case 'answered':
            answered(outcome.answer, true, date);
            break;
          case 'half-answered':
            if (outcome.answer.body === null) fail(failed(CUT));
            else answered(outcome.answer, false, date);
            break;
          case 'dropped':
            fail(failed(CUT));
            break;
          case 'hung':
          case 'closed':
            break;
          default:
            assertNever(outcome, 'outcome of a request');
        }
      };
      if (arrivesMs === null) return;
      line.after(arrivesMs, () => {
        const arrived = {
          method,
          url,
          headers: Object.fromEntries(headers),
          address: 'memory',
          body: ok(body),
        };
        // The service's own bugs are the caller's to see, not a fault of the line.
        service(arrived).then((outcome) => {
          const date = new Date(line.now()).toUTCString();
          if (answerMs !== null) line.after(answerMs, () => back(outcome, date));
        }, fail);
      });
    });
  };
}

function failed(cause: { readonly code: string; readonly syscall: string }): TypeError {
  return new TypeError('fetch failed', { cause });
}

function whole({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers });
}

/** The head and half of the body, then a connection that breaks. */
function half({ status, headers, body }: Answer): Response {
  const bytes = new TextEncoder().encode(body ?? '');
  let sent = false;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (sent) controller.error(new TypeError('terminated', { cause: CUT }));
      else controller.enqueue(bytes.subarray(0, Math.floor(bytes.length / 2)));
      sent = true;
    },
  });
  return new Response(stream, { status, headers });
}
