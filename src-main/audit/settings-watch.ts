import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import type { KeyStore } from '../ports.ts';

const KEY = 'settingsSeen';

/**
 * Records which settings are not as they were when last recorded: from what to what. `by` where a manager changed them on
 * this kiosk; else they changed while it was off, and by whom is the system's to know.
 */
export function recordSettings(
  settings: unknown,
  store: KeyStore,
  record: WriteLedger,
  by?: StaffName,
): void {
  const now = flatten(settings);
  const before = store.get(KEY);
  const text = JSON.stringify(Object.fromEntries(now));
  if (before === text) return;
  if (before !== null) {
    const was = readSeen(before);
    const keys = [...new Set([...was.keys(), ...now.keys()])].sort();
    const changes = keys
      .filter((key) => was.get(key) !== now.get(key))
      .map((key) => ({ key, from: was.get(key) ?? '', to: now.get(key) ?? '' }));
    if (changes.length > 0) record({ kind: 'settings-changed', ...(by && { by }), changes });
  }
  store.set(KEY, text);
}

/** What cannot be read was nothing: then all that is now is recorded as new. */
function readSeen(text: string): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(Object(JSON.parse(text)) as Record<string, string>));
  } catch {
    return new Map();
  }
}

function flatten(value: unknown, path = '', into = new Map<string, string>()): ReadonlyMap<string, string> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, part] of Object.entries(value))
      flatten(part, path === '' ? key : `${path}.${key}`, into);
  } else into.set(path, JSON.stringify(value));
  return into;
}
