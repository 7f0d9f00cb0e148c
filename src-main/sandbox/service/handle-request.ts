import { err, type Result } from '../../../src-preload/contract/result.ts';
import { type AdmissionDeps, type Asker, admit, headerOf, paceOf, retryHeader } from './admission.ts';
import { type Answer, jsonAnswer, paceHeaders, refusalAnswer } from './answers.ts';
import { parseJson } from './http-body.ts';
import { type LoginDeps, logIn } from './login.ts';
import type { Call, Reply } from './operations.ts';
import { type Refusal, refusal } from './requests.ts';
import { routeOf } from './routes.ts';

export interface ServiceDeps extends LoginDeps, AdmissionDeps {
  readonly operate: (call: Call) => Result<Reply, Refusal>;
  /** Headers of an answer that is a page of a list. */
  readonly listHeaders: (url: URL, list: NonNullable<Reply['list']>) => Readonly<Record<string, string>>;
  readonly requestId: () => string;
}

/** One request as any transport can hand it over, its body read. */
export interface ServiceRequest extends Asker {
  readonly method: string;
  readonly url: URL;
  /** The whole body; `too-large` where the transport stopped reading it. */
  readonly body: Result<string, 'too-large'>;
}

/** Answers one request. A refusal names the request by `requestId`, or by an id of its own where that is left out. */
export type Service = (request: ServiceRequest, requestId?: string) => Answer;

/** The service: login, admission, and the operations over the records. */
export function createService(deps: ServiceDeps): Service {
  return (request, requestId = deps.requestId()) => {
    const { method, url, body } = request;
    if (!body.ok) {
      // The rest of the body is not read, so the connection cannot be used again.
      const tooLarge = refusal(413, 10104, 'Request body is too large');
      return refusalAnswer(tooLarge, requestId, { Connection: 'close' });
    }
    const route = routeOf(method, url.pathname);
    if (route.kind === 'operation' && route.operation === 'login')
      return logIn(deps, request, body.value, requestId);
    const pace = paceOf(deps, request);
    const own = paceHeaders(pace);
    if (route.kind === 'unknown') return refusalAnswer(refusal(404, 10105, 'Not found'), requestId, own);
    if (route.kind === 'wrong-method') {
      const headers = { ...own, Allow: route.allow };
      return refusalAnswer(refusal(405, 10106, 'Method not allowed'), requestId, headers);
    }
    if (pace?.allowed === false) {
      const busy = refusal(429, 10429, 'Too many requests');
      return refusalAnswer(busy, requestId, { ...own, ...retryHeader(pace) });
    }
    const admitted = admit(deps, request);
    const done = admitted.ok ? carryOut(deps, request, route, body.value, admitted.value) : admitted;
    if (!done.ok) return refusalAnswer(done.error, requestId, own);
    const { status, json, list } = done.value;
    return jsonAnswer(status, json, { ...own, ...(list && deps.listHeaders(url, list)) });
  };
}

function carryOut(
  deps: ServiceDeps,
  request: ServiceRequest,
  { operation, guid }: Pick<Call, 'operation' | 'guid'>,
  text: string,
  restaurantGuid: string,
): Result<Reply, Refusal> {
  let body: unknown;
  if (request.method === 'POST') {
    // The reference's default is JSON, so a body that does not say what it is is JSON.
    const type = headerOf(request, 'content-type') ?? 'application/json';
    if (!/^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type))
      return err(refusal(415, 10107, 'Content-Type must be application/json'));
    body = parseJson(text);
    if (body === undefined) return err(refusal(400, 10100, 'Request body is not valid JSON'));
  }
  return deps.operate({ operation, guid, restaurantGuid, query: request.url.searchParams, body });
}
