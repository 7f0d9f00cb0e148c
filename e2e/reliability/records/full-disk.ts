import { DatabaseSync, StatementSync } from 'node:sqlite';
import { vi } from 'vitest';

/** What SQLite says of a full disk. https://sqlite.org/rescode.html#full */
const full = (): Error =>
  Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });

/**
 * Makes the disk under every open database full: reading works, no commit and (unless `commitsOnly`) no write does.
 * Returns the way back.
 */
export function fillDisk(commitsOnly = false): () => void {
  const { exec: realExec } = DatabaseSync.prototype;
  const exec = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (
    this: DatabaseSync,
    sql: string,
  ) {
    if (/^(COMMIT|VACUUM|PRAGMA user_version =)/.test(sql)) throw full();
    realExec.call(this, sql);
  });
  const run = commitsOnly
    ? null
    : vi.spyOn(StatementSync.prototype, 'run').mockImplementation(() => {
        throw full();
      });
  return () => {
    exec.mockRestore();
    run?.mockRestore();
  };
}
