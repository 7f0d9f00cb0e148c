/** Commits one credit form, says whether that worked, and dies at once: what is there afterwards was on the disk. */
import { openDatabase } from '../../../src-main/storage/open-database.ts';

const opened = openDatabase(process.argv[2] ?? '', 'training');
if (!opened.ok) throw new Error(opened.error.code);
let said = 'saved';
try {
  opened.value.transaction(() =>
    opened.value.run(
      "INSERT INTO credit_form (credit_id, guest_id, staff_id, opened_at) VALUES ('c', 'g', 's', 1)",
    ),
  );
} catch {
  said = 'not saved';
}
process.stdout.write(said, () => process.kill(process.pid, 'SIGKILL'));
