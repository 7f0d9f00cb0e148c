import { expect, test } from 'vitest';
import { TRIAL_SEED } from '../../../src-main/testing/trial-seed.ts';
import { runTrial } from './trial.ts';

const KILLS = 12;

test('kiosks killed at random moments lose nothing, double nothing and send nothing that was taken back', async () => {
  const seed = TRIAL_SEED;
  const result = await runTrial({ kills: KILLS, seed, kiosks: 2 });
  expect(result, `seed ${seed}`).toMatchObject({
    kills: KILLS,
    lost: 0,
    duplicated: 0,
    violations: [],
  });
  // A trial in which nothing was given would show nothing.
  expect(result.settled, `seed ${seed}`).toBeGreaterThan(0);
  expect(result.settled + result.undone, `seed ${seed}`).toBe(result.accepted);
}, 240_000); // Some seconds here; the rest is for machines that are busy with other things.
