import type { Host } from '../host.ts';
import { StandInFrame } from '../modules/web-frame-main.ts';
import type { CdpSession } from './cdp.ts';
import { worldName } from './preload.ts';

interface Live {
  readonly frameId: string;
  readonly frame: StandInFrame;
}

/** The documents alive in a page, each known by the isolated world it has: that world speaks, and is spoken to. */
export class Documents {
  readonly #host: Host;
  readonly #send: (channel: string, args: unknown[]) => void;
  readonly #contexts = new Map<number, string>();
  readonly #live = new Map<number, Live>();
  readonly #urls = new Map<string, { url: string; name: string; parentId: string | null }>();
  #mainId = '';

  constructor(host: Host, send: (channel: string, args: unknown[]) => void) {
    this.#host = host;
    this.#send = send;
  }

  watch(cdp: CdpSession, mainId: string): void {
    this.#mainId = mainId;
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      const aux: { frameId?: unknown } = context.auxData ?? {};
      if (context.name === worldName && typeof aux.frameId === 'string')
        this.#contexts.set(context.id, aux.frameId);
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => this.#drop(executionContextId));
    cdp.on('Runtime.executionContextsCleared', () => this.clear());
    cdp.on('Page.frameNavigated', ({ frame }) => {
      const url = this.#host.schemes.shown(frame.url + (frame.urlFragment ?? ''));
      this.#urls.set(frame.id, { url, name: frame.name ?? '', parentId: frame.parentId ?? null });
    });
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const known = this.#urls.get(frameId);
      const shown = this.#host.schemes.shown(url);
      this.#urls.set(frameId, { name: known?.name ?? '', parentId: known?.parentId ?? null, url: shown });
      for (const live of this.#live.values()) if (live.frameId === frameId) live.frame.moveTo(shown);
    });
  }

  /** The document that speaks through this world; `href` is what the world itself says its address is. */
  speaker(
    contextId: number,
    href: string,
  ): { readonly frame: StandInFrame; readonly isMain: boolean } | null {
    const frameId = this.#contexts.get(contextId);
    if (frameId === undefined) return null;
    const isMain = frameId === this.#mainId;
    const known = this.#live.get(contextId);
    if (known !== undefined) return { frame: known.frame, isMain };
    const url = this.#host.schemes.shown(href);
    const parent = isMain ? null : this.#parentOf(frameId);
    const name = this.#urls.get(frameId)?.name ?? '';
    const facts = { url, origin: this.#host.schemes.origin(url), name, id: frameId };
    const frame = new StandInFrame(facts, parent, this.#send);
    this.#live.set(contextId, { frameId, frame });
    return { frame, isMain };
  }

  #parentOf(frameId: string): StandInFrame | null {
    const parentId = this.#urls.get(frameId)?.parentId ?? this.#mainId;
    return [...this.#live.values()].find((live) => live.frameId === parentId)?.frame ?? null;
  }

  /** The isolated world of the main frame's document, if there is one. */
  mainContext(): number | null {
    for (const [contextId, frameId] of this.#contexts) if (frameId === this.#mainId) return contextId;
    return null;
  }

  mainFrame(): StandInFrame {
    const contextId = this.mainContext();
    const found = contextId === null ? null : this.speaker(contextId, this.mainUrl());
    return found?.frame ?? new StandInFrame({ url: '', origin: 'null', name: '', id: '0' }, null, this.#send);
  }

  /** Where the page is; empty before its first document. */
  mainUrl(): string {
    const url = this.#urls.get(this.#mainId)?.url ?? '';
    return url === 'about:blank' && this.#live.size === 0 ? '' : url;
  }

  #drop(contextId: number): void {
    this.#live.get(contextId)?.frame.dispose();
    this.#live.delete(contextId);
    this.#contexts.delete(contextId);
  }

  clear(): void {
    for (const contextId of [...this.#contexts.keys(), ...this.#live.keys()]) this.#drop(contextId);
  }
}
