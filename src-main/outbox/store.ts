import type { Cents } from '../../src-preload/contract/money.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { AcceptError } from '../domain/accepted-credit.ts';
import type { Database, GuestSealer, LoggedEntry, RowSeals } from '../ports.ts';
import { type Entry, firstState } from './entry.ts';
import type { Work } from './payload.ts';
import { COUNTS, createProof } from './proof.ts';
import { createAcceptLimits } from './reads/accept-limits.ts';
import { ALL, createEntryReads, type EntryReads, OPEN } from './reads/entries.ts';
import { COLUMNS, integer, rowOf, sealGuest, toEntry } from './rows.ts';
import type { EntryState } from './state.ts';
import { encodeState } from './state-codec.ts';

/** Limits on unsent credit on one kiosk, checked inside the accepting transaction. */
export interface WaitingLimits {
  readonly count: number;
  readonly sum: Cents;
  /** No new credit while something has waited longer than this, ms. */
  readonly ageMs: number;
}

/** Options for adding an entry. */
export interface Accepting {
  /** 0: it cannot be undone and is sent immediately. */
  readonly undoMs: number;
  /** Whether it is verified before it is sent, because its GUID is older than this run. Default: false. */
  readonly asksFirst?: boolean;
  readonly limits: WaitingLimits;
  /** UTC ms. */
  readonly now: number;
  /** Start of its age (UTC ms), by the CRM's clock if known. */
  readonly acceptedAt: number;
  /** How long an open entry has waited, ms. */
  readonly ageOf: (entry: Entry) => number;
  /** Whether it has failed often, over long: alone, or like all. Never where it is not given. */
  readonly isDeclined?: (entry: Entry) => boolean;
  /** Runs in the same transaction, after the limits were checked; an exception rolls everything back. */
  readonly alongside?: (() => void) | undefined;
}

/** An entry that ends by a manager's decision, and its replacement. */
interface Ended {
  readonly from: Entry;
  readonly to: Entry;
  readonly event: string;
  readonly by: Work | null;
}

/** Called for every change, inside its transaction: the log line is stored together with the change, or not at all. */
export type EntryListener = (entry: Entry, event: string) => void;

/** The outbox's table. Every write is one transaction that also writes the entry's history. */
export interface OutboxStore extends Omit<EntryReads, 'idsWhere'> {
  /**
   * Accepts a credit or a guest: on disk when this returns. A repeat (a second tap, a tap after a crash) returns the
   * existing entry.
   */
  readonly accept: (work: Work, how: Accepting) => Result<Entry, AcceptError>;
  /** Stores the result of an event, if the entry is unchanged; else changes nothing and returns false. */
  readonly put: (from: Entry, to: Entry, event: string, now: number) => boolean;
  /**
   * Ends entries and adds their replacements, in this order, all or nothing; false if one of them changed meanwhile, or
   * if this disk may not store a new guest. Replacements are exempt from the limits: the number waiting does not grow.
   */
  readonly replace: (ended: readonly Ended[], when: Pick<Accepting, 'now' | 'acceptedAt'>) => boolean;
  /**
   * Corrects the date that an entry's age and business day use; nothing else changes, in particular not the request.
   */
  readonly date: (id: string, acceptedAt: number, now: number) => void;
  /** Dates at `acceptedAt` what is dated after `latest`. */
  readonly dateAhead: (latest: number, acceptedAt: number, now: number) => void;
  /**
   * Turns open entries that are unreadable or altered into entries that need a person, also for counts; their history
   * keeps the old content. Returns those entries.
   */
  readonly markUnreadable: (now: number) => readonly Entry[];
  /**
   * The same for finished entries: `most` of them after the GUID `after`. `last`: where to continue; null at the end.
   */
  readonly inspectOver: (
    after: string,
    most: number,
    now: number,
  ) => { readonly altered: readonly Entry[]; readonly last: string | null };
  /** Restores entries that the ledger says were accepted but are missing. Returns those that need a person. */
  readonly bringBack: (known: Iterable<readonly [string, LoggedEntry]>, now: number) => readonly Entry[];
  /** Marks those of these entries that are still open as needing a person, because they can no longer be verified. */
  readonly condemn: (ids: readonly string[], now: number) => readonly Entry[];
  /**
   * Deletes what was accepted, and settled or cancelled, before a moment, and tells which; its history stays. Returns how many. Both, since this
   * PC's clock may have been months behind when it settled, and what is deleted could be given again under the same GUID.
   */
  readonly forgetOver: (before: number) => number;
}

