/** One subject in a process of its own: `measure.ts SUBJECT COUNT KEYSTROKES`. Prints a JSON line a figure. */
import { percentile } from '../lib/percentile.ts';
import { createKeystrokes, createPeople } from './people.ts';
import { SUBJECTS, type SubjectName } from './subjects.ts';

const [name, count, keystrokes] = process.argv.slice(2);
const n = Number(count);
const say = (metric: string, value: number, unit: string): void =>
  console.log(JSON.stringify({ subject: name, n, metric, value, unit }));

const people = createPeople();
const numbers: string[] = [];
const idsByNumber = new Map<string, string>();
/** Some of the guests, to type and to check the answers by. */
const next = () => {
  const person = people();
  if (numbers.length < 2_000) {
    numbers.push(person.digits);
    idsByNumber.set(person.digits, person.id);
  }
  return person;
};
globalThis.gc?.();
const before = process.memoryUsage();
const subject = await SUBJECTS[name as SubjectName](next, n);
globalThis.gc?.();
globalThis.gc?.();
const after = process.memoryUsage();
// External counts array buffers as well.
const held = after.heapUsed + after.external - before.heapUsed - before.external;
say('ready', subject.readyMs, 'ms');
say('longest_block', subject.longestMs, 'ms');
say('memory', held / 2 ** 20, 'mb');

for (const number of numbers.slice(0, 50)) {
  const mine = idsByNumber.get(number);
  const whole = await subject.startingWith(number);
  if (!whole.some(({ id }) => id === mine)) throw new Error(`${name} does not find ${number}`);
  if ((await subject.endingWith(number.slice(-4))).length === 0)
    throw new Error(`${name} finds no last four`);
}
const typed = createKeystrokes(numbers, Number(keystrokes));
const time = async (
  work: (text: string) => unknown,
  texts: readonly string[],
): Promise<readonly number[]> => {
  const took: number[] = [];
  for (const text of texts) {
    const since = performance.now();
    await work(text);
    took.push(performance.now() - since);
  }
  return took;
};
const lastFours = typed.map((_, at) => (numbers[at % numbers.length] ?? '').slice(-4));
// The first tenth warms the code up, as the first minutes of an evening do.
for (const [metric, work, texts] of [
  ['keystroke', subject.startingWith, typed],
  ['last_four', subject.endingWith, lastFours],
] as const) {
  const took = (await time(work, texts)).slice(Math.floor(texts.length / 10));
  say(`${metric}_p50`, percentile(took, 0.5), 'ms');
  say(`${metric}_p99`, percentile(took, 0.99), 'ms');
}
for (const [metric, work, texts] of [
  ['keystroke', subject.startingWith, typed],
  ['last_four', subject.endingWith, lastFours],
] as const) {
  const some = texts.slice(0, 100);
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  for (const text of some) await work(text);
  say(`${metric}_bytes`, Math.max(0, process.memoryUsage().heapUsed - heap) / some.length, 'bytes');
}
subject.close();
