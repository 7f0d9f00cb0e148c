import type { Dispatcher } from 'undici';
import { RepeatedError } from './errors.ts';

/** Whether one request has begun to leave. Nothing left before it; anything may have after it. */
export interface StartMark {
  readonly started: () => boolean;
  /** The attempt has ended: nothing of it is sent from now on. */
  readonly end: () => void;
}

/**
 * `dispatcher` for one request alone. A second sending is refused, no matter what asks for it: undici's fetch sends a
 * request again after 421 (lib/web/fetch/index.js), and its HTTP/2 after GOAWAY and REFUSED_STREAM.
 * @param onStart just before the first byte is written.
 */
export function sendOnce(
  dispatcher: Dispatcher,
  onStart: () => void,
): { readonly dispatcher: Dispatcher; readonly mark: StartMark } {
  let dispatched = false;
  let started = false;
  let over = false;
  const guarded = dispatcher.compose((dispatch) => (options, handler) => {
    if (dispatched) {
      const error = new RepeatedError();
      queueMicrotask(() => handler.onResponseError?.(deadController(error), error));
      return true;
    }
    dispatched = true;
    return dispatch(options, {
      onRequestStart: (controller, context) => {
        if (started || over) {
          controller.abort(new RepeatedError());
          return;
        }
        started = true;
        onStart();
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...given) => handler.onRequestUpgrade?.(...given),
      onResponseStarted: () => handler.onResponseStarted?.(),
      onResponseStart: (...given) => handler.onResponseStart?.(...given),
      onResponseData: (...given) => handler.onResponseData?.(...given),
      onResponseEnd: (...given) => handler.onResponseEnd?.(...given),
      onResponseError: (...given) => handler.onResponseError?.(...given),
      onBodySent: (chunk) => handler.onBodySent?.(chunk),
      onRequestSent: () => handler.onRequestSent?.(),
    });
  });
  return {
    dispatcher: guarded,
    mark: {
      started: () => started,
      end: () => {
        over = true;
      },
    },
  };
}

/** For an error without a request: there is nothing to stop or slow down. */
function deadController(reason: Error): Dispatcher.DispatchController {
  const nothing = () => {};
  return { aborted: true, paused: false, reason, abort: nothing, pause: nothing, resume: nothing };
}
