/** Time as the page's state sees it. Passed in, so that tests turn the hands themselves. */
export interface PageClock {
  /** Wall clock, UTC ms: only for showing times. */
  readonly now: () => number;
  /** Milliseconds that never jump, from an arbitrary start: for everything that counts down. */
  readonly steady: () => number;
  /** Calls back once after `ms`; returns the way to stop it. */
  readonly after: (ms: number, call: () => void) => () => void;
}

/** The clock of the browser. */
export function browserClock(): PageClock {
  return {
    now: () => Date.now(),
    steady: () => performance.now(),
    after: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
  };
}
