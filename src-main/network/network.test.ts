import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  deadPort,
  eachRequest,
  listen,
  network,
  OK,
  rawServer,
  type Seen,
  send,
  stopAll,
} from '../testing/crm/network-kit.ts';

afterEach(stopAll);

const answer = (status: string, more = '') => `HTTP/1.1 ${status}\r\n${more}content-length: 2\r\n\r\n{}`;

type Cut = (socket: Socket) => void;
const say =
  (text: string): Cut =>
  (socket) =>
    socket.write(text);
const endWith =
  (text: string): Cut =>
  (socket) =>
    socket.end(text);
const reset: Cut = (socket) => socket.resetAndDestroy();
const resetAfter =
  (text: string): Cut =>
  (socket) =>
    socket.write(text, () => setImmediate(() => socket.resetAndDestroy()));

/** What comes of it: an answer's status, or `maybe`. */
const CUTS: readonly (readonly [string, Cut, number | 'maybe'])[] = [
  ['the end instead of an answer', endWith(''), 'maybe'],
  ['a reset instead of an answer', reset, 'maybe'],
  ['half a status line, then the end', endWith('HTTP/1.1 2'), 'maybe'],
  ['half a head, then the end', endWith('HTTP/1.1 200 OK\r\ncontent-le'), 'maybe'],
  ['half a head, then a reset', resetAfter('HTTP/1.1 200 OK\r\ncontent-le'), 'maybe'],
  ['half a body, then the end', endWith('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"a'), 'maybe'],
  [
    'half a chunked body, then a reset',
    resetAfter('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc'),
    'maybe',
  ],
  ['103, then the end', endWith('HTTP/1.1 103 Early Hints\r\n\r\n'), 'maybe'],
  ['100, then the end', endWith('HTTP/1.1 100 Continue\r\n\r\n'), 'maybe'],
  ['102 twice, then an answer', say(`HTTP/1.1 102 Processing\r\n\r\n`.repeat(2) + OK), 200],
  ['something that is no HTTP', endWith('SSH-2.0-OpenSSH_9.2\r\n'), 'maybe'],
  ['401', say(answer('401 Unauthorized')), 401],
  ['403', say(answer('403 Forbidden')), 403],
  ['407', say(answer('407 Proxy Authentication Required')), 'maybe'],
  ['408 that closes', endWith(answer('408 Request Timeout', 'connection: close\r\n')), 408],
  ['408 that keeps open', say(answer('408 Request Timeout')), 408],
  ['410', say(answer('410 Gone')), 410],
  ['421', say(answer('421 Misdirected Request')), 'maybe'],
  ['421 that closes', endWith(answer('421 Misdirected Request', 'connection: close\r\n')), 'maybe'],
  ['425', say(answer('425 Too Early')), 425],
  ['429', say(answer('429 Too Many Requests', 'retry-after: 1\r\n')), 429],
  ['500', say(answer('500 Internal Server Error')), 500],
  ['503', say(answer('503 Service Unavailable', 'retry-after: 1\r\n')), 503],
];

/** `maybe`, a status, or `no`. */
const outcome = (result: Awaited<ReturnType<typeof send>>): unknown => {
  if (result.ok) return result.value.status;
  return result.error.kind === 'offline' ? result.error.sent : result.error.kind;
};

describe('one request reaches the server, no matter what the answer to it', () => {
  describe.each(CUTS)('%s', (_what, cut, expected) => {
    it.each(['POST', 'GET'] as const)('%s on a fresh connection', async (method) => {
      const { url, seen } = await rawServer((socket) => cut(socket));
      expect(outcome(await send(network(), url, method))).toBe(expected);
      expect(seen.heads).toEqual([`${method} /x`]);
    });

    it('a POST after a read on a kept connection', async () => {
      const { url, seen } = await rawServer((socket, head) => {
        if (head.startsWith('GET')) socket.write(OK);
        else cut(socket);
      });
      const net = network();
      expect(outcome(await send(net, url, 'GET'))).toBe(200);
      expect(outcome(await send(net, url))).toBe(expected);
      expect(seen.heads).toEqual(['GET /x', 'POST /x']);
    });

    it('a read on a kept connection', async () => {
      let asked = 0;
      const { url, seen } = await rawServer((socket) => {
        asked += 1;
        if (asked === 1) socket.write(OK);
        else cut(socket);
      });
      const net = network();
      expect(outcome(await send(net, url, 'GET'))).toBe(200);
      expect(outcome(await send(net, url, 'GET'))).toBe(expected);
      expect(seen.heads).toEqual(['GET /x', 'GET /x']);
      expect(seen.connections).toBe(1);
    });
  });
});

