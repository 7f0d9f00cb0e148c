import { type Answer, refusalAnswer } from '../../src-main/sandbox/service/answers.ts';
import type { FaultEffect } from './faults.ts';

/**
 * A scripted answer. One with a body other than the vendor's stands for a server in front of the service (an edge, a
 * proxy), and so carries none of the service's headers.
 */
export function scriptedAnswer(
  effect: Extract<FaultEffect, { kind: 'status' | 'status-after' }>,
  requestId: string,
  own: Answer['headers'],
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
      const retry = seconds == null ? {} : { 'Retry-After': String(seconds) };
      const message = (effect.kind === 'status' ? effect.message : undefined) ?? `Scripted answer ${status}`;
      return refusalAnswer({ status, code: 10100, message }, requestId, { ...own, ...retry });
    }
  }
}
