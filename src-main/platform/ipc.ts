import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import {
  type EventName,
  type Events,
  eventChannel,
  requestChannel,
  requestNames,
} from '../../src-preload/contract/channels.ts';
import type { Host } from '../app/lifecycle.ts';
import type { Sender } from '../ipc/router.ts';

/** The page's side of the main process: answers what it asks, pushes what it should know. */
export interface PageLink {
  readonly announce: <N extends EventName>(name: N, payload: Events[N]) => void;
  /** The window whose page may ask. */
  readonly attach: (window: BrowserWindow) => void;
}

/** Registers every request. What is asked before the kiosk is composed waits for it. */
export function linkPage(host: Promise<Pick<Host, 'router' | 'pageGone'>>): PageLink {
  let attached: BrowserWindow | null = null;
  /** Nothing is pushed before the page has asked for the status: it could not be listening yet. */
  let listening = false;

  for (const name of requestNames) {
    ipcMain.handle(requestChannel(name), async (event: IpcMainInvokeEvent, payload: unknown) => {
      // Read before anything is awaited: the frame may be gone afterwards.
      const sender = senderOf(event, attached);
      const answer = await (await host).router.ask(name, sender, payload);
      if (name === 'status' && answer.ok) listening = true;
      return answer;
    });
  }

  return {
    announce: (name, payload) => {
      if (listening && attached && !attached.isDestroyed()) {
        attached.webContents.send(eventChannel(name), payload);
      }
    },
    attach: (window) => {
      attached = window;
      listening = false;
      const gone = (): void => {
        listening = false;
        void host.then(({ pageGone }) => pageGone());
      };
      window.webContents.on('render-process-gone', gone);
      // A page that is loaded again begins with no one signed in.
      window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) gone();
      });
      window.once('closed', gone);
    },
  };
}

function senderOf(event: IpcMainInvokeEvent, window: BrowserWindow | null): Sender {
  const frame = event.senderFrame;
  return {
    ownWindow: window !== null && !window.isDestroyed() && event.sender.id === window.webContents.id,
    mainFrame: frame !== null && frame.parent === null,
    origin: frame?.origin ?? null,
  };
}
