import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import { refusalAnswer, send } from '../service/answers.ts';
import { openTrainingCore, type TrainingCore } from '../service/crm-core.ts';
import type { TrainingCrmError, TrainingCrmOptions } from '../service/crm-options.ts';
import { createServiceHttp, type HttpHandler } from './service-http.ts';

export {
  describeTrainingCrmError,
  type TrainingCrmError,
  type TrainingCrmOptions,
} from '../service/crm-options.ts';

export interface TrainingCrm {
  /** http://127.0.0.1:port, without a slash at the end. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly restaurantGuid: string;
  /** Another restaurant of the same loyalty set. */
  readonly secondRestaurantGuid: string;
  /** Ends every connection, also those left hanging. Nothing more is written once this is called. */
  readonly close: () => Promise<void>;
}

const NOT_HTTP = { status: 400, code: 10108, message: 'The address cannot be read' };
const BROKEN = { status: 500, code: 10199, message: 'Internal server error' };

/** Starts the built-in CRM on 127.0.0.1 (see {@link openTrainingCore} for what it does). */
export async function startTrainingCrm(
  options: TrainingCrmOptions,
): Promise<Result<TrainingCrm, TrainingCrmError>> {
  const opened = openTrainingCore(options);
  if (!opened.ok) return opened;
  const core = opened.value;
  return serveCore(core, createServiceHttp(core.service), options.port);
}

/** Puts a core on 127.0.0.1. Closing the server, or not being able to listen, closes the core too. */
export async function serveCore(
  core: Omit<TrainingCore, 'service'>,
  handle: HttpHandler,
  port = 0,
): Promise<Result<TrainingCrm, TrainingCrmError>> {
  const { clientId, clientSecret, restaurantGuid, secondRestaurantGuid } = core;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Clients measure the moments that other headers name against this one.
    response.setHeader('Date', new Date(core.now()).toUTCString());
    const target = `http://127.0.0.1:${request.socket.localPort}${request.url ?? '/'}`;
    if (!URL.canParse(target)) return send(response, refusalAnswer(NOT_HTTP, core.guid()));
    await handle(request, response, new URL(target));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => send(response, refusalAnswer(BROKEN, core.guid())));
  });
  const listening = await listen(server, port);
  if (!listening.ok) {
    core.close();
    return listening;
  }
  let closing: Promise<void> | null = null;
  return ok({
    url: `http://127.0.0.1:${listening.value}`,
    ...{ clientId, clientSecret, restaurantGuid, secondRestaurantGuid },
    close: () => {
      closing ??= new Promise<void>((resolve) => {
        server.close(() => {
          core.close();
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
