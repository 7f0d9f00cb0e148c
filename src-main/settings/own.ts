import { OWN_SETTINGS, type OwnSetting } from '../../src-preload/contract/manager.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { ConfigProblem } from '../../src-preload/contract/status.ts';
import { isRecord, merge, nested, valueAt, without } from './merge.ts';
import { configSchema } from './schema.ts';

/** What the screen calls the kiosk's own settings, where one of them cannot be used. */
export const OWN_FILE = 'this kiosk';

/** What comes with a kiosk's set-up from another PC. No screen changes it; the admin's file does. */
export const MOVED_SETTINGS = ['rules.reasons'] as const;

/** New values for settings that a manager may change on the kiosk; null takes the kiosk's own value back. */
export type OwnChanges = Readonly<Partial<Record<OwnSetting, string | number | boolean | null>>>;

export interface OwnProblem {
  readonly key: string;
  /** What would be right. */
  readonly problem: string;
}

/**
 * The kiosk's own settings as they were kept. What is no setting of the kiosk's own, or is not allowed any more, is
 * left out and told; the rest stays in effect.
 */
export function readOwn(kept: unknown, problems: ConfigProblem[]): unknown {
  if (!isRecord(kept)) return {};
  let own: unknown = {};
  for (const key of [...OWN_SETTINGS, ...MOVED_SETTINGS]) {
    const value = valueAt(kept, key);
    if (value === undefined) continue;
    const wrong = problemOf(key, value);
    if (wrong === null) own = merge(own, nested(key, value));
    else problems.push({ file: OWN_FILE, key, problem: wrong, inForce: 'defaults' });
  }
  return own;
}

/** The kiosk's own settings with these changes, whole and valid, or the first that cannot be. Changes nothing itself. */
export function changeOwn(kept: unknown, changes: OwnChanges): Result<unknown, OwnProblem> {
  let own: unknown = readOwn(kept, []);
  for (const key of OWN_SETTINGS) {
    const value = changes[key];
    if (value === undefined) continue;
    if (value === null) {
      own = without(own, key);
      continue;
    }
    const wrong = problemOf(key, value);
    if (wrong !== null) return err({ key, problem: wrong });
    own = merge(own, nested(key, value));
  }
  return ok(own);
}

function problemOf(key: string, value: unknown): string | null {
  const checked = configSchema.safeParse(nested(key, value));
  return checked.success ? null : (checked.error.issues[0]?.message ?? 'not allowed');
}
