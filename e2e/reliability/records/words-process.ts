/** Seals what an earlier version kept in the open, and is killed after its n-th step. Says how many steps there are where it was not. */
import { sealOpenWords } from '../../../src-main/app/earlier-words.ts';
import { createMeta, openDatabase } from '../../../src-main/storage/open-database.ts';
import { createFakeLogger, createFakeRowSeals, createFakeSealer } from '../../../src-main/testing/fakes.ts';
import { createSteppedDatabase } from './stepped-database.ts';

const [path = '', last = '0'] = process.argv.slice(2);
const opened = openDatabase(path, 'training');
if (!opened.ok) throw new Error(opened.error.code);
let steps = 0;
const step = (): void => {
  steps += 1;
  if (steps !== Number(last)) return;
  process.kill(process.pid, 'SIGKILL');
  for (;;);
};
const { db } = createSteppedDatabase(opened.value, step);
sealOpenWords({
  db,
  path,
  meta: createMeta(db),
  // A copy is changed without being watched: a step before each of its rows is sealed, and one after.
  ledger: {
    seals: createFakeRowSeals(db),
    sealsIn: (copy) => createFakeRowSeals(createSteppedDatabase(copy, step).db),
  },
  sealer: createFakeSealer(),
  logger: createFakeLogger(),
});
opened.value.close();
process.stdout.write(String(steps));
