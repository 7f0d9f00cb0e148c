import { type Answer, paceHeaders } from '../../src-main/sandbox/service/answers.ts';
import type { TrainingCore } from '../../src-main/sandbox/service/crm-core.ts';
import type { ServiceRequest } from '../../src-main/sandbox/service/handle-request.ts';
import { parseJson } from '../../src-main/sandbox/service/http-body.ts';
import { isFields, readGuid } from '../../src-main/sandbox/service/requests.ts';
import { type Operation, routeOf } from '../../src-main/sandbox/service/routes.ts';
import { assertNever } from '../../src-preload/contract/result.ts';
import type { EffectAt, FaultEffect, FaultScript, Moment } from './faults.ts';
import { inMode, type Modes } from './modes.ts';
import type { ReplicaLag } from './replica-lag.ts';
import { type Ending, flagsOf, type RequestLog } from './request-log.ts';
import { scriptedAnswer } from './scripted-answer.ts';

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

/** The service with what goes wrong around it, as a transport sees it. */
export type FaultyService = (request: ServiceRequest) => Promise<Outcome>;

export interface FaultyServiceDeps {
  readonly core: TrainingCore;
  readonly modes: () => Modes;
  readonly faults: FaultScript;
  readonly replicaLag: ReplicaLag;
  readonly log: RequestLog;
  /** Resolves to true after `ms`, or to false as soon as the server closes. */
  readonly wait: (ms: number) => Promise<boolean>;
}

/** One request to the service, from arrival to answer, including scripted faults. */
export function createFaultyService(deps: FaultyServiceDeps): FaultyService {
  const { core, faults, log, replicaLag } = deps;
  return async (request) => {
    const at = core.now();
    const requestId = core.guid();
    const told = aboutRequest(request);
    const { operation, guids } = told;
    const met: FaultEffect['kind'][] = [];
    const target = { operation: operation ?? 'login', guids };
    const meet = <M extends Moment>(moment: M): EffectAt<M> | null => {
      const effect = operation === null || !request.body.ok ? null : faults.take(moment, target);
      if (effect !== null) met.push(effect.kind);
      return effect;
    };
    const end = <O extends Outcome>(ending: Ending, outcome: O): O => {
      log.add({ at, ...told.logged, ending, faults: met, requestId });
      return outcome;
    };
    const answer = (what: Answer): Outcome => {
      const answered = inMode(what, operation, deps.modes());
      return end(answered.status, { kind: 'answered', answer: answered });
    };
    const scripted = (effect: Extract<FaultEffect, { kind: 'status' | 'status-after' }>): Outcome =>
      answer(scriptedAnswer(effect, requestId, operation === 'login' ? {} : paceHeaders(core.pace(request))));

    if (operation === 'add-credit' && told.logged.transactionGuid !== null)
      log.sawPost(told.logged.transactionGuid);
    if (meet('arrival') !== null) core.tokens.expire();
    const wait = meet('wait');
    if (wait !== null && !(await deps.wait(wait.ms))) return { kind: 'closed' };
    const refused = meet('refuse');
    switch (refused?.kind) {
      case undefined:
        break;
      case 'status':
        return scripted(refused);
      case 'drop-before':
        return end('dropped', { kind: 'dropped' });
      case 'hang-before':
        return end('hung', { kind: 'hung' });
      default:
        return assertNever(refused, 'fault that refuses');
    }

    const done = core.service(request, requestId);
    const credit = operation === 'add-credit' && done.status === 200 ? told.logged.transactionGuid : null;
    const lag = credit === null ? null : meet('commit');
    if (credit !== null && lag !== null) replicaLag.hide(credit, lag.for, core.now());
    const hold = meet('hold');
    if (hold !== null && !(await deps.wait(hold.ms))) return { kind: 'closed' };
    const last = meet('answer');
    switch (last?.kind) {
      case undefined:
        return answer(done);
      case 'drop-after':
        return end('dropped', { kind: 'dropped' });
      case 'hang-after':
        return end('hung', { kind: 'hung' });
      case 'status-after':
        return scripted(last);
      case 'truncate':
        return end('dropped', { kind: 'half-answered', answer: inMode(done, operation, deps.modes()) });
      default:
        return assertNever(last, 'fault of an answer');
    }
  };
}

/** What a request is about, for the script and the log. */
function aboutRequest({ method, url, body }: ServiceRequest) {
  const route = routeOf(method, url.pathname);
  const operation: Operation | null = route.kind === 'operation' ? route.operation : null;
  const pathGuid = route.kind === 'operation' ? readGuid(route.guid) : null;
  const isWrite = operation === 'add-credit' || operation === 'create-guest';
  const sent = isWrite && body.ok ? parseJson(body.value) : undefined;
  const bodyGuid = isFields(sent) ? readGuid(sent.guid) : null;
  const flags = flagsOf(operation, sent);
  return {
    operation,
    guids: [pathGuid, bodyGuid].filter((guid) => guid !== null),
    logged: { method, path: url.pathname, operation, ...namedBy(operation, pathGuid, bodyGuid), flags },
  };
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
