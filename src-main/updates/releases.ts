import { z } from 'zod';
import type { ReleaseNews } from '../../src-preload/contract/update.ts';
import { isNewer, VERSION } from './versions.ts';

export type ReleasePlatform = 'win-x64' | 'linux-x64';

/** An installer as the signed metadata describe it. */
export interface Release {
  readonly version: string;
  /** The format that this version stores its data in. */
  readonly dataVersion: number;
  readonly platform: ReleasePlatform;
  /** When it was signed (UTC ms): no clock that is right is before that. */
  readonly released: number;
  readonly news: readonly ReleaseNews[];
  /** Name of the installer. */
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal, lower case. */
  readonly sha256: string;
}

/** No installer is larger; bytes. */
const MOST_BYTES = 400_000_000;

const words = (most: number) =>
  z.strictObject({ en: z.string().min(1).max(most), es: z.string().min(1).max(most) });

/** What a release says of itself beside its name, size and hash (`custom` of The Update Framework). */
export const releaseFacts = z.object({
  version: z.string().regex(VERSION),
  dataVersion: z.int().min(1),
  platform: z.enum(['win-x64', 'linux-x64']),
  released: z.iso.datetime(),
  news: z.array(z.strictObject({ title: words(60), text: words(160) })).max(6),
});

const target = z.object({
  length: z.int().min(1).max(MOST_BYTES),
  hashes: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  custom: releaseFacts,
});
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$/;
const targets = z.object({ signed: z.object({ targets: z.record(z.string(), z.unknown()) }) });

/** The releases in the text of a targets file. What does not describe a release of ours is left out. */
export function releasesIn(text: string): readonly Release[] {
  const file = targets.safeParse(JSON.parse(text));
  if (!file.success) return [];
  return Object.entries(file.data.signed.targets).flatMap(([name, entry]) => {
    const read = target.safeParse(entry);
    if (!read.success || !NAME.test(name)) return [];
    const { length, hashes, custom } = read.data;
    return [{ ...custom, released: Date.parse(custom.released), name, bytes: length, sha256: hashes.sha256 }];
  });
}

/** The newest release for a platform; null where there is none. */
export function newestFor(releases: readonly Release[], platform: ReleasePlatform): Release | null {
  return releases
    .filter((each) => each.platform === platform)
    .reduce<Release | null>(
      (best, each) => (best && !isNewer(each.version, best.version) ? best : each),
      null,
    );
}

export const releaseOf = (
  releases: readonly Release[],
  platform: ReleasePlatform,
  version: string,
): Release | null => releases.find((each) => each.platform === platform && each.version === version) ?? null;

/** Where a release's installer is, on the server and in a folder. */
export const pathOf = ({ sha256, name }: Release): string => `targets/${sha256}.${name}`;
