import type { createPeer } from './peer.ts';
import type { createWire } from './wire.ts';

/** What the isolated world is told when a document starts. */
export interface IsolatedConfig {
  readonly secret: string;
  /** Name of the function through which this world speaks to main. */
  readonly binding: string;
  /** Name of this world's function that main calls. */
  readonly receiver: string;
  readonly process: Readonly<Record<string, unknown>>;
}

/** The preload as one function body: the parameters are exactly Electron's (sandboxed), so no `__dirname`. */
export type PreloadBody = (
  require: (id: string) => unknown,
  process: object,
  exports: object,
  module: object,
  Buffer: unknown,
  global: unknown,
  setImmediate: unknown,
  clearImmediate: unknown,
) => void;

/**
 * Runs in an isolated world at the start of every document: the preload realm. Tells main of CSP violations, keys
 * and preload failures; runs the preload in the top frame only.
 *
 * Self-contained: its source runs in the page.
 */
export function runIsolatedWorld(
  config: IsolatedConfig,
  parts: { readonly createWire: typeof createWire; readonly createPeer: typeof createPeer },
  preload: PreloadBody | null,
): void {
  type Listener = (...args: unknown[]) => void;
  const tell = Reflect.get(globalThis, config.binding) as (text: string) => void;
  const post = (kind: string, data: Record<string, unknown>): void =>
    tell(JSON.stringify({ kind, href: location.href, ...data }));
  const wire = parts.createWire((value) => void structuredClone(value));
  const isMainFrame = window === window.top;
  let contextAlive = true;

  const notModelled = (name: string): never => {
    const message = `The stand-in for Electron does not model ${name} in a preload`;
    post('problem', { problem: 'not-modelled', message });
    throw new TypeError(message);
  };
  const guard = <T extends object>(object: T, name: string): T =>
    new Proxy(object, {
      get: (target, key, receiver) => {
        if (key in target || typeof key === 'symbol' || key === 'then')
          return Reflect.get(target, key, receiver);
        return notModelled(`${name}.${key}`);
      },
    });

  class Emitter {
    declare readonly entries: Map<string, { run: Listener; original: Listener }[]>;
    constructor() {
      // Not enumerable: a whole ipcRenderer sent over the bridge arrives as an empty object.
      Object.defineProperty(this, 'entries', { value: new Map(), enumerable: false });
    }
    on(event: string, listener: Listener): this {
      return this.add(event, listener, listener);
    }
    addListener(event: string, listener: Listener): this {
      return this.on(event, listener);
    }
    once(event: string, listener: Listener): this {
      const run: Listener = (...args) => {
        this.removeListener(event, listener);
        listener(...args);
      };
      return this.add(event, run, listener);
    }
    off(event: string, listener: Listener): this {
      return this.removeListener(event, listener);
    }
    removeListener(event: string, listener: Listener): this {
      const list = this.entries.get(event) ?? [];
      const at = list.findLastIndex((entry) => entry.original === listener);
      if (at >= 0) this.entries.set(event, list.toSpliced(at, 1));
      return this;
    }
    removeAllListeners(event?: string): this {
      if (event === undefined) this.entries.clear();
      else this.entries.delete(event);
      return this;
    }
    listenerCount(event: string): number {
      return this.entries.get(event)?.length ?? 0;
    }
    emit(event: string, ...args: unknown[]): boolean {
      const list = this.entries.get(event) ?? [];
      for (const { run } of list) run(...args);
      return list.length > 0;
    }
    private add(event: string, run: Listener, original: Listener): this {
      if (typeof original !== 'function')
        throw new TypeError('The "listener" argument must be of type function');
      this.entries.set(event, [...(this.entries.get(event) ?? []), { run, original }]);
      return this;
    }
  }

  /** Calls that wait for main: invokes (its answer is wire text) and permission questions (plain). */
  const waiting = new Map<number, { resolve: (v: unknown) => void; reject: (e: Error) => void }>();
  let nextCall = 0;
  const callMain = (kind: string, data: Record<string, unknown>): Promise<unknown> => {
    nextCall += 1;
    const id = nextCall;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      post(kind, { id, ...data });
    });
  };
  const alive = (): void => {
    if (!contextAlive) throw new Error('IPC method called after context was released');
  };
  const encodeArgs = (method: string, args: unknown[]): string => {
    alive();
    try {
      return wire.encode(args);
    } catch (error) {
      const cause = error instanceof Error ? String(error.cause) : '';
      post('problem', { problem: 'uncloneable', message: `ipcRenderer.${method}: ${cause}` });
      throw error;
    }
  };
  const needChannel = (channel: unknown): string => {
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument');
    return channel;
  };

  class IpcRenderer extends Emitter {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      return await callMain('invoke', { channel: needChannel(channel), args: encodeArgs('invoke', args) });
    }
    send(channel: string, ...args: unknown[]): void {
      post('send', { channel: needChannel(channel), args: encodeArgs('send', args) });
    }
    sendSync(): never {
      return notModelled('ipcRenderer.sendSync (it blocks the page)');
    }
  }
  const ipcRenderer = new IpcRenderer();

  const peer = parts.createPeer({
    wire,
    secret: config.secret,
    here: 'isolated',
    there: 'page',
    onRequest: (name, args) => {
      switch (name) {
        case 'window-open':
          return post('window-open', { url: args[0], frameName: args[1], features: args[2] });
        case 'window-close':
          return post('window-close', {});
        case 'permission':
          return callMain('permission', { permission: args[0], details: args[1] });
        default:
          throw new Error(`Unknown request ${name}`);
      }
    },
  });

  const receive = (text: string): void => {
    const message = JSON.parse(text) as {
      kind: string;
      id: number;
      channel: string;
      value: string;
      error?: string;
    };
    if (message.kind === 'reply') {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error !== undefined) call?.reject(new Error(message.error));
      else call?.resolve(wire.decode(message.value));
    } else if (message.kind === 'send') {
      const args = wire.decode(message.value) as unknown[];
      ipcRenderer.emit(message.channel, { sender: ipcRenderer, ports: [] }, ...args);
    }
  };
  Object.defineProperty(globalThis, config.receiver, { value: receive, enumerable: false });

  post('document', {});

  addEventListener('pagehide', () => {
    contextAlive = false;
  });
  document.addEventListener('securitypolicyviolation', (event) => {
    const message = `${event.effectiveDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`;
    post('problem', { problem: 'csp-violation', message });
  });
  /** Chords that main has said no to: the question is answered too late for the first press, not for the next. */
  const refused = new Set<string>();
  const onKey = (event: KeyboardEvent): void => {
    const { key, code, isComposing, repeat: isAutoRepeat, location } = event;
    const [shift, control, alt, meta] = [event.shiftKey, event.ctrlKey, event.altKey, event.metaKey];
    const chord = [key, shift, control, alt, meta].join('|');
    if (refused.has(chord)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    const type = event.type === 'keydown' ? 'keyDown' : 'keyUp';
    const input = {
      type,
      key,
      code,
      isAutoRepeat,
      isComposing,
      shift,
      control,
      alt,
      meta,
      location,
      modifiers: [],
    };
    void callMain('input', { input }).then((prevented) => {
      if (prevented === true) refused.add(chord);
    });
  };
  addEventListener('keydown', onKey, true);
  addEventListener('keyup', onKey, true);

  if (!isMainFrame || preload === null || location.href === 'about:blank') return;

  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown): void => {
      if (typeof key !== 'string') throw new TypeError('Error processing argument at index 0');
      peer.request('expose', key, api);
    },
    /** The function's text crosses, and nothing that it is bound to. */
    executeInMainWorld: (script: { func?: unknown; args?: unknown }): unknown => {
      if (typeof script?.func !== 'function') throw new TypeError('func must be a function');
      if (script.args !== undefined && !Array.isArray(script.args))
        throw new TypeError('args must be an array');
      return peer.request('execute', Function.prototype.toString.call(script.func), script.args ?? []);
    },
  };
  const electron = guard(
    {
      contextBridge: guard(contextBridge, 'contextBridge'),
      ipcRenderer,
      crashReporter: guard({}, 'crashReporter'),
      nativeImage: guard({}, 'nativeImage'),
      sharedTexture: guard({}, 'sharedTexture'),
      webFrame: guard({}, 'webFrame'),
      webUtils: guard({}, 'webUtils'),
    },
    'electron',
  );
  const setImmediate = (run: Listener, ...args: unknown[]): number =>
    setTimeout(run, 0, ...args) as unknown as number;
  const clearImmediate = (id: number): void => clearTimeout(id);
  const timers = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate };
  const modules: Record<string, unknown> = {
    electron,
    'electron/common': electron,
    'electron/renderer': electron,
    events: Object.assign(Emitter, { EventEmitter: Emitter }),
    timers: guard(timers, 'timers'),
    url: guard({ URL, URLSearchParams }, 'url'),
  };
  const require = (id: string): unknown => {
    const name = ['node:events', 'node:timers', 'node:url'].includes(id) ? id.slice(5) : id;
    if (!Object.hasOwn(modules, name)) throw new Error(`module not found: ${id}`);
    return modules[name];
  };
  const module = { exports: {} };
  try {
    const buffer = guard({}, 'Buffer');
    preload(
      require,
      config.process,
      module.exports,
      module,
      buffer,
      globalThis,
      setImmediate,
      clearImmediate,
    );
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    post('preload-error', { message: failure.message, stack: failure.stack ?? '' });
  }
}
