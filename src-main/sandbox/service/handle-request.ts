import { assertNever, err, type Result } from '../../../src-preload/contract/result.ts';
import { parseJson } from '../transport/http-body.ts';
import { type AdmissionDeps, type Asker, admit, headerOf, paceOf, retryHeader } from './admission.ts';
import { type Answer, jsonAnswer, paceHeaders, refusalAnswer, scriptedAnswer } from './answers.ts';
import type { EffectAt, FaultEffect, FaultScript, FaultTarget, Moment } from './faults.ts';
import { type LoginDeps, logIn } from './login.ts';
import type { Call, Reply } from './operations.ts';
import { linkHeaders } from './paging-links.ts';
import type { Ending, RequestLog } from './request-log.ts';
import { type Flag, isFields, type Refusal, readGuid, refusal } from './requests.ts';
import { type Operation, routeOf } from './routes.ts';

export interface ExchangeDeps extends LoginDeps, AdmissionDeps {
  readonly operate: (call: Call) => Result<Reply, Refusal>;
  readonly faults: FaultScript;
  readonly log: RequestLog;
  /** Resolves to true after `ms`, or to false as soon as the server closes. */
  readonly wait: (ms: number) => Promise<boolean>;
  readonly requestId: () => string;
}

/** One request as any transport can hand it over, its body read. */
export interface ServiceRequest extends Asker {
  readonly method: string;
  readonly url: URL;
  /** The whole body; `too-large` where the transport stopped reading it. */
  readonly body: Result<string, 'too-large'>;
}

/** What is to become of the request's connection. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** The head and half of the body, then a cut. */
  | { readonly kind: 'half-answered'; readonly answer: Answer }
  /** The connection is cut in place of an answer. */
  | { readonly kind: 'dropped' }
  /** No answer ever comes. */
  | { readonly kind: 'hung' }
  /** The service closed while the request waited; nothing was carried out after that. */
  | { readonly kind: 'closed' };

/** The service as a transport sees it. */
export type Service = (request: ServiceRequest) => Promise<Outcome>;

/** What is known of a request while it is dealt with. */
interface Exchange {
  readonly request: ServiceRequest;
  readonly requestId: string;
  readonly operation: Operation;
  readonly pathGuid: string | null;
  readonly text: string;
  readonly flags: Set<Flag>;
  readonly lag: () => EffectAt<'commit'> | null;
}

/** One request to the service, from its arrival to its answer, with whatever was scripted to go wrong with it. */
export function createExchange(deps: ExchangeDeps): Service {
  return async (request: ServiceRequest): Promise<Outcome> => {
    const { method, url, body } = request;
    const at = deps.now();
    const requestId = deps.requestId();
    const route = routeOf(method, url.pathname);
    const text = body.ok ? body.value : '';
    const operation = route.kind === 'operation' ? route.operation : null;
    const pathGuid = route.kind === 'operation' ? route.guid : null;
    const bodyGuid = bodyGuidOf(operation, text);
    const faults: FaultEffect['kind'][] = [];
    const flags = new Set<Flag>();
    const end = (ending: Ending): void => {
      const named = namedBy(operation, readGuid(pathGuid), bodyGuid);
      deps.log.add({
        at,
        method,
        path: url.pathname,
        operation,
        ...named,
        ending,
        faults,
        flags: [...flags],
        requestId,
      });
    };
    const answer = (what: Answer): Outcome => {
      end(what.status);
      return { kind: 'answered', answer: what };
    };
    const drop = (): Outcome => {
      end('dropped');
      return { kind: 'dropped' };
    };
    const hang = (): Outcome => {
      end('hung');
      return { kind: 'hung' };
    };

    if (!body.ok) {
      // The rest of the body is not read, so the connection cannot be used again.
      const tooLarge = refusal(413, 10104, 'Request body is too large');
      return answer(refusalAnswer(tooLarge, requestId, { Connection: 'close' }));
    }
    if (route.kind !== 'operation') {
      const pace = paceHeaders(paceOf(deps, request));
      if (route.kind === 'unknown')
        return answer(refusalAnswer(refusal(404, 10105, 'Not found'), requestId, pace));
      const headers = { ...pace, Allow: route.allow };
      return answer(refusalAnswer(refusal(405, 10106, 'Method not allowed'), requestId, headers));
    }
    if (route.operation === 'add-credit' && bodyGuid !== null) deps.log.sawPost(bodyGuid);

    const guids = [readGuid(pathGuid), bodyGuid].filter((guid) => guid !== null);
    const target: FaultTarget = { operation: route.operation, guids };
    const meet = <M extends Moment>(moment: M): EffectAt<M> | null => {
      const effect = deps.faults.take(moment, target);
      if (effect !== null) faults.push(effect.kind);
      return effect;
    };
    const own = (): Readonly<Record<string, string>> =>
      route.operation === 'login' ? {} : paceHeaders(paceOf(deps, request));
    const scripted = (effect: Extract<FaultEffect, { kind: 'status' | 'status-after' }>): Answer =>
      scriptedAnswer(effect, requestId, own(), deps.modes().retryAfter);

    if (meet('arrival') !== null) deps.tokens.expire();
    const wait = meet('wait');
    if (wait !== null && !(await deps.wait(wait.ms))) return { kind: 'closed' };
    const refused = meet('refuse');
    switch (refused?.kind) {
      case undefined:
        break;
      case 'status':
        return answer(scripted(refused));
      case 'drop-before':
        return drop();
      case 'hang-before':
        return hang();
      default:
        return assertNever(refused, 'fault that refuses');
    }

    const exchange: Exchange = {
      request,
      requestId,
      operation: route.operation,
      pathGuid,
      text,
      flags,
      lag: () => meet('commit'),
    };
    const done =
      route.operation === 'login'
        ? logIn(deps, request, text, requestId)
        : serve(deps, exchange, route.operation);
    const hold = meet('hold');
    if (hold !== null && !(await deps.wait(hold.ms))) return { kind: 'closed' };
    const last = meet('answer');
    switch (last?.kind) {
      case undefined:
        return answer(done);
      case 'drop-after':
        return drop();
      case 'hang-after':
        return hang();
      case 'status-after':
        return answer(scripted(last));
      case 'truncate':
        end('dropped');
        return { kind: 'half-answered', answer: done };
      default:
        return assertNever(last, 'fault of an answer');
    }
  };
}

