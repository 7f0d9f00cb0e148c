import type { WebFrameMain } from 'electron';
import { StandInIpcMain } from './ipc-main.ts';

type Modelled =
  | 'url'
  | 'origin'
  | 'name'
  | 'frameToken'
  | 'processId'
  | 'routingId'
  | 'frameTreeNodeId'
  | 'detached'
  | 'visibilityState'
  | 'isDestroyed';

/** One frame showing one document. After the document is gone, every property read throws. */
export class StandInFrame implements Pick<WebFrameMain, Modelled> {
  static readonly standInOnly = ['moveTo', 'dispose'];
  #facts: { readonly url: string; readonly origin: string; readonly name: string; readonly id: string };
  readonly #parent: StandInFrame | null;
  readonly #ipc = new StandInIpcMain();
  readonly #children: StandInFrame[] = [];
  #send: (channel: string, args: unknown[]) => void;
  #destroyed = false;

  constructor(
    facts: { readonly url: string; readonly origin: string; readonly name: string; readonly id: string },
    parent: StandInFrame | null,
    send: (channel: string, args: unknown[]) => void,
  ) {
    this.#facts = facts;
    this.#parent = parent;
    this.#send = send;
    if (parent !== null) parent.#children.push(this);
  }

  #alive<T>(value: T): T {
    if (this.#destroyed) throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    return value;
  }

  get url(): string {
    return this.#alive(this.#facts.url);
  }
  get origin(): string {
    return this.#alive(this.#facts.origin);
  }
  get name(): string {
    return this.#alive(this.#facts.name);
  }
  get frameToken(): string {
    return this.#alive(this.#facts.id);
  }
  get frameTreeNodeId(): number {
    return this.#alive(Number.parseInt(this.#facts.id.slice(0, 8), 16));
  }
  get processId(): number {
    return this.#alive(1);
  }
  get routingId(): number {
    return this.#alive(1);
  }
  get detached(): boolean {
    return this.#destroyed;
  }
  get visibilityState(): string {
    return this.#alive('visible');
  }
  get parent(): StandInFrame | null {
    return this.#alive(this.#parent);
  }
  get top(): StandInFrame {
    return this.#alive(this.#parent?.top ?? this);
  }
  get frames(): readonly StandInFrame[] {
    return this.#alive(this.#children.filter((child) => !child.#destroyed));
  }
  get framesInSubtree(): readonly StandInFrame[] {
    return [this, ...this.frames.flatMap((frame) => frame.framesInSubtree)];
  }
  get ipc(): StandInIpcMain {
    return this.#alive(this.#ipc);
  }
  send(channel: string, ...args: unknown[]): void {
    this.#send(channel, args);
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Stand-in only: the document changed its own address. */
  moveTo(url: string): void {
    this.#facts = { ...this.#facts, url };
  }

  /** Stand-in only: the document is gone, and its subframes with it. */
  dispose(): void {
    for (const child of this.#children) child.dispose();
    this.#destroyed = true;
  }
}