it('a redirect is not followed, and nothing is sent twice', async () => {
  const { url, seen } = await rawServer((socket) =>
    socket.write(answer('307 Temporary Redirect', 'location: /y\r\n')),
  );
  expect(outcome(await send(network(), url))).toBe('unreadable');
  expect(seen.heads).toEqual(['POST /x']);
});

it('silence ends at the limit of the network, as sent perhaps', async () => {
  const { url, seen } = await rawServer(() => {});
  const net = network({ limits: { headMs: 100 } });
  expect(outcome(await send(net, url))).toBe('maybe');
  expect(seen.heads).toHaveLength(1);
});

it('silence ends with the time of the call', async () => {
  const { url, seen } = await rawServer(() => {});
  expect(outcome(await send(network(), url, 'POST', 300))).toBe('timeout');
  expect(seen.heads).toHaveLength(1);
});

it('a body that stalls ends, as sent perhaps', async () => {
  const { url, seen } = await rawServer(say('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"a'));
  expect(outcome(await send(network({ limits: { pieceMs: 100 } }), url))).toBe('maybe');
  expect(seen.heads).toHaveLength(1);
});

it('each POST has a connection of its own, reads share one', async () => {
  const { url, seen } = await rawServer(say(OK));
  const net = network();
  for (let n = 0; n < 3; n += 1) await send(net, url, 'GET');
  expect(seen.connections).toBe(1);
  for (let n = 0; n < 3; n += 1) await send(net, url);
  expect(seen.connections).toBe(4);
});

it('a read on a connection that the server has meanwhile closed gets a new one', async () => {
  const { url, seen } = await rawServer((socket) => {
    socket.write(OK);
    if (seen.heads.length === 1) setImmediate(() => socket.end());
  });
  const net = network();
  expect(outcome(await send(net, url, 'GET'))).toBe(200);
  const second = outcome(await send(net, url, 'GET'));
  expect(seen.heads.length).toBe(second === 'no' ? 1 : 2);
  expect([200, 'no', 'maybe']).toContain(second);
});

it('three POSTs at once are three requests, and the cut of one is of one', async () => {
  let asked = 0;
  const { url, seen } = await rawServer((socket) => {
    asked += 1;
    if (asked === 1) socket.destroy();
    else socket.write(OK);
  });
  const net = network();
  const outcomes = await Promise.all([send(net, url), send(net, url), send(net, url)]);
  expect(outcomes.map(outcome).map(String).sort()).toEqual(['200', '200', 'maybe']);
  expect(seen.heads).toHaveLength(3);
});

it('an aborted POST is not sent later', async () => {
  const waiting: Socket[] = [];
  const seen: Seen = { heads: [], connections: 0 };
  // TLS begins with the client; a server that says nothing holds the request back.
  const port = await listen(
    createServer((socket) => {
      waiting.push(socket);
      eachRequest(socket, seen, () => socket.write(OK));
    }),
  );
  const controller = new AbortController();
  const asked = network().fetch(`https://127.0.0.1:${port}/x`, {
    method: 'POST',
    body: '{}',
    signal: controller.signal,
  });
  controller.abort();
  await expect(asked).rejects.toMatchObject({ code: 'HOSTSTAND_NOT_SENT' });
  expect(seen.heads).toEqual([]);
});

describe('nothing left', () => {
  it.each(['POST', 'GET'] as const)('%s where no one listens', async (method) => {
    const result = await send(network(), `http://127.0.0.1:${await deadPort()}`, method);
    expect(result).toMatchObject({ error: { kind: 'offline', sent: 'no', detail: 'ECONNREFUSED' } });
  });

  it('where there is no such name', async () => {
    const result = await send(network(), 'https://no-such-host.invalid');
    expect(result).toMatchObject({ error: { kind: 'offline', sent: 'no' } });
  });

  it('where the address is held by something that never answers the handshake', async () => {
    const port = await listen(createServer(() => {}));
    const net = network({ limits: { connectMs: 5_000, hopMs: 100 } });
    expect(await send(net, `https://127.0.0.1:${port}`)).toMatchObject({
      error: { kind: 'offline', sent: 'no', detail: 'HOSTSTAND_CONNECT_TIMEOUT' },
    });
  });

  it.each([
    ['the end', (socket: Socket) => socket.end()],
    ['a reset', (socket: Socket) => socket.resetAndDestroy()],
    ['plain HTTP', (socket: Socket) => socket.end(OK)],
  ])('where the handshake is answered by %s', async (_what, cut) => {
    const port = await listen(createServer((socket) => socket.once('data', () => cut(socket))));
    expect(await send(network(), `https://127.0.0.1:${port}`)).toMatchObject({
      error: { kind: 'offline', sent: 'no' },
    });
  });
});
