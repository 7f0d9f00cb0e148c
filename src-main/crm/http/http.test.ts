import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { productFetch } from '../../testing/crm/product-fetch.ts';
import { createFakeTime } from '../../testing/fakes.ts';
import { startBound } from './bound.ts';
import { createHttp, type HttpRequest } from './http.ts';

/** Over real sockets and the product's own fetch: what the scripted tests take for granted of a platform. */

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function httpServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer);
  stops.push(() => server.closeAllConnections());
  return listening(server);
}

/** A server that speaks by the byte. */
function tcpServer(onData: (socket: Socket) => void): Promise<string> {
  return listening(
    createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => onData(socket));
    }),
  );
}

async function freePort(): Promise<string> {
  const server = createTcpServer();
  const address = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return address;
}

const POST: HttpRequest = {
  method: 'POST',
  path: 'crm/v1/x',
  headers: { authorization: 'Bearer t' },
  body: '{"a":1.10}',
};

function send(baseUrl: string, request: HttpRequest = POST) {
  const bound = startBound(createFakeTime().scheduler, 1_000);
  return createHttp(baseUrl, productFetch)(request, bound);
}

describe('an exchange', () => {
  it('sends the body byte by byte, below a path of the base address, and brings the whole answer', async () => {
    const got: string[] = [];
    const base = await httpServer((request, response) => {
      request.setEncoding('utf8').on('data', (part: string) => got.push(part));
      request.on('end', () => {
        got.push(
          `${request.method} ${request.url} ${request.headers['content-type']} ${request.headers['content-length']}`,
        );
        response.writeHead(409, { 'x-one': '1' });
        response.end('{"née":1}');
      });
    });
    const query = new URLSearchParams({ startDate: '2026-11-21T00:00:00.000+0000' });
    const answer = await send(`${base}/toast/`, { ...POST, query });
    expect(got).toEqual([
      '{"a":1.10}',
      'POST /toast/crm/v1/x?startDate=2026-11-21T00%3A00%3A00.000%2B0000 application/json 10',
    ]);
    expect(answer).toMatchObject({ ok: true, value: { status: 409, text: '{"née":1}' } });
    expect(answer.ok && answer.value.headers.get('x-one')).toBe('1');
    expect(answer.ok && answer.value.url.href).toBe(`${base}/toast/crm/v1/x`);
  });

  it('puts together a letter whose two bytes came in two parts', async () => {
    const bytes = Buffer.from('{"née":1}');
    const body = ReadableStream.from([bytes.subarray(0, 4), bytes.subarray(4)]);
    const http = createHttp('https://crm.test', async () => new Response(body));
    const answer = await http(POST, startBound(createFakeTime().scheduler, 1_000));
    expect(answer).toMatchObject({ ok: true, value: { text: '{"née":1}' } });
  });

  it('takes 204 as it is', async () => {
    const base = await httpServer((_, response) => response.writeHead(204).end());
    expect(await send(base)).toMatchObject({ ok: true, value: { status: 204, text: '' } });
  });

  it('asks once, no matter what it is told', async () => {
    let asked = 0;
    const base = await httpServer((_, response) => {
      asked += 1;
      response.writeHead(503, { 'retry-after': '0' }).end();
    });
    expect(await send(base, { method: 'GET', path: 'x', headers: {} })).toMatchObject({
      value: { status: 503 },
    });
    expect(asked).toBe(1);
  });

  it('asks once where the connection is cut, also for what could be asked again', async () => {
    let asked = 0;
    const base = await tcpServer((socket) => {
      asked += 1;
      socket.end();
    });
    expect((await send(base, { method: 'GET', path: 'x', headers: {} })).ok).toBe(false);
    expect(asked).toBe(1);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %d', async (status) => {
    let followed = 0;
    const elsewhere = await httpServer((_, response) => {
      followed += 1;
      response.end('[]');
    });
    const base = await httpServer((_, response) => response.writeHead(status, { location: elsewhere }).end());
    expect(await send(base)).toMatchObject({
      ok: false,
      error: { kind: 'unreadable', detail: 'redirected' },
    });
    expect(followed).toBe(0);
  });

  it('gives up on a body without end', async () => {
    const base = await httpServer((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    expect(await send(base)).toMatchObject({ ok: false, error: { kind: 'unreadable', detail: 'too long' } });
  });
});

describe('a failure', () => {
  it('no one listens: not sent', async () => {
    expect(await send(await freePort())).toEqual({
      ok: false,
      error: { kind: 'offline', sent: 'no', detail: 'ECONNREFUSED' },
    });
  });

  it('https spoken to a server without: not sent', async () => {
    const base = await tcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await send(base.replace('http:', 'https:'))).toMatchObject({
      ok: false,
      error: { kind: 'offline', sent: 'no', detail: 'ERR_SSL_WRONG_VERSION_NUMBER' },
    });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['closed without an answer', (socket) => socket.end()],
    ['reset without an answer', (socket) => socket.resetAndDestroy()],
    ['closed in the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le')],
    ['closed in the body', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"guid":')],
    ['no HTTP', (socket) => socket.end('hello\r\n\r\n')],
  ])('%s: may have been sent', async (_what, onData) => {
    expect(await send(await tcpServer(onData))).toMatchObject({
      ok: false,
      error: { kind: 'offline', sent: 'maybe' },
    });
  });

  it('no answer in time, and the connection is let go', async () => {
    let closed: (() => void) | undefined;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { scheduler, pass } = createFakeTime();
    let arrived: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const base = await tcpServer((socket) => {
      socket.on('close', () => closed?.());
      arrived?.();
    });
    const answer = createHttp(base, productFetch)(POST, startBound(scheduler, 5_000));
    await asked;
    await pass(5_000);
    expect(await answer).toEqual({ ok: false, error: { kind: 'timeout', afterMs: 5_000 } });
    await gone;
  });

  it('half a body and then silence: no answer in time', async () => {
    const { scheduler, pass } = createFakeTime();
    let arrived: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const base = await tcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"guid":', () => arrived?.());
    });
    const answer = createHttp(base, productFetch)(POST, startBound(scheduler, 5_000));
    await asked;
    await pass(5_000);
    expect(await answer).toEqual({ ok: false, error: { kind: 'timeout', afterMs: 5_000 } });
  });

  it('the caller gives up', async () => {
    const giveUp = new AbortController();
    const base = await tcpServer(() => giveUp.abort());
    const bound = startBound(createFakeTime().scheduler, 5_000, giveUp.signal);
    expect(await createHttp(base, productFetch)(POST, bound)).toEqual({
      ok: false,
      error: { kind: 'aborted' },
    });
  });
});
