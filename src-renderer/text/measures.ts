import type { Language } from '../../src-preload/contract/status.ts';

const STEPS = [
  [1e12, 'terabyte'],
  [1e9, 'gigabyte'],
  [1e6, 'megabyte'],
  [1e3, 'kilobyte'],
] as const;

/** "850 MB", "1.5 GB": room on a disk, as people say it. */
export function bytesText(bytes: number, language: Language): string {
  const [unit, name] = STEPS.find(([size]) => bytes >= size) ?? [1e3, 'kilobyte'];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: bytes / unit < 10 ? 1 : 0,
  }).format(bytes / unit);
}

/** "40 seconds", "12 minutes", "3 hours": how far a clock is off. */
export function spanText(ms: number, language: Language): string {
  const [size, unit] =
    ms < 120_000
      ? ([1_000, 'second'] as const)
      : ms < 7_200_000
        ? ([60_000, 'minute'] as const)
        : ([3_600_000, 'hour'] as const);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  }).format(ms / size);
}
