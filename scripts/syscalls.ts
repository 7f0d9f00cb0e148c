/** Puts a fault at every write and sync of one canonical story of a kiosk's disk. The last line is JSON; any loss exits 1. */
import { parseArgs } from 'node:util';
import { whyNoStrace } from '../e2e/reliability/syscalls/strace.ts';
import { listPoints, sampleOf, sweep } from '../e2e/reliability/syscalls/sweep.ts';

const USAGE = 'Usage: npm run syscalls [-- --points N]. Without a number every point is tried.';

/** Ends with a plain sentence: what, why, what to do. */
function stop(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

function readArguments() {
  try {
    return parseArgs({ options: { points: { type: 'string' } } }).values;
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}. ${USAGE}`);
  }
}

const { points: asked } = readArguments();
if (asked !== undefined && !/^[1-9]\d{0,6}$/.test(asked)) {
  stop(`--points must be a whole number from 1, not "${asked}". ${USAGE}`);
}
const why = whyNoStrace();
if (why !== null) {
  console.log(`Skipped, nothing was tried: ${why}`);
  process.exit(0);
}

const startedAt = performance.now();
const all = await listPoints();
const points = sampleOf(all, asked === undefined ? all.length : Number(asked));
console.log(`${points.length} of ${all.length} points`);
const { words, ...result } = await sweep(points, {
  onProgress: (done) => {
    if (done % 100 === 0) console.log(`${done} points`);
  },
});
for (const line of words.slice(0, 50)) console.error(line);
const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
console.log(JSON.stringify({ ...result, seconds }));
if (words.length > 0) process.exitCode = 1;
