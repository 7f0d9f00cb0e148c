import type { Timing } from './default-timing.ts';

/**
 * Exponential back-off with half jitter: between half and all of `first * 2^step`, capped. Kiosks that lost the line
 * together must not come back together, yet none may come back at once.
 */
export function backOff(
  timing: Pick<Timing, 'firstDelayMs' | 'maxDelayMs'>,
  step: number,
  random: number,
): number {
  const whole = Math.min(timing.maxDelayMs, timing.firstDelayMs * 2 ** step);
  return Math.round(whole / 2 + (whole / 2) * random);
}

/**
 * How much of a delay is left after a restart, when only the wall clock can tell. A clock set back cannot make it longer
 * than it was; a clock set forward can only end it.
 */
export function leftAfterRestart(delayMs: number, since: number, now: number): number {
  return Math.max(0, Math.min(delayMs, since + delayMs - now));
}
