import type { KioskApi } from './contract/api.ts';
import { isBounded } from './contract/bounds.ts';
import {
  type EventName,
  eventChannel,
  eventNames,
  type RequestName,
  requestChannel,
  requestNames,
} from './contract/channels.ts';

/** The two things the bridge needs of its surroundings, so that it can be built and tested without Electron. */
export interface BridgePort {
  readonly invoke: (channel: string, request: unknown) => Promise<unknown>;
  /** Subscribes to a channel; returns the way to unsubscribe. */
  readonly listen: (channel: string, listener: (payload: unknown) => void) => () => void;
}

const TOO_LARGE = { ok: false, error: { code: 'bad-request', reference: 'TOO LARGE' } } as const;

/** Builds `window.kiosk`: one function a request name, none that takes a channel name from the page. */
export function createBridge(port: BridgePort): KioskApi {
  // What is too large is refused here already: main would have to take it in before it could say no.
  const ask = (name: RequestName) => async (request: unknown) =>
    isBounded(request) ? port.invoke(requestChannel(name), request) : TOO_LARGE;
  const questions = Object.fromEntries(requestNames.map((name) => [name, ask(name)]));
  const on = (name: EventName, listener: (payload: never) => void) => {
    if (!eventNames.includes(name)) throw new TypeError(`No such event: ${String(name)}`);
    return port.listen(eventChannel(name), listener as (payload: unknown) => void);
  };
  // The map's keys are exactly RequestName, which fromEntries cannot express.
  return { ...questions, on } as unknown as KioskApi;
}
