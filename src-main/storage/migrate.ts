import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Database } from '../ports.ts';
import { copyDatabase } from './copy-database.ts';
import { first } from './migrations/0001-first.ts';
import { outboxGuests } from './migrations/0002-outbox-guests.ts';
import { staffAndLedger } from './migrations/0003-staff-ledger.ts';
import { guestDirectory } from './migrations/0004-guest-directory.ts';
import { reports } from './migrations/0005-reports.ts';
import { guestPages } from './migrations/0006-guest-pages.ts';
import { frozenRequest } from './migrations/0007-frozen-request.ts';
import { refusalWords, withoutWords } from './migrations/0008-refusal-words.ts';
import { sealedRows } from './migrations/0009-sealed-rows.ts';
import { guessBudget } from './migrations/0010-guess-budget.ts';
import type { OpenError } from './sqlite.ts';

/** One step a schema version, in order: step n brings version n-1 to n. Never edited once released. */
export const STEPS: readonly string[] = [
  ...[first, outboxGuests, staffAndLedger, guestDirectory, reports, guestPages],
  ...[frozenRequest, refusalWords, sealedRows, guessBudget],
];

/** The version from which notes and the CRM's words are sealed. */
export const SEALS_WORDS = STEPS.indexOf(refusalWords) + 1;
/** The version from which rows that lead to money or rights are sealed. */
export const SEALS_ROWS = STEPS.indexOf(sealedRows) + 1;

/** The schema this program writes. */
export const SCHEMA_VERSION = STEPS.length;

/**
 * Brings the schema up to date. A copy of the file is made first, all steps run in one transaction, and the number and
 * sum of open outbox entries must be the same after as before; else nothing is changed and this throws.
 */
export function migrate(db: Database, path: string): Result<null, OpenError> {
  const found = Number(db.get('PRAGMA user_version')?.['user_version'] ?? 0);
  if (found > SCHEMA_VERSION) {
    return err({ code: 'newer-schema', path, found, known: SCHEMA_VERSION });
  }
  if (found === SCHEMA_VERSION) return ok(null);
  if (found > 0) copyBefore(db, `${path}.before-v${SCHEMA_VERSION}`, found);
  // What a step takes out is written over.
  db.exec('PRAGMA secure_delete = ON');
  db.transaction(() => {
    const before = found > 0 ? openEntries(db) : '0 entries, 0';
    for (const step of STEPS.slice(found)) db.exec(step);
    const after = openEntries(db);
    if (before !== after) throw new Error(`Migration changed the open entries: ${before} became ${after}`);
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
  db.exec('PRAGMA secure_delete = OFF');
  if (found > 0 && found < SEALS_WORDS) rewrite(db, 'main');
  return ok(null);
}

/** A row that moves within its page can leave a piece of what was written over: the file is made again without any. */
function rewrite(db: Database, schema: 'main' | 'before'): void {
  try {
    db.exec(`VACUUM ${schema}`);
  } catch {
    // No room for a second file: pieces stay until their places are used again, and the kiosk works.
  }
}

/** The copy of an earlier version stays for good: what that version kept in the open is not in it. */
function copyBefore(db: Database, to: string, found: number): void {
  copyDatabase(db, to);
  if (found >= SEALS_WORDS) return;
  db.run('ATTACH DATABASE ? AS before', [to]);
  try {
    db.exec('PRAGMA before.secure_delete = ON');
    db.exec(withoutWords('before'));
    rewrite(db, 'before');
  } finally {
    db.exec('DETACH DATABASE before');
  }
}

function openEntries(db: Database): string {
  const row = db.get(
    "SELECT count(*) AS n, coalesce(sum(amount), 0) AS total FROM outbox WHERE state NOT IN ('settled', 'cancelled')",
  );
  return `${row?.['n']} entries, ${row?.['total']}`;
}
