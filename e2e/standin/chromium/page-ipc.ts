import type { Host } from '../host.ts';
import type { StandInIpcMain } from '../modules/ipc-main.ts';
import type { StandInWebContents } from '../modules/web-contents.ts';
import type { StandInFrame } from '../modules/web-frame-main.ts';

export interface IncomingInvoke {
  readonly id: number;
  readonly channel: string;
  readonly args: string;
}

/** Sends one message to the document a frame shows; false when that document is gone. */
export type PostToPage = (message: Record<string, unknown>) => void;

/** The event object of `handle` and `on`: `senderFrame` is live, and null once its document is gone. */
function ipcEvent(contents: StandInWebContents, frame: StandInFrame, host: Host, more: object): object {
  const guarded = host.guards.guard(frame, 'WebFrameMain');
  const event = Object.defineProperty(
    { type: 'frame', processId: 1, frameId: 1, sender: contents.guarded, ...more },
    'senderFrame',
    { get: () => (frame.isDestroyed() ? null : guarded), enumerable: true },
  );
  return host.guards.guard(event, 'IpcMainEvent');
}

/** `ipcRenderer.invoke`: the first handler of frame, webContents, ipcMain answers; only text of a failure crosses. */
export async function answerInvoke(
  host: Host,
  ipcMain: StandInIpcMain,
  contents: StandInWebContents,
  frame: StandInFrame,
  { id, channel, args }: IncomingInvoke,
  post: PostToPage,
): Promise<void> {
  const values = host.wire.decode(args) as unknown[];
  host.report.ipc({ direction: 'to-main', kind: 'invoke', channel, payload: values });
  const fail = (text: string): void => {
    const error = `Error invoking remote method '${channel}': ${text}`;
    host.report.ipc({ direction: 'to-page', kind: 'error', channel, payload: error });
    post({ kind: 'reply', id, error });
  };
  const handler = [frame.ipc, contents.rawIpc, ipcMain]
    .map((scope) => scope.handlerOf(channel))
    .find((found) => found !== undefined);
  if (handler === undefined) {
    host.report.problem('handler-error', `No handler registered for '${channel}'`);
    fail(`Error: No handler registered for '${channel}'`);
    return;
  }
  let result: unknown;
  try {
    result = await handler(ipcEvent(contents, frame, host, {}), ...values);
  } catch (error) {
    const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    host.report.problem('handler-error', `Error occurred in handler for '${channel}': ${shown}`);
    const usable = error !== '' && error !== undefined && error !== null;
    if (!usable || (typeof error === 'object' && !('toString' in error))) {
      host.report.problem(
        'reply-lost',
        `The handler of '${channel}' threw ${JSON.stringify(error)}: Electron sends no usable answer`,
      );
      return;
    }
    fail(String(error));
    return;
  }
  let value: string;
  try {
    value = host.wire.encode(result);
  } catch (error) {
    const cause = error instanceof Error ? String(error.cause) : '';
    host.report.problem(
      'reply-lost',
      `The result of '${channel}' could not be cloned (${cause}): the page gets no answer`,
    );
    return;
  }
  host.report.ipc({ direction: 'to-page', kind: 'reply', channel, payload: result });
  post({ kind: 'reply', id, value });
}

/** `ipcRenderer.send`: every listener of webContents, frame and ipcMain hears it. */
export function deliverSend(
  host: Host,
  ipcMain: StandInIpcMain,
  contents: StandInWebContents,
  frame: StandInFrame,
  message: { readonly channel: string; readonly args: string },
): void {
  const values = host.wire.decode(message.args) as unknown[];
  host.report.ipc({ direction: 'to-main', kind: 'send', channel: message.channel, payload: values });
  const event = ipcEvent(contents, frame, host, {
    ports: [],
    reply: (channel: string, ...args: unknown[]) => contents.send(channel, ...args),
  });
  contents.emit('ipc-message', event, message.channel, ...values);
  const heard = [frame.ipc, contents.rawIpc, ipcMain].map((scope) =>
    scope.emit(message.channel, event, ...values),
  );
  if (!heard.includes(true)) {
    host.report.problem('send-failed', `Nobody in main listens to '${message.channel}'`);
  }
}
