import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertNever, err } from '../../../src-preload/contract/result.ts';
import { send, sendHalf } from '../service/answers.ts';
import type { Service } from '../service/handle-request.ts';
import { readBody } from './http-body.ts';

/** Carries requests between Node's HTTP server and the service. A request whose body is cut never reaches it. */
export function createServiceHttp(service: Service) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const { method = 'GET', headers, socket } = request;
    const address = socket.remoteAddress ?? '';
    const body = await readBody(request);
    if (!body.ok && body.error === 'cut') return;
    const whole = body.ok ? body : err('too-large' as const);
    const outcome = await service({ method, url, headers, address, body: whole });
    switch (outcome.kind) {
      case 'answered':
        return send(response, outcome.answer);
      case 'half-answered':
        return sendHalf(response, outcome.answer);
      case 'dropped':
        request.socket.destroy();
        return;
      case 'hung':
      case 'closed':
        return;
      default:
        assertNever(outcome, 'outcome of a request');
    }
  };
}
