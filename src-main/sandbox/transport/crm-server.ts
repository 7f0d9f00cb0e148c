import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import { refusalAnswer, send } from '../service/answers.ts';
import type { TrainingControl } from '../service/control.ts';
import { openTrainingCore } from '../service/crm-core.ts';
import { createControlHttp } from './control-http.ts';
import type { TrainingCrmError, TrainingCrmOptions } from './crm-options.ts';
import { createServiceHttp } from './service-http.ts';

export { describeTrainingCrmError, type TrainingCrmError, type TrainingCrmOptions } from './crm-options.ts';

export interface TrainingCrm {
  /** http://127.0.0.1:port, without a slash at the end. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly restaurantGuid: string;
  /** Another restaurant of the same loyalty set. */
  readonly secondRestaurantGuid: string;
  /** Opens /control/..., which the service's own tokens do not. */
  readonly controlToken: string;
  readonly control: TrainingControl;
  /** Ends every connection, also those left hanging. Nothing more is written once this is called. */
  readonly close: () => Promise<void>;
}

const NOT_HTTP = { status: 400, code: 10108, message: 'The address cannot be read' };
const BROKEN = { status: 500, code: 10199, message: 'Internal server error' };

/**
 * Starts the built-in CRM on 127.0.0.1 (see {@link openTrainingCore} for what it does).
 */
export async function startTrainingCrm(
  options: TrainingCrmOptions,
): Promise<Result<TrainingCrm, TrainingCrmError>> {
  const waits = createWaits();
  const opened = openTrainingCore(options, { wait: waits.wait });
  if (!opened.ok) return opened;
  const { service, now, guid, control, close: closeCore, ...credentials } = opened.value;
  const serviceHttp = createServiceHttp(service);
  const controlHttp = createControlHttp(control, credentials.controlToken);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Clients measure the moments that other headers name against this one.
    response.setHeader('Date', new Date(now()).toUTCString());
    const target = `http://127.0.0.1:${request.socket.localPort}${request.url ?? '/'}`;
    if (!URL.canParse(target)) return send(response, refusalAnswer(NOT_HTTP, guid()));
    const url = new URL(target);
    const handle = url.pathname.startsWith('/control/') ? controlHttp : serviceHttp;
    await handle(request, response, url);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => send(response, refusalAnswer(BROKEN, guid())));
  });
  const listening = await listen(server, options.port ?? 0);
  if (!listening.ok) {
    closeCore();
    return listening;
  }
  let closing: Promise<void> | null = null;
  return ok({
    url: `http://127.0.0.1:${listening.value}`,
    ...credentials,
    control,
    close: () => {
      closing ??= new Promise<void>((resolve) => {
        waits.end();
        server.close(() => {
          closeCore();
          resolve();
        });
        server.closeAllConnections();
      });
      return closing;
    },
  });
}

function listen(server: Server, port: number): Promise<Result<number, TrainingCrmError>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(err({ code: 'port-in-use', port }));
      else if (error.code === 'EACCES') resolve(err({ code: 'port-not-allowed', port }));
      else resolve(err({ code: 'not-listening', detail: error.message }));
    });
    // Idle connections are kept longer than a client keeps them, so that it is never cut as it sends.
    server.keepAliveTimeout = 75_000;
    server.listen(port, '127.0.0.1', () => resolve(ok((server.address() as AddressInfo).port)));
  });
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
