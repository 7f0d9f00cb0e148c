import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ViolationKind } from './audit.ts';
import { LINE_FAULTS, PC_FAULTS, SERVICE_FAULTS } from './faults/fault-model.ts';
import { SABOTAGES } from './faults/sabotage.ts';
import { makeTemplate } from './kiosk/kiosk-file.ts';
import { runShifts, seedOfShift, type Totals, withFolder } from './run.ts';
import { runShift, type ShiftOptions, type ShiftReport } from './shift.ts';
import { shiftTimeline } from './shift-timeline.ts';
import { shrink } from './shrink.ts';

// Minutes where a machine is busy, seconds where it is not.
vi.setConfig({ testTimeout: 300_000 });

const traceLimit = Error.stackTraceLimit;
beforeAll(() => {
  // The simulated line throws by the thousand.
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = traceLimit;
});

/** Plays one shift as the command does. */
function playOne(seed: number, more: Partial<ShiftOptions> = {}): Promise<ShiftReport> {
  return withFolder((folder) => runShift({ seed, folder, template: makeTemplate(folder), ...more }));
}

test('sixty shifts: every accepted credit is in the CRM once, every undone one is not', async () => {
  // Fresh ones are played by the command and every night; here a change is refused for what it does itself.
  const seed = 20_261_130;
  const failed: string[] = [];
  const totals = await runShifts({
    shifts: 60,
    seed,
    onShift: async (report) => {
      if (report.violations.length > 0) failed.push(`npm run sim -- --replay ${report.seed}`);
      return true;
    },
  });
  process.stdout.write(`Sixty shifts, seed ${seed}: ${totals.accepted} credits, ${totals.faults} mishaps.\n`);
  expect({ seed, failed }).toEqual({ seed, failed: [] });
  const { accepted, settled, undone, refused, forPerson, forGuest, discarded, replaced } = totals;
  expect(accepted).toBe(settled + undone + refused + forPerson + forGuest + discarded + replaced);
  expect(totals.settled).toBeGreaterThan(300);
  expect(totals.faults).toBeGreaterThan(60 * 80);
});

test('the same seed plays the same shift, letter for letter, however often the event loop turns in between', async () => {
  const seed = seedOfShift(20_261_125, 4);
  const first = await playOne(seed, { keepTrace: true });
  const again = await playOne(seed, { keepTrace: true });
  const slower = await playOne(seed, { turns: 3 });
  expect(first.trace.length).toBeGreaterThan(200);
  expect(again.trace).toEqual(first.trace);
  expect(again.hash).toBe(first.hash);
  expect(slower.hash).toBe(first.hash);
  expect((await playOne(seed + 1)).hash).not.toBe(first.hash);
});

test('every kind of mishap happens, and every end of a credit', async () => {
  const totals = await runShifts({ shifts: 60, seed: 21 });
  const kinds = [...LINE_FAULTS, ...SERVICE_FAULTS, ...PC_FAULTS];
  const never = kinds.filter((kind) => (totals.faultsByKind[kind] ?? 0) === 0);
  expect(never).toEqual([]);
  const { settled, undone, refused, forPerson, forGuest, discarded, replaced } = totals;
  const { guestsForPerson, guestsEnded, turnedAway, crashes } = totals;
  const ends = { settled, undone, refused, forPerson, forGuest, discarded, replaced };
  const all = { ...ends, guestsForPerson, guestsEnded, turnedAway, crashes };
  expect(Object.entries(all).filter(([, count]) => count === 0)).toEqual([]);
});

describe('a program broken on purpose is noticed', () => {
  /** Shifts within which each must be. The seed is fixed: what is shown here once is shown every time. */
  const WITHIN = 20;
  const SEED = 11;
  /** Where the first seed's shifts do not happen to show the harm. */
  const SEED_OF: Readonly<Record<string, number>> = { 'what was being sent is forgotten at the start': 12 };
  /** Where less than this would not show the harm. */
  const AS: Readonly<Record<string, ViolationKind>> = { 'a network that repeats': 'duplicated' };
  test.each(SABOTAGES.map((sabotage) => [sabotage.name, sabotage] as const))('%s', async (_, sabotage) => {
    let caught: ShiftReport | null = null;
    const totals: Totals = await runShifts({
      shifts: WITHIN,
      seed: SEED_OF[sabotage.name] ?? SEED,
      sabotage,
      onShift: async (report) => {
        const as = AS[sabotage.name];
        if (!report.violations.some(({ kind }) => as === undefined || kind === as)) return true;
        caught = report;
        return false;
      },
    });
    expect({ caught: caught !== null, violations: totals.violations > 0 }).toEqual({
      caught: true,
      violations: true,
    });
  });

  test.each([SEED, ...Object.values(SEED_OF)])(
    'and the right one, on the very same shifts, is not accused (%i)',
    async (seed) => {
      const totals = await runShifts({ shifts: WITHIN, seed });
      expect(totals.violations).toBe(0);
    },
  );
});

test('a failure is shrunk to the few events that matter, which fail again from their seed alone', async () => {
  const sabotage = SABOTAGES.find(({ name }) => name === 'posted again without asking') ?? null;
  await withFolder(async (folder) => {
    const options: ShiftOptions = {
      seed: seedOfShift(11, 0),
      folder,
      template: makeTemplate(folder),
      sabotage,
    };
    const failed = await runShift(options);
    const kind = failed.violations[0]?.kind;
    const { events, faults, report } = await shrink(options, failed);
    expect(events.size).toBeLessThanOrEqual(3);
    expect(faults.size).toBeLessThanOrEqual(3);
    expect(failed.plan.events.length).toBeGreaterThan(10);
    const again = await runShift({ ...options, only: { events, faults } });
    expect(again.hash).toBe(report.hash);
    expect(again.violations.map((violation) => violation.kind)).toContain(kind);
    const timeline = shiftTimeline(report).join('\n');
    expect(timeline).toMatch(/credit \d+/);
    expect(timeline).toContain('Wrong:');
    expect(timeline).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  });
});
