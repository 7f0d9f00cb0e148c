/** Migrates a database file, and is killed after its n-th step. Says how many steps there are where it was not. */
import { migrate } from '../../../src-main/storage/migrate.ts';
import { openSqlite } from '../../../src-main/storage/sqlite.ts';
import { createSteppedDatabase } from './stepped-database.ts';

const [path = '', last = '0'] = process.argv.slice(2);
const opened = openSqlite(path);
if (!opened.ok) throw new Error(opened.error.code);
const { db, steps } = createSteppedDatabase(opened.value, (step) => {
  if (step !== Number(last)) return;
  process.kill(process.pid, 'SIGKILL');
  for (;;);
});
const migrated = migrate(db, path);
process.stdout.write(migrated.ok ? String(steps()) : migrated.error.code);
