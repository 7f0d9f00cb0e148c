import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SecretBox } from '../ports.ts';
import type { HostPlace } from './app-kit.ts';
import { createFakeSecretBox } from './fakes.ts';

/** What a wrong PIN of live's leaves in its records, wherever it is typed: the count of tries, and the lines that tell of it. */
const OF_TRIES = ['pin-failed', 'locked-out'];

/**
 * All that is live's: what the settings keep of it, each row of its records, and each other file that is there. Without what a wrong
 * PIN leaves, and without the head of the log, which follows its lines.
 */
export function liveBytes(place: Pick<HostPlace, 'dir' | 'settings'>): {
  readonly settings: string;
  readonly records: Readonly<Record<string, string>>;
} {
  const profile: unknown = place.settings.get('profile');
  const { mode, live } = Object(profile) as { mode?: unknown; live?: unknown };
  const records: Record<string, string> = {};
  for (const entry of readdirSync(place.dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const inside = path.slice(place.dir.length + 1).replace(/^ledger-heads./, '');
    if (!entry.isFile() || !inside.startsWith('live-') || inside.startsWith('live-books')) continue;
    if (/-(wal|shm)$/.test(inside)) continue;
    const isHead = inside.length < path.length - place.dir.length - 1;
    const content = entry.name === 'kiosk.db' ? rowsOf(path) : isHead ? 'head' : readFileSync(path);
    records[inside] = createHash('sha256').update(content).digest('hex');
  }
  return { settings: JSON.stringify({ mode, live }), records };
}

function rowsOf(path: string): string {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'lockout' ORDER BY name")
      .all()
      .map(({ name }) => String(name));
    return JSON.stringify(
      tables.map((name) => [
        name,
        db
          .prepare(`SELECT * FROM "${name}"`)
          .all()
          .filter((row) => name !== 'ledger' || !OF_TRIES.includes(String(row['kind']))),
      ]),
    );
  } finally {
    db.close();
  }
}

/** The keyring of another user: it opens what it sealed itself, and nothing of before. */
export function otherKeyring(): SecretBox {
  const sealed = new Set<string>();
  const box = createFakeSecretBox();
  return {
    ...box,
    seal: async (plain) => {
      const text = await box.seal(plain);
      sealed.add(text);
      return text;
    },
    open: async (text) => {
      if (!sealed.has(text)) throw new Error('lost');
      return box.open(text);
    },
  };
}
