import { enManager } from './en-manager.ts';
import { enSetUp } from './en-set-up.ts';
import { esManager } from './es-manager.ts';
import { esSetUp } from './es-set-up.ts';

/** The words that come with the manager's screens and the set-up, in both languages: no guest waits for them. */
export const later = {
  en: { ...enManager, ...enSetUp },
  es: { ...esManager, ...esSetUp },
} as const;
