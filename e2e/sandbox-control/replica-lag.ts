import type { Lag } from './faults.ts';

/** Hides new lines from reads for a while, as a replica that lags does. */
export interface ReplicaLag {
  readonly hide: (lineGuid: string, lag: Lag, now: number) => void;
  /** Whether a read made at `now` misses this line. Asked once a read: it may use up one of the reads to be missed. */
  readonly hides: (lineGuid: string, now: number) => boolean;
}

export function createReplicaLag(): ReplicaLag {
  const hidden = new Map<string, { readonly until: number } | { readonly reads: number }>();
  return {
    hide: (lineGuid, lag, now) => {
      hidden.set(lineGuid, 'reads' in lag ? lag : { until: now + lag.ms });
    },
    hides: (lineGuid, now) => {
      const left = hidden.get(lineGuid);
      if (left === undefined) return false;
      if ('until' in left) {
        if (now < left.until) return true;
        hidden.delete(lineGuid);
        return false;
      }
      if (left.reads === 1) hidden.delete(lineGuid);
      else hidden.set(lineGuid, { reads: left.reads - 1 });
      return true;
    },
  };
}
