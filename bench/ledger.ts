import { join } from 'node:path';
import { runApart } from './lib/child.ts';
import type { Suite } from './lib/suite.ts';

const LINES = 1_000_000;

interface Figures {
  readonly state: string;
  readonly appendMedianMs: number;
  readonly append99Ms: number;
  readonly verifySeconds: number;
  readonly csvSeconds: number;
  readonly pinCheckAloneSeconds: number;
  readonly pinCheckWhileVerifyingSeconds: number;
}

export const suite: Suite = {
  about: 'a ledger of a million lines: one more line, the whole read through, and a sign-in meanwhile',
  run: async (tell) => {
    const script = join(import.meta.dirname, 'lib/ledger-run.ts');
    await runApart<Figures>(script, ['--lines', String(LINES)], (found) => {
      if (found.state !== 'whole') throw new Error(`The ledger was found ${found.state}`);
      const row = (metric: string, value: number, unit: string): void =>
        tell({ subject: 'hoststand', n: LINES, metric, value, unit });
      row('append p50', found.appendMedianMs, 'ms');
      row('append p99', found.append99Ms, 'ms');
      row('verify', found.verifySeconds * 1_000, 'ms');
      row('export to CSV', found.csvSeconds * 1_000, 'ms');
      row('PIN check alone', found.pinCheckAloneSeconds * 1_000, 'ms');
      row('worst PIN check of 5 while verifying', found.pinCheckWhileVerifyingSeconds * 1_000, 'ms');
    });
  },
};
