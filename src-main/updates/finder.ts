import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { UpdateRefusal } from '../../src-preload/contract/update.ts';
import type { Device } from '../ports.ts';
import { newestFor, type Release, type ReleasePlatform, releaseOf } from './releases.ts';
import type { UpdateSource } from './source.ts';
import { stage, sweep } from './staging.ts';
import { refreshMetadata, writeMirror } from './trusted.ts';
import { isNewer } from './versions.ts';
import { diskRefusal } from './whole-file.ts';

/** A release that is newer than this version. */
export interface Found {
  readonly release: Release;
  /** This version, as it was signed, where it stores data in the same format: the way back. */
  readonly before: Release | null;
  /** Whether both store data in the same format; null where the server does not have this version. */
  readonly sameFormat: boolean | null;
}

export interface FindOptions {
  readonly source: UpdateSource;
  /** The kiosk's own folder for updates. */
  readonly folder: string;
  readonly root: string;
  /** UTC ms. */
  readonly now: number;
  readonly platform: ReleasePlatform;
  /** The version that runs. */
  readonly version: string;
}

/** Looks for a newer release; null where there is none. Nothing is downloaded but metadata. */
export async function find(
  options: FindOptions,
): Promise<Result<{ readonly found: Found | null; readonly bring: Bring }, UpdateRefusal>> {
  const { platform, version, source } = options;
  const looked = await refreshMetadata(options);
  if (!looked.ok) return looked;
  const { releases, trusted } = looked.value;
  const newest = newestFor(releases, platform);
  const known = releaseOf(releases, platform, version);
  const found = newest !== null && isNewer(newest.version, version) ? compared(newest, known) : null;
  const bring: Bring = async (folder, freeBytes) => {
    const wanted = found === null ? [] : [found.release, ...(found.before ? [found.before] : [])];
    await sweep(folder, wanted);
    for (const release of wanted) {
      const staged = await stage({ release, source, folder, freeBytes });
      if (!staged.ok) return staged;
    }
    try {
      writeMirror(folder, trusted);
      return ok(null);
    } catch (error) {
      return err(diskRefusal(error));
    }
  };
  return ok({ found, bring });
}

function compared(release: Release, known: Release | null): Found {
  if (known === null) return { release, before: null, sameFormat: null };
  const sameFormat = known.dataVersion === release.dataVersion;
  return { release, before: sameFormat ? known : null, sameFormat };
}

/** Brings what was found into a folder, for another reader on this PC: installers, the way back, and the metadata that name them. */
export type Bring = (folder: string, freeBytes: Device['freeBytes']) => Promise<Result<null, UpdateRefusal>>;
