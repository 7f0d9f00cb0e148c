import { MAX_PER_HOUR, playGreedily, playHistory } from '../src-main/testing/guess-histories.ts';
import type { Suite } from './lib/suite.ts';

const HISTORIES = 1_000_000;

export const suite: Suite = {
  about: 'wrong PINs over a million random histories: the most in any hour, and what happened in all of them',
  run: async (tell) => {
    const sums = { guesses: 0, lifts: 0, rightPins: 0, restarts: 0, turnedAway: 0, inTraining: 0 };
    let most = 0;
    let worst = 1;
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const history = playHistory(seed);
      for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += history[key];
      if (history.maxInAnHour > most) {
        most = history.maxInAnHour;
        worst = seed;
      }
    }
    const greedy = playGreedily(24, true, true);
    const row = (metric: string, value: number): void =>
      tell({ subject: 'hoststand', n: HISTORIES, metric, value, unit: 'count' });
    row('most wrong in an hour', most);
    row('wrong', sums.guesses);
    row('right', sums.rightPins);
    row('openings by a manager', sums.lifts);
    row('restarts', sums.restarts);
    row('in Training', sums.inTraining);
    row('turned away', sums.turnedAway);
    row('greedy, 24 hours', greedy.guesses);
    row('greedy, most in an hour', greedy.maxInAnHour);
    // The seed plays that history again.
    if (most > MAX_PER_HOUR) throw new Error(`Seed ${worst}: ${most} wrong PINs in an hour`);
    if (greedy.maxInAnHour > MAX_PER_HOUR)
      throw new Error(`Greedy: ${greedy.maxInAnHour} wrong PINs in an hour`);
  },
};
