import { createEvent } from '../events.ts';
import type { ProblemKind } from '../report.ts';
import type { CdpSession } from './cdp.ts';
import type { Documents } from './documents.ts';
import type { DriverParts } from './page-driver.ts';
import { answerInvoke, deliverSend, type IncomingInvoke } from './page-ipc.ts';

type Incoming = { readonly href: string } & (
  | ({ readonly kind: 'invoke' } & IncomingInvoke)
  | { readonly kind: 'document' }
  | { readonly kind: 'send'; readonly channel: string; readonly args: string }
  | { readonly kind: 'permission'; readonly id: number; readonly permission: string }
  | { readonly kind: 'input'; readonly id: number; readonly input: Record<string, unknown> }
  | {
      readonly kind: 'window-open';
      readonly url: string;
      readonly frameName: string;
      readonly features: string;
    }
  | { readonly kind: 'window-close' }
  | { readonly kind: 'problem'; readonly problem: ProblemKind; readonly message: string }
  | { readonly kind: 'preload-error'; readonly message: string; readonly stack: string }
);

/** What the isolated worlds of a page say to main, each handed to whom it concerns. */
export class PageMessages {
  readonly #parts: DriverParts;
  readonly #documents: Documents;
  readonly #post: (contextId: number, message: Record<string, unknown>) => void;

  constructor(
    parts: DriverParts,
    documents: Documents,
    post: (contextId: number, message: Record<string, unknown>) => void,
  ) {
    this.#parts = parts;
    this.#documents = documents;
    this.#post = post;
  }

  watch(cdp: CdpSession, binding: string): void {
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === binding) this.#receive(executionContextId, JSON.parse(payload) as Incoming);
    });
  }

  #receive(contextId: number, message: Incoming): void {
    const { host, ipcMain, contents, session } = this.#parts;
    const speaker = this.#documents.speaker(contextId, message.href);
    if (speaker === null) return;
    const { frame, isMain } = speaker;
    const post = (reply: Record<string, unknown>): void => this.#post(contextId, reply);
    const answer = (id: number, value: boolean): void =>
      post({ kind: 'reply', id, value: JSON.stringify(value) });
    switch (message.kind) {
      case 'document':
        break;
      case 'invoke':
        void answerInvoke(host, ipcMain, contents, frame, message, post);
        break;
      case 'send':
        deliverSend(host, ipcMain, contents, frame, message);
        break;
      case 'permission':
        void session
          .permits(contents, message.permission, host.schemes.shown(message.href), isMain)
          .then((granted) => answer(message.id, granted));
        break;
      case 'input': {
        const event = createEvent({});
        contents.emit('before-input-event', event, message.input);
        answer(message.id, event.defaultPrevented);
        break;
      }
      case 'window-open':
        this.#parts.askToOpen(host.schemes.shown(message.url), message.frameName, message.features);
        break;
      case 'window-close':
        this.#parts.closeWindow();
        break;
      case 'problem':
        host.report.problem(message.problem, message.message);
        break;
      case 'preload-error': {
        const error = Object.assign(new Error(message.message), { stack: message.stack });
        host.report.problem(
          'preload-error',
          `Unable to load preload script: ${this.#parts.preloadPath}: ${error.stack}`,
        );
        contents.emit('preload-error', createEvent({}), this.#parts.preloadPath, error);
        break;
      }
    }
  }
}
