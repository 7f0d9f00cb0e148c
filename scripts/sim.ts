import { parseArgs } from 'node:util';
import {
  type FaultKind,
  LINE_FAULTS,
  PC_FAULTS,
  SERVICE_FAULTS,
} from '../e2e/reliability/simulation/faults/fault-model.ts';
import { makeTemplate } from '../e2e/reliability/simulation/kiosk/kiosk-file.ts';
import { runShifts, type Totals, withFolder } from '../e2e/reliability/simulation/run.ts';
import { runShift, type ShiftOptions, type ShiftReport } from '../e2e/reliability/simulation/shift.ts';
import { shiftTimeline } from '../e2e/reliability/simulation/shift-timeline.ts';
import { shrink } from '../e2e/reliability/simulation/shrink.ts';

const USAGE = `Usage: npm run sim -- [--shifts N] [--seed N] [--without KIND,KIND]
       npm run sim -- --replay SHIFT_SEED [--trace] [--without KIND,KIND]
Without --seed a fresh one is taken and printed.`;

/** How many failures are looked into; the rest are counted. */
const MAX_TIMELINES = 3;
const PROGRESS_EVERY = 500;

/** Ends with a plain sentence: what, why, what to do. */
function stop(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(2);
}

function readArguments() {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const options = {
      shifts: text,
      seed: text,
      replay: text,
      without: text,
      trace: flag,
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}.\n${USAGE}`);
  }
}

function readNumber(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,10}$/.test(text)) return stop(`--${name} must be a whole number, not "${text}".\n${USAGE}`);
  return Number(text);
}

function readKinds(text: string | undefined): ReadonlySet<FaultKind> {
  const known: readonly FaultKind[] = [...LINE_FAULTS, ...SERVICE_FAULTS, ...PC_FAULTS];
  const kinds = (text ?? '').split(',').filter((kind) => kind !== '');
  return new Set(
    kinds.map(
      (kind) =>
        known.find((each) => each === kind) ??
        stop(`"${kind}" is no kind of mishap. Known: ${known.join(', ')}.`),
    ),
  );
}

async function lookInto(report: ShiftReport, options: ShiftOptions): Promise<void> {
  const kinds = [...new Set(report.violations.map(({ kind }) => kind))].join(', ');
  console.log(`\nShift ${report.seed} failed: ${kinds}. Its trace's hash is ${report.hash}.`);
  const how = process.argv
    .slice(2)
    .filter((word, at, words) => word.startsWith('--without') || words[at - 1] === '--without');
  console.log(`Play it again: npm run sim -- --replay ${[report.seed, ...how].join(' ')}`);
  const { events, faults, report: least, trials } = await shrink(options, report);
  console.log(
    `The least that still fails, found in ${trials} shifts: ${events.size} events and ${faults.size} mishaps.`,
  );
  for (const line of shiftTimeline(least)) console.log(`  ${line}`);
}

function lastLine(totals: Totals, seed: number, startedAt: number): string {
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = process.cpuUsage();
  const cpuSeconds = (cpu.user + cpu.system) / 1_000_000;
  const round = (n: number): number => Math.round(n * 10) / 10;
  return JSON.stringify({
    ...totals,
    virtualHours: round(totals.virtualHours),
    seed,
    seconds: round(seconds),
    shiftsPerMinute: Math.round((totals.shifts / seconds) * 60),
    shiftsPerCpuMinute: Math.round((totals.shifts / cpuSeconds) * 60),
  });
}

async function replay(seed: number, isWhole: boolean, without: ReadonlySet<FaultKind>): Promise<number> {
  return withFolder(async (folder) => {
    const options = { seed, folder, template: makeTemplate(folder), keepTrace: true, without };
    const report = await runShift(options);
    if (isWhole) for (const line of shiftTimeline(report)) console.log(line);
    console.log(`The trace's hash is ${report.hash}.`);
    if (report.violations.length > 0) await lookInto(report, options);
    const { tally, turnedAway, faults, crashes, violations, hash } = report;
    console.log(
      JSON.stringify({ seed, ...tally, turnedAway, faults, crashes, violations: violations.length, hash }),
    );
    return violations.length === 0 ? 0 : 1;
  });
}

async function play(shifts: number, seed: number, without: ReadonlySet<FaultKind>): Promise<number> {
  const startedAt = performance.now();
  let stories = 0;
  console.log(`Seed ${seed}: ${shifts} shifts.`);
  const totals = await runShifts({
    shifts,
    seed,
    without,
    onShift: async (report, options, so) => {
      if (report.violations.length > 0 && stories < MAX_TIMELINES) {
        stories += 1;
        await lookInto(report, options);
      }
      if (so.shifts % PROGRESS_EVERY === 0) {
        process.stderr.write(`${so.shifts} shifts, ${so.faults} mishaps, ${so.violations} wrong\n`);
      }
      return true;
    },
  });
  console.log(lastLine(totals, seed, startedAt));
  return totals.violations === 0 ? 0 : 1;
}

const values = readArguments();
const without = readKinds(values.without);
// What the simulated line throws is thrown by the million, and no one reads where from.
Error.stackTraceLimit = values.replay === undefined ? 0 : 20;
process.exitCode =
  values.replay === undefined
    ? await play(
        readNumber('shifts', values.shifts, 500),
        readNumber('seed', values.seed, Math.floor(Math.random() * 4_294_967_296)),
        without,
      )
    : await replay(readNumber('replay', values.replay, 0), values.trace ?? false, without);
