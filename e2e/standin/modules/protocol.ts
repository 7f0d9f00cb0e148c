import type { Privileges } from 'electron';
import type { Host } from '../host.ts';

type Handler = (request: Request) => Response | Promise<Response>;

/** What a request to one of the application's schemes came to. */
export type ProtocolOutcome =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: [string, string][];
      readonly body: Buffer;
    }
  | { readonly kind: 'failed'; readonly error: 'ERR_FAILED' | 'ERR_UNEXPECTED' | 'ERR_UNKNOWN_URL_SCHEME' };

/** `protocol` of one session. */
export class StandInProtocol {
  static readonly standInOnly = ['run'];
  readonly #host: Host;
  readonly #handlers = new Map<string, Handler>();

  constructor(host: Host) {
    this.#host = host;
  }

  registerSchemesAsPrivileged(schemes: { scheme: string; privileges?: Privileges }[]): void {
    this.#host.lifecycle.requireEarly(
      'protocol.registerSchemesAsPrivileged should be called before app is ready',
    );
    this.#host.schemes.register(schemes);
  }

  handle(scheme: string, handler: Handler): void {
    this.#host.lifecycle.requireReady('Session can only be received when app is ready', TypeError);
    if (typeof handler !== 'function') throw new TypeError('The protocol handler must be a function');
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    if (this.#host.schemes.privileges(scheme)?.standard !== true) {
      this.#host.guards.notModelled(`protocol.handle('${scheme}') for a scheme not registered as standard`);
    }
    this.#handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    if (!this.#handlers.delete(scheme)) throw new Error(`Failed to unregister protocol: ${scheme}`);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /**
   * Runs the application's handler as Electron does. No `content-type` means HTML, regardless of the file; a throw, a
   * rejection or something that is no Response fails the request, and is never a 404.
   */
  async run(url: string, init: RequestInit): Promise<ProtocolOutcome> {
    const handler = this.#handlers.get(url.slice(0, url.indexOf(':')));
    if (handler === undefined) return { kind: 'failed', error: 'ERR_UNKNOWN_URL_SCHEME' };
    try {
      const response = await handler(new Request(url, init));
      if (!(response instanceof Response)) throw new TypeError('The protocol handler returned no Response');
      if (response.type === 'error') return { kind: 'failed', error: 'ERR_FAILED' };
      const headers: [string, string][] = [...response.headers].map(([name, value]) => [
        name,
        name.startsWith('content-security-policy') ? this.#host.schemes.policyToBrowser(value) : value,
      ]);
      if (!response.headers.has('content-type')) headers.push(['content-type', 'text/html; charset=utf-8']);
      const body = Buffer.from(await response.arrayBuffer());
      return { kind: 'response', status: response.status, headers, body };
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#host.report.problem('protocol-error', `${url}: ${text}`);
      return { kind: 'failed', error: 'ERR_UNEXPECTED' };
    }
  }
}
