import type { FaultKind } from './fault-model.ts';

/** Decides whether a mishap that was drawn happens, and counts those that do. */
export interface FaultLedger {
  /**
   * `name` is the same in every run of the shift. False where this run leaves it out (see shrink.ts): then nothing goes
   * wrong there. What cannot touch a credit (a ping that fails) happens, and does not count.
   */
  readonly happens: (name: string, kind: FaultKind, counts?: boolean) => boolean;
  /** Counts a mishap that the plan brought about, not chance. */
  readonly count: (kind: FaultKind) => void;
  readonly names: () => readonly string[];
  readonly byKind: () => Readonly<Partial<Record<FaultKind, number>>>;
  readonly total: () => number;
}

/**
 * @param only the mishaps that may happen; all where null.
 * @param without kinds that do not happen at all.
 */
export function createFaultLedger(
  only: ReadonlySet<string> | null,
  without: ReadonlySet<FaultKind> = new Set(),
): FaultLedger {
  const names: string[] = [];
  const counts = new Map<FaultKind, number>();
  let total = 0;
  const count = (kind: FaultKind): void => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    total += 1;
  };
  return {
    happens: (name, kind, isCounted = true) => {
      if (without.has(kind) || (only !== null && !only.has(name))) return false;
      names.push(name);
      if (isCounted) count(kind);
      return true;
    },
    count,
    names: () => names,
    byKind: () => Object.fromEntries(counts),
    total: () => total,
  };
}
