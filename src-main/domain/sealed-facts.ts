import type { KeyStore } from '../ports.ts';

/** Facts that limits go by: how long Toast has been silent, its clock, which PC this is. */
const NAMES = ['offlineSince', 'crmSpokeAt', 'thisPc'] as const;
const MARK = ' #';

/** A store whose facts carry a seal behind them, once it is known how to seal. */
export interface SealedFacts extends KeyStore {
  /**
   * From now on facts are sealed. Returns those that are not as they were written, or are gone; they are sealed as they are.
   * @param unsealed nothing was sealed before: what is there is taken over.
   */
  readonly sealBy: (seal: (name: string, value: string) => string, unsealed: boolean) => readonly string[];
}

/** The value and its seal are one text, so that one write keeps both. */
export function createSealedFacts(store: KeyStore): SealedFacts {
  let seal: ((name: string, value: string) => string) | null = null;
  const get = (name: string): string | null => store.get(name)?.split(MARK, 1)[0] ?? null;
  const sealed = (name: string, value: string): string =>
    seal === null ? value : `${value}${MARK}${seal(name, value)}`;
  return {
    get,
    set: (name, value) => store.set(name, sealed(name, value)),
    sealBy: (by, unsealed) => {
      seal = by;
      const faults = NAMES.filter((name) => store.get(name) !== sealed(name, get(name) ?? ''));
      for (const name of faults) store.set(name, sealed(name, get(name) ?? ''));
      return unsealed ? [] : faults;
    },
  };
}
