import { createServer, type Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Certificates,
  deadPort,
  HOST,
  listen,
  makeCertificates,
  network,
  OK,
  proxyTo,
  send,
  stopAll,
  tlsServer,
} from '../testing/crm/network-kit.ts';

let certificates: Certificates;
beforeAll(() => {
  certificates = makeCertificates();
});
afterEach(stopAll);

const NOT_SENT = { ok: false, error: { kind: 'offline', sent: 'no' } };
const MAYBE = { ok: false, error: { kind: 'offline', sent: 'maybe' } };
const FINE = { ok: true, value: { status: 200 } };

const trusting = (pac = 'DIRECT') =>
  network({ pac, authorities: [certificates.authority], limits: { hopMs: 2_000 } });

describe('TLS', () => {
  it('speaks HTTP/1.1 to a server that would speak HTTP/2', async () => {
    const server = await tlsServer({ ...certificates.good, ALPNProtocols: ['h2', 'http/1.1'] });
    expect(await send(trusting(), server.url)).toMatchObject(FINE);
    expect(server.protocols).not.toContain('h2');
    expect(server.seen.heads).toEqual(['POST /x']);
  });

  it('trusts an authority that the system trusts, and no other', async () => {
    const server = await tlsServer(certificates.good);
    expect(await send(network(), server.url)).toMatchObject(NOT_SENT);
    expect(server.seen.heads).toEqual([]);
    expect(await send(trusting(), server.url)).toMatchObject(FINE);
  });

  it('goes on with Node’s own list where the system’s cannot be used', async () => {
    const server = await tlsServer(certificates.good);
    const net = network({ authorities: ['no certificate'] });
    expect(await send(net, server.url)).toMatchObject(NOT_SENT);
  });

  it.each(['expired', 'otherName'] as const)('refuses a certificate that is %s', async (which) => {
    const server = await tlsServer(certificates[which]);
    const result = await send(trusting(), server.url);
    expect(result).toMatchObject(NOT_SENT);
    expect(JSON.stringify(result)).toMatch(/CERT/);
    expect(server.seen.heads).toEqual([]);
  });

  it('checks certificates no matter what the environment says', async () => {
    const server = await tlsServer(certificates.good);
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await send(network(), server.url)).toMatchObject(NOT_SENT);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  it('a server that wants a certificate of ours: refused in the handshake of TLS 1.2, nothing left', async () => {
    const server = await tlsServer({
      ...certificates.good,
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: 'TLSv1.2',
    });
    expect(await send(trusting(), server.url)).toMatchObject(NOT_SENT);
    expect(server.seen.heads).toEqual([]);
  });

  it('a server that wants a certificate of ours: refused after the handshake of TLS 1.3, perhaps sent', async () => {
    const server = await tlsServer({
      ...certificates.good,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
    });
    expect(await send(trusting(), server.url)).toMatchObject({ ok: false, error: { kind: 'offline' } });
    expect(server.seen.heads.length).toBeLessThanOrEqual(1);
  });

  it('refuses a server that knows TLS 1.1 only', async () => {
    const server = await tlsServer({
      ...certificates.good,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    expect(await send(trusting(), server.url)).toMatchObject(NOT_SENT);
    expect(server.seen.heads).toEqual([]);
  });

  it.each([
    ['the end', (socket: Socket) => socket.end()],
    ['a reset', (socket: Socket) => socket.destroy()],
    ['421', (socket: Socket) => socket.write('HTTP/1.1 421 X\r\ncontent-length: 0\r\n\r\n')],
  ])('one POST, answered by %s', async (_what, answer) => {
    const server = await tlsServer({ ...certificates.good, ALPNProtocols: ['h2', 'http/1.1'] }, answer);
    expect(await send(trusting(), server.url)).toMatchObject(MAYBE);
    expect(server.seen.heads).toEqual(['POST /x']);
  });
});

describe('a proxy', () => {
  const origin = async (answer?: (socket: Socket) => void) => {
    const server = await tlsServer(certificates.good, answer);
    return { ...server, url: `https://${HOST}:${server.port}` };
  };
  const refusing = (text: string) => (socket: Socket) => {
    socket.end(text);
    return true;
  };

  it('carries a request by a tunnel', async () => {
    const server = await origin();
    const proxy = await proxyTo(server.port);
    expect(await send(trusting(proxy.entry), server.url)).toMatchObject(FINE);
    expect(proxy.seen.heads).toEqual([`CONNECT ${HOST}:${server.port}`]);
    expect(server.seen.heads).toEqual(['POST /x']);
  });

  it.each([
    ['407', 'HTTP/1.1 407 Authentication Required\r\ncontent-length: 0\r\n\r\n', 'proxy asks for a password'],
    ['502', 'HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n', /^proxy: /],
    ['the end', '', /^proxy: /],
    ['something else', 'hello\r\n\r\n', /^proxy: /],
  ])('that answers %s: nothing left, once', async (_what, text, detail) => {
    const server = await origin();
    const proxy = await proxyTo(server.port, refusing(text));
    const result = await send(trusting(proxy.entry), server.url);
    expect(result).toMatchObject(NOT_SENT);
    if (!result.ok && result.error.kind === 'offline') expect(result.error.detail).toMatch(detail);
    expect(server.seen.heads).toEqual([]);
  });

  it('that is silent: nothing left', async () => {
    const server = await origin();
    const proxy = await proxyTo(server.port, () => true);
    const net = network({
      pac: proxy.entry,
      authorities: [certificates.authority],
      limits: { hopMs: 200 },
    });
    expect(await send(net, server.url)).toMatchObject({
      error: { kind: 'offline', sent: 'no', detail: 'proxy: HOSTSTAND_CONNECT_TIMEOUT' },
    });
    expect(server.seen.heads).toEqual([]);
  });

  it('that is down: nothing left, and the words say that it is the proxy', async () => {
    const server = await origin();
    const net = trusting(`PROXY 127.0.0.1:${await deadPort()}`);
    expect(await send(net, server.url)).toMatchObject({
      error: { kind: 'offline', sent: 'no', detail: 'proxy: ECONNREFUSED' },
    });
  });

  it('the second entry carries the request where the first is down', async () => {
    const server = await origin();
    const proxy = await proxyTo(server.port);
    const net = trusting(`PROXY 127.0.0.1:${await deadPort()};${proxy.entry}`);
    expect(await send(net, server.url)).toMatchObject(FINE);
    expect(await send(net, server.url)).toMatchObject(FINE);
    expect(server.seen.heads).toEqual(['POST /x', 'POST /x']);
  });

  it.each([
    ['wants a password', refusing('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n')],
    ['is silent', () => true],
  ])('the second entry carries the request where the first %s', async (_what, behave) => {
    const server = await origin();
    const first = await proxyTo(server.port, behave);
    const second = await proxyTo(server.port);
    const net = network({
      pac: `${first.entry};${second.entry}`,
      authorities: [certificates.authority],
      limits: { hopMs: 300 },
    });
    expect(await send(net, server.url)).toMatchObject(FINE);
    expect(server.seen.heads).toEqual(['POST /x']);
  });

  it('the words of a password come first where every entry fails', async () => {
    const server = await origin();
    const first = await proxyTo(server.port, refusing('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n'));
    const net = trusting(`${first.entry};PROXY 127.0.0.1:${await deadPort()}`);
    expect(await send(net, server.url)).toMatchObject({
      error: { kind: 'offline', sent: 'no', detail: 'proxy asks for a password' },
    });
  });

  it('the second entry is not tried once the request may have left by the first', async () => {
    const server = await origin((socket) => socket.destroy());
    const first = await proxyTo(server.port);
    const second = await proxyTo(server.port);
    const net = trusting(`${first.entry};${second.entry}`);
    expect(await send(net, server.url)).toMatchObject(MAYBE);
    expect(server.seen.heads).toEqual(['POST /x']);
    expect(second.seen.heads).toEqual([]);
  });

  it('a certificate that no one trusts is not the proxy’s fault', async () => {
    const server = await origin();
    const proxy = await proxyTo(server.port);
    expect(await send(network({ pac: proxy.entry }), server.url)).toMatchObject({
      error: { kind: 'offline', sent: 'no', detail: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    });
    expect(server.seen.heads).toEqual([]);
  });

  it('is not asked to carry what goes to this PC itself', async () => {
    const server = await tlsServer(certificates.good);
    const proxy = await proxyTo(server.port);
    expect(await send(trusting(proxy.entry), server.url)).toMatchObject(FINE);
    expect(proxy.seen.heads).toEqual([]);
  });

  it('of SOCKS 5 carries a request', async () => {
    const server = await origin((socket) => socket.write(OK));
    const { connect } = await import('node:net');
    const port = await listen(
      createServer((socket) => {
        socket.on('error', () => socket.destroy());
        socket.once('data', () => {
          socket.write(Buffer.from([5, 0]));
          socket.once('data', () => {
            const onward = connect(server.port, '127.0.0.1', () => {
              socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
              socket.pipe(onward).pipe(socket);
            });
            onward.on('error', () => socket.destroy());
          });
        });
      }),
    );
    expect(await send(trusting(`SOCKS5 127.0.0.1:${port}`), server.url)).toMatchObject(FINE);
    expect(server.seen.heads).toEqual(['POST /x']);
  });
});
