import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedOf } from '../../../src-main/sandbox/data/rng.ts';
import { makeTemplate } from './kiosk/kiosk-file.ts';
import { runShift, type ShiftOptions, type ShiftReport } from './shift.ts';

/** The sums over many shifts, as the last line of `npm run sim` gives them. */
export interface Totals {
  shifts: number;
  /** Credits that a kiosk accepted. Each ends settled, undone or refused, or is a violation. */
  accepted: number;
  settled: number;
  undone: number;
  /** By the CRM, by its rules or a mishap that looks like one; none of them in its records. */
  refused: number;
  /** Credits that wait for their new guest, who waits for a person. */
  forGuest: number;
  /** Given up by a manager, and made into another credit by one: that is counted by itself. */
  discarded: number;
  replaced: number;
  newGuests: number;
  guestsForPerson: number;
  /** New guests that a manager gave up, or knew as one that the CRM has. */
  guestsEnded: number;
  /** Refused in doubt, and so for a person to look at; none of them in its records. */
  forPerson: number;
  /** Not accepted: the credit limits on what may wait. */
  turnedAway: number;
  lost: number;
  duplicated: number;
  /** Everything that went wrong, those two included. */
  violations: number;
  faults: number;
  crashes: number;
  /** Hours that passed for staff and kiosks. */
  virtualHours: number;
  faultsByKind: Record<string, number>;
}

export interface RunOptions extends Pick<ShiftOptions, 'sabotage' | 'without'> {
  readonly shifts: number;
  readonly seed: number;
  /** Told of every shift; false ends the run. */
  readonly onShift?: (report: ShiftReport, options: ShiftOptions, totals: Totals) => Promise<boolean>;
}

/** The seed of shift `n` (from 0) of a run. */
export function seedOfShift(seed: number, n: number): number {
  return seedOf('shift', seed, n);
}

/** Plays shifts one after the other and sums them up. */
export async function runShifts(options: RunOptions): Promise<Totals> {
  const { shifts, seed, sabotage = null, without = new Set(), onShift } = options;
  const totals = noTotals();
  await withFolder(async (folder) => {
    const template = makeTemplate(folder);
    for (let n = 0; n < shifts; n += 1) {
      const shift: ShiftOptions = { seed: seedOfShift(seed, n), folder, template, sabotage, without };
      const report = await runShift(shift).catch((error: unknown) => {
        throw new Error(
          `Shift ${shift.seed} broke off. Play it again: npm run sim -- --replay ${shift.seed}`,
          {
            cause: error,
          },
        );
      });
      add(totals, report);
      if (onShift && !(await onShift(report, shift, totals))) return;
    }
  });
  return totals;
}

/** A folder for the databases: in memory where the system has such a place, since nothing here tests the disk itself. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const memory = statSync('/dev/shm', { throwIfNoEntry: false })?.isDirectory() ?? false;
  const folder = mkdtempSync(join(memory ? '/dev/shm' : tmpdir(), 'hoststand-sim-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function noTotals(): Totals {
  return {
    shifts: 0,
    accepted: 0,
    settled: 0,
    undone: 0,
    refused: 0,
    forPerson: 0,
    forGuest: 0,
    discarded: 0,
    replaced: 0,
    newGuests: 0,
    guestsForPerson: 0,
    guestsEnded: 0,
    turnedAway: 0,
    lost: 0,
    duplicated: 0,
    violations: 0,
    faults: 0,
    crashes: 0,
    virtualHours: 0,
    faultsByKind: {},
  };
}

function add(totals: Totals, report: ShiftReport): void {
  const { tally, violations } = report;
  const count = (...kinds: string[]): number => violations.filter(({ kind }) => kinds.includes(kind)).length;
  totals.shifts += 1;
  totals.accepted += tally.accepted;
  totals.settled += tally.settled;
  totals.undone += tally.undone;
  totals.refused += tally.refused;
  totals.forPerson += tally.forPerson;
  totals.forGuest += tally.forGuest;
  totals.newGuests += tally.newGuests;
  totals.guestsForPerson += tally.guestsForPerson;
  totals.guestsEnded += tally.guestsEnded;
  totals.discarded += tally.discarded;
  totals.replaced += tally.replaced;
  totals.turnedAway += report.turnedAway;
  totals.lost += count('lost', 'unsettled', 'forgotten');
  totals.duplicated += count('duplicated', 'given-twice');
  totals.violations += violations.length;
  totals.faults += report.faults;
  totals.crashes += report.crashes;
  totals.virtualHours += report.lasted / 3_600_000;
  for (const [kind, n] of Object.entries(report.faultsByKind)) {
    totals.faultsByKind[kind] = (totals.faultsByKind[kind] ?? 0) + n;
  }
}
