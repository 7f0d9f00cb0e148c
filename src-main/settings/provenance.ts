import type { SettingSource } from '../../src-preload/contract/manager.ts';
import { valueAt } from './merge.ts';

/** One layer above the defaults, as it is in effect. */
export interface Layer {
  readonly source: Exclude<SettingSource, 'default'>;
  /** The file it came from, where it is one an admin keeps. */
  readonly file: string | null;
  readonly value: unknown;
}

/** Where a setting comes from, and whether a manager can change it on the kiosk. */
interface Provenance {
  readonly source: SettingSource;
  readonly file: string | null;
  /** Set above the kiosk's own settings: a change made here would have no effect. */
  readonly locked: boolean;
}

/** Where the setting of that key (`rules.alone.host`) comes from. */
export type Sources = (key: string) => Provenance;

/** @param layers highest first. */
export function createSources(layers: readonly Layer[]): Sources {
  return (key) => {
    const found = layers.find(({ value }) => valueAt(value, key) !== undefined);
    if (!found) return { source: 'default', file: null, locked: false };
    return { source: found.source, file: found.file, locked: found.source !== 'kiosk' };
  };
}
