import type { Opening } from '../peers/subject.ts';

/**
 * The waits of a restaurant, made so short that a trial takes seconds: a request is waited for 2 s in place of 15; ours
 * asks for 3 s (in place of 60) before it believes "nothing here". Ten tries a second apart, as better-queue's README has
 * them, then stand for the ten of an evening, and an outage of 15 s for one that outlasts them. plainjob is told to take
 * up orphans after 3 s, where its own default is half an hour; one worker, as its README has it.
 */
export const SCALED = {
  answerMs: 2_000,
  orphanMs: 3_000,
  parallel: 1,
  tries: { most: 10, everyMs: 1_000 },
  timing: { requestEveryMs: 20, firstDelayMs: 200, maxDelayMs: 2_000, settleMs: 3_000, parallel: 3 },
} as const satisfies Partial<Opening>;

/** How late a request that was given up may still be carried out in these trials, ms: before ours believes its absence. */
export const LATE_MS = 2_500;
export const OUTAGE_MS = 15_000;
