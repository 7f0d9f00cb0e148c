import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addWords } from '../text/i18n.ts';

/** The screens of the restaurant, as their file has them. */
export type ManagerScreens = typeof import('../features/manager/home/manager-screens.ts');

/**
 * Reads the screens of the restaurant as soon as `ready`; null until they are there. A file that cannot be read is a
 * bug.
 */
export function useManagerScreens(ready: boolean): ManagerScreens | null {
  const { i18n } = useTranslation();
  const [lazyScreens, setLoaded] = useState<ManagerScreens | null>(null);
  const [broken, setBroken] = useState<Error | null>(null);
  useEffect(() => {
    if (!ready) return;
    void import('../features/manager/home/manager-screens.ts').then(
      (read) => {
        addWords(i18n, read.words);
        setLoaded(read);
      },
      (error: unknown) => setBroken(error instanceof Error ? error : new Error(String(error))),
    );
  }, [ready, i18n]);
  if (broken !== null) throw broken;
  return lazyScreens;
}
