import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { UpdateRefusal } from '../../src-preload/contract/update.ts';
import { errorText } from '../lib/error-words.ts';
import { writeWhole } from '../lib/write-whole.ts';
import { type Release, releasesIn } from './releases.ts';
import { readAll, type UpdateSource } from './source.ts';
import { diskRefusal, readJson } from './whole-file.ts';

/** Most of each kind of metadata, bytes, and how many roots one look may follow. */
const BOUNDS = {
  rootMaxLength: 64_000,
  timestampMaxLength: 16_000,
  snapshotMaxLength: 64_000,
  targetsMaxLength: 1_000_000,
  maxRootRotations: 64,
} as const;
/** A clock that is this much before a release was signed is wrong, ms. */
const CLOCK_SLACK_MS = 24 * 3_600_000;
/** The library makes addresses; this part of them is taken off again. */
const BASE = 'https://update.invalid/';

const ROLES = ['timestamp', 'snapshot', 'targets'] as const;
type Role = (typeof ROLES)[number];

/** The metadata last verified, as they were signed: the chain of roots, and the newest of each other kind. */
const trustedShape = z.object({
  roots: z.array(z.string()).min(1),
  timestamp: z.string().nullable(),
  snapshot: z.string().nullable(),
  targets: z.string().nullable(),
});
export type Trusted = z.output<typeof trustedShape>;

const MOST_TRUSTED = 8_000_000;
const trustedPath = (folder: string): string => join(folder, 'trusted.json');

/** Ends a look from inside the library, whose errors are exceptions. */
class Stopped extends Error {
  readonly code: UpdateRefusal;
  constructor(code: UpdateRefusal) {
    super(code);
    this.code = code;
  }
}

/**
 * Brings the metadata up to date by The Update Framework's client workflow (tuf-js: signatures, thresholds, expiry, roll-back,
 * rotation of keys), and returns the releases they describe.
 *
 * What was verified is kept in one file in `folder` that is replaced as a whole: the library's own files are written in place, and
 * a kill in the middle would forget what it has seen, which is all that protects from a replay.
 *
 * @param root the root metadata this copy of Hoststand came with.
 * @param now this PC's clock, UTC ms; expiry is compared with the same clock by the library.
 */
export async function refreshMetadata(options: {
  readonly source: UpdateSource;
  readonly folder: string;
  readonly root: string;
  readonly now: number;
}): Promise<Result<{ readonly releases: readonly Release[]; readonly trusted: Trusted }, UpdateRefusal>> {
  const { source, folder, root, now } = options;
  const kept = newerRoot(readTrusted(folder), root);
  if (releasesSafely(kept.targets).some(({ released }) => now < released - CLOCK_SLACK_MS)) {
    return err('clock-wrong');
  }
  const work = join(folder, 'work');
  try {
    layOut(work, kept);
  } catch (error) {
    return err(diskRefusal(error));
  }
  const seen = new Map<number, string>();
  const outcome = await look(source, work, seen);
  if (outcome === 'disk-full' || outcome === 'disk-failing') return err(outcome);
  try {
    const trusted = collect(work, kept, seen);
    if (JSON.stringify(trusted) !== JSON.stringify(kept))
      writeWhole(trustedPath(folder), JSON.stringify(trusted));
    if (outcome !== null) return err(outcome);
    return ok({ releases: releasesIn(trusted.targets ?? '{}'), trusted });
  } catch (error) {
    return err(diskRefusal(error));
  }
}

/** Lays metadata out as a server has them, for another reader on this PC. Throws where the disk refuses. */
export function writeMirror(folder: string, trusted: Trusted): void {
  const write = (name: string, text: string): void => writeWhole(join(folder, 'metadata', name), text);
  for (const text of trusted.roots) write(`${versionOf(text)}.root.json`, text);
  for (const role of ['targets', 'snapshot'] as const) {
    const text = trusted[role];
    if (text !== null) write(`${versionOf(text)}.${role}.json`, text);
  }
  // Last: it names the others.
  if (trusted.timestamp !== null) write('timestamp.json', trusted.timestamp);
}

