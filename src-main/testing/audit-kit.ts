import { DatabaseSync } from 'node:sqlite';
import type { HeadFile } from '../audit/head-file.ts';
import { openLedger } from '../audit/ledger.ts';
import type { SecretBox } from '../ports.ts';
import { createMeta, openDatabase } from '../storage/open-database.ts';
import { createFakeLogger, createFakeSecretBox, createFakeTime, type FakeTime } from './fakes.ts';

/** The head in memory; `text` is what is kept. */
export interface FakeHead extends HeadFile {
  text: string | null;
}

export function createFakeHead(text: string | null = null): FakeHead {
  const head: FakeHead = {
    text,
    read: () => head.text,
    write: (next) => {
      head.text = next;
    },
  };
  return head;
}

/** Opens a ledger over a file, as compose does. */
export async function openTestLedger(
  path: string,
  options: { time?: FakeTime; head?: FakeHead; secretBox?: SecretBox } = {},
) {
  const opened = openDatabase(path, 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const time = options.time ?? createFakeTime();
  const head = options.head ?? createFakeHead();
  const logger = createFakeLogger();
  const ledger = await openLedger(
    {
      db,
      clock: time.clock,
      // Slices follow one another at once; a head is kept when the test lets time pass.
      scheduler: {
        after: (ms, run) => {
          if (ms > 0) return time.scheduler.after(ms, run);
          queueMicrotask(run);
          return () => {};
        },
      },
      logger,
      secretBox: options.secretBox ?? createFakeSecretBox(),
      keys: createMeta(db),
      headFile: head,
      databaseStamp: 'training',
    },
    true,
  );
  const close = () => {
    ledger.stop();
    db.close();
  };
  return { db, time, head, ledger, logger, close };
}

/** Does to the file what its triggers forbid (`without` them), as someone with the file and without the key would. */
export function tamper(path: string, sql: string, without = true): void {
  const db = new DatabaseSync(path);
  if (without) {
    const names = ['ledger_no_update', 'ledger_no_delete', 'ledger_no_replace'];
    for (const name of names) db.exec(`DROP TRIGGER IF EXISTS ${name}`);
  }
  db.exec(sql);
  db.close();
}
