import type { LedgerCheck } from '../../src-preload/contract/ledger.ts';
import type { Result } from '../../src-preload/contract/result.ts';
import type { LedgerEvent, WriteLedger } from '../domain/ledger-event.ts';
import { SUBJECT, SUBJECT_KINDS } from '../domain/ledger-subject.ts';
import { errorText } from '../lib/error-words.ts';
import { loadKey } from '../lib/sealed-key.ts';
import type { Clock, Database, KeyStore, Logger, RowSeals, Scheduler, SecretBox, SqlRow } from '../ports.ts';
import {
  type LedgerEnd,
  type LedgerHead,
  type LedgerLine,
  NO_SEAL,
  readHead,
  sealLine,
  writeHead,
} from './chain.ts';
import type { HeadFile } from './head-file.ts';
import { createRowSeals, provenLine, toLine } from './row-seals.ts';
import { type ChainBreak, inspectLines, type Traces, verifyLines } from './verify.ts';

export interface LedgerPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly secretBox: SecretBox;
  readonly keys: KeyStore;
  readonly headFile: HeadFile;
  /** What this database are called: rows are sealed for them alone. */
  readonly databaseStamp: string;
}

/** How long the kept head may lag behind the ledger, ms: one write for all that happens meanwhile. */
const HEAD_LAG_MS = 200;
/** Lines read at a time while others want the main thread too: about 10 ms of work. */
const SLICE = 1_000;

/** What happened on this kiosk, in lines that cannot be changed unseen. */
export interface Ledger {
  /**
   * Writes a line. Synchronous, and part of whatever transaction is open: the line and what it tells of are on disk
   * together or not at all.
   */
  readonly append: WriteLedger;
  /** The last line that is written; null while there is none. */
  readonly head: () => LedgerEnd | null;
  /** Reads every line and says whether all are there and as they were written. Leaves the main thread free in between. */
  readonly verify: () => Promise<LedgerCheck>;
  /** The lines in order, a slice at a time; the main thread is free in between. */
  readonly slices: () => AsyncGenerator<readonly LedgerLine[]>;
  /**
   * Where this opening found lines missing at the end, or nothing to tell by whether some are: when the last line that is
   * there was written (UTC ms; 0 where there is none). Null where all is as it was left.
   */
  readonly cutAfter: number | null;
  /** Seals rows under a key derived from the ledger's, and compares them with its lines. */
  readonly seals: RowSeals;
  /** The same seals over another database of these records, a copy of this one. */
  readonly sealsIn: (copy: Database) => RowSeals;
  /** The proven lines about an entry of the outbox or a person, in order. */
  readonly linesAbout: (subject: string) => readonly LedgerLine[];
  /** This opening could not open the key: what was sealed before cannot be proven any more. */
  readonly keyLost: boolean;
  /**
   * Whether the rows of this database were never sealed, by what is kept apart from them: then what is there may be
   * taken over, once.
   */
  readonly rowsUnsealed: boolean;
  /** They are sealed now, and that is kept apart from them. Throws where the disk refuses. */
  readonly rowsAreSealed: () => void;
  /**
   * Reads every line like {@link Ledger.verify}, and writes down each break that was not found before. Returns those, and
   * what the lines say of rows. Null where the ledger was closed meanwhile.
   */
  readonly inspect: () => Promise<{ readonly breaks: readonly ChainBreak[]; readonly traces: Traces } | null>;
  /** Keeps the head now. To be called before the database closes. */
  readonly stop: () => void;
}

/**
 * Opens the ledger of this database. Compares it with the head that was kept apart: lines that are gone are recorded as
 * gone, before a newer head could cover them up.
 */
