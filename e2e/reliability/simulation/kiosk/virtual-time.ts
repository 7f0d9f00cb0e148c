import type { Clock, Scheduler } from '../../../../src-main/ports.ts';

/** Time that costs nothing: it stands still while code runs, and jumps to the next timer when there is no more to run. */
export interface VirtualTime {
  /** Ms since this time began. */
  readonly now: () => number;
  readonly after: Scheduler['after'];
  /** Runs what comes due up to and including `until`, in order, each to its end before the next. */
  readonly runUntil: (until: number) => Promise<void>;
  /** How many timers wait. */
  readonly waiting: () => number;
}

interface Timer {
  readonly at: number;
  readonly serial: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** @param turns see {@link quiet}. */
export function createVirtualTime(turns = 1): VirtualTime {
  const heap: Timer[] = [];
  let now = 0;
  let serial = 0;
  let live = 0;
  return {
    now: () => now,
    after: (ms, run) => {
      serial += 1;
      const timer: Timer = { at: now + Math.max(0, ms), serial, run, cancelled: false };
      push(heap, timer);
      live += 1;
      return () => {
        if (timer.cancelled) return;
        timer.cancelled = true;
        live -= 1;
      };
    },
    runUntil: async (until) => {
      await quiet(turns);
      for (let next = heap[0]; next !== undefined && next.at <= until; next = heap[0]) {
        pop(heap);
        if (next.cancelled) continue;
        next.cancelled = true;
        live -= 1;
        now = Math.max(now, next.at);
        next.run();
        await quiet(turns);
      }
      now = Math.max(now, until);
    },
    waiting: () => live,
  };
}

/**
 * Resolves once everything that can go on without time passing has come to its end. A turn of the event loop begins only
 * when no promise is left to run, and nothing under simulation waits for the world outside, so one turn is enough; code
 * that itself waits for turns would need more (a test sees to it that more change nothing).
 */
async function quiet(turns: number): Promise<void> {
  for (let i = 0; i < turns; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

const before = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.serial < b.serial);

function push(heap: Timer[], timer: Timer): void {
  let at = heap.length;
  heap.push(timer);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const above = heap[up];
    if (above === undefined || before(above, timer)) break;
    heap[at] = above;
    at = up;
  }
  heap[at] = timer;
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    const useRight = left !== undefined && right !== undefined && before(right, left);
    const child = useRight ? right : left;
    if (child === undefined || before(last, child)) break;
    heap[at] = child;
    at = 2 * at + (useRight ? 2 : 1);
  }
  heap[at] = last;
}

/** The time of one run of a program on one PC: it ends when the process does, and its wall clock can be set wrong. */
export interface ProcessTime {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /** The process is gone: none of its timers runs any more. */
  readonly kill: () => void;
}

/**
 * @param wallClock what the PC's clock shows (UTC ms) now; may jump.
 * @param asleepUntil the moment until which the PC sleeps: what comes due before it waits for it. The monotonic clock goes
 *   on, as it does on some systems.
 * @param asleepMs how long the PC has slept, where the monotonic clock does not continue.
 */
export function createProcessTime(
  time: VirtualTime,
  wallClock: () => number,
  asleepUntil: () => number = () => 0,
  asleepMs: () => number = () => 0,
): ProcessTime {
  const [startedAt, sleptBefore] = [time.now(), asleepMs()];
  let alive = true;
  const after: Scheduler['after'] = (ms, run) => {
    if (!alive) return () => {};
    let cancel = time.after(ms, () => {
      if (!alive) return;
      const left = asleepUntil() - time.now();
      if (left > 0) cancel = after(left, run);
      else run();
    });
    return () => cancel();
  };
  return {
    // Where a process starts counting is no one's business: code that mixes up two processes' clocks should show.
    clock: { now: wallClock, monotonic: () => 5_000 + time.now() - startedAt - (asleepMs() - sleptBefore) },
    scheduler: { after },
    kill: () => {
      alive = false;
    },
  };
}
