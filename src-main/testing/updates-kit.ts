import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addRelease, readKeys, renew, writeRoot } from '../../scripts/updates/repository.ts';
import { newPrivateKey, ROLES, type SigningKeys } from '../../scripts/updates/signing.ts';
import { ok } from '../../src-preload/contract/result.ts';
import { pathOf, type Release } from '../updates/releases.ts';
import { folderSource, type UpdateSource } from '../updates/source.ts';

export const NEWS = [
  {
    title: { en: 'Faster name search', es: 'Búsqueda por nombre más rápida' },
    text: {
      en: 'Recent guests show from the second letter.',
      es: 'Los clientes recientes aparecen desde la segunda letra.',
    },
  },
  {
    title: { en: 'Requests wait for a manager', es: 'Las solicitudes esperan a un gerente' },
    text: {
      en: 'Servers go on. You approve from your own screen.',
      es: 'Los meseros siguen. Usted aprueba desde su propia pantalla.',
    },
  },
] as const;

/** A folder of signed updates with keys of its own, and what a test may do to it. */
export interface UpdatePlace {
  readonly dir: string;
  /** What a web server offers. */
  readonly server: string;
  readonly keys: SigningKeys;
  /** The first root metadata. */
  readonly root: string;
  /** Signs and adds an installer. */
  readonly add: (version: string, over?: ReleaseOver) => Release;
  /** Signs everything with new dates, as of then (UTC ms). */
  readonly renew: (now?: number, keys?: SigningKeys) => void;
  /** Other keys from here on, signed by the old ones; the keys. */
  readonly rotate: () => SigningKeys;
  readonly source: UpdateSource;
}

interface ReleaseOver {
  readonly dataVersion?: number;
  readonly platform?: Release['platform'];
  readonly content?: string;
  /** When it is signed, UTC ms. */
  readonly now?: number;
  readonly released?: number;
  readonly keys?: SigningKeys;
  readonly name?: string;
}

export function makeKeys(folder: string): SigningKeys {
  mkdirSync(folder, { recursive: true });
  for (const role of ROLES) writeFileSync(join(folder, `${role}.pem`), newPrivateKey());
  return readKeys(folder);
}

const made: string[] = [];

/** Removes the folders of every place that was made: after each test. */
export function removeUpdates(): void {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}

export function makeUpdates(now = Date.now()): UpdatePlace {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-updates-'));
  made.push(dir);
  const server = join(dir, 'server');
  const keys = makeKeys(join(dir, 'keys'));
  const root = writeRoot(server, keys, now);
  let current = keys;
  const add: UpdatePlace['add'] = (version, over = {}) => {
    const platform = over.platform ?? 'win-x64';
    const name =
      over.name ??
      (platform === 'win-x64' ? `Hoststand-Setup-${version}.exe` : `hoststand_${version}_amd64.deb`);
    const file = join(dir, name);
    const content = over.content ?? `installer of ${version}\n${'x'.repeat(5_000)}`;
    writeFileSync(file, content);
    const at = over.now ?? now;
    const released = over.released ?? at;
    const dataVersion = over.dataVersion ?? 10;
    const facts = { version, dataVersion, platform, released: new Date(released).toISOString(), news: NEWS };
    addRelease(server, over.keys ?? current, file, facts, at);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { ...facts, released, name, bytes: Buffer.byteLength(content), sha256 };
  };
  return {
    dir,
    server,
    keys,
    root,
    add,
    renew: (at = now, by = current) => renew(server, by, at),
    rotate: () => {
      const next = makeKeys(join(dir, `keys-${readdirSync(dir).length}`));
      writeRoot(server, next, now, current);
      current = next;
      renew(server, next, now);
      return next;
    },
    source: folderSource(server),
  };
}

/** A server that lies about some of its files: what it sends in their place. */
export function lying(
  source: UpdateSource,
  lies: Readonly<Record<string, Uint8Array | string | readonly Uint8Array[]>>,
): UpdateSource {
  return {
    open: async (path) => {
      const lie = lies[path];
      if (lie === undefined) return source.open(path);
      const pieces = typeof lie === 'string' ? [Buffer.from(lie)] : lie instanceof Uint8Array ? [lie] : lie;
      return ok(
        (async function* () {
          yield* pieces;
        })(),
      );
    },
  };
}

/** Every file of the metadata as they are now: what a server that replays sends later. */
export function recorded(place: Pick<UpdatePlace, 'server'>): Readonly<Record<string, string>> {
  const folder = join(place.server, 'metadata');
  return Object.fromEntries(
    readdirSync(folder).map((name) => [`metadata/${name}`, readFileSync(join(folder, name), 'utf8')]),
  );
}

export const installerOf = (place: UpdatePlace, release: Release): string =>
  join(place.server, ...pathOf(release).split('/'));
