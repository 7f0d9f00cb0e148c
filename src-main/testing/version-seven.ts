/** Takes away what the migrations after version 7 added, so that database is as that version left them. */
export const AS_VERSION_SEVEN: readonly string[] = [
  ...['outbox', 'staff'].flatMap((table) => [
    `ALTER TABLE ${table} DROP COLUMN line`,
    `ALTER TABLE ${table} DROP COLUMN seal`,
  ]),
  'DROP TABLE lockout',
  `CREATE TABLE lockout (keypad TEXT PRIMARY KEY, failures INTEGER NOT NULL, locks INTEGER NOT NULL,
     locked_for_ms INTEGER NOT NULL, locked_at INTEGER NOT NULL, recent INTEGER NOT NULL DEFAULT 0,
     lift_tries INTEGER NOT NULL DEFAULT 0) STRICT`,
  'DROP INDEX ledger_by_subject',
  `CREATE INDEX ledger_by_credit ON ledger (CASE WHEN json_valid(event) THEN event ->> '$.creditId' END)
     WHERE kind IN ('issued', 'outbox', 'undone')`,
  'PRAGMA user_version = 7',
];
