import type { Database } from '../../../../src-main/ports.ts';

/** Thrown into code whose process has just died: no one is there to catch it in earnest. */
export class ProcessDied extends Error {}

/** What happens to one operation of the disk. */
export type DiskFate =
  | 'works'
  /** Fails before anything was done (SQLITE_FULL). */
  | 'full-before'
  /** The work is done and the commit fails: rolled back (SQLITE_IOERR). */
  | 'error-at-commit'
  /** The commit fails and the disk with it; after the next start it is there (SQLITE_IOERR). */
  | 'unsynced'
  /** Reading fails (SQLITE_IOERR). */
  | 'read-error'
  /** The process dies with the transaction's work done and not committed. */
  | 'dies-before-commit'
  /** The process dies with the transaction committed and no one told. */
  | 'dies-after-commit';

export interface DiskPorts {
  readonly alive: () => boolean;
  /** Asked once for each write (a transaction, or a statement outside one) and each read outside a transaction. */
  readonly fate: (what: 'write' | 'read') => DiskFate;
  /** The process ends here and now. */
  readonly die: () => void;
}

/** SQLite's own errors, as node:sqlite throws them. */
export function diskError(kind: 'full' | 'io'): Error {
  const known = { full: [13, 'database or disk is full'], io: [10, 'disk I/O error'] } as const;
  const [errcode, errstr] = known[kind];
  return Object.assign(new Error(errstr), { code: 'ERR_SQLITE_ERROR', errcode, errstr });
}

/** A database on a disk that fails, in a process that may die, at any of its operations. */
export function createFaultyDisk(db: Database, ports: DiskPorts): Database {
  let inside = false;
  let gone = false;

  const write = <T>(work: () => T, commit: (all: () => T) => T): T => {
    if (!ports.alive()) throw new ProcessDied();
    if (inside) return work();
    const fate = ports.fate('write');
    if (gone) throw diskError('io');
    if (fate === 'full-before') throw diskError('full');
    inside = true;
    try {
      const value = commit(() => {
        const done = work();
        if (fate === 'dies-before-commit') {
          ports.die();
          throw new ProcessDied();
        }
        if (fate === 'error-at-commit') throw diskError('io');
        return done;
      });
      if (fate === 'dies-after-commit') {
        ports.die();
        throw new ProcessDied();
      }
      if (fate === 'unsynced') {
        gone = true;
        throw diskError('io');
      }
      return value;
    } finally {
      inside = false;
    }
  };
  const read = <T>(work: () => T): T => {
    if (!ports.alive()) throw new ProcessDied();
    if (gone) throw diskError('io');
    if (!inside && ports.fate('read') === 'read-error') throw diskError('io');
    return work();
  };

  return {
    exec: (sql) =>
      write(
        () => db.exec(sql),
        (all) => all(),
      ),
    run: (sql, params) =>
      write(
        () => db.run(sql, params),
        (all) => db.transaction(all),
      ),
    all: (sql, params) => read(() => db.all(sql, params)),
    get: (sql, params) => read(() => db.get(sql, params)),
    transaction: (work) => write(work, (all) => db.transaction(all)),
    isThere: db.isThere,
    close: () => db.close(),
  };
}
