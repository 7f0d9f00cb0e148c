import { runShift, type ShiftOptions, type ShiftReport } from './shift.ts';

/** The same failure with as little as possible happening: which events and mishaps it takes, and the shift with those. */
export interface Shrunk {
  readonly events: ReadonlySet<number>;
  readonly faults: ReadonlySet<string>;
  readonly report: ShiftReport;
  /** How many shifts were played to find it. */
  readonly trials: number;
}

const MAX_TRIALS = 600;

/**
 * Leaves out events, then mishaps, then events again, as long as the shift still fails in the same way. Every roll is by
 * name (see rolls.ts), so what stays happens as it did.
 */
export async function shrink(options: ShiftOptions, failed: ShiftReport): Promise<Shrunk> {
  const kind = failed.violations[0]?.kind;
  if (kind === undefined) throw new RangeError('Nothing to shrink: the shift did not fail');
  let trials = 0;
  let best = failed;
  let events: readonly number[] = failed.plan.events.map(({ id }) => id);
  let faults: readonly string[] = failed.faultNames;

  const fails = async (nextEvents: readonly number[], nextFaults: readonly string[]): Promise<boolean> => {
    if (trials >= MAX_TRIALS) return false;
    trials += 1;
    const report = await runShift({
      ...options,
      only: { events: new Set(nextEvents), faults: new Set(nextFaults) },
      keepTrace: true,
    });
    const same = report.violations.some((violation) => violation.kind === kind);
    if (same) best = report;
    return same;
  };
  // With the mishaps that happened and no other it fails as it did; from here on they are listed.
  await fails(events, faults);
  events = await reduce(events, (some) => fails(some, faults));
  faults = await reduce(faults, (some) => fails(events, some));
  events = await reduce(events, (some) => fails(some, faults));
  return { events: new Set(events), faults: new Set(faults), report: best, trials };
}

/** Drops ever smaller pieces of `items` while the rest still fails (delta debugging, Zeller and Hildebrandt 2002). */
async function reduce<T>(
  items: readonly T[],
  fails: (some: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let rest = items;
  let size = Math.ceil(rest.length / 2);
  while (size >= 1 && rest.length > 0) {
    let dropped = false;
    for (let at = 0; at < rest.length; ) {
      const without = [...rest.slice(0, at), ...rest.slice(at + size)];
      if (await fails(without)) {
        rest = without;
        dropped = true;
      } else at += size;
    }
    if (size === 1 && !dropped) break;
    size = dropped && size > 1 ? Math.min(size, Math.ceil(rest.length / 2)) : Math.floor(size / 2);
  }
  return rest;
}
