import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../../../src-preload/contract/api.ts';
import type { Answer, RequestName } from '../../../../src-preload/contract/channels.ts';
import type { AppError, AppErrorCode } from '../../../../src-preload/contract/errors.ts';
import type { ManagerHome } from '../../../../src-preload/contract/manager.ts';
import type { WaitingItem } from '../../../../src-preload/contract/outbox.ts';
import type { Result } from '../../../../src-preload/contract/result.ts';
import { ask } from '../../../core/ask.ts';

/** What of the manager's screens is on. */
type ManagerView =
  | { readonly at: 'pin' }
  | { readonly at: 'home' }
  /** Everything that needs a person, where the start shows only the first. */
  | { readonly at: 'needs' }
  | { readonly at: 'decide'; readonly item: WaitingItem }
  /** Whether this PC replaces the one its data was made on. */
  | { readonly at: 'moved' }
  | { readonly at: 'report' }
  | { readonly at: 'rules' }
  /** Limits that a manager must keep or drop. */
  | { readonly at: 'limits' }
  /** From Training to live, by the PIN of one of live's managers. */
  | { readonly at: 'go-live' }
  | { readonly at: 'device' }
  /** A newer version, what it brings, and how it is installed. */
  | { readonly at: 'update' }
  /** The set-up is written to a file for another PC. */
  | { readonly at: 'move-out' }
  | { readonly at: 'audit' };

export interface ManagerState {
  readonly view: ManagerView;
  /** A visit is open, as far as this page knows. */
  readonly inManagerSession: boolean;
  /** Null until the first answer. */
  readonly home: ManagerHome | null;
  readonly error: AppError | null;
}

export interface ManagerActions {
  /** The screens are on: at the start where a visit is open, else at the PIN. */
  readonly open: () => void;
  readonly enter: (pin: string) => Promise<Result<null, AppError>>;
  readonly load: () => Promise<void>;
  readonly go: (view: ManagerView) => void;
  readonly liftLock: () => Promise<void>;
  /** Ends the visit; the screens themselves are left by the caller. */
  readonly leave: () => void;
  /** The visit is over on the other side: the PIN opens another. */
  readonly over: () => void;
  /** Asks within the visit; where it is over, goes back to the PIN. */
  readonly ask: <N extends RequestName>(answer: Promise<Answer<N>>) => Promise<Answer<N>>;
}

export type ManagerStore = StoreApi<ManagerState & ManagerActions>;

/** Answers that mean that there is no visit. */
const OVER: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'visit-over',
  'managers-only',
  'not-signed-in',
]);

const AWAY = { view: { at: 'pin' }, inManagerSession: false, home: null, error: null } as const;

/** A manager's visit: which of their screens is on, and what the first one shows. */
export function createManagerStore(api: KioskApi): ManagerStore {
  return createStore<ManagerState & ManagerActions>()((set, get) => {
    const within = async <N extends RequestName>(asked: Promise<Answer<N>>): Promise<Answer<N>> => {
      const answer = await ask<N>(asked);
      if (!answer.ok && OVER.has(answer.error.code)) get().over();
      return answer;
    };
    return {
      ...AWAY,
      ask: within,
      open: () => {
        if (!get().inManagerSession) return;
        set({ view: { at: 'home' }, error: null });
        void get().load();
      },
      enter: async (pin) => {
        const answer = await ask<'enterManager'>(api.enterManager({ pin }));
        if (!answer.ok) return answer;
        set({ inManagerSession: true, home: answer.value, view: { at: 'home' }, error: null });
        return { ok: true, value: null };
      },
      load: async () => {
        const answer = await within<'managerHome'>(api.managerHome({}));
        if (answer.ok) set({ home: answer.value, error: null });
        else if (get().inManagerSession) set({ error: answer.error });
      },
      go: (view) => {
        set({ view, error: null });
        if (view.at === 'home') void get().load();
      },
      liftLock: async () => {
        const answer = await within<'liftLock'>(api.liftLock({}));
        if (answer.ok) await get().load();
        else set({ error: answer.error });
      },
      leave: () => {
        if (get().inManagerSession) void ask<'leaveManager'>(api.leaveManager({}));
        set(AWAY);
      },
      over: () => set(AWAY),
    };
  });
}