export async function openLedger(ports: LedgerPorts, training: boolean): Promise<Ledger> {
  const { db, clock, scheduler, logger, headFile } = ports;
  const { keys, epoch, lost } = await openKeys(ports, training);
  const key = keys.get(epoch);
  if (!key) throw new Error('The ledger has no key');
  let cancel: (() => void) | null = null;
  let ended = false;
  const kept = headFile.read();
  const readKept = (): LedgerHead | null => ownHead(key, headFile.read());

  const { last, at, after, about } = readLines(db);

  const found = last();
  // Nothing kept and nothing written: new database. A head of ours that does not say so: database of a version that
  // sealed no rows.
  const rowsUnsealed = kept === null ? found === null : !lost && readKept()?.rowsSealed === false;
  let rowsSealed = !rowsUnsealed;

  const writeDown = (): void => {
    cancel?.();
    cancel = null;
    // Also of an empty ledger: killed before the head of its very first line was kept, it must not look tampered with.
    const { seq, epoch: of, seal } = last() ?? { seq: 0, epoch, seal: NO_SEAL };
    headFile.write(writeHead(key, { seq, epoch: of, seal, rowsSealed }));
  };
  const keepHead = (): void => {
    try {
      writeDown();
    } catch (error) {
      // The ledger itself is whole; only a cut of its tail would show less well until the next line.
      logger.error('ledger-head-not-kept', { error: errorText(error) });
    }
  };

  const append: WriteLedger = (event) => {
    // Read each time: a transaction that was rolled back has taken its line with it.
    const before = last();
    const { kind, ...rest } = event;
    const line = {
      seq: (before?.seq ?? 0) + 1,
      epoch,
      at: clock.now(),
      kind,
      event: JSON.stringify(rest),
    };
    db.run('INSERT INTO ledger (seq, epoch, at, kind, event, seal) VALUES (?, ?, ?, ?, ?, ?)', [
      line.seq,
      line.epoch,
      line.at,
      line.kind,
      line.event,
      sealLine(key, before?.seal ?? NO_SEAL, line),
    ]);
    // Later, since the transaction around this line may not be on disk yet.
    cancel ??= scheduler.after(HEAD_LAG_MS, keepHead);
  };

  const slices = (): AsyncGenerator<readonly LedgerLine[]> =>
    // Lines written from here on are not part of this reading.
    readSlices(after, last()?.seq ?? 0, scheduler, () => ended);

  const missing = whatIsMissing(found, at, kept, key, lost);
  for (const event of missing) {
    logger.error('ledger-gap', { kind: event.kind });
    append(event);
  }
  keepHead();
  // The log file is a third place that an old copy of the data folder does not bring back.
  const start = last();
  logger.info('ledger-opened', { lines: start?.seq ?? 0, seal: start?.seal ?? '' });

  const input = () => ({ slices: slices(), keys, kept: readKept, last, at });

  const sealsIn = (of: Database): RowSeals =>
    createRowSeals({
      ...{ db: of, keys, epoch, databaseStamp: ports.databaseStamp },
      report: (table, row, why, name) => {
        logger.error('row-altered', { table, why });
        append({ kind: 'row-altered', table, row, name, why });
      },
    });

  return {
    append,
    head: last,
    slices,
    seals: sealsIn(db),
    sealsIn,
    linesAbout: (subject) => about(subject).flatMap((row) => provenLine(db, keys, row) ?? []),
    keyLost: lost,
    rowsUnsealed,
    rowsAreSealed: () => {
      rowsSealed = true;
      writeDown();
    },
    inspect: async () => {
      const { breaks, recorded, traces } = await inspectLines(input());
      if (ended) return null;
      const unknown = breaks.filter(({ line }) => !recorded.has(line));
      for (const { line, why } of unknown) {
        logger.error('record-broken', { line });
        append({ kind: 'record-broken', line, why });
      }
      return { breaks: unknown, traces };
    },
    cutAfter: missing.some(({ kind }) => kind !== 'key-lost') ? (found?.at ?? 0) : null,
    verify: () => verifyLines(input()),
    stop: () => {
      ended = true;
      keepHead();
      const line = last();
      logger.info('ledger-closed', { lines: line?.seq ?? 0, seal: line?.seal ?? '' });
    },
  };
}

/** A head of ours; null where there is none, or it is forged. */
function ownHead(key: Buffer, text: string | null): LedgerHead | null {
  const read = text === null ? null : readHead(key, text);
  return read && !read.forged ? read.head : null;
}

/** Reads lines as they are written. */
function readLines(db: Database) {
  const lines = 'SELECT seq, epoch, at, kind, event, seal FROM ledger';
  const one = (row: SqlRow | undefined): LedgerLine | null => (row ? toLine(row) : null);
  return {
    last: () => one(db.get(`${lines} ORDER BY seq DESC LIMIT 1`)),
    at: (seq: number) => one(db.get(`${lines} WHERE seq = ?`, [seq])),
    /** A slice of the lines after `seq`, up to `end`. */
    after: (seq: number, end: number): readonly LedgerLine[] =>
      db.all(`${lines} WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`, [seq, end, SLICE]).map(toLine),
    /** The rows of the lines about an entry of the outbox or a person, in order. */
    about: (subject: string): readonly SqlRow[] =>
      db.all(`${lines} WHERE ${SUBJECT_KINDS} AND ${SUBJECT} = ? ORDER BY seq`, [subject]),
  };
}

