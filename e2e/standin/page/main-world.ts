import type { createPeer } from './peer.ts';
import type { createWire } from './wire.ts';

/**
 * Runs in the page's own world before any of its scripts, and leaves nothing on `window` of its own: receives what
 * contextBridge exposes, and puts in place where Electron's page differs from a browser's (`prompt` throws,
 * `window.open` and `window.close` go to main, permissions are asked of the session's handlers).
 *
 * Self-contained: its source runs in the page.
 */
export function runMainWorld(
  config: { readonly secret: string },
  parts: { readonly createWire: typeof createWire; readonly createPeer: typeof createPeer },
  /** By their text: the functions of the preload that run in this world, as the policy lets no text be run here. */
  functions: Readonly<Record<string, (...args: unknown[]) => unknown>>,
): void {
  const clone = structuredClone;
  const freeze = (value: unknown, done: Set<unknown>): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
    if (ArrayBuffer.isView(value) || done.has(value)) return;
    done.add(value);
    for (const key of Reflect.ownKeys(value)) freeze(Reflect.get(value, key), done);
    Object.freeze(value);
  };

  const peer = parts.createPeer({
    wire: parts.createWire((value) => void clone(value)),
    secret: config.secret,
    here: 'page',
    there: 'isolated',
    onRequest: (name, [key, value]) => {
      if (name === 'execute' && typeof key === 'string') {
        const found = Object.hasOwn(functions, key) ? functions[key] : undefined;
        if (found === undefined) throw new Error('The stand-in does not know this function');
        return found(...(value as unknown[]));
      }
      if (name !== 'expose' || typeof key !== 'string') throw new Error(`Unknown request ${name}`);
      if (key in window) {
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      }
      freeze(value, new Set());
      Object.defineProperty(window, key, { value, writable: false, enumerable: true, configurable: false });
      return undefined;
    },
  });

  const replace = (owner: object | undefined, name: string, value: unknown): void => {
    if (owner === undefined) return;
    const old = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { ...old, value });
  };
  const proto = <T>(type: { readonly prototype: T } | undefined): T | undefined => type?.prototype;

  replace(window, 'prompt', () => {
    throw new Error('prompt() is not supported.');
  });
  replace(window, 'open', (url?: string | URL, name?: string, features?: string) => {
    const absolute = new URL(String(url ?? 'about:blank'), document.baseURI).href;
    peer.request('window-open', absolute, name ?? '', features ?? '');
    return null;
  });
  replace(window, 'close', () => {
    peer.request('window-close');
  });

  /** Asks the session's handler; rejects as a browser does when it says no. */
  const permit = async (permission: string, details: Record<string, unknown> = {}): Promise<void> => {
    const granted = await (peer.request('permission', permission, details) as Promise<unknown>);
    if (granted !== true) throw new DOMException('Permission denied', 'NotAllowedError');
  };
  type Method = (this: unknown, ...args: unknown[]) => unknown;
  const gate = (owner: object | undefined, name: string, permission: string): void => {
    const original: unknown = owner === undefined ? undefined : Reflect.get(owner, name);
    if (typeof original !== 'function') return;
    const gated: Method = async function (...args) {
      await permit(permission);
      return Reflect.apply(original, this, args);
    };
    replace(owner, name, gated);
  };
  gate(proto(globalThis.MediaDevices), 'getUserMedia', 'media');
  gate(proto(globalThis.MediaDevices), 'getDisplayMedia', 'display-capture');
  gate(proto(globalThis.Clipboard), 'readText', 'clipboard-read');
  gate(proto(globalThis.Clipboard), 'read', 'clipboard-read');
  gate(proto(globalThis.Clipboard), 'writeText', 'clipboard-sanitized-write');
  gate(proto(globalThis.Element), 'requestFullscreen', 'fullscreen');
  gate(proto(globalThis.Element), 'requestPointerLock', 'pointerLock');
  gate(Navigator.prototype, 'requestMIDIAccess', 'midi');
  if ('Notification' in globalThis) {
    replace(Notification, 'requestPermission', () =>
      permit('notifications').then(
        () => 'granted',
        () => 'denied',
      ),
    );
  }
  const denied = { code: 1, message: 'User denied Geolocation', PERMISSION_DENIED: 1 };
  const locate: Method = (success, failure) => {
    permit('geolocation').then(
      () => undefined,
      () => typeof failure === 'function' && failure(denied),
    );
    void success;
  };
  replace(proto(globalThis.Geolocation), 'getCurrentPosition', locate);
  replace(proto(globalThis.Geolocation), 'watchPosition', (...args: unknown[]) => {
    locate(...args);
    return 1;
  });
}
