import type { LedgerCheck } from '../../src-preload/contract/ledger.ts';
import type { LoggedEntry } from '../ports.ts';
import { type LedgerHead, type LedgerLine, NO_SEAL, sealFits } from './chain.ts';

export interface VerifyInput {
  /** The lines in order. */
  readonly slices: AsyncIterable<readonly LedgerLine[]>;
  /** The keys that can be opened, by epoch. */
  readonly keys: ReadonlyMap<number, Buffer>;
  /** The head kept apart, read when the lines have been; null where there is none of ours. */
  readonly kept: () => LedgerHead | null;
  readonly last: () => LedgerLine | null;
  readonly at: (seq: number) => LedgerLine | null;
}

/** A line that is not as it was written, or the first of some that are not there. */
export interface ChainBreak {
  readonly line: number;
  readonly why: 'missing' | 'changed';
}

/** What the lines say should be here. */
export interface Traces {
  /** Every entry that was accepted and not forgotten. */
  readonly entries: ReadonlyMap<string, LoggedEntry>;
  /** Whether any line tells of entries that were forgotten: an older version wrote none. */
  readonly tellsForgotten: boolean;
  /** People who are not removed, by name where they have one. */
  readonly staff: ReadonlyMap<string, string>;
}

/** Reads the lines once, in order, and stops at the first that is not there or not as it was written. */
export async function verifyLines(input: VerifyInput): Promise<LedgerCheck> {
  let seen = 0;
  let before = NO_SEAL;
  let epoch = 0;
  let unproven = 0;
  let unwatched = 0;
  for await (const slice of input.slices) {
    for (const line of slice) {
      if (line.seq !== seen + 1) return { state: 'broken', line: seen + 1, why: 'missing', lines: seen };
      if (!fits(input.keys, line, before, epoch)) {
        return { state: 'broken', line: line.seq, why: 'changed', lines: seen };
      }
      if (!input.keys.has(line.epoch)) unproven += 1;
      if (line.kind === 'lines-missing') {
        return { state: 'broken', line: numberIn(line, 'from'), why: 'missing', lines: seen };
      }
      if (line.kind === 'head-missing') unwatched += 1;
      seen = line.seq;
      before = line.seal;
      epoch = line.epoch;
    }
  }
  const end = breakAtEnd(input);
  if (end) return { state: 'broken', ...end, lines: seen };
  return { state: 'whole', lines: seen, seal: shortSeal(before), unproven, unwatched };
}

/** Reads all lines, also beyond a break, and what they say of rows. `recorded`: breaks that proven lines tell of. */
export async function inspectLines(input: VerifyInput): Promise<{
  readonly breaks: readonly ChainBreak[];
  readonly recorded: ReadonlySet<number>;
  readonly traces: Traces;
}> {
  const breaks: ChainBreak[] = [];
  const recorded = new Set<number>();
  const traces = {
    entries: new Map<string, LoggedEntry>(),
    tellsForgotten: false,
    staff: new Map<string, string>(),
  };
  let seen = 0;
  let before = NO_SEAL;
  let epoch = 0;
  for await (const slice of input.slices) {
    for (const line of slice) {
      if (line.seq !== seen + 1) breaks.push({ line: seen + 1, why: 'missing' });
      if (fits(input.keys, line, before, epoch)) {
        if (input.keys.has(line.epoch)) {
          if (line.kind === 'record-broken') recorded.add(numberIn(line, 'line'));
          follow(line, traces);
        }
      } else breaks.push({ line: line.seq, why: 'changed' });
      seen = line.seq;
      before = line.seal;
      epoch = Math.max(epoch, Math.min(line.epoch, Math.max(...input.keys.keys())));
    }
  }
  const end = breakAtEnd(input);
  return { breaks: end ? [...breaks, end] : breaks, recorded, traces };
}

/** A key only ever gives way to a newer one, whose first line says that the older one is lost. The newest can be opened. */
function fits(keys: ReadonlyMap<number, Buffer>, line: LedgerLine, before: string, epoch: number): boolean {
  const key = keys.get(line.epoch);
  if (line.epoch < epoch) return false;
  if (key === undefined) return line.epoch < Math.max(...keys.keys());
  if (epoch > 0 && line.epoch > epoch && line.kind !== 'key-lost') return false;
  return sealFits(key, before, line);
}

function breakAtEnd({ kept: readKept, last, at }: VerifyInput): ChainBreak | null {
  const kept = readKept();
  const lines = last()?.seq ?? 0;
  if (kept && kept.seq > lines) return { line: lines + 1, why: 'missing' };
  if (kept && kept.seq > 0 && at(kept.seq)?.seal !== kept.seal) return { line: kept.seq, why: 'changed' };
  return null;
}

function follow(
  { kind, event, at }: LedgerLine,
  traces: {
    readonly entries: Map<string, LoggedEntry>;
    tellsForgotten: boolean;
    readonly staff: Map<string, string>;
  },
): void {
  if (!FOLLOWED.has(kind)) return;
  const said = JSON.parse(event) as {
    readonly creditId?: string | null;
    readonly guestId: string;
    readonly state?: string;
    readonly how?: string | null;
    readonly replacement?: string | null;
    readonly ids?: readonly string[];
    readonly whom?: { readonly id: string; readonly shortName: string };
    readonly change?: { readonly what: string };
  };
  const { creditId, guestId, whom, change } = said;
  if (whom) {
    if (change?.what === 'removed') traces.staff.delete(whom.id);
    else traces.staff.set(whom.id, whom.shortName);
    return;
  }
  if (said.ids) {
    traces.tellsForgotten = true;
    for (const id of said.ids) traces.entries.delete(id);
    return;
  }
  const id = creditId ?? guestId;
  const known = traces.entries.get(id);
  if (kind !== 'outbox' && kind !== 'undone') {
    traces.entries.set(id, { kind: creditId ? 'credit' : 'guest', at, over: null });
  } else if (known) {
    const { state = 'cancelled', how = 'undone', replacement = null } = said;
    const over =
      state === 'settled'
        ? ({ state } as const)
        : state === 'cancelled'
          ? ({ state, how, replacement } as const)
          : null;
    traces.entries.set(id, { ...known, at, over });
  }
}

const FOLLOWED: ReadonlySet<string> = new Set([
  ...['issued', 'replacement', 'guest-accepted', 'outbox', 'undone', 'entries-forgotten', 'staff-changed'],
]);

/** Enough of the last seal to note on paper and compare: with its line number it stands for the whole ledger. */
function shortSeal(seal: string): string {
  return seal.slice(0, 10).toUpperCase();
}

/** Of a line that nothing proves, too. */
function numberIn(line: LedgerLine, name: string): number {
  try {
    const value: unknown = Reflect.get(Object(JSON.parse(line.event)), name);
    return typeof value === 'number' ? value : line.seq;
  } catch {
    return line.seq;
  }
}
