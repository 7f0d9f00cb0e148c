/** What earlier versions kept in the open: notes, a manager's reason for giving up on a credit, and the CRM's words of a refusal. */
import type { Database, GuestSealer, RowSeals } from '../ports.ts';
import { isOpenNote, sealNote, withoutOwnWords } from './rows.ts';

/** Whether anything was ever accepted here. */
export const wasUsed = (db: Database): boolean =>
  db.get('SELECT 1 AS found FROM outbox_history LIMIT 1') !== undefined;

/** Whether a row holds words in the open. Also true of words whose key is lost. */
export const hasEarlierWords = (db: Database, sealer: GuestSealer): boolean =>
  openNotes(db).length > 0 ||
  openReasons(db, 'outbox', sealer).length > 0 ||
  openReasons(db, 'outbox_history', sealer).length > 0;

/**
 * Seals them. A row that its seal proves is sealed again as it now is; one that is altered stays so, for the person who
 * looks for those. `seals` is null for a copy of a version that sealed no rows. To be called in a transaction.
 */
export function sealEarlierWords(
  db: Database,
  sealer: GuestSealer,
  seals: Pick<RowSeals, 'check' | 'seal'> | null,
): void {
  changeWords(db, sealer, {
    note: (note) => sealNote(note, sealer),
    reason: (reason) => sealer.seal(reason) ?? '',
    around: (id, change) => {
      const isWhole = seals?.check('outbox', id) === 'whole';
      change();
      if (isWhole) seals?.seal('outbox', id);
    },
  });
}

/** Takes them out, of a copy that is kept for a version which could not read them sealed. To be called in a transaction. */
export const dropEarlierWords = (db: Database, sealer: GuestSealer): void =>
  changeWords(db, sealer, { note: withoutOwnWords, reason: () => '', around: (_, change) => change() });

interface Change {
  readonly note: (note: string) => string;
  readonly reason: (reason: string) => string;
  readonly around: (id: string, change: () => void) => void;
}

function changeWords(db: Database, sealer: GuestSealer, { note, reason, around }: Change): void {
  for (const { id, words } of openNotes(db)) {
    around(id, () => db.run('UPDATE outbox SET note = ? WHERE id = ?', [note(words), id]));
  }
  const put = (table: Table, row: number, words: string): void => {
    db.run(`UPDATE ${table} SET detail = json_set(detail, '$.reason', ?) WHERE seq = ?`, [
      reason(words),
      row,
    ]);
  };
  for (const { id, row, words } of openReasons(db, 'outbox', sealer)) {
    around(id, () => put('outbox', row, words));
  }
  for (const { row, words } of openReasons(db, 'outbox_history', sealer)) put('outbox_history', row, words);
}

type Table = 'outbox' | 'outbox_history';

function openNotes(db: Database): readonly { readonly id: string; readonly words: string }[] {
  return db
    .all("SELECT id, note FROM outbox WHERE kind = 'add-credit' AND note <> ''")
    .map(({ id, note }) => ({ id: String(id), words: String(note) }))
    .filter(({ words }) => isOpenNote(words));
}

function openReasons(
  db: Database,
  table: Table,
  sealer: GuestSealer,
): readonly { readonly row: number; readonly id: string; readonly words: string }[] {
  return db
    .all(
      `SELECT seq, id, detail ->> '$.reason' AS reason FROM ${table}
       WHERE state = 'cancelled' AND json_valid(detail) AND coalesce(json_type(detail, '$.reason'), '') = 'text'
         AND detail ->> '$.reason' <> ''`,
    )
    .map(({ seq, id, reason }) => ({ row: Number(seq), id: String(id), words: String(reason) }))
    .filter(({ words }) => sealer.open(words) === null);
}