function readTrusted(folder: string): Trusted | null {
  const read = trustedShape.safeParse(readJson(trustedPath(folder), MOST_TRUSTED));
  return read.success ? read.data : null;
}

/** A newer copy of Hoststand may come with a newer root than the one that was last seen. */
function newerRoot(kept: Trusted | null, root: string): Trusted {
  const last = kept?.roots.at(-1);
  if (kept && last !== undefined && versionOf(last) >= versionOf(root)) return kept;
  return { timestamp: null, snapshot: null, targets: null, ...kept, roots: [root] };
}

const signed = z.object({ signed: z.object({ version: z.int() }) });

function versionOf(text: string): number {
  try {
    const read = signed.safeParse(JSON.parse(text));
    return read.success ? read.data.signed.version : 0;
  } catch {
    return 0;
  }
}

function releasesSafely(targets: string | null): readonly Release[] {
  try {
    return targets === null ? [] : releasesIn(targets);
  } catch {
    return [];
  }
}

/** The library's folder, made from what was kept. */
function layOut(work: string, kept: Trusted): void {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, 'root.json'), kept.roots.at(-1) ?? '');
  for (const role of ROLES) {
    const text = kept[role];
    if (text !== null) writeFileSync(join(work, `${role}.json`), text);
  }
}

/** What the library verified, also where it then stopped: a root and a timestamp that were seen stay seen. */
function collect(work: string, kept: Trusted, seen: ReadonlyMap<number, string>): Trusted {
  const read = (role: Role | 'root'): string | null => {
    try {
      return readFileSync(join(work, `${role}.json`), 'utf8');
    } catch {
      return null;
    }
  };
  const from = versionOf(kept.roots.at(-1) ?? '');
  const to = versionOf(read('root') ?? '');
  const newer = [...seen].filter(([version]) => version > from && version <= to).map(([, text]) => text);
  return {
    roots: [...kept.roots, ...newer],
    timestamp: read('timestamp'),
    snapshot: read('snapshot'),
    targets: read('targets'),
  };
}

/** One look through the library. Null where all of it was verified. `seen` is told each root that came. */
async function look(
  source: UpdateSource,
  work: string,
  seen: Map<number, string>,
): Promise<UpdateRefusal | null> {
  const { DownloadHTTPError, Updater } = await import('./tuf.ts');
  let stopped: UpdateRefusal | null = null;
  const stop = (code: UpdateRefusal): never => {
    stopped = code;
    throw new Stopped(code);
  };
  const downloadBytes = async (url: string, most: number): Promise<Buffer> => {
    const path = `metadata/${url.slice(BASE.length)}`;
    const answer = await readAll(source, path, most);
    const root = /^metadata\/(\d+)\.root\.json$/.exec(path);
    if (answer.ok) {
      if (root) seen.set(Number(root[1]), answer.value.toString('utf8'));
      return answer.value;
    }
    // No newer root: that is how the chain ends.
    if (answer.error === 'missing' && root) throw new DownloadHTTPError('no newer root', 404);
    return stop(answer.error === 'missing' ? 'server-wrong' : answer.error);
  };
  try {
    const updater = new Updater({
      metadataDir: work,
      metadataBaseUrl: BASE,
      config: BOUNDS,
      fetcher: {
        downloadBytes,
        downloadFile: () => Promise.reject(new Error('installers are brought by staging.ts')),
      },
    });
    await updater.refresh();
    return null;
  } catch (error) {
    return stopped ?? refusalOf(error);
  }
}

/**
 * What an error of the library means. Below the timestamp it wraps what happened into a text, so there its words count;
 * `trusted.test.ts` pins them.
 */
function refusalOf(error: unknown): UpdateRefusal {
  const words = errorText(error);
  if (/Failed to persist/.test(words))
    return /ENOSPC|EDQUOT|EFBIG/.test(words) ? 'disk-full' : 'disk-failing';
  if (/is expired/.test(words)) return 'expired';
  if (/is less than|Missing file/.test(words)) return 'replayed';
  return 'not-trusted';
}
