/** Three whole numbers, as `1.5.0`. */
export const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/;

/** Whether a version is newer than another. What is no version (a build from the sources, with a suffix) counts by its numbers. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(than)];
  for (const at of [0, 1, 2]) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

const numbersOf = (version: string): readonly number[] =>
  (version.match(/^\d+\.\d+\.\d+/)?.[0] ?? '').split('.').map(Number);
