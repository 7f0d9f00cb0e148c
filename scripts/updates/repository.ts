/** A folder of signed update metadata and installers, as a plain web server offers it. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { releaseFacts } from '../../src-main/updates/releases.ts';
import {
  ROLES,
  rootText,
  type SignedTarget,
  type SigningKey,
  type SigningKeys,
  signingKey,
  snapshotText,
  targetsText,
  timestampText,
} from './signing.ts';

const DAY_MS = 24 * 3_600_000;
/** Days until each kind of metadata expires. A kiosk that sees nothing newer by then says so. */
const DAYS = { root: 730, targets: 180, snapshot: 180, timestamp: 14 } as const;

/** The private keys in a folder, one file for each role. Throws where one is missing. */
export function readKeys(folder: string): SigningKeys {
  const read = (role: string): readonly SigningKey[] => {
    const names = readdirSync(folder).filter((name) => new RegExp(`^${role}(-\\d+)?\\.pem$`).test(name));
    if (names.length === 0) throw new Error(`${join(folder, `${role}.pem`)} is missing`);
    return names.sort().map((name) => signingKey(readFileSync(join(folder, name), 'utf8')));
  };
  const [root, targets, snapshot, timestamp] = ROLES.map(read);
  return { root: root ?? [], targets: targets ?? [], snapshot: snapshot ?? [], timestamp: timestamp ?? [] };
}

const metadata = (folder: string): string => join(folder, 'metadata');

/** The newest version of one kind of metadata; 0 where there is none. */
function newest(folder: string, role: string): number {
  const names = existsSync(metadata(folder)) ? readdirSync(metadata(folder)) : [];
  const versions = names.flatMap((name) => {
    const found = new RegExp(`^(\\d+)\\.${role}\\.json$`).exec(name);
    return found ? [Number(found[1])] : [];
  });
  return Math.max(0, ...versions);
}

function put(folder: string, name: string, text: string): void {
  mkdirSync(metadata(folder), { recursive: true });
  const path = join(metadata(folder), name);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/**
 * Writes the next root metadata; the first one is version 1. Returns its text: the file that a build is made with.
 * @param before the keys of the version before it, where they change.
 */
export function writeRoot(folder: string, keys: SigningKeys, now: number, before?: SigningKeys): string {
  const version = newest(folder, 'root') + 1;
  const text = rootText({ version, expires: now + DAYS.root * DAY_MS }, keys, before?.root);
  put(folder, `${version}.root.json`, text);
  return text;
}

/** Adds an installer, and signs everything that names it. `facts`: as `releaseFacts`. Throws where they are not right. */
export function addRelease(
  folder: string,
  keys: SigningKeys,
  file: string,
  facts: unknown,
  now: number,
): void {
  const custom = releaseFacts.strict().parse(facts);
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = basename(file);
  mkdirSync(join(folder, 'targets'), { recursive: true });
  copyFileSync(file, join(folder, 'targets', `${sha256}.${name}`));
  const kept = readTargets(folder).filter((each) => each.name !== name);
  sign(folder, keys, [...kept, { name, length: bytes.length, sha256, custom }], now);
}

/** Signs what is there once more, with new dates: to be done before the timestamp expires. */
export function renew(folder: string, keys: SigningKeys, now: number): void {
  sign(folder, keys, readTargets(folder), now);
}

function readTargets(folder: string): readonly SignedTarget[] {
  const version = newest(folder, 'targets');
  if (version === 0) return [];
  const text = readFileSync(join(metadata(folder), `${version}.targets.json`), 'utf8');
  const targets: Readonly<Record<string, { length: number; hashes: { sha256: string }; custom: unknown }>> =
    JSON.parse(text).signed.targets;
  return Object.entries(targets).map(([name, { length, hashes, custom }]) => ({
    name,
    length,
    sha256: hashes.sha256,
    custom,
  }));
}

function sign(folder: string, keys: SigningKeys, targets: readonly SignedTarget[], now: number): void {
  const dated = (role: 'targets' | 'snapshot' | 'timestamp', version: number) => ({
    version,
    expires: now + DAYS[role] * DAY_MS,
  });
  const version = newest(folder, 'targets') + 1;
  const targetsNow = targetsText(dated('targets', version), targets, keys.targets);
  const snapshotNow = snapshotText(dated('snapshot', version), targetsNow, keys.snapshot);
  put(folder, `${version}.targets.json`, targetsNow);
  put(folder, `${version}.snapshot.json`, snapshotNow);
  // Last: it names the others. Its version follows theirs.
  put(folder, 'timestamp.json', timestampText(dated('timestamp', version), snapshotNow, keys.timestamp));
}
