import type { Answer, EventName, Events, RequestName, Requests } from './channels.ts';

/** The whole of `window.kiosk`: one function a request, and `on` for pushed events. Derived, so it cannot drift. */
export type KioskApi = {
  readonly [N in RequestName]: (request: Requests[N]['request']) => Promise<Answer<N>>;
} & {
  /** Subscribes; returns the way to unsubscribe (a callback handed back over the bridge is another function). */
  readonly on: <N extends EventName>(name: N, listener: (payload: Events[N]) => void) => () => void;
};
