import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { startBound } from '../../crm/http/bound.ts';
import { createHttp } from '../../crm/http/http.ts';
import { realScheduler } from '../../lib/real-time.ts';
import { createNetwork, type Network, type NetworkLimits } from '../../network/network.ts';
import { createFakeLogger } from '../fakes.ts';

/** What the tests of the network share: servers that speak by the byte, certificates, proxies. */

const stops: (() => Promise<void> | void)[] = [];

/** For `afterEach`. */
export async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).toReversed()) await stop();
}

/** Resolves to the port. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return (server.address() as AddressInfo).port;
}

/** A port on which no one listens. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';

export interface Seen {
  /** Request lines, in order: `POST /x`. */
  readonly heads: string[];
  /** Connections on which a request came. */
  connections: number;
}

/** Calls back with each whole request on a socket. */
export function eachRequest(socket: Socket, seen: Seen, onRequest: (head: string) => void): void {
  let buffered = '';
  let counted = false;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    buffered += chunk.toString('latin1');
    for (;;) {
      const end = buffered.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(buffered.slice(0, end))?.[1] ?? 0);
      if (buffered.length < end + 4 + length) return;
      const head = buffered.slice(0, buffered.indexOf(' HTTP'));
      buffered = buffered.slice(end + 4 + length);
      if (!counted) seen.connections += 1;
      counted = true;
      seen.heads.push(head);
      onRequest(head);
    }
  });
}

/** A server of plain TCP. `answer` gets each whole request. */
export async function rawServer(
  answer: (socket: Socket, head: string) => void,
  onConnection: (socket: Socket) => void = () => {},
): Promise<{ readonly url: string; readonly seen: Seen }> {
  const seen: Seen = { heads: [], connections: 0 };
  const server = createServer((socket) => {
    eachRequest(socket, seen, (head) => answer(socket, head));
    onConnection(socket);
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, seen };
}

export const HOST = 'crm.example.test';

/** A server of TLS that counts requests. Its address names a host that only a proxy or a look-up of ours can reach. */
export async function tlsServer(
  options: TlsOptions,
  answer: (socket: Socket) => void = (socket) => socket.write(OK),
): Promise<{
  readonly port: number;
  readonly url: string;
  readonly seen: Seen;
  readonly protocols: unknown[];
}> {
  const seen: Seen = { heads: [], connections: 0 };
  const protocols: unknown[] = [];
  const server = createTlsServer(options, (socket) => {
    protocols.push(socket.alpnProtocol);
    eachRequest(socket, seen, () => answer(socket));
  });
  server.on('tlsClientError', () => {});
  const port = await listen(server);
  return { port, url: `https://127.0.0.1:${port}`, seen, protocols };
}

/** A CONNECT proxy: every tunnel leads to `port` on this PC. `behave` may answer otherwise and then returns true. */
export async function proxyTo(
  port: number,
  behave: (socket: Socket) => boolean = () => false,
): Promise<{ readonly entry: string; readonly seen: Seen }> {
  const seen: Seen = { heads: [], connections: 0 };
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (chunk: Buffer) => {
      seen.heads.push(chunk.toString('latin1').split(' HTTP')[0] ?? '');
      if (behave(socket)) return;
      const onward = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('close', () => onward.destroy());
      onward.on('close', () => socket.destroy());
    });
  });
  return { entry: `PROXY 127.0.0.1:${await listen(server)}`, seen };
}

/** A network with limits that a test can wait for. */
export function network(
  over: {
    readonly pac?: string;
    readonly authorities?: readonly string[];
    readonly limits?: Partial<NetworkLimits>;
  } = {},
): Network {
  const made = createNetwork({
    proxy: { resolve: async () => over.pac ?? 'DIRECT' },
    certificates: { read: async () => over.authorities ?? [] },
    scheduler: realScheduler,
    logger: createFakeLogger(),
    limits: { connectMs: 2_000, hopMs: 4_000, ...over.limits },
  });
  stops.push(made.end);
  return made;
}

/** One request as the CRM client makes it. */
export async function send(
  { fetch }: Network,
  url: string,
  method: 'GET' | 'POST' = 'POST',
  ms = 8_000,
): ReturnType<ReturnType<typeof createHttp>> {
  // undici frees a connection one turn after its answer has ended.
  await new Promise((resolve) => setImmediate(resolve));
  const bound = startBound(realScheduler, ms);
  try {
    const body = method === 'POST' ? { body: '{"amount":19.99}' } : {};
    return await createHttp(url, fetch)({ method, path: 'x', headers: {}, ...body }, bound);
  } finally {
    bound.release();
  }
}

export interface Certificates {
  readonly authority: string;
  /** Signed by the authority; a key and a certificate. */
  readonly good: { readonly key: string; readonly cert: string };
  readonly expired: { readonly key: string; readonly cert: string };
  readonly otherName: { readonly key: string; readonly cert: string };
}

/** A private authority and what it signed, made by openssl. */
export function makeCertificates(): Certificates {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-certificates-'));
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'ignore' });
  const read = (name: string) => readFileSync(join(dir, name), 'utf8');
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  try {
    run('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test', '-days', '30');
    const sign = (name: string, names: string, dates: readonly string[]) => {
      writeFileSync(join(dir, 'names'), `subjectAltName=${names}`);
      run('req', '-new', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      run(
        ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
        ...['-out', `${name}.pem`, '-extfile', 'names', ...dates],
      );
      return { key: read(`${name}.key`), cert: read(`${name}.pem`) };
    };
    const own = `DNS:${HOST},IP:127.0.0.1`;
    return {
      authority: read('ca.pem'),
      good: sign('good', own, ['-days', '20']),
      expired: sign('expired', own, ['-days', '-1']),
      otherName: sign('other', 'DNS:elsewhere.test', ['-days', '20']),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
