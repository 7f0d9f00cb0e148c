import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, send } from '../../src-main/sandbox/service/answers.ts';
import type { TrainingCrmError } from '../../src-main/sandbox/service/crm-options.ts';
import { serveCore, type TrainingCrm } from '../../src-main/sandbox/transport/crm-server.ts';
import { type HttpHandler, readRequest } from '../../src-main/sandbox/transport/service-http.ts';
import { assertNever, ok, type Result } from '../../src-preload/contract/result.ts';
import type { TrainingControl } from './control.ts';
import { createControlHttp } from './control-http.ts';
import { type ControlledOptions, controlTokenOf, openControlledCore } from './controlled-core.ts';
import type { FaultyService } from './faulty-service.ts';

/** The built-in CRM on loopback, with a control of what it does. */
export interface ControlledCrm extends TrainingCrm {
  readonly control: TrainingControl;
  /** Opens /control/..., which the service's own tokens do not. */
  readonly controlToken: string;
}

/** Starts the built-in CRM on 127.0.0.1 with faults, modes, and its control, in this process and under /control/. */
export async function startControlledCrm(
  options: ControlledOptions,
): Promise<Result<ControlledCrm, TrainingCrmError>> {
  const waits = createWaits();
  const opened = openControlledCore(options, { wait: waits.wait });
  if (!opened.ok) return opened;
  const { service, control, ...core } = opened.value;
  const controlToken = controlTokenOf(options.seed);
  const serviceHttp = createFaultyHttp(service);
  const controlHttp = createControlHttp(control, controlToken);
  const handle: HttpHandler = (request, response, url) =>
    (url.pathname.startsWith('/control/') ? controlHttp : serviceHttp)(request, response, url);
  const served = await serveCore(core, handle, options.port);
  if (!served.ok) return served;
  const close = (): Promise<void> => {
    waits.end();
    return served.value.close();
  };
  return ok({ ...served.value, control, controlToken, close });
}

function createFaultyHttp(service: FaultyService): HttpHandler {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const read = await readRequest(request, url);
    if (read === null) return;
    const outcome = await service(read);
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

/** Sends the head and half of the body, then cuts the socket. An answer without a body is cut before its head. */
function sendHalf(response: ServerResponse, answer: Answer): void {
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

/** Waits that all end, unfulfilled, when the server closes. */
function createWaits() {
  const waiting = new Set<() => void>();
  let ended = false;
  return {
    wait: (ms: number): Promise<boolean> =>
      new Promise((resolve) => {
        if (ended) return resolve(false);
        const timer = setTimeout(() => finish(true), ms);
        const finish = (waited: boolean): void => {
          clearTimeout(timer);
          waiting.delete(cancel);
          resolve(waited);
        };
        const cancel = (): void => finish(false);
        waiting.add(cancel);
      }),
    end: (): void => {
      ended = true;
      for (const cancel of [...waiting]) cancel();
    },
  };
}
