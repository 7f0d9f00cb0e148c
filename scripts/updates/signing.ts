/** Makes and signs update metadata in the format of The Update Framework. No key is in the repository. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import {
  Key,
  Metadata,
  MetaFile,
  Root,
  Signature,
  Snapshot,
  TargetFile,
  Targets,
  Timestamp,
} from '@tufjs/models';

/** The four roles, each with keys of its own. */
export const ROLES = ['root', 'targets', 'snapshot', 'timestamp'] as const;
type RoleName = (typeof ROLES)[number];

/** The version of The Update Framework's specification that is followed. */
const SPEC = '1.0.31';

/** An Ed25519 key that signs. */
export interface SigningKey {
  readonly key: Key;
  readonly sign: (data: Buffer) => Signature;
}
export type SigningKeys = Readonly<Record<RoleName, readonly SigningKey[]>>;

/** Text of a new private key (PKCS#8, PEM). */
export function newPrivateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The key of a private key's text. Throws where it is none of Ed25519. */
export function signingKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('the key is not an Ed25519 key');
  const publicKey = createPublicKey(privateKey)
    .export({ type: 'spki', format: 'der' })
    .subarray(-32)
    .toString('hex');
  const keyID = createHash('sha256').update(publicKey).digest('hex');
  return {
    key: new Key({ keyID, keyType: 'ed25519', scheme: 'ed25519', keyVal: { public: publicKey } }),
    sign: (data) => new Signature({ keyID, sig: sign(null, data, privateKey).toString('hex') }),
  };
}

/** Dates in metadata have whole seconds. `at`: UTC ms. */
export const dateOf = (at: number): string =>
  new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', 'Z');

type Body = ConstructorParameters<typeof Metadata>[0];

function signedText(body: Body, keys: readonly SigningKey[]): string {
  const metadata = new Metadata(body);
  for (const key of keys) metadata.sign(key.sign);
  return `${JSON.stringify(metadata.toJSON(), null, 1)}\n`;
}

interface Dated {
  readonly version: number;
  /** UTC ms. */
  readonly expires: number;
}

/**
 * Root metadata: whose keys count from now on. A new version is signed with the keys of the version before it (`also`) as
 * well, or no kiosk accepts it.
 */
export function rootText(
  { version, expires }: Dated,
  keys: SigningKeys,
  also: readonly SigningKey[] = [],
): string {
  const all = ROLES.flatMap((role) => keys[role]);
  const root = Root.fromJSON({
    _type: 'root',
    spec_version: SPEC,
    version,
    expires: dateOf(expires),
    consistent_snapshot: true,
    keys: Object.fromEntries(all.map(({ key }) => [key.keyID, key.toJSON()])),
    roles: Object.fromEntries(
      ROLES.map((role) => [
        role,
        { keyids: keys[role].map(({ key }) => key.keyID), threshold: keys[role].length },
      ]),
    ),
  });
  const signers = new Map([...keys.root, ...also].map((each) => [each.key.keyID, each]));
  return signedText(root, [...signers.values()]);
}

/** An installer as the metadata describe it. */
export interface SignedTarget {
  readonly name: string;
  readonly length: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly custom: unknown;
}

export function targetsText(
  { version, expires }: Dated,
  targets: readonly SignedTarget[],
  keys: readonly SigningKey[],
): string {
  const entries = targets.map(({ name, length, sha256, custom }) =>
    TargetFile.fromJSON(name, { length, hashes: { sha256 }, custom: JSON.parse(JSON.stringify(custom)) }),
  );
  return signedText(
    new Targets({
      version,
      specVersion: SPEC,
      expires: dateOf(expires),
      targets: Object.fromEntries(entries.map((each) => [each.path, each])),
    }),
    keys,
  );
}

export function snapshotText(
  { version, expires }: Dated,
  targets: string,
  keys: readonly SigningKey[],
): string {
  return signedText(
    new Snapshot({
      version,
      specVersion: SPEC,
      expires: dateOf(expires),
      meta: { 'targets.json': metaOf(targets) },
    }),
    keys,
  );
}

export function timestampText(
  { version, expires }: Dated,
  snapshot: string,
  keys: readonly SigningKey[],
): string {
  return signedText(
    new Timestamp({
      version,
      specVersion: SPEC,
      expires: dateOf(expires),
      snapshotMeta: metaOf(snapshot),
    }),
    keys,
  );
}

/** The version a metadata text has. */
function versionOf(text: string): number {
  const version: unknown = JSON.parse(text).signed?.version;
  if (typeof version !== 'number') throw new Error('the metadata have no version');
  return version;
}

function metaOf(text: string): MetaFile {
  const bytes = Buffer.from(text);
  return new MetaFile({
    version: versionOf(text),
    length: bytes.length,
    hashes: { sha256: createHash('sha256').update(bytes).digest('hex') },
  });
}
