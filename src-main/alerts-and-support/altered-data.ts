import type { Alert } from '../../src-preload/contract/manager.ts';

/** A line of the ledger that says what was found changed outside this program (`alteredSince`). */
interface AlteredLine {
  readonly at: number;
  readonly kind: string;
  readonly table: string | null;
  readonly name: string | null;
  readonly why: string | null;
}

/**
 * What was found changed outside this program since a moment (UTC ms), by the ledger's lines, and how many entries of the
 * outbox still wait for a decision for that reason; null where nothing was.
 */
export function whatIsAltered(
  lines: readonly AlteredLine[],
  undecided: number,
  since: number,
): Omit<Extract<Alert, { what: 'altered' }>, 'what'> | null {
  const of = (kind: string, table: string | null = null) =>
    lines.filter((line) => line.kind === kind && (table === null || line.table === table));
  const found = {
    entries: undecided,
    restored: of('row-altered', 'outbox').filter((line) => line.why === 'restored').length,
    staff: [...new Set(of('row-altered', 'staff').map((line) => String(line.name)))],
    keypad: of('row-altered', 'lockout').length > 0,
    facts: of('row-altered', 'meta').length > 0,
    log: of('record-broken').length > 0,
    key: of('key-lost').length > 0,
  };
  if (
    undecided === 0 &&
    found.restored === 0 &&
    found.staff.length === 0 &&
    !found.keypad &&
    !found.facts &&
    !found.log &&
    !found.key
  )
    return null;
  return { at: lines.at(-1)?.at ?? since, ...found };
}
