import type { Connection } from '../../src-preload/contract/status.ts';
import type { Clock, KeyStore } from '../ports.ts';

/** For how long Toast has not answered this kiosk, over restarts too. */
export interface OfflineSince {
  /** To be told of every change of the connection. */
  readonly note: (connection: Connection) => void;
  /** Ms; null while Toast answers, or while nothing is known and it answered last. */
  readonly forMs: () => number | null;
}

const KEY = 'offlineSince';

/**
 * Within a run the monotonic clock measures it; the wall clock only bridges a restart, where a clock that was set back
 * counts as no time. Without the bridge, switching the kiosk off and on would begin the hours again.
 */
export function createOfflineSince(store: KeyStore, clock: Clock): OfflineSince {
  const kept = Number(store.get(KEY) ?? '0');
  /** What had passed when the monotonic clock took over; null while Toast answers. */
  let before: number | null = kept > 0 ? Math.max(0, clock.now() - kept) : null;
  let from = clock.monotonic();
  return {
    note: (connection) => {
      switch (connection.state) {
        case 'unknown':
          return;
        case 'online':
          if (before === null) return;
          before = null;
          store.set(KEY, '0');
          return;
        case 'offline':
          if (before !== null) return;
          before = 0;
          from = clock.monotonic();
          store.set(KEY, String(clock.now()));
      }
    },
    forMs: () => (before === null ? null : before + clock.monotonic() - from),
  };
}
