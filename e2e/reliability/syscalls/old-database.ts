import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { first } from '../../../src-main/storage/migrations/0001-first.ts';
import { openSqlite } from '../../../src-main/storage/sqlite.ts';

/** Credits accepted by an older program: one still held, one whose answer never came. */
export const OLD_CREDITS = [
  { id: '20000000-0000-4000-8000-000000000008', amount: 800, at: { state: 'held', delayMs: 30_000 } },
  {
    id: '20000000-0000-4000-8000-000000000009',
    amount: 900,
    at: { state: 'sending', attempts: 1, doubt: false },
  },
] as const;

/** Writes database as the first schema had them, with credit waiting: opening them brings them up to date. */
export function writeOldDatabase(path: string, now: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const opened = openSqlite(path);
  if (!opened.ok) throw new Error(`The old books cannot be made: ${opened.error.code}`);
  const db = opened.value;
  db.transaction(() => {
    db.exec(first);
    db.run("INSERT INTO meta (key, value) VALUES ('books', 'training')");
    for (const { id, amount, at } of OLD_CREDITS) {
      const values = [id, `guest-${amount}`, amount, now, at.state, now, JSON.stringify(at)];
      db.run(
        `INSERT INTO outbox (id, kind, guest_id, amount, reason_id, note, given_at, given_by_id, given_by, state, since, detail)
         VALUES (?, 'add-credit', ?, ?, 'long-wait', 'Long wait', ?, 'marco', 'Marco D.', ?, ?, ?)`,
        values,
      );
      db.run(
        "INSERT INTO outbox_history (id, at, event, state, detail) VALUES (?, ?, 'accepted', 'held', '{}')",
        [id, now],
      );
    }
    db.exec('PRAGMA user_version = 1');
  });
  db.close();
}
