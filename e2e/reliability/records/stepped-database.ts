import type { Database } from '../../../src-main/ports.ts';

/**
 * A database that calls `after` behind each statement and each commit, and between a transaction's last statement and its commit:
 * with the number of the step, from 1.
 */
export function createSteppedDatabase(
  db: Database,
  after: (step: number) => void,
): { readonly db: Database; readonly steps: () => number } {
  let steps = 0;
  const step = <T>(done: T): T => {
    steps += 1;
    after(steps);
    return done;
  };
  return {
    db: {
      ...db,
      exec: (sql) => step(db.exec(sql)),
      run: (sql, params) => step(db.run(sql, params)),
      transaction: (work) => step(db.transaction(() => step(work()))),
    },
    steps: () => steps,
  };
}
