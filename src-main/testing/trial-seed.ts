import fc from 'fast-check';

/**
 * The seed of every random trial in the tests: the same each time, so that a change is refused for what it does itself.
 * `HOSTSTAND_SEED=<number>` gives another; a workflow runs the trials with a fresh one every night.
 */
export const TRIAL_SEED = Number(process.env['HOSTSTAND_SEED'] ?? 20_261_130) | 0;

fc.configureGlobal({ seed: TRIAL_SEED });
