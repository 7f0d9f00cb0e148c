import type { Rng } from '../../../../src-main/sandbox/data/rng.ts';
import { assertNever } from '../../../../src-preload/contract/result.ts';
import {
  type FaultEffect,
  type FaultScript,
  type FaultTarget,
  isAt,
} from '../../../sandbox-control/faults.ts';
import { BOUNDS, type ServiceFault } from './fault-model.ts';

type Body = Extract<FaultEffect, { kind: 'status' }>['body'];

type ServerError = 499 | 500 | 502 | 503 | 504;

const anyBody = (rng: Rng): Body => rng.pick(['error-message', 'html', 'empty']);
const serverError = (rng: Rng) => rng.pick<ServerError>([500, 502, 503, 504, 499]);

/** What a mishap of the service does to one request, by the moment at which it takes hold. */
function effectOf(fault: ServiceFault, rng: Rng): FaultEffect {
  switch (fault) {
    case 'token-expired':
      return { kind: 'expire-token' };
    case 'unauthorised':
      return { kind: 'status', status: 401, body: 'error-message' };
    case 'forbidden-page':
      return { kind: 'status', status: 403, body: 'html' };
    case 'busy':
      return { kind: 'status', status: 429, body: 'error-message', retryAfterSeconds: rng.between(1, 90) };
    case 'busy-silent':
      return {
        kind: 'status',
        status: 429,
        body: 'error-message',
        retryAfterSeconds: null,
      };
    case 'busy-page':
      return { kind: 'status', status: 429, body: 'html', retryAfterSeconds: null };
    case 'unavailable': {
      const retryAfterSeconds = rng.between(1, BOUNDS.retryAfterMs / 1_000);
      return { kind: 'status', status: 503, body: 'error-message', retryAfterSeconds };
    }
    case 'server-error-before':
      return { kind: 'status', status: serverError(rng), body: anyBody(rng) };
    case 'server-error-after':
      return { kind: 'status-after', status: serverError(rng), body: anyBody(rng) };
    case 'page-before':
      return { kind: 'status', status: 200, body: rng.pick(['html', 'empty']) };
    case 'page-after':
      return { kind: 'status-after', status: 200, body: rng.pick(['html', 'empty']) };
    case 'not-found-page':
      return { kind: 'status', status: 404, body: 'html' };
    case 'gone':
      return { kind: 'status', status: 410, body: 'error-message' };
    case 'refusal':
      return { kind: 'status', status: rng.pick<400 | 422>([400, 422]), body: 'error-message' };
    case 'refusal-after':
      return {
        kind: 'status-after',
        status: rng.pick<400 | 404 | 422>([400, 404, 422]),
        body: 'error-message',
      };
    case 'barred-after':
      return rng.pick<FaultEffect>([
        { kind: 'status-after', status: 403, body: 'html' },
        { kind: 'status-after', status: 401, body: 'error-message' },
        { kind: 'status-after', status: 410, body: 'error-message' },
      ]);
    case 'one-declined': {
      const kind = rng.oneIn(3) ? 'status-after' : 'status';
      return rng.pick<FaultEffect>([
        { kind, status: 401, body: 'error-message' },
        { kind, status: 403, body: 'html' },
        { kind, status: 410, body: 'error-message' },
        { kind, status: 429, body: 'html' },
        { kind, status: 404, body: 'html' },
      ]);
    }
    case 'dropped-before':
      return { kind: 'drop-before' };
    case 'dropped-after':
      return { kind: 'drop-after' };
    case 'hung-before':
      return { kind: 'hang-before' };
    case 'hung-after':
      return { kind: 'hang-after' };
    case 'half-answer':
      return { kind: 'truncate' };
    case 'delayed':
      return { kind: 'delay', ms: rng.between(100, BOUNDS.serviceMs) };
    case 'answer-delayed':
      return { kind: 'delay-after', ms: rng.between(100, 20_000) };
    case 'lag':
      return { kind: 'lag', for: { ms: rng.between(200, BOUNDS.lagMs) } };
    default:
      return assertNever(fault, 'mishap of the service');
  }
}

/**
 * The CRM's script, drawn as requests come: `draw` says what goes wrong with one, and is asked once for each.
 * @param draw none, one or several mishaps; of two at the same moment the first counts.
 */
export function createDrawnFaults(
  draw: (target: FaultTarget) => readonly { readonly fault: ServiceFault; readonly rng: Rng }[],
): FaultScript {
  const drawn = new WeakMap<FaultTarget, readonly FaultEffect[]>();
  const scripted = (): never => {
    throw new Error('The mishaps of a simulated CRM are drawn, not scripted');
  };
  return {
    add: scripted,
    clear: scripted,
    pending: () => [],
    take: (moment, target) => {
      let effects = drawn.get(target);
      if (effects === undefined) {
        effects = draw(target).map(({ fault, rng }) => effectOf(fault, rng));
        drawn.set(target, effects);
      }
      for (const effect of effects) if (isAt(effect, moment)) return effect;
      return null;
    },
  };
}
