import type { IncomingMessage, ServerResponse } from 'node:http';
import { err } from '../../../src-preload/contract/result.ts';
import { send } from '../service/answers.ts';
import type { Service, ServiceRequest } from '../service/handle-request.ts';
import { readBody } from '../service/http-body.ts';

/** Handles one request of Node's HTTP server. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/** A request as the service takes it; null where its body was cut, which never reaches the service. */
export async function readRequest(request: IncomingMessage, url: URL): Promise<ServiceRequest | null> {
  const { method = 'GET', headers, socket } = request;
  const address = socket.remoteAddress ?? '';
  const body = await readBody(request);
  if (!body.ok && body.error === 'cut') return null;
  return { method, url, headers, address, body: body.ok ? body : err('too-large') };
}

/** Carries requests between Node's HTTP server and the service. */
export function createServiceHttp(service: Service): HttpHandler {
  return async (request, response, url) => {
    const read = await readRequest(request, url);
    if (read !== null) send(response, service(read));
  };
}
