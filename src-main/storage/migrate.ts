import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Database } from '../ports.ts';
import { copyBooks } from './copy-books.ts';
import { first } from './migrations/0001-first.ts';
import { outboxGuests } from './migrations/0002-outbox-guests.ts';
import { staffAndLedger } from './migrations/0003-staff-ledger.ts';
import { guestDirectory } from './migrations/0004-guest-directory.ts';
import { reports } from './migrations/0005-reports.ts';
import { guestPages } from './migrations/0006-guest-pages.ts';
import { frozenRequest } from './migrations/0007-frozen-request.ts';
import { guessBudget } from './migrations/0010-guess-budget.ts';
import type { OpenError } from './sqlite.ts';

/** One step a schema version, in order: step n brings version n-1 to n. Never edited once released. */
const STEPS: readonly string[] = [
  ...[first, outboxGuests, staffAndLedger, guestDirectory, reports, guestPages],
  frozenRequest,
  guessBudget,
];

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
  if (found > 0) copyBooks(db, `${path}.before-v${SCHEMA_VERSION}`);
  db.transaction(() => {
    const before = found > 0 ? openEntries(db) : '0 entries, 0';
    for (const step of STEPS.slice(found)) db.exec(step);
    const after = openEntries(db);
    if (before !== after) throw new Error(`Migration changed the open entries: ${before} became ${after}`);
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
  return ok(null);
}

function openEntries(db: Database): string {
  const row = db.get(
    "SELECT count(*) AS n, coalesce(sum(amount), 0) AS total FROM outbox WHERE state NOT IN ('settled', 'cancelled')",
  );
  return `${row?.['n']} entries, ${row?.['total']}`;
}
