import { join } from 'node:path';
import { runApart } from './lib/child.ts';
import type { Row, Suite } from './lib/suite.ts';

const MEASURE = join(import.meta.dirname, 'lookup', 'measure.ts');
/**
 * Subject, guests, keystrokes: as many for each, so that each is as warm, except for Fuse.js, which would need minutes.
 * A million is ours alone: the peers need gigabytes, or minutes, for it.
 */
const RUNS = [
  ['hoststand', 100_000, 20_000],
  ['fuse.js', 100_000, 200],
  ['minisearch', 100_000, 20_000],
  ['flexsearch', 100_000, 20_000],
  ['hoststand', 1_000_000, 20_000],
] as const;

/** Room for young objects, so that what a keystroke allocates is not collected while it is counted. */
const NODE = ['--expose-gc', '--max-semi-space-size=128', '--max-old-space-size=6000'];

export const suite: Suite = {
  about: 'guests found by their number, key by key, beside Fuse.js, MiniSearch and FlexSearch',
  run: async (tell) => {
    for (const [subject, n, keystrokes] of RUNS) {
      await runApart<Omit<Row, 'suite'>>(MEASURE, [subject, String(n), String(keystrokes)], tell, {
        nodeArgs: NODE,
      });
    }
  },
};