function serve(deps: ExchangeDeps, exchange: Exchange, operation: Exclude<Operation, 'login'>): Answer {
  const pace = paceOf(deps, exchange.request);
  const own = paceHeaders(pace);
  if (pace?.allowed === false) {
    const busy = refusal(429, 10429, 'Too many requests');
    return refusalAnswer(busy, exchange.requestId, { ...own, ...retryHeader(deps.modes(), pace) });
  }
  const admitted = admit(deps, exchange.request);
  const done = admitted.ok ? carryOut(deps, exchange, operation, admitted.value) : admitted;
  if (!done.ok) return refusalAnswer(done.error, exchange.requestId, own);
  const { status, json, list } = done.value;
  const links =
    list === undefined || !deps.modes().links
      ? {}
      : linkHeaders(exchange.request.url, list, deps.modes().paging);
  return jsonAnswer(status, json, { ...own, ...links });
}

function carryOut(
  deps: ExchangeDeps,
  exchange: Exchange,
  operation: Exclude<Operation, 'login'>,
  restaurantGuid: string,
): Result<Reply, Refusal> {
  let body: unknown;
  if (exchange.request.method === 'POST') {
    // The reference's default is JSON, so a body that does not say what it is is JSON.
    const type = headerOf(exchange.request, 'content-type') ?? 'application/json';
    if (!/^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type))
      return err(refusal(415, 10107, 'Content-Type must be application/json'));
    body = parseJson(exchange.text);
    if (body === undefined) return err(refusal(400, 10100, 'Request body is not valid JSON'));
  }
  const lag = operation === 'add-credit' ? (exchange.lag()?.for ?? null) : null;
  const { pathGuid: guid, flags } = exchange;
  const query = exchange.request.url.searchParams;
  return deps.operate({ operation, restaurantGuid, guid, query, body, lag, flags });
}

/** The GUID that a POST's body gives its guest or transaction, where one can be read. */
function bodyGuidOf(operation: Operation | null, text: string): string | null {
  if (operation !== 'add-credit' && operation !== 'create-guest') return null;
  const body = parseJson(text);
  return isFields(body) ? readGuid(body.guid) : null;
}

/** Which of the GUIDs is the guest's and which the transaction's. */
function namedBy(
  operation: Operation | null,
  pathGuid: string | null,
  bodyGuid: string | null,
): { readonly guestGuid: string | null; readonly transactionGuid: string | null } {
  if (operation === 'get-transaction') return { guestGuid: null, transactionGuid: pathGuid };
  if (operation === 'create-guest') return { guestGuid: bodyGuid, transactionGuid: null };
  return { guestGuid: pathGuid, transactionGuid: bodyGuid };
}
