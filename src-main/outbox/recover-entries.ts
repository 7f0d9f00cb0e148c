import type { Database, GuestSealer, RowSeals } from '../ports.ts';
import { COLUMNS, toEntry } from './rows.ts';
import type { EntryState } from './state.ts';
import { OPEN_STATES } from './state.ts';
import { encodeState } from './state-codec.ts';

/**
 * After the records were recovered from a damaged file: the last lines written may be lost, so no open entry's state is
 * trusted. Entries that may have been sent are verified first. Entries that may have been undone, and those known only
 * from an old copy, wait for a manager. Returns how many wait for one. A row that is not as this kiosk wrote it is left
 * to be found as such. To be called inside a transaction.
 */
export function reverifyOpenEntries(
  db: Database,
  sealer: GuestSealer,
  seals: RowSeals,
  fromCopy: ReadonlySet<string>,
  now: number,
): number {
  const open = OPEN_STATES.map((state) => `'${state}'`).join(', ');
  let people = 0;
  const ids = db.all(`SELECT id FROM outbox WHERE state IN (${open})`).map((row) => String(row['id']));
  const whole = ids.filter((id) => seals.check('outbox', id) === 'whole');
  const rowsOf = (id: string) => db.all(`SELECT seq, ${COLUMNS.join(', ')} FROM outbox WHERE id = ?`, [id]);
  for (const row of whole.flatMap(rowsOf)) {
    const { work, at } = toEntry(row, sealer);
    const next = reverified(at, fromCopy.has(work.id));
    if (next.state === 'stuck') people += 1;
    if (next === at) continue;
    const detail = encodeState(next);
    db.run('UPDATE outbox SET state = ?, since = ?, detail = ? WHERE id = ?', [
      next.state,
      now,
      detail,
      work.id,
    ]);
    db.run('INSERT INTO outbox_history (id, at, event, state, detail) VALUES (?, ?, ?, ?, ?)', [
      work.id,
      now,
      'recovered',
      next.state,
      detail,
    ]);
    seals.seal('outbox', work.id);
  }
  return people;
}

function reverified(at: EntryState, fromCopy: boolean): EntryState {
  if (fromCopy || at.state === 'held') return { state: 'stuck', why: 'unreadable-record' };
  if (at.state !== 'queued' && at.state !== 'sending') return at;
  const attempts = Math.max(1, at.attempts);
  return { state: 'verifying', delayMs: 0, attempts, checks: 0, absences: 0, refusal: null };
}