/** Maximum number of GUIDs in one line of the ledger. */
const TOLD_AT_ONCE = 200;

const QUEUED: EntryState = { state: 'queued', delayMs: 0, attempts: 0, doubt: false };
/** Writes entries with their history and their seals, inside a transaction of the caller's. */
function createEntryWrites(
  db: Database,
  sealer: GuestSealer,
  seals: RowSeals,
  onEntryChange: EntryListener,
  get: OutboxStore['get'],
) {
  const noteDown = ({ work, at }: Entry, event: string, now: number): void => {
    db.run('INSERT INTO outbox_history (id, at, event, state, detail) VALUES (?, ?, ?, ?, ?)', [
      work.id,
      now,
      event,
      at.state,
      encodeState(at),
    ]);
  };
  const remember = (entry: Entry, event: string, now: number): void => {
    noteDown(entry, event, now);
    onEntryChange(entry, event);
  };
  const proof = createProof(db, sealer, seals, remember);
  const bringIn = (
    work: Work,
    sealed: string | null,
    at: EntryState,
    { now, acceptedAt }: Pick<Accepting, 'now' | 'acceptedAt'>,
    event: string,
    replaces: string | null,
  ): Entry => {
    const entry = { work, seq: 0, acceptedAt, since: now, at };
    const marks = COLUMNS.map(() => '?').join(', ');
    db.run(
      `INSERT INTO outbox (${COLUMNS.join(', ')}) VALUES (${marks})`,
      rowOf(entry, sealed, replaces, sealer),
    );
    const written = { ...entry, seq: integer(db.get('SELECT last_insert_rowid() AS seq'), 'seq') };
    remember(written, event, now);
    seals.seal('outbox', work.id);
    return written;
  };

  const write = (from: Entry, to: Entry, event: string, now: number): boolean => {
    // Before anything is sent, and before a new seal could make an altered row whole.
    if (proof.setAside(from.work.id, now).length > 0) return false;
    const over = to.at.state === 'settled' || to.at.state === 'cancelled';
    const confirmed = to.work.kind === 'create-guest' && to.work.confirmedNew;
    const changed = db.run(
      `UPDATE outbox SET state = ?, since = ?, detail = ?, confirmed_new = ?, sealed = ${over ? 'NULL' : 'sealed'}
       WHERE id = ? AND state = ? AND detail = ?`,
      [
        to.at.state,
        to.since,
        encodeState(to.at),
        confirmed ? 1 : 0,
        from.work.id,
        from.at.state,
        encodeState(from.at),
      ],
    );
    if (changed !== 1) return false;
    remember(to, event, now);
    seals.seal('outbox', from.work.id);
    return true;
  };
  const date = (id: string, acceptedAt: number, now: number): void => {
    if (proof.setAside(id, now).length > 0) return;
    db.run('UPDATE outbox SET accepted_at = ? WHERE id = ?', [acceptedAt, id]);
    const entry = get(id);
    if (!entry) return;
    noteDown(entry, 'dated', now);
    seals.seal('outbox', id);
  };
  return { proof, bringIn, write, date };
}

