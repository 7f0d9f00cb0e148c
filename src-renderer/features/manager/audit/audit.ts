import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../../../src-preload/contract/api.ts';
import type { AuditFilter, AuditLine } from '../../../../src-preload/contract/audit.ts';
import type { AppError } from '../../../../src-preload/contract/errors.ts';
import type { LedgerCheck } from '../../../../src-preload/contract/ledger.ts';
import type { ManagerActions } from '../home/manager.ts';

interface AuditState {
  readonly filter: AuditFilter;
  /** Null until the first answer. */
  readonly lines: readonly AuditLine[] | null;
  /** Where older lines begin; null where there are none. */
  readonly next: number | null;
  readonly total: number;
  readonly verdict: LedgerCheck | null;
  /** Where the record was written to. */
  readonly file: string | null;
  readonly busy: 'checking' | 'saving' | null;
  readonly error: AppError | null;
}

interface AuditActions {
  readonly show: (filter: AuditFilter) => Promise<void>;
  readonly older: () => Promise<void>;
  readonly verify: () => Promise<void>;
  readonly save: () => Promise<void>;
}

export type AuditStore = StoreApi<AuditState & AuditActions>;

/** The record page by page, its check, and its copy. */
export function createAuditStore(api: KioskApi, within: ManagerActions['ask']): AuditStore {
  /** Only the newest filter may answer. */
  let asked = 0;
  return createStore<AuditState & AuditActions>()((set, get) => ({
    filter: 'all',
    lines: null,
    next: null,
    total: 0,
    verdict: null,
    file: null,
    busy: null,
    error: null,
    show: async (filter) => {
      const mine = ++asked;
      set({ filter, error: null, verdict: null, file: null });
      const answer = await within<'auditPage'>(api.auditPage({ before: null, filter }));
      if (mine !== asked) return;
      if (answer.ok) set(answer.value);
      else set({ error: answer.error });
    },
    older: async () => {
      const { next, filter, lines } = get();
      if (next === null) return;
      const mine = ++asked;
      const answer = await within<'auditPage'>(api.auditPage({ before: next, filter }));
      if (mine !== asked) return;
      if (answer.ok) set({ lines: [...(lines ?? []), ...answer.value.lines], next: answer.value.next });
      else set({ error: answer.error });
    },
    verify: async () => {
      if (get().busy !== null) return;
      set({ busy: 'checking', verdict: null, file: null, error: null });
      const answer = await within<'verifyLedger'>(api.verifyLedger({}));
      set({ busy: null, ...(answer.ok ? { verdict: answer.value } : { error: answer.error }) });
    },
    save: async () => {
      if (get().busy !== null) return;
      set({ busy: 'saving', verdict: null, file: null, error: null });
      const answer = await within<'exportLedger'>(api.exportLedger({}));
      set({ busy: null, ...(answer.ok ? { file: answer.value.path } : { error: answer.error }) });
    },
  }));
}
