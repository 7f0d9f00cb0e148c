import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretBox } from '../ports.ts';
import type { HostPlace } from './app-kit.ts';
import { createFakeSecretBox } from './fakes.ts';

/** Every byte that is live's: what the settings keep of it, and each file of its records and of their head. */
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
    if (entry.isFile() && inside.startsWith('live-') && !inside.startsWith('live-books')) {
      records[inside] = createHash('sha256').update(readFileSync(path)).digest('hex');
    }
  }
  return { settings: JSON.stringify({ mode, live }), records };
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
