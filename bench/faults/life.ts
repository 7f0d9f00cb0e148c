/** One life of a subject, in a process made to be killed. `life.ts ORDER.json`; tells on descriptor 3. */
import { readFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { USUAL } from '../peers/subject.ts';
import { SUBJECTS } from '../peers/subjects.ts';
import { type LifeOrder, TOLD_FD, type Told } from './order.ts';
import { SCALED } from './scale.ts';

const order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as LifeOrder;
/** What is in the pipe outlives the process: what was told before a SIGKILL is heard. */
const tell = (told: Told): void => {
  writeSync(TOLD_FD, `${JSON.stringify(told)}\n`);
};
let over = false;
process.stdin.on('end', () => {
  over = true;
  // However it stands: a library may wait for ever for a file that it cannot open.
  setTimeout(() => process.exit(1), 3_000).unref();
});
process.stdin.resume();

const { folder, crm } = order;
const subject = await SUBJECTS[order.subject]({ ...USUAL, ...SCALED, folder, crm, onSent: () => {} });
for (const credit of order.credits) {
  await subject.accept(credit);
  tell({ say: 'accepted', id: credit.id });
}
if (order.then === 'die') process.kill(process.pid, 'SIGKILL');
tell({ say: 'all-accepted' });
while (!over) {
  tell({ say: 'standing', ...(await subject.standing()) });
  await sleep(150);
}
await subject.close();
process.exit(0);
