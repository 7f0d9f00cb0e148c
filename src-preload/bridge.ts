import type { KioskApi } from './contract/api.ts';
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

/** Builds `window.kiosk`: one function a request name, none that takes a channel name from the page. */
export function createBridge(port: BridgePort): KioskApi {
  const ask = (name: RequestName) => (request: unknown) => port.invoke(requestChannel(name), request);
  const questions = Object.fromEntries(requestNames.map((name) => [name, ask(name)]));
  const on = (name: EventName, listener: (payload: never) => void) => {
    if (!eventNames.includes(name)) throw new TypeError(`No such event: ${String(name)}`);
    return port.listen(eventChannel(name), listener as (payload: unknown) => void);
  };
  // The map's keys are exactly RequestName, which fromEntries cannot express.
  return { ...questions, on } as unknown as KioskApi;
}
