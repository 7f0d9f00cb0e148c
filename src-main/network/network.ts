import type { SecureContext } from 'node:tls';
import type { Response as Answer, Dispatcher } from 'undici';
import type { Fetch, Logger, Scheduler, SystemCertificates, SystemProxy } from '../ports.ts';
import { ConnectTimeoutError, NotSentError, PROXY_PASSWORD, ProxyError } from './errors.ts';
import { type Hop, keyOf } from './pac.ts';
import { createRoutes } from './routes.ts';
import { sendOnce } from './send-once.ts';
import { createTrust } from './trust.ts';

export interface NetworkOptions {
  readonly proxy: SystemProxy;
  readonly certificates: SystemCertificates;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly limits?: Partial<NetworkLimits>;
}

/** All in ms. */
export interface NetworkLimits {
  /** The system's answer to which proxy to use. */
  readonly proxyMs: number;
  /** The system's certificates, at the first request over TLS. */
  readonly certificatesMs: number;
  /** Name, connection and handshake on one way. */
  readonly connectMs: number;
  /** The same with the proxy's answer before it. */
  readonly hopMs: number;
  /** From the request to the head of its answer. Above any bound of the CRM client, which keeps the time. */
  readonly headMs: number;
  /** Between two pieces of an answer. */
  readonly pieceMs: number;
}

const LIMITS: NetworkLimits = {
  proxyMs: 3_000,
  certificatesMs: 3_000,
  connectMs: 5_000,
  hopMs: 6_000,
  headMs: 20_000,
  pieceMs: 10_000,
};

const MAX_HEADER_BYTES = 16_384;

/**
 * The one way to the CRM, in the product and in tests. HTTP/1.1; a redirect is an error; no cookies, no cache.
 *
 * A request leaves at most once. A POST has a connection of its own. Where nothing left, the error has `NotSentError` in
 * its chain; without it, anything may have left. A further proxy is tried only while nothing has left.
 */
export interface Network {
  readonly fetch: Fetch;
  /** Preloads what the first request needs. */
  readonly prepare: () => void;
  /** The network may be another one: the system is asked again for its proxy. */
  readonly lookAgain: () => void;
  /** Cuts every connection. */
  readonly end: () => Promise<void>;
}

type Library = typeof import('undici');

export function createNetwork(options: NetworkOptions): Network {
  const { proxy, certificates, scheduler, logger } = options;
  const limits = { ...LIMITS, ...options.limits };
  const dispatchers = new Map<string, Dispatcher>();
  const retired = new Set<Dispatcher>();
  /** New requests use another one. Those under way have their time; what then still hangs (a silent proxy) is cut. */
  const retire = (key: string, dispatcher: Dispatcher): void => {
    if (dispatchers.get(key) === dispatcher) dispatchers.delete(key);
    if (retired.has(dispatcher)) return;
    retired.add(dispatcher);
    scheduler.after(limits.hopMs + limits.headMs + limits.pieceMs, () => {
      if (retired.delete(dispatcher)) void dispatcher.destroy();
    });
  };
  const routes = createRoutes({ proxy, scheduler, logger, limitMs: limits.proxyMs });
  const trust = createTrust({
    certificates,
    scheduler,
    logger,
    limitMs: limits.certificatesMs,
    onChange: () => {
      for (const [key, each] of dispatchers) retire(key, each);
    },
  });
  // Loaded at the first use: it takes longer to load than the first window may wait.
  let library: Promise<Library> | null = null;
  const load = (): Promise<Library> => {
    library ??= import('undici');
    return library;
  };

  const dispatcherFor = (
    library: Library,
    hop: Hop,
    writes: boolean,
    secureContext: SecureContext | null,
  ): { readonly key: string; readonly dispatcher: Dispatcher } => {
    const key = [keyOf(hop), writes ? 'write' : 'read', secureContext === null ? 'plain' : 'tls'].join(' ');
    const known = dispatchers.get(key);
    if (known) return { key, dispatcher: known };
    const made = makeDispatcher(library, hop, writes, secureContext, limits);
    dispatchers.set(key, made);
    return { key, dispatcher: made };
  };

  const attempt = async (hop: Hop, request: Request, body: string | null): Promise<Attempt> => {
    const secure = request.url.startsWith('https:');
    const [lib, secureContext] = await Promise.all([load(), secure ? trust.context() : null]);
    const controller = new AbortController();
    const stop = (): void => controller.abort(request.signal.reason);
    if (request.signal.aborted) stop();
    request.signal.addEventListener('abort', stop, { once: true });
    const tooLate = scheduler.after(limits.hopMs, () => controller.abort(new ConnectTimeoutError()));
    const chosen = dispatcherFor(lib, hop, request.method !== 'GET', secureContext);
    const { dispatcher, mark } = sendOnce(chosen.dispatcher, tooLate);
    try {
      const answer = await lib.fetch(request.url, {
        method: request.method,
        headers: [...request.headers],
        body,
        redirect: 'error',
        signal: controller.signal,
        dispatcher,
      });
      return { left: true, outcome: { ok: true, answer } };
    } catch (error) {
      mark.end();
      // undici leaves the CONNECT of a proxy that never answers open for good.
      if (hop.kind === 'proxy' && !mark.started()) retire(chosen.key, chosen.dispatcher);
      return { left: mark.started(), outcome: { ok: false, error } };
    } finally {
      tooLate();
    }
  };

  const exchange = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const body = request.body === null ? null : await request.text();
    const failures: unknown[] = [];
    for (const hop of await routes.hops(url)) {
      if (request.signal.aborted) break;
      const { left, outcome } = await attempt(hop, request, body);
      if (left) routes.worked(url, hop);
      if (outcome.ok) return asResponse(outcome.answer);
      if (left) throw outcome.error;
      failures.push(hop.kind === 'proxy' ? byProxy(outcome.error) : outcome.error);
    }
    if (request.signal.aborted) throw new NotSentError(request.signal.reason);
    routes.failed(url);
    throw new NotSentError(failures.find(wantsPassword) ?? failures.at(-1));
  };

  return {
    fetch: (input, init) => exchange(new Request(input, init)),
    prepare: () => {
      void load();
      void trust.context();
    },
    lookAgain: routes.lookAgain,
    end: async () => {
      const all = [...dispatchers.values(), ...retired];
      dispatchers.clear();
      retired.clear();
      await Promise.all(all.map((each) => each.destroy()));
    },
  };
}

