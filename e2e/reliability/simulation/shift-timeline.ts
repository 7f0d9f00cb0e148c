import type { ShiftReport } from './shift.ts';
import type { TraceLine } from './trace.ts';

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** A shift's trace as a person reads it: one line an event, credits by number, pings left out. */
export function shiftTimeline(report: ShiftReport): readonly string[] {
  const lines = report.trace
    .filter(({ what }) => !what.includes('list-transactions'))
    .map((line) => say(line, report));
  const wrong = report.violations.map(({ kind, words, id }) =>
    named(`${kind}: ${words}${id === null ? '' : ` (${id})`}`, report),
  );
  return [
    `The CRM answers a repeated GUID with: ${report.duplicates}. Times are since the shift began.`,
    ...lines,
    'Wrong:',
    ...wrong.map((words) => `  ${words}`),
  ];
}

function say({ at, who, what }: TraceLine, report: ShiftReport): string {
  const seconds = Math.floor(at / 1_000);
  const clock = [seconds / 3_600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
  return `${clock}.${String(at % 1_000).padStart(3, '0')}  ${who.padEnd(8)} ${named(what, report)}`;
}

function named(text: string, { names }: ShiftReport): string {
  return text.replace(GUID, (guid) => names.get(guid) ?? guid);
}
