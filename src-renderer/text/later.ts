import { enApprovals } from './en-approvals.ts';
import { enManager } from './en-manager.ts';
import { enSetUp } from './en-set-up.ts';
import { esApprovals } from './es-approvals.ts';
import { esManager } from './es-manager.ts';
import { esSetUp } from './es-set-up.ts';

/** The words that come with approvals, the manager's screens and the set-up, in both languages: no guest waits for them. */
export const later = {
  en: { ...enApprovals, ...enManager, ...enSetUp },
  es: { ...esApprovals, ...esManager, ...esSetUp },
} as const;
