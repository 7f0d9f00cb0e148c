import type { Readable, Writable } from 'node:stream';
import type { CDPSession } from '@playwright/test';

/** One target's share of the DevTools protocol, typed by Playwright's own copy of it. */
export interface CdpSession {
  readonly send: CDPSession['send'];
  readonly on: CDPSession['on'];
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Call {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The DevTools protocol over Chromium's pipe: messages end with a NUL byte. The pipe is the leash as well: when this
 * process dies, however it dies, the pipe closes and Chromium exits.
 */
export class CdpConnection {
  readonly #write: Writable;
  readonly #calls = new Map<number, Call>();
  readonly #listeners = new Map<string, ((params: unknown) => void)[]>();
  #nextId = 0;
  #rest: Buffer = Buffer.alloc(0);
  #closed = false;
  readonly closed: Promise<void>;

  constructor(write: Writable, read: Readable) {
    this.#write = write;
    write.on('error', () => undefined);
    read.on('data', (chunk: Buffer) => this.#feed(chunk));
    this.closed = new Promise((resolve) => {
      const end = (): void => {
        this.#closed = true;
        for (const call of this.#calls.values()) call.reject(new Error(`${call.method}: Chromium is gone`));
        this.#calls.clear();
        resolve();
      };
      read.once('close', end);
      read.once('error', end);
    });
  }

  /** The session of a target, or of the browser itself. */
  session(sessionId?: string): CdpSession {
    const send = (method: string, params: object = {}): Promise<unknown> =>
      this.#send({ method, params, ...(sessionId === undefined ? {} : { sessionId }) });
    const on = (event: string, listener: (params: unknown) => void): void => {
      const key = `${sessionId ?? ''} ${event}`;
      this.#listeners.set(key, [...(this.#listeners.get(key) ?? []), listener]);
    };
    return { send, on } as unknown as CdpSession;
  }

  #send(message: { method: string; params: object; sessionId?: string }): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new Error(`${message.method}: Chromium is gone`));
        return;
      }
      this.#nextId += 1;
      this.#calls.set(this.#nextId, { method: message.method, resolve, reject });
      this.#write.write(`${JSON.stringify({ id: this.#nextId, ...message })}\0`);
    });
  }

  #feed(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let end = this.#rest.indexOf(0); end >= 0; end = this.#rest.indexOf(0)) {
      const text = this.#rest.toString('utf8', 0, end);
      this.#rest = this.#rest.subarray(end + 1);
      this.#dispatch(JSON.parse(text) as Message);
    }
  }

  #dispatch(message: Message): void {
    if (message.id !== undefined) {
      const call = this.#calls.get(message.id);
      this.#calls.delete(message.id);
      if (message.error !== undefined) call?.reject(new Error(`${call.method}: ${message.error.message}`));
      else call?.resolve(message.result);
      return;
    }
    const listeners = this.#listeners.get(`${message.sessionId ?? ''} ${message.method}`) ?? [];
    for (const listener of listeners) listener(message.params);
  }
}
