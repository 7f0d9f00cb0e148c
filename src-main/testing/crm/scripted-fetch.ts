import type { Fetch } from '../../ports.ts';

/** A request as a server would see it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly redirect: string;
  readonly cache: string;
  readonly credentials: string;
}

export type Reply =
  /** A whole answer: `json` or `text`, neither being an empty body. */
  | {
      readonly status: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The platform's fetch fails with this. */
  | { readonly fail: unknown }
  /** Headers and this much of the body, then the connection is gone. */
  | { readonly status: number; readonly cutAfter: string }
  /** Never an answer. `deaf`: fetch does not even listen to its signal. */
  | { readonly hang: true; readonly deaf?: boolean };

export interface ScriptedFetch {
  readonly fetch: Fetch;
  /** Everything asked so far, in order. */
  readonly seen: readonly SeenRequest[];
}

/** A `fetch` that answers as `script` says, without a network. */
export function createScriptedFetch(script: (request: SeenRequest) => Reply | Promise<Reply>): ScriptedFetch {
  const seen: SeenRequest[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const asked: SeenRequest = {
      method: request.method,
      url: new URL(request.url),
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
      redirect: request.redirect,
      cache: request.cache,
      credentials: request.credentials,
    };
    seen.push(asked);
    const reply = await script(asked);
    if ('hang' in reply) return hang(reply.deaf === true ? null : request.signal);
    if ('fail' in reply) throw reply.fail;
    if ('cutAfter' in reply) return new Response(cut(reply.cutAfter), { status: reply.status });
    const text = reply.json === undefined ? (reply.text ?? null) : JSON.stringify(reply.json);
    const type = reply.json === undefined ? 'text/html' : 'application/json';
    return new Response(text, {
      status: reply.status,
      headers: { ...(text === null ? {} : { 'content-type': type }), ...reply.headers },
    });
  };
  return { fetch, seen };
}

function hang(signal: AbortSignal | null): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function cut(text: string): ReadableStream<Uint8Array> {
  let told = false;
  return new ReadableStream({
    pull: (controller) => {
      if (told)
        controller.error(new TypeError('terminated', { cause: { code: 'ECONNRESET', syscall: 'read' } }));
      else controller.enqueue(new TextEncoder().encode(text));
      told = true;
    },
  });
}
