import { MOST_CENTS } from '../../src-preload/contract/money.ts';
import type { Database, GuestSealer, RowFault, RowSeals } from '../ports.ts';
import type { Entry } from './entry.ts';
import { COLUMNS, toEntry } from './rows.ts';
import { encodeState } from './state-codec.ts';

const ALTERED = encodeState({ state: 'stuck', why: 'altered' });

/** Rows that count: an altered one says nothing that is to be believed. SQL, for a WHERE. */
export const COUNTS = `detail <> '${ALTERED}'`;

/** Moments a Date can hold, ms. */
const LAST_MS = 8_640_000_000_000_000;
/** Well above any number of entries, and far from where numbers are no longer exact. */
const MOST_SEQ = 2 ** 52;

/** Tells whether rows are as this kiosk wrote them, and sets aside those that are not. */
export interface Proof {
  /** Null where the row is whole. Sets it aside otherwise, in the transaction that is open, and returns it as it then is. */
  readonly setAside: (id: string, now: number) => Entry | null;
  /** Sets a row aside whatever its seal says. */
  readonly condemn: (id: string, why: RowFault, now: number) => Entry;
  /** An entry that the ledger knows of and that is gone, made again for a person to decide about; null where it is there. */
  readonly bringBack: (id: string, kind: 'credit' | 'guest', now: number) => Entry | null;
}

export function createProof(
  db: Database,
  sealer: GuestSealer,
  seals: RowSeals,
  remember: (entry: Entry, event: string, now: number) => void,
): Proof {
  const read = (id: string): Entry => {
    const row = db.get(`SELECT seq, ${COLUMNS.join(', ')} FROM outbox WHERE id = ?`, [id]);
    if (!row) throw new Error('A row that was set aside is gone');
    return toEntry(row, sealer);
  };
  const tell = (id: string, why: RowFault, now: number): Entry => {
    const entry = read(id);
    remember(entry, 'altered', now);
    seals.seal('outbox', id);
    seals.report('outbox', id, why, null);
    return entry;
  };

  /** Puts the ledger's word in place of the row's where there is one, and makes the rest readable: numbers out of all bounds, half an approval. */
  const condemn: Proof['condemn'] = (id, why, now) => {
    const logged = seals.logged(id);
    const stood = db.get('SELECT state, detail FROM outbox WHERE id = ?', [id]);
    db.run("INSERT INTO outbox_history (id, at, event, state, detail) VALUES (?, ?, 'stood', ?, ?)", [
      ...[id, now, stood?.['state'] ?? '', stood?.['detail'] ?? ''],
    ]);
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
         amount = CASE kind WHEN 'add-credit' THEN min(max(amount, 1), ${MOST_CENTS}) ELSE 0 END,
         kind = CASE kind WHEN 'add-credit' THEN kind ELSE 'create-guest' END,
         confirmed_new = confirmed_new <> 0,
         given_at = CASE WHEN given_at BETWEEN 0 AND ${LAST_MS} THEN given_at ELSE ? END,
         accepted_at = CASE WHEN accepted_at BETWEEN 0 AND ${LAST_MS} THEN accepted_at ELSE ? END,
         approved_by_id = CASE WHEN approved_by IS NULL THEN NULL ELSE approved_by_id END,
         seq = CASE WHEN seq BETWEEN 1 AND ${MOST_SEQ} THEN seq
           ELSE (SELECT coalesce(max(seq), 0) + 1 FROM outbox WHERE seq BETWEEN 1 AND ${MOST_SEQ}) END,
         state = 'stuck', since = ?, detail = ?
       WHERE id = ?`,
      [now, now, now, ALTERED, id],
    );
    return tell(id, why, now);
  };

  return {
    setAside: (id, now) => {
      const verdict = seals.check('outbox', id);
      return verdict === 'whole' || verdict === 'missing' ? null : condemn(id, verdict, now);
    },
    condemn,
    bringBack: (id, kind, now) => {
      if (db.get('SELECT 1 AS there FROM outbox WHERE id = ?', [id])) return null;
      const logged = kind === 'credit' ? seals.logged(id) : null;
      const by = logged?.by ?? { id: '', shortName: '-' };
      db.run(
        `INSERT INTO outbox (id, kind, guest_id, amount, reason_id, note, given_at, accepted_at, given_by_id, given_by,
           approved_by_id, approved_by, state, since, detail)
         VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, 'stuck', ?, ?)`,
        [
          ...[id, logged ? 'add-credit' : 'create-guest', logged?.guestId ?? id, logged?.amount ?? 0],
          ...[logged?.reasonId ?? '', logged?.at ?? now, logged?.at ?? now, by.id, by.shortName],
          ...[logged?.approver?.id ?? null, logged?.approver?.shortName ?? null, now, ALTERED],
        ],
      );
      return tell(id, 'missing', now);
    },
  };
}
