import { MAX_CENTS } from '../../src-preload/contract/money.ts';
import type { Database, GuestSealer, LoggedEntry, RowFault, RowSeals } from '../ports.ts';
import type { Entry } from './entry.ts';
import { COLUMNS, toEntry } from './rows.ts';
import type { EntryState } from './state.ts';
import { encodeState } from './state-codec.ts';

const ALTERED = encodeState({ state: 'stuck', why: 'altered' });

/** Rows that count: an altered row is not trusted. SQL for a WHERE clause. */
export const COUNTS = `detail <> '${ALTERED}'`;

/** Range of a Date, ms. */
const LAST_MS = 8_640_000_000_000_000;

/**
 * Checks whether rows are as this kiosk wrote them, and sets aside those that are not. Each returns the resulting
 * entry, if any.
 */
export interface Proof {
  /** Sets aside a row with a wrong seal, in the open transaction. */
  readonly setAside: (id: string, now: number) => readonly Entry[];
  /** Sets a row aside regardless of its seal. */
  readonly condemn: (id: string, why: RowFault, now: number) => readonly Entry[];
  /**
   * Restores an entry that the ledger knows but that is missing. A finished entry is restored from the ledger, without
   * its note; the others, which this returns, need a person's decision.
   */
  readonly bringBack: (id: string, logged: LoggedEntry, now: number) => readonly Entry[];
}

export function createProof(
  db: Database,
  sealer: GuestSealer,
  seals: RowSeals,
  remember: (entry: Entry, event: string, now: number) => void,
): Proof {
  const tell = (id: string, why: RowFault, now: number): readonly Entry[] => {
    const rows = db.all(`SELECT seq, ${COLUMNS.join(', ')} FROM outbox WHERE id = ?`, [id]);
    const entries = rows.map((row) => toEntry(row, sealer));
    for (const entry of entries) {
      remember(entry, 'altered', now);
      seals.seal('outbox', id);
      seals.report('outbox', id, why, null);
    }
    return entries;
  };

  /**
   * Replaces the row's values by the ledger's where it has them, and repairs the rest: times out of range, half an
   * approval.
   */
  const condemn: Proof['condemn'] = (id, why, now) => {
    db.run(
      `INSERT INTO outbox_history (id, at, event, state, detail)
       SELECT id, ?, 'stood', state, detail FROM outbox WHERE id = ?`,
      [now, id],
    );
    const logged = seals.logged(id);
    if (logged) {
      const { guestId, amount, reasonId, by, approver, at } = logged;
      db.run(
        `UPDATE outbox SET kind = 'add-credit', guest_id = ?, amount = ?, reason_id = ?, given_by_id = ?, given_by = ?,
           approved_by_id = ?, approved_by = ?, given_at = ?, accepted_at = ? WHERE id = ?`,
        [
          ...[guestId, amount, reasonId, by.id, by.shortName, approver?.id ?? null],
          ...[approver?.shortName ?? null, at, at, id],
        ],
      );
    }
    db.run(
      `UPDATE outbox SET
         amount = CASE kind WHEN 'add-credit' THEN min(max(amount, 1), ${MAX_CENTS}) ELSE 0 END,
         kind = CASE kind WHEN 'add-credit' THEN kind ELSE 'create-guest' END,
         confirmed_new = confirmed_new <> 0,
         given_at = CASE WHEN given_at BETWEEN 0 AND ${LAST_MS} THEN given_at ELSE ? END,
         accepted_at = CASE WHEN accepted_at BETWEEN 0 AND ${LAST_MS} THEN accepted_at ELSE ? END,
         approved_by_id = CASE WHEN approved_by IS NULL THEN NULL ELSE approved_by_id END,
         state = 'stuck', since = ?, detail = ?
       WHERE id = ?`,
      [now, now, now, ALTERED, id],
    );
    return tell(id, why, now);
  };

  return {
    setAside: (id, now) => {
      const verdict = seals.check('outbox', id);
      return verdict === 'whole' ? [] : condemn(id, verdict, now);
    },
    condemn,
    bringBack: (id, { kind, over, at: since }, now) => {
      if (db.get('SELECT 1 AS there FROM outbox WHERE id = ?', [id])) return [];
      const logged = kind === 'credit' ? seals.logged(id) : null;
      const nobody = { guestId: id, amount: 0, reasonId: '', by: NOBODY, approver: null, at: now };
      const { guestId, amount, reasonId, by, approver, at } = logged ?? nobody;
      const state = over === null ? 'stuck' : over.state;
      db.run(
        `INSERT INTO outbox (id, kind, guest_id, amount, reason_id, note, given_at, accepted_at, given_by_id, given_by,
           approved_by_id, approved_by, state, since, detail)
         VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          ...[
            id,
            logged ? 'add-credit' : 'create-guest',
            guestId,
            amount,
            reasonId,
            at,
            at,
            by.id,
            by.shortName,
          ],
          ...[approver?.id ?? null, approver?.shortName ?? null, state],
          ...(over === null ? [now, ALTERED] : [since, encodeState(ended(over))]),
        ],
      );
      if (over === null) return tell(id, 'missing', now);
      seals.seal('outbox', id);
      seals.report('outbox', id, 'restored', null);
      return [];
    },
  };
}

/** The final state of an entry according to the ledger: only the history says who decided and why. */
function ended(over: NonNullable<LoggedEntry['over']>): EntryState {
  if (over.state === 'settled') return { state: 'settled', how: 'found' };
  const { how, replacement } = over;
  if (how === 'undone') return { state: 'cancelled', how };
  if (how === 'replaced') return { state: 'cancelled', how, by: '', replacement };
  return { state: 'cancelled', how: 'discarded', by: '', reason: '' };
}

/** Whom no line names. */
const NOBODY = { id: '', shortName: '-' };
