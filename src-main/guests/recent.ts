/** What was asked for lately, by number. */
export interface Recent<T> {
  readonly get: (key: number) => T | undefined;
  readonly set: (key: number, value: T) => void;
  readonly delete: (key: number) => void;
  readonly clear: () => void;
}

/**
 * Keeps at least the `most / 2` asked for last and at most `most`, in two generations: the older one is let go as a
 * whole when the younger is full, so that keeping order costs nothing at each question.
 */
export function createRecent<T>(most: number): Recent<T> {
  let young = new Map<number, T>();
  let old = new Map<number, T>();
  const set = (key: number, value: T): void => {
    young.set(key, value);
    if (young.size * 2 < most) return;
    old = young;
    young = new Map();
  };
  return {
    get: (key) => {
      const value = young.get(key);
      if (value !== undefined) return value;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
    set,
    delete: (key) => {
      young.delete(key);
      old.delete(key);
    },
    clear: () => {
      young.clear();
      old.clear();
    },
  };
}
