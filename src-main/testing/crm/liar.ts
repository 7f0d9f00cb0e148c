import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a liar says in place of the CRM: an answer's status, headers and body, or null for the CRM's own answer. */
export interface Lie {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server before the CRM that answers in its place where it is told to, and writes marks into what it passes on. */
export interface Liar {
  readonly url: string;
  /** Decides for each request; null passes it on. */
  lie: (method: string, path: string) => Lie | null;
  readonly close: () => Promise<void>;
}

/** @param mark is in unknown fields, types, dates and headers of anything that is passed on. */
export async function startLiar(crmUrl: string, mark: string): Promise<Liar> {
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = request.method ?? 'GET';
    const lie = liar.lie(method, request.url ?? '/');
    if (lie) {
      response.writeHead(lie.status, { 'content-type': 'application/json', ...lie.headers }).end(lie.body);
      return;
    }
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(`${crmUrl}${request.url}`, {
      method,
      headers: headers as Record<string, string>,
      ...(method === 'GET' ? {} : { body: Buffer.concat(chunks) }),
    });
    const text = await answer.text();
    const kept = [...answer.headers].filter(
      ([name]) => !/^(content-length|content-encoding|transfer-encoding|connection|keep-alive)$/.test(name),
    );
    response
      .writeHead(answer.status, { ...Object.fromEntries(kept), 'x-mark': mark })
      .end(marked(text, mark));
  };
  const server: Server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const liar: Liar = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lie: () => null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return liar;
}

/** The answer with the mark wherever a reader does not look, and in lists one line of an unknown kind and one that is none. */
function marked(text: string, mark: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return text;
  }
  const inside = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, [mark]: mark } : value;
  if (!Array.isArray(body)) return JSON.stringify(inside(body));
  const [first] = body as readonly object[];
  const isLine = first !== undefined && 'transactionType' in first;
  const odd = isLine
    ? [
        {
          ...first,
          guid: randomUUID(),
          transactionType: mark,
          localCreatedDate: mark,
          note: `Long wait; by ${mark}; ok ${mark}; ${mark}`,
        },
        { guid: mark, [mark]: mark },
      ]
    : [];
  return JSON.stringify([...body.map(inside), ...odd]);
}
