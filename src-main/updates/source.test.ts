import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { realScheduler } from '../lib/real-time.ts';
import type { Scheduler } from '../ports.ts';
import { productFetch } from '../testing/crm/product-fetch.ts';
import { readAll, webSource } from './source.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/updates`;
}

const source = (url: string, scheduler: Scheduler = realScheduler) =>
  webSource({ fetch: productFetch, url, version: '1.4.0', scheduler });

test('asks for the file in the admin’s folder, and tells the version and nothing else', async () => {
  const asked: IncomingMessage[] = [];
  const url = await serve((request, response) => {
    asked.push(request);
    response.setHeader('set-cookie', 'id=1');
    response.end('text');
  });
  for (const base of [url, `${url}/`]) {
    expect(await readAll(source(base), 'metadata/timestamp.json', 100)).toEqual({
      ok: true,
      value: Buffer.from('text'),
    });
  }
  expect(asked.map((each) => each.url)).toEqual([
    '/updates/metadata/timestamp.json',
    '/updates/metadata/timestamp.json',
  ]);
  const { host: _, ...headers } = asked[1]?.headers ?? {};
  expect(headers).toEqual({
    accept: '*/*',
    'accept-encoding': 'identity',
    'accept-language': '*',
    'cache-control': 'no-cache',
    connection: 'keep-alive',
    'sec-fetch-mode': 'cors',
    'user-agent': 'Hoststand/1.4.0',
  });
});

test('tells a missing file, a wrong answer, a redirect and a silent line apart', async () => {
  const url = await serve((request, response) => {
    const status = Number(/(\d+)$/.exec(request.url ?? '')?.[1]);
    response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:9/' } : {});
    response.end('<html>');
  });
  const code = async (path: string) => {
    const answer = await readAll(source(url), path, 100);
    return answer.ok || answer.error;
  };
  for (const status of [403, 404, 410]) expect(await code(`${status}`)).toBe('missing');
  for (const status of [204, 206, 401, 500, 503]) expect(await code(`${status}`)).toBe('server-wrong');
  expect(await code('302')).toBe('unreachable');
  const answer = await readAll(source('http://127.0.0.1:1/'), 'x', 1);
  expect(answer).toEqual({ ok: false, error: 'unreachable' });
});

test('a compressed answer is measured by what comes out of it', async () => {
  const url = await serve((_, response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end(gzipSync(Buffer.alloc(5_000_000)));
  });
  expect(await readAll(source(url), 'bomb', 10_000)).toEqual({ ok: false, error: 'too-large' });
});

test('a server that trickles, or never begins, is cut when its time is over', async () => {
  for (const begins of [true, false]) {
    const url = await serve((_, response) => {
      if (begins) response.write('a');
    });
    let limit = (): void => {};
    const scheduler: Scheduler = {
      after: (ms, run) => {
        expect(ms).toBe(45_000);
        limit = run;
        return () => {};
      },
    };
    const read = readAll(source(url, scheduler), 'metadata/timestamp.json', 100);
    await new Promise<void>((done) => servers.at(-1)?.once('request', () => setImmediate(done)));
    limit();
    expect(await read).toEqual({ ok: false, error: 'unreachable' });
  }
});

test('an answer that is cut in the middle is no file', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setImmediate(() => response.destroy());
  });
  expect(await readAll(source(url), 'x', 1_000)).toEqual({ ok: false, error: 'unreachable' });
});
