import type { Translate } from './i18n.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in words: "just now", "20 minutes ago", "an hour ago", "3 days ago". A moment to come is "just now". */
export function ago(ms: number, t: Translate): string {
  if (ms < MINUTE) return t('ago.now');
  if (ms < HOUR) return t('ago.minutes', { count: Math.trunc(ms / MINUTE) });
  if (ms < DAY) return t('ago.hours', { count: Math.trunc(ms / HOUR) });
  return t('ago.days', { count: Math.trunc(ms / DAY) });
}
