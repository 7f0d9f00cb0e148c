import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute } from 'node:path';
import { compileFunction } from 'node:vm';
import { isolatedWorldSource, mainWorldSource, preloadParameters } from '../page/source.ts';
import type { CdpSession } from './cdp.ts';

export const worldName = 'Electron Isolated Context';

/** Names shared with the page's isolated world, unguessable so that the page's own world cannot use them. */
export interface PageNames {
  readonly secret: string;
  readonly binding: string;
  readonly receiver: string;
}

export function createPageNames(): PageNames {
  const token = randomBytes(12).toString('hex');
  return { secret: `standin-${token}`, binding: `tell_${token}`, receiver: `receive_${token}` };
}

export type PreloadText = { readonly text: string | null; readonly error: Error | null };

/**
 * Reads a preload as Electron does at each navigation. It must be a function body: an import, an export or a
 * top-level await is a SyntaxError. The name must match in case as well, as it must in an archive.
 */
export function readPreload(path: string | undefined): PreloadText {
  if (path === undefined || !isAbsolute(path)) return { text: null, error: null };
  try {
    if (existsSync(path) && !readdirSync(dirname(path)).includes(basename(path))) {
      throw new Error(`ENOENT: no such file or directory (the case differs), open '${path}'`);
    }
    const text = readFileSync(path, 'utf8');
    compileFunction(text, [...preloadParameters], { filename: path });
    return { text, error: null };
  } catch (error) {
    return { text: null, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/**
 * The functions that a preload hands to `contextBridge.executeInMainWorld`, as text: found by running it once against
 * nothing. In Electron they are compiled on the spot; a browser's policy forbids that.
 */
export function functionsForPage(text: string): readonly string[] {
  const found: string[] = [];
  const nothing: object = new Proxy(() => nothing, {
    get: (_, key) => (key === 'then' ? undefined : nothing),
  });
  const contextBridge = {
    exposeInMainWorld: () => undefined,
    executeInMainWorld: ({ func }: { func?: unknown }) =>
      void (typeof func === 'function' && found.push(Function.prototype.toString.call(func))),
  };
  const electron = new Proxy(
    { contextBridge },
    { get: (own, key) => (key === 'contextBridge' ? own.contextBridge : nothing) },
  );
  try {
    compileFunction(text, [...preloadParameters])(() => electron, preloadProcess(), {}, { exports: {} });
  } catch {
    // It wants more of the page than there is here: what it handed over before that counts.
  }
  return found;
}

/** What a sandboxed preload sees as `process`: a copy, with main's whole environment. */
function preloadProcess(): Record<string, unknown> {
  return {
    env: { ...process.env },
    argv: [...process.argv],
    execPath: process.execPath,
    platform: process.platform,
    arch: process.arch,
    pid: process.pid,
    versions: { ...process.versions },
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    isMainFrame: true,
  };
}

/** Keeps the scripts of both worlds registered with the browser, the preload as it is on disk now. */
export class PageScripts {
  readonly #session: CdpSession;
  readonly #names: PageNames;
  #current: { readonly text: string | null; readonly ids: readonly string[] } | null = null;

  constructor(session: CdpSession, names: PageNames) {
    this.#session = session;
    this.#names = names;
  }

  async setPreload(text: string | null): Promise<void> {
    if (this.#current !== null && this.#current.text === text) return;
    const old = this.#current;
    const add = async (source: string, world: object = {}): Promise<string> =>
      (await this.#session.send('Page.addScriptToEvaluateOnNewDocument', { source, ...world })).identifier;
    const functions = text === null ? [] : functionsForPage(text);
    // In this order: the page's own world is there when the preload speaks to it.
    this.#current = {
      text,
      ids: [
        await add(mainWorldSource(this.#names.secret, functions)),
        await add(isolatedWorldSource({ ...this.#names, process: preloadProcess() }, text), { worldName }),
      ],
    };
    for (const identifier of old?.ids ?? []) {
      await this.#session.send('Page.removeScriptToEvaluateOnNewDocument', { identifier });
    }
  }
}
