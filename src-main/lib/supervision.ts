import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * What a supervisor makes of the end of the program: systemd through the kiosk's session, or Windows' Shell Launcher. It watches the process
 * that it started and no other, so a supervised kiosk never starts itself: it asks to be started.
 */
export const SUPERVISED = '--supervised';
/** Start it again. */
export const EXIT_AGAIN = 70;
/** A manager closed it: do not start it again. */
export const EXIT_BY_MANAGER = 75;

/** Whether the program runs under a supervisor. */
export const isSupervised = (args: readonly string[]): boolean => args.includes(SUPERVISED);

/** In development, a program younger than this would only fail the same way, over and over. ms. */
const TOO_YOUNG_MS = 20_000;

/** How the program ends after a crash, and whether it starts itself. An installed one always does: where crashes follow each other, it waits. */
export function endAfterCrash(program: {
  readonly supervised: boolean;
  readonly installed: boolean;
  readonly ageMs: number;
}): { readonly relaunch: boolean; readonly code: number } {
  if (program.supervised) return { relaunch: false, code: EXIT_AGAIN };
  return { relaunch: program.installed || program.ageMs > TOO_YOUNG_MS, code: 1 };
}

/** Starts further back than this tell nothing of now, ms. */
const RECENT_MS = 10 * 60_000;
/** How long a start waits, by how many recent ones did not end in order, ms. */
const WAITS_MS: readonly number[] = [0, 0, 2_000, 5_000, 15_000];
const LONGEST_MS = 60_000;

/** How long to wait before starting, ms: nothing after one crash, a minute where one follows the other. Times are UTC ms. */
export function backOffMs(starts: readonly number[], now: number): number {
  return WAITS_MS[recent(starts, now).length] ?? LONGEST_MS;
}

/** A clock that was set back leaves starts in the future: they count for nothing. */
const recent = (starts: readonly number[], now: number): readonly number[] =>
  starts.filter((at) => at <= now && now - at < RECENT_MS);

/**
 * Remembers in `file` the starts of this program that have not ended in order: after a crash, a kill or a power cut. `began` writes one down and
 * says how long to wait first, ms; `ended` forgets them all. A disk that refuses costs the waiting, and nothing else.
 */
export function createStarts(file: string): {
  readonly began: (now: number) => number;
  readonly ended: () => void;
} {
  return {
    began: (now) => {
      const before = recent(read(file), now);
      try {
        writeFileSync(file, JSON.stringify([...before, now]));
      } catch {
        // Then the next start does not know of this one.
      }
      return backOffMs(before, now);
    },
    ended: () => {
      try {
        rmSync(file, { force: true });
      } catch {
        // They are forgotten with time.
      }
    },
  };
}

function read(file: string): readonly number[] {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(found) ? found.filter((each) => typeof each === 'number').slice(-20) : [];
  } catch {
    return [];
  }
}
