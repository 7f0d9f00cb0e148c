import { spellings } from './normalize-text.ts';

/** What is typed continues from one word of a name to the next no further than this: no family's name is longer. */
const MAX_RUN = 64;
/** Words with a run; a name of more is no person's, and its other words are found alone. */
const MAX_RUNS = 16;
/** So many words before the longest may belong to it: "de la Cruz". */
const WORDS_BEFORE = 4;

/**
 * The texts that a name is found by: each of its words with those after it, without spaces and punctuation. What is typed
 * fits where it begins one of them: "brien" and "obrien" both find O'Brien, "delacruz" finds de la Cruz.
 */
export const nameRuns = (name: string): readonly string[] => spellings(name).flatMap(runsOf);

const runsOf = (words: readonly string[]): readonly string[] =>
  words.map((word, at) => (at < MAX_RUNS ? runFrom(words, at) : word));

function runFrom(words: readonly string[], from: number): string {
  let run = words[from] ?? '';
  for (let at = from + 1; at < words.length && run.length < MAX_RUN; at += 1) run += words[at];
  return run;
}

/** A name as it was typed, ready to be compared with many. */
export interface TypedName {
  /** Every name that {@link fits} has a run that begins with one of these. Empty where no letter was typed. */
  readonly needles: readonly string[];
  /** Whether this name may be meant: every word typed, alone or with the next ones, begins one of its runs. */
  readonly fits: (name: string) => boolean;
}

export function typedName(text: string): TypedName {
  const typed = spellings(text).filter((words) => words.length > 0);
  return {
    needles: [...new Set(typed.flatMap(needlesOf))],
    fits: (name) => {
      const own = spellings(name);
      // Mostly each word typed begins a word, which is told sooner than the runs are made.
      if (typed.some((words) => own.some((names) => eachBegins(words, names)))) return true;
      return own.some((names) => {
        const runs = runsOf(names);
        return typed.some((words) => partsBegin(words, runs));
      });
    },
  };
}

/** The longest word finds fewest guests. It begins a run itself, or it belongs to the words before it: "O Brien" to OBrien. */
function needlesOf(words: readonly string[]): readonly string[] {
  const lengths = words.map(({ length }) => length);
  const longest = lengths.indexOf(Math.max(...lengths));
  const needles: string[] = [];
  for (let from = longest; from >= 0 && longest - from <= WORDS_BEFORE; from -= 1) {
    needles.push(words.slice(from, longest + 1).join(''));
  }
  return needles;
}

const eachBegins = (words: readonly string[], names: readonly string[]): boolean =>
  words.every((word) => names.some((name) => name.startsWith(word)));

/** Whether the words can be put together, in their order, into parts that each begin a run. */
function partsBegin(words: readonly string[], runs: readonly string[]): boolean {
  /** Whether the words before this one are such parts. */
  const reached = [true, ...words.map(() => false)];
  for (let from = 0; from < words.length; from += 1) {
    if (reached[from] !== true) continue;
    let part = '';
    for (let to = from; to < words.length; to += 1) {
      part += words[to];
      if (!runs.some((run) => run.startsWith(part))) break;
      reached[to + 1] = true;
    }
  }
  return reached[words.length] === true;
}

/** Whether two whole names are one except for accents, punctuation and spaces. Never for names without a letter. */
export function sameName(one: string, other: string): boolean {
  const closed = (name: string) => spellings(name).map((words) => words.join(''));
  const others = closed(other);
  return closed(one).some((name) => name !== '' && others.includes(name));
}
