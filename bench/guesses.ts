/**
 * Checks the count of guesses at PINs over random histories: node bench/guesses.ts [histories] [first seed]. The last line is
 * JSON. Fails where an hour held more than twenty wrong guesses; the seed plays that history again.
 */
import { MOST_AN_HOUR, playGreedily, playHistory } from '../src-main/testing/guess-histories.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const from = Number(process.argv[3] ?? 1);
const began = performance.now();
const sums = { guesses: 0, lifts: 0, rightPins: 0, restarts: 0, turnedAway: 0, inTraining: 0 };
let most = 0;
let worst = from;
for (let seed = from; seed < from + count; seed += 1) {
  const history = playHistory(seed);
  for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += history[key];
  if (history.mostInAnHour > most) {
    most = history.mostInAnHour;
    worst = seed;
  }
}
const greedy = playGreedily(24, true, true);
console.log(
  JSON.stringify({
    histories: count,
    mostInAnHour: most,
    seed: worst,
    ...sums,
    greedy24h: greedy.guesses,
    greedyHour: greedy.mostInAnHour,
    seconds: Math.round((performance.now() - began) / 1000),
  }),
);
process.exitCode = most > MOST_AN_HOUR || greedy.mostInAnHour > MOST_AN_HOUR ? 1 : 0;