/** Connections to one hop. A write has one of its own. */
function makeDispatcher(
  { Agent, ProxyAgent }: Library,
  hop: Hop,
  writes: boolean,
  secureContext: SecureContext | null,
  limits: typeof LIMITS,
): Dispatcher {
  const connect = {
    // Said here, NODE_TLS_REJECT_UNAUTHORIZED cannot say otherwise.
    rejectUnauthorized: true,
    allowH2: false,
    timeout: limits.connectMs,
    ...(secureContext === null ? {} : { secureContext }),
  };
  const common = {
    allowH2: false,
    headersTimeout: limits.headMs,
    bodyTimeout: limits.pieceMs,
    maxHeaderSize: MAX_HEADER_BYTES,
    // No pipelining at all is what undici calls a connection for one request.
    ...(writes ? { pipelining: 0 } : { connections: 4 }),
  };
  return hop.kind === 'direct'
    ? new Agent({ ...common, connect })
    : new ProxyAgent({
        ...common,
        uri: hop.uri,
        connectTimeout: limits.connectMs,
        requestTls: connect,
        // Given for SOCKS too, undici would speak TLS to the proxy.
        ...(hop.uri.startsWith('https:') ? { proxyTls: connect } : {}),
      });
}

interface Attempt {
  /** Whether anything may have left. */
  readonly left: boolean;
  readonly outcome:
    | { readonly ok: true; readonly answer: Answer }
    | { readonly ok: false; readonly error: unknown };
}

const WITHOUT_BODY = [204, 205, 304];

/** The answer as the platform's own kind, which ky and its callers know. */
function asResponse({ status, headers, body }: Answer): Response {
  return new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers: [...headers] });
}

/** Through a proxy, only the certificate of the server (or of the proxy itself) is not the proxy's doing. */
function byProxy(error: unknown): unknown {
  const chain = chainOf(error);
  if (chain.some((each) => /CERT|ISSUER|SIGNATURE|ERR_SSL|ERR_TLS/.test(String(Reflect.get(each, 'code'))))) {
    return error;
  }
  return new ProxyError(
    error,
    chain.some((each) => /^Proxy response \(407\)/.test(String(Reflect.get(each, 'message')))),
  );
}

function wantsPassword(error: unknown): boolean {
  return error instanceof ProxyError && error.code === PROXY_PASSWORD;
}

function chainOf(error: unknown): readonly object[] {
  const chain: object[] = [];
  for (let next = error; typeof next === 'object' && next !== null && chain.length < 8; ) {
    chain.push(next);
    next = Reflect.get(next, 'cause');
  }
  return chain;
}
