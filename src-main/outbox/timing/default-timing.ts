/** When things are tried again. All times in ms. */
export interface Timing {
  /** How long an accepted credit may be undone before anything is sent. */
  readonly undoMs: number;
  /** First step of the back-off; each further step doubles. */
  readonly firstDelayMs: number;
  /** No back-off is longer. */
  readonly maxDelayMs: number;
  /**
   * How long after an attempt of unknown outcome the CRM's "nothing here" begins to prove absence. It covers what may
   * still be on its way after we stopped waiting, plus the CRM's own lag between writing and reading.
   */
  readonly settleMs: number;
  /** How many such answers it takes, however long we waited: one may come from a reader that lags. */
  readonly absencesNeeded: number;
  /** Between two requests of what no one is waiting for. */
  readonly requestEveryMs: number;
  /** How many guests are served at once. */
  readonly parallel: number;
  /** After waiting this long unsent, an entry is for a person to decide about. */
  readonly tooOldMs: number;
  /** How long what is settled or cancelled stays in the queue's table. Its history stays. */
  readonly keepMs: number;
}

const HOUR_MS = 3_600_000;

export const DEFAULT_TIMING: Timing = {
  undoMs: 30_000,
  firstDelayMs: 1_000,
  maxDelayMs: 5 * 60_000,
  settleMs: 60_000,
  absencesNeeded: 2,
  requestEveryMs: 1_000,
  parallel: 3,
  tooOldMs: 72 * HOUR_MS,
  keepMs: 90 * 24 * HOUR_MS,
};