/** Reads the lines up to `end` a slice at a time, so that others get their turn. Ends early where the ledger is closed. */
async function* readSlices(
  after: (seq: number, end: number) => readonly LedgerLine[],
  end: number,
  scheduler: Scheduler,
  isEnded: () => boolean,
): AsyncGenerator<readonly LedgerLine[]> {
  let seen = 0;
  while (seen < end) {
    const rows = after(seen, end);
    const tail = rows.at(-1);
    if (!tail) return;
    seen = tail.seq;
    yield rows;
    await new Promise<void>((resume) => scheduler.after(0, resume));
    if (isEnded()) return;
  }
}

/** What a start has to record before anything else. */
function whatIsMissing(
  last: LedgerLine | null,
  at: (seq: number) => LedgerLine | null,
  kept: string | null,
  key: Buffer,
  lost: boolean,
): LedgerEvent[] {
  const lines = last?.seq ?? 0;
  const found: LedgerEvent[] = lost ? [{ kind: 'key-lost', lines }] : [];
  const read = kept === null ? null : readHead(key, kept);
  // With the key the head's own seal is lost as well; what it says can still be compared.
  if (!read || (read.forged && !lost)) {
    if (lines > 0 || kept !== null) found.push({ kind: 'head-missing', lines });
    return found;
  }
  const { head } = read;
  if (head.seq > lines) found.push({ kind: 'lines-missing', from: lines + 1, to: head.seq });
  else if (head.seq > 0 && at(head.seq)?.seal !== head.seal) {
    // As many lines or more, but others: an old copy was put back and went on from there.
    found.push({ kind: 'lines-missing', from: head.seq, to: head.seq });
  }
  return found;
}

/**
 * The keys by epoch. A key that is there but cannot be opened ends its epoch: the lines under it stay, and a new key seals
 * what comes after them. It is not thrown away, since the keyring may come back.
 */
async function openKeys(
  { db, keys: store, secretBox }: Pick<LedgerPorts, 'db' | 'keys' | 'secretBox'>,
  training: boolean,
): Promise<{ readonly keys: ReadonlyMap<number, Buffer>; readonly epoch: number; readonly lost: boolean }> {
  const keys = new Map<number, Buffer>();
  let epoch = 1;
  while (store.get(keyName(epoch + 1)) !== null) epoch += 1;
  // A key whose lines are here was made, so it is gone where it is not here: never made again under the same name.
  const used = Number(db.get('SELECT epoch FROM ledger ORDER BY seq DESC LIMIT 1')?.['epoch'] ?? 0);
  for (let of = 1; of <= Math.min(used, epoch + MAX_MISSING); of += 1) {
    if (store.get(keyName(of)) === null) store.set(keyName(of), GONE);
    epoch = Math.max(epoch, of);
  }
  const open = (of: number): Promise<Result<Buffer, 'lost'>> =>
    loadKey(store, secretBox, keyName(of), training);
  let lost = false;
  for (let of = 1; of <= epoch; of += 1) {
    const opened = await open(of);
    if (opened.ok) keys.set(of, opened.value);
    else if (of === epoch) lost = true;
  }
  if (lost) {
    epoch += 1;
    const made = await open(epoch);
    if (made.ok) keys.set(epoch, made.value);
  }
  return { keys, epoch, lost };
}

/** The seals of a read-only database: nothing is written. Null if a key is lost. */
export async function openSealsForReading(
  ports: Pick<LedgerPorts, 'db' | 'keys' | 'secretBox' | 'databaseStamp'>,
  allowUnsealed: boolean,
): Promise<RowSeals | null> {
  try {
    const { keys, epoch, lost } = await openKeys(ports, allowUnsealed);
    return lost ? null : createRowSeals({ ...ports, keys, epoch, report: () => {} });
  } catch {
    // A key that would have to be made or marked cannot be: the database is only read.
    return null;
  }
}

/** Stands for a key that is gone. */
const GONE = 'gone';
/** More keys than these are not lost in a row: a line that names one beyond them was written by someone else. */
const MAX_MISSING = 100;

const keyName = (epoch: number): string => `ledgerKey:${epoch}`;
