import type { ConfigProblem } from '../../src-preload/contract/status.ts';
import { errorText } from '../lib/error-words.ts';
import { merge } from './merge.ts';
import { readOwn } from './own.ts';
import { createSources, type Sources } from './provenance.ts';
import { type AppConfig, configSchema } from './schema.ts';

/** One layer as it was found: the file's text, or null where there is no file. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string | null;
  /** Why what it says is not even read, in words. */
  readonly refused?: string;
}

export interface LoadedConfig {
  readonly config: AppConfig;
  readonly problems: readonly ConfigProblem[];
  /** The admin's file as last found good, to be kept for the next start; null where there is none. */
  readonly lastGood: unknown;
  /** Where each setting in effect comes from. */
  readonly sources: Sources;
}

/**
 * Puts the layers together, lowest first: defaults, what a manager chose on this kiosk (`own`), the admin's file, the
 * environment (tests). A bad admin's file never stops the kiosk and never loosens the rules silently: the last good
 * copy stays in effect, or the (strict) defaults, and the screen says which file, which key, what is wrong and what
 * would be right.
 */
export function loadConfig(
  adminFile: ConfigFile,
  lastGood: unknown,
  environment: ConfigFile | null,
  own: unknown = {},
): LoadedConfig {
  const problems: ConfigProblem[] = [];
  const admin = readAdmin(adminFile, lastGood, problems);
  const over = environment ? readEnvironment(environment) : {};
  const chosen = readOwn(own, problems);
  const merged = merge(merge(chosen, admin), over);
  return {
    config: freeze(configSchema.parse(merged)),
    problems,
    lastGood: admin,
    sources: createSources([
      { source: 'environment', file: environment?.path ?? null, value: over },
      { source: 'admin', file: adminFile.path, value: admin },
      { source: 'kiosk', file: null, value: chosen },
    ]),
  };
}

function readAdmin(file: ConfigFile, lastGood: unknown, problems: ConfigProblem[]): unknown {
  if (file.text === null) return {};
  const read: Parsed =
    file.refused === undefined
      ? parse(file.text)
      : { ok: false, problems: [{ key: '', problem: file.refused }] };
  if (read.ok) return read.value;
  const kept = lastGood !== undefined && configSchema.safeParse(lastGood).success;
  for (const { key, problem } of read.problems) {
    problems.push({ file: file.path, key, problem, inForce: kept ? 'last-good' : 'defaults' });
  }
  return kept ? lastGood : {};
}

type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly { key: string; problem: string }[] };

function parse(text: string): Parsed {
  let value: unknown;
  try {
    // Windows editors like to begin with a byte order mark.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const problem = errorText(error);
    return { ok: false, problems: [{ key: '', problem: `not valid JSON: ${problem}` }] };
  }
  const checked = configSchema.safeParse(value);
  if (checked.success) return { ok: true, value };
  return {
    ok: false,
    problems: checked.error.issues.map((issue) =>
      issue.code === 'unrecognized_keys'
        ? {
            key: [...issue.path, issue.keys[0]].join('.'),
            problem: `no such setting${suggestion(issue.path, issue.keys[0] ?? '')}`,
          }
        : { key: issue.path.join('.'), problem: issue.message },
    ),
  };
}

/** The nearest setting that does exist beside a misspelt one. */
function suggestion(path: readonly PropertyKey[], key: string): string {
  let node: unknown = configSchema.parse({});
  for (const part of path) node = (node as Record<PropertyKey, unknown> | null)?.[part];
  if (typeof node !== 'object' || node === null) return '';
  const near = Object.keys(node)
    .map((known) => ({ known, far: distance(known.toLowerCase(), key.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0];
  return near && near.far <= 3 ? `; did you mean "${near.known}"?` : '';
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The environment is for tests and demonstrations: a mistake there stops the start, with the words of the mistake. */
function readEnvironment(environment: ConfigFile): unknown {
  if (environment.text === null) return {};
  const read = parse(environment.text);
  if (!read.ok) {
    const words = read.problems.map(({ key, problem }) => `${key || 'whole value'}: ${problem}`).join('; ');
    throw new Error(`${environment.path} is not a valid configuration. ${words}`);
  }
  return read.value;
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  }
  return value;
}
