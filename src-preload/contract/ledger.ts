/** What reading the whole ledger found. */
export type LedgerCheck =
  | {
      /** Every line is there, in order, as it was written. */
      readonly state: 'whole';
      readonly lines: number;
      /** Stands for all of it: noted elsewhere with the number of lines, it shows later whether these lines are still those. */
      readonly seal: string;
      /** Lines whose key is gone: there and in order, but no longer proven. */
      readonly unproven: number;
      /** How often, at a start, what is kept apart to show a cut was missing. */
      readonly unwatched: number;
    }
  | {
      readonly state: 'broken';
      /** The first line that is missing or not as it was written. */
      readonly line: number;
      readonly why: 'missing' | 'changed';
      /** How many lines before it are right. */
      readonly lines: number;
    };
