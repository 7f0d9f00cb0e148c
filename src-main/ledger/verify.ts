import type { LedgerVerdict } from '../../src-preload/contract/ledger.ts';
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

/** Reads the lines once, in order, and stops at the first that is not there or not as it was written. */
export async function verifyLines(input: VerifyInput): Promise<LedgerVerdict> {
  let seen = 0;
  let before = NO_SEAL;
  let epoch = 0;
  let unproven = 0;
  let unwatched = 0;
  for await (const slice of input.slices) {
    for (const line of slice) {
      if (line.seq !== seen + 1) return { state: 'broken', line: seen + 1, why: 'missing', lines: seen };
      // A key only ever gives way to a newer one.
      const key = input.keys.get(line.epoch);
      const fits = line.epoch >= epoch && (key === undefined || sealFits(key, before, line));
      if (!fits) return { state: 'broken', line: line.seq, why: 'changed', lines: seen };
      if (key === undefined) unproven += 1;
      if (line.kind === 'lines-missing') {
        return { state: 'broken', line: firstMissing(line), why: 'missing', lines: seen };
      }
      if (line.kind === 'head-missing') unwatched += 1;
      seen = line.seq;
      before = line.seal;
      epoch = line.epoch;
    }
  }
  const kept = input.kept();
  const last = input.last();
  if (kept && kept.seq > (last?.seq ?? 0)) {
    return { state: 'broken', line: (last?.seq ?? 0) + 1, why: 'missing', lines: seen };
  }
  if (kept && kept.seq > 0 && input.at(kept.seq)?.seal !== kept.seal) {
    return { state: 'broken', line: kept.seq, why: 'changed', lines: seen };
  }
  return { state: 'whole', lines: seen, seal: shortSeal(before), unproven, unwatched };
}

/** Enough of the last seal to note on paper and compare: with its line number it stands for the whole ledger. */
export function shortSeal(seal: string): string {
  return seal.slice(0, 10).toUpperCase();
}

function firstMissing(line: LedgerLine): number {
  const event = JSON.parse(line.event) as { from?: unknown };
  return typeof event.from === 'number' ? event.from : line.seq;
}
