/**
 * Checks a database's rows against its ledger: seals them once if an older version sealed none, and compares them after
 * each start.
 */
import type { LedgerLine } from '../audit/chain.ts';
import type { Ledger } from '../audit/ledger.ts';
import { isToldMissing } from '../audit/queries.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import type { SealedFacts } from '../domain/sealed-facts.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { entryIds, entryRow, unsealedEntries } from '../outbox/reads/queries.ts';
import type { Database, LoggedEntry, Logger, SqlRow } from '../ports.ts';
import { isOnFile, unsealedKeypads, unsealedPeople } from '../staff/unsealed.ts';

type EventOf<K extends LedgerEvent['kind']> = Omit<Extract<LedgerEvent, { kind: K }>, 'kind'>;
const eventOf = <K extends LedgerEvent['kind']>(line: LedgerLine): EventOf<K> => JSON.parse(line.event);

/**
 * Seals facts from now on, and the rows of database of a version that sealed none, each where the ledger says the same
 * of it; the others stay without a seal and are found as altered. That it is done is kept apart from the database, so
 * that it is done once. Throws where the disk refuses.
 */
export function sealOldRows(db: Database, ledger: Ledger, facts: SealedFacts): void {
  db.transaction(() => {
    const faults = facts.sealBy(ledger.seals.sealFact, ledger.rowsUnsealed);
    for (const name of faults) ledger.seals.report('meta', name, 'changed', null);
    if (!ledger.rowsUnsealed) return;
    for (const row of unsealedEntries(db)) {
      const id = String(row['id']);
      if (sameEntry(db, ledger, row)) ledger.seals.seal('outbox', id);
    }
    for (const row of unsealedPeople(db)) {
      const id = String(row['id']);
      if (samePerson(row, ledger.linesAbout(id))) ledger.seals.seal('staff', id);
    }
    for (const keypad of unsealedKeypads(db)) ledger.seals.seal('lockout', keypad);
  });
  if (ledger.rowsUnsealed) ledger.rowsAreSealed();
}

function sameEntry(db: Database, ledger: Ledger, row: SqlRow): boolean {
  const lines = ledger.linesAbout(String(row['id']));
  const last = lines.findLast(({ kind }) => kind === 'outbox' || kind === 'undone');
  return sameState(String(row['state']), last) && sameContent(db, ledger, row, lines);
}

/** A state that the last line about the entry leads to. */
function sameState(state: string, last: LedgerLine | undefined): boolean {
  if (last === undefined) return state !== 'settled' && state !== 'cancelled' && state !== 'refused';
  const said = last.kind === 'undone' ? 'cancelled' : eventOf<'outbox'>(last).state;
  if (said === 'settled' || said === 'cancelled') return state === said;
  // A manager may have had it asked about since, which no line tells.
  return state === said || state === 'queued' || state === 'sending' || state === 'verifying';
}

function sameContent(db: Database, ledger: Ledger, row: SqlRow, lines: readonly LedgerLine[]): boolean {
  if (row['kind'] === 'create-guest') {
    return lines.some(({ kind }) => kind === 'guest-accepted') || madeOf(db, ledger, row) !== null;
  }
  const line = lines.find(({ kind }) => kind === 'issued');
  if (line) {
    const { guestId, amount, reasonId, by, approver } = eventOf<'issued'>(line);
    return (
      row['guest_id'] === guestId &&
      row['amount'] === amount &&
      row['reason_id'] === reasonId &&
      row['given_by_id'] === by.id &&
      row['approved_by_id'] === (approver?.id ?? null)
    );
  }
  const original = madeOf(db, ledger, row);
  return (
    original !== null &&
    original['amount'] === row['amount'] &&
    original['reason_id'] === row['reason_id'] &&
    original['given_by_id'] === row['given_by_id'] &&
    sameContent(db, ledger, original, ledger.linesAbout(String(original['id'])))
  );
}

/** The entry that a manager made this one of, as a line about that one says; null where none does. */
function madeOf(db: Database, ledger: Ledger, row: SqlRow): SqlRow | null {
  const replaced = typeof row['replaces'] === 'string' ? row['replaces'] : '';
  const said = ledger
    .linesAbout(replaced)
    .some((line) => line.kind === 'outbox' && eventOf<'outbox'>(line).replacement === row['id']);
  return (said && replaced !== row['id'] && entryRow(db, replaced)) || null;
}

function samePerson(row: SqlRow, lines: readonly LedgerLine[]): boolean {
  const events = lines.map((line) => eventOf<'staff-changed'>(line));
  const last = events.at(-1);
  if (!last) return false;
  const lastOf = (...whats: readonly string[]) =>
    events.findLast(({ change }) => whats.includes(change.what))?.change.what;
  return (
    row['short_name'] === last.whom.shortName &&
    row['role'] === last.whom.role &&
    (row['removed'] === 1) === (lastOf('removed') !== undefined) &&
    (row['active'] === 1) ===
      (lastOf('activated', 'deactivated', 'removed') ?? 'activated').startsWith('a') &&
    (row['code_secret'] !== null) <= (lastOf('code-enrolled', 'code-dropped') === 'code-enrolled')
  );
}

export interface CompareInput {
  readonly db: Database;
  readonly ledger: Ledger;
  readonly outbox: Pick<Outbox, 'compare' | 'condemn'>;
  readonly logger: Logger;
  /** Entries that an earlier run left. */
  readonly left: readonly string[];
  /** What was over before that moment (UTC ms) is not kept any more. */
  readonly keptFrom: number;
}

/**
 * After a start: reads the whole ledger, and compares with it what is here. Where a line is not as it was written, what an earlier run left
 * can no longer be proven and needs a person. Returns whether it came to its end; false where the kiosk was stopped meanwhile.
 */
export async function compareRowsWithLedger(input: CompareInput): Promise<boolean> {
  const { db, ledger, outbox, logger, left } = input;
  const read = await ledger.inspect();
  if (read === null) return false;
  if (read.breaks.length > 0) outbox.condemn(left);
  const forgotten = new Set(read.traces.tellsForgotten ? [] : forgottenUntold(input, read.traces.entries));
  const kept = [...read.traces.entries].filter(([id]) => !forgotten.has(id));
  if (!(await outbox.compare(new Map(kept)))) return false;
  for (const [id, name] of read.traces.staff) {
    if (isOnFile(db, id)) continue;
    if (!isToldMissing(db, id)) ledger.seals.report('staff', id, 'missing', name);
  }
  logger.info('records-compared', { breaks: read.breaks.length });
  return true;
}

/** Entries that an older version deleted after retention without a log line: the line is written now, once. */
function forgottenUntold(
  { db, ledger, keptFrom }: CompareInput,
  entries: ReadonlyMap<string, LoggedEntry>,
): readonly string[] {
  const here = entryIds(db);
  const ids = [...entries]
    .filter(([id, { over, at }]) => over !== null && at < keptFrom && !here.has(id))
    .map(([id]) => id);
  if (ids.length > 0) ledger.append({ kind: 'entries-forgotten', ids });
  return ids;
}
