import type { Clock } from '../ports.ts';

/**
 * How old open forms are, by the monotonic clock alone: setting the PC's clock ages nothing. A form of an earlier run is as
 * old as this run.
 */
export interface FormAges {
  /** A form was opened just now. */
  readonly opened: (id: string) => void;
  /** Whether it was opened before this run of the program, which may know less of it than was sent. */
  readonly isOfEarlierRun: (id: string) => boolean;
  /** ms of running time. */
  readonly ageMs: (id: string) => number;
  /** Whether a form that was opened in this run is younger than that, ms of running time, and not closed. */
  readonly anyYoungerThan: (ms: number) => boolean;
  /** The form is closed. */
  readonly forget: (id: string) => void;
}

export function createFormAges({ monotonic }: Pick<Clock, 'monotonic'>): FormAges {
  const runBegan = monotonic();
  const openedAt = new Map<string, number>();
  return {
    opened: (id) => {
      openedAt.set(id, monotonic());
    },
    isOfEarlierRun: (id) => !openedAt.has(id),
    ageMs: (id) => monotonic() - (openedAt.get(id) ?? runBegan),
    anyYoungerThan: (ms) => [...openedAt.values()].some((at) => monotonic() - at < ms),
    forget: (id) => {
      openedAt.delete(id);
    },
  };
}