export function createOutboxStore(
  db: Database,
  sealer: GuestSealer,
  seals: RowSeals,
  onEntryChange: EntryListener = () => {},
  forgot: (ids: readonly string[]) => void = () => {},
): OutboxStore {
  const reads = createEntryReads(db, sealer);
  const { get, idsWhere } = reads;
  const overLimits = createAcceptLimits(db, sealer, reads.waiting);
  const { proof, bringIn, write, date } = createEntryWrites(db, sealer, seals, onEntryChange, get);
  return {
    accept: (work, how) =>
      db.transaction((): Result<Entry, AcceptError> => {
        const known = get(work.id);
        if (known) return sameWork(known.work, work) ? ok(known) : err({ code: 'other-content' });
        const over = overLimits(work, how);
        if (over) return err(over);
        const guest = work.kind === 'create-guest' ? work.guest : null;
        const sealed = guest && sealGuest(guest, sealer);
        if (work.kind === 'create-guest' && sealed === null) return err({ code: 'not-sealable' });
        how.alongside?.();
        return ok(bringIn(work, sealed, firstState(how), how, 'accepted', null));
      }),
    put: (from, to, event, now) => db.transaction(() => write(from, to, event, now)),
    replace: (ended, when) => {
      try {
        db.transaction(() => {
          for (const { from, to, event, by } of ended) {
            if (!write(from, to, event, when.now)) throw new Moved();
            if (by === null) continue;
            const guest = by.kind === 'create-guest' ? by.guest : null;
            const sealed = guest && sealGuest(guest, sealer);
            if (by.kind === 'create-guest' && sealed === null) throw new Moved();
            bringIn(by, sealed, QUEUED, when, 'replaces', from.work.id);
          }
        });
        return true;
      } catch (error) {
        if (error instanceof Moved) return false;
        throw error;
      }
    },
    date: (id, acceptedAt, now) => db.transaction(() => date(id, acceptedAt, now)),
    dateAhead: (latest, acceptedAt, now) =>
      db.transaction(() => {
        for (const id of idsWhere('accepted_at > ? ORDER BY seq', [latest])) date(id, acceptedAt, now);
      }),
    markUnreadable: (now) =>
      db.transaction(() => {
        const altered = idsWhere(`state IN (${OPEN})`, []).flatMap((id) => proof.setAside(id, now));
        const rows = db.all(`SELECT ${ALL} FROM outbox WHERE state IN (${OPEN}) AND state <> 'stuck'`);
        const unreadable = rows.filter((row) => toEntry(row, sealer).at.state === 'stuck');
        const marked = unreadable.map((row) => {
          const entry = toEntry(row, sealer);
          const stood = [entry.work.id, now, 'unreadable', String(row['state']), String(row['detail'])];
          db.run('INSERT INTO outbox_history (id, at, event, state, detail) VALUES (?, ?, ?, ?, ?)', stood);
          db.run('UPDATE outbox SET state = ?, since = ?, detail = ? WHERE id = ?', [
            'stuck',
            now,
            encodeState(entry.at),
            entry.work.id,
          ]);
          onEntryChange(entry, 'unreadable');
          seals.seal('outbox', entry.work.id);
          return entry;
        });
        return [...altered, ...marked];
      }),
    inspectOver: (after, most, now) =>
      db.transaction(() => {
        const ids = idsWhere(`state NOT IN (${OPEN}) AND id > ? ORDER BY id LIMIT ?`, [after, most]);
        const altered = ids.flatMap((id) => proof.setAside(id, now));
        return { altered, last: ids[most - 1] ?? null };
      }),
    bringBack: (known, now) =>
      db.transaction(() => [...known].flatMap(([id, logged]) => proof.bringBack(id, logged, now))),
    condemn: (ids, now) =>
      db.transaction(() => {
        const open = new Set(idsWhere(`state IN (${OPEN}) AND ${COUNTS}`, []));
        return ids.filter((id) => open.has(id)).flatMap((id) => proof.condemn(id, 'older', now));
      }),
    ...reads,
    forgetOver: (before) =>
      db.transaction(() => {
        const old = "state IN ('settled', 'cancelled') AND since < ? AND accepted_at < ?";
        const ids = idsWhere(old, [before, before]);
        for (let from = 0; from < ids.length; from += TOLD_AT_ONCE)
          forgot(ids.slice(from, from + TOLD_AT_ONCE));
        return db.run(`DELETE FROM outbox WHERE ${old}`, [before, before]);
      }),
  };
}

/** Rolls back a transaction whose entries changed meanwhile, or whose replacement cannot be stored. */
class Moved extends Error {}

/** A second tap differs only by a later time. An entry accepted under a guest's GUID is that guest. */
function sameWork(a: Work, b: Work): boolean {
  if (a.kind !== 'add-credit' || b.kind !== 'add-credit') return a.kind === b.kind;
  return a.guestId === b.guestId && a.amount === b.amount && a.reasonId === b.reasonId && a.note === b.note;
}
