/** Kills real kiosk processes at random moments and audits what is left. The last line is JSON; any loss exits 1. */
import { parseArgs } from 'node:util';
import { runTrial } from '../e2e/reliability/crash/trial.ts';

const USAGE = 'Usage: npm run crash -- --kills N [--seed N] [--kiosks N]';

/** Ends with a plain sentence: what, why, what to do. */
function stop(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

function readArguments() {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ options: { kills: text, seed: text, kiosks: text } }).values;
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}. ${USAGE}`);
  }
}

function readNumber(name: string, text: string | undefined, otherwise: number | null): number {
  if (text === undefined && otherwise !== null) return otherwise;
  if (text === undefined) return stop(`--${name} is missing. ${USAGE}`);
  if (!/^\d{1,10}$/.test(text)) return stop(`--${name} must be a whole number, not "${text}". ${USAGE}`);
  return Number(text);
}

const values = readArguments();
const kills = readNumber('kills', values.kills, null);
const seed = readNumber('seed', values.seed, Math.floor(Math.random() * 2 ** 31));
const kiosks = Math.max(1, readNumber('kiosks', values.kiosks, 2));

console.log(`Seed ${seed}: ${kills} kills over ${kiosks} kiosks`);
const { violations, posts, ...result } = await runTrial({
  ...{ kills, seed, kiosks },
  onProgress: (done) => {
    if (done % 25 === 0) console.log(`${done} kills`);
  },
});
for (const words of violations.slice(0, 50)) console.error(words);
const line = { ...result, posts: posts.all, postedAgain: posts.again, violations: violations.length, seed };
console.log(JSON.stringify(line));
if (violations.length > 0 || result.lost > 0 || result.duplicated > 0) process.exitCode = 1;
