import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openBetterQueue } from './better-queue.ts';
import { openConfArray } from './conf-array.ts';
import { openHoststand } from './hoststand.ts';
import { openPlainjob, openPlainjobSynced } from './plainjob.ts';
import type { OpenSubject } from './subject.ts';

/** Everything that is measured, by the name it has in the figures. */
export const SUBJECTS = {
  hoststand: openHoststand,
  plainjob: openPlainjob,
  'plainjob-full': openPlainjobSynced,
  'better-queue': openBetterQueue,
  'conf-array': openConfArray,
} as const satisfies Record<string, OpenSubject>;
export type SubjectName = keyof typeof SUBJECTS;

/** What each needs from bench/node_modules; the first file of an addon is asked for too, as it may not have been built. */
const NEEDS: Readonly<Record<SubjectName, readonly string[]>> = {
  hoststand: [],
  plainjob: ['better-sqlite3'],
  'plainjob-full': ['better-sqlite3'],
  'better-queue': ['sqlite3', 'better-queue'],
  'conf-array': [],
};
const ESM: Readonly<Partial<Record<SubjectName, string>>> = { plainjob: 'plainjob', 'conf-array': 'conf' };

/**
 * Which of `names` can be measured on this machine. Says of each other what is missing: a native addon that could be
 * neither fetched nor built leaves its library out, and the others are measured anyway.
 */
export async function present<N extends SubjectName>(names: readonly N[]): Promise<readonly N[]> {
  const require = createRequire(join(import.meta.dirname, 'subjects.ts'));
  const here: N[] = [];
  for (const name of names) {
    try {
      for (const need of NEEDS[name]) require(need);
      const module = ESM[name];
      if (module !== undefined) await import(module);
      here.push(name);
    } catch (error) {
      const [why] = String(error instanceof Error ? error.message : error).split('\n');
      console.log(`  ${name} is left out: ${why}`);
    }
  }
  return here;
}
