import type { CreditLine } from '../../../src-main/sandbox/data/model.ts';
import type { Acknowledged } from './ack-log.ts';
import type { KioskDatabase, KioskRow } from './kiosk-database.ts';

export interface Audit {
  /** Credits that the kiosk said were saved. */
  readonly accepted: number;
  /** Of those, how many the CRM has exactly once. */
  readonly settled: number;
  /** Of those, how many were taken back and are nowhere. */
  readonly undone: number;
  /** In the CRM once though no "saved" was seen: the process died between the commit and its telling. */
  readonly unacknowledged: number;
  /** Refused by the CRM and sent as a new credit by a manager. */
  readonly replaced: number;
  /** Said to be saved, and not in the CRM. */
  readonly lost: number;
  /** In the CRM more than once. */
  readonly duplicated: number;
  /** Everything that is not as it must be, those included, in words. */
  readonly violations: readonly string[];
}

/**
 * Compares what one kiosk's staff were told with the kiosk's own database and the CRM's. `lines` is everything the CRM
 * has that was not there before; lines under GUIDs this kiosk does not know are another's, see {@link strangers}.
 */
export function audit(
  acknowledged: readonly Acknowledged[],
  database: KioskDatabase,
  lines: readonly CreditLine[],
): Audit {
  const violations: string[] = [];
  const count = { settled: 0, undone: 0, unacknowledged: 0, lost: 0, duplicated: 0, replaced: 0 };
  const rows = new Map(database.rows.map((row) => [row.id, row]));
  const onBooks = Map.groupBy(lines, ({ guid }) => guid);
  const wrong = (words: string): void => {
    violations.push(words);
  };
  const linesOf = (id: string): readonly CreditLine[] => onBooks.get(id) ?? [];

  for (const credit of acknowledged) if (credit.given || rows.has(credit.creditId)) one(credit);
  for (const row of database.rows) {
    const found = linesOf(row.id);
    if (found.length > 1) {
      count.duplicated += 1;
      wrong(`${row.id} is on the books ${found.length} times`);
    }
    if (row.state !== 'settled' && row.state !== 'cancelled') wrong(`${row.id} is still ${row.state}`);
    if (row.state === 'cancelled' && found.length > 0) wrong(`${row.id} was ended, and is on the books`);
    if (row.replacement !== null) count.replaced += 1;
  }
  violations.push(...historyTroubles(database));
  return { accepted: acknowledged.filter(({ given }) => given).length, ...count, violations };

  function one({ creditId, guestId, tapped, given, undone }: Acknowledged): void {
    const row = rows.get(creditId);
    if (!row) {
      count.lost += 1;
      wrong(`${creditId} was saved, and the kiosk does not know it`);
      return;
    }
    if (row.guestId !== guestId) wrong(`${creditId} is for another guest`);
    const amounts = given ? [given.amount] : [...tapped];
    if (!amounts.includes(row.amount)) wrong(`${creditId} has another amount`);
    if (given && row.givenAt !== given.givenAt) wrong(`${creditId} has another date`);
    if (row.state === 'cancelled' && row.replacement === null) {
      if (undone === 'no') {
        count.lost += 1;
        wrong(`${creditId} was cancelled, and nobody took it back`);
      } else if (given) count.undone += 1;
      return;
    }
    if (undone === 'said') wrong(`${creditId} was taken back, and is ${row.state}`);
    const sent = lastOf(row);
    const [line] = sent ? linesOf(sent.id) : [];
    if (!line) {
      if (given) count.lost += 1;
      wrong(`${creditId} is ${row.state}, and not on the books`);
      return;
    }
    if (line.amount !== row.amount) wrong(`${creditId} is on the books with another amount`);
    if (line.guestGuid !== guestId) wrong(`${creditId} is on the books of another guest`);
    if (line.localCreatedAt !== row.givenAt) wrong(`${creditId} is on the books with another date`);
    if (given) count.settled += 1;
    else count.unacknowledged += 1;
  }

  /** The credit that a manager's decisions made of this one; itself where there were none. */
  function lastOf(row: KioskRow): KioskRow | undefined {
    let last: KioskRow | undefined = row;
    while (last?.replacement) last = rows.get(last.replacement);
    return last;
  }
}

/** What is in the CRM under GUIDs that no kiosk knows: no one ever accepted it. */
export function strangers(
  everyKiosk: readonly KioskDatabase[],
  lines: readonly CreditLine[],
): readonly string[] {
  const known = new Set(everyKiosk.flatMap(({ rows }) => rows.map(({ id }) => id)));
  return lines.filter(({ guid }) => !known.has(guid)).map(({ guid }) => `${guid} was never accepted`);
}

/** Which state may follow which. Sending comes after queued alone: never straight out of a doubt. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  // Another run takes over what is held, queued or sending, and asks about it first.
  held: ['held', 'queued', 'verifying', 'cancelled'],
  // Whether its guest is still the same could not be asked: it waits where it is.
  queued: ['queued', 'sending', 'verifying', 'stuck', 'cancelled'],
  sending: ['settled', 'queued', 'verifying', 'refused', 'stuck'],
  verifying: ['verifying', 'settled', 'queued', 'refused', 'stuck'],
  refused: ['cancelled', 'settled'],
  stuck: ['cancelled', 'verifying', 'queued', 'settled'],
};

/** Whether every entry's history is there: from how it came in, step by step, to where it stands. */
function historyTroubles({ rows, history }: KioskDatabase): readonly string[] {
  const troubles: string[] = [];
  // SQLite hands out these numbers without gaps, and takes one back with the transaction it was for.
  for (const [index, { seq }] of history.entries()) {
    if (seq !== index + 1) {
      troubles.push(`History line ${index + 1} is missing`);
      break;
    }
  }
  const byId = Map.groupBy(history, ({ id }) => id);
  for (const row of rows) {
    const steps = byId.get(row.id) ?? [];
    const [first] = steps;
    if (first?.event !== 'accepted' && first?.event !== 'replaces') {
      troubles.push(`${row.id} has no beginning in the history`);
    }
    const last = steps.at(-1);
    if (last?.state !== row.state || last.detail !== row.detail) {
      troubles.push(`${row.id} is ${row.state}, and its history ends with ${last?.state}`);
    }
    for (const [index, step] of steps.entries()) {
      const before = steps[index - 1];
      if (before && !FOLLOWS[before.state]?.includes(step.state)) {
        troubles.push(`${row.id} went from ${before.state} to ${step.state}`);
      }
    }
  }
  for (const id of byId.keys()) {
    if (!rows.some((row) => row.id === id)) troubles.push(`${id} has a history and is gone`);
  }
  return troubles;
}
