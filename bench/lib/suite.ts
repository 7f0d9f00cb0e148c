/** One figure. `n` is the size it was measured at (guests, entries); `unit` of `value`: ms, us, bytes, mb, count. */
export interface Row {
  readonly suite: string;
  readonly subject: string;
  readonly n: number;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
}

/**
 * What every `bench/NAME.ts` exports as `suite`: `npm run bench -- NAME` runs it. Ours is the subject `hoststand`; every
 * other subject is measured in the same run, on the same machine, on the same data.
 */
export interface Suite {
  /** One line for the list of suites. */
  readonly about: string;
  /** Runs, telling each figure as it comes. Rejects where a subject gives wrong answers: a fast wrong one is none. */
  readonly run: (tell: (row: Omit<Row, 'suite'>) => void) => Promise<void>;
}
