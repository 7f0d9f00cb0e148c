import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../../src-preload/contract/api.ts';
import type { Answer } from '../../../src-preload/contract/channels.ts';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import { ok, type Result } from '../../../src-preload/contract/result.ts';
import {
  SET_UP_STEPS,
  type SetUp,
  type SetUpChange,
  type SetUpStep,
} from '../../../src-preload/contract/set-up.ts';
import { ask } from '../../core/ask.ts';

/** What is filled in on a screen of its own. */
export type SetUpField =
  | 'url'
  | 'client'
  | 'secret'
  | 'restaurant'
  | 'device'
  | 'houseName'
  | 'timeZone'
  | 'managerName';

interface SetUpState {
  readonly step: SetUpStep;
  /** Null until the first answer. */
  readonly setUp: SetUp | null;
  /** The field that is being typed. */
  readonly typing: SetUpField | null;
  readonly busy: boolean;
  readonly error: AppError | null;
}

interface SetUpActions {
  readonly load: () => Promise<void>;
  readonly go: (step: SetUpStep) => void;
  readonly next: () => void;
  /** One step back; false where there is none. */
  readonly back: () => boolean;
  readonly type: (field: SetUpField | null) => void;
  readonly change: (change: SetUpChange) => Promise<void>;
  readonly test: () => Promise<void>;
  /** Fills everything in from a file of another kiosk. */
  readonly importFile: (name: string, passphrase: string) => Promise<void>;
  readonly finish: (pin: string) => Promise<Result<null, AppError>>;
}

export type SetUpStore = StoreApi<SetUpState & SetUpActions>;

/** Whether a manager's PIN is known already, here or in the file the set-up came in. */
export const knowsManagers = ({ records }: SetUp): boolean => records === 'kept' || records === 'coming';

/** Whether a step has all it needs, so that the next one may come. */
export function isComplete(step: SetUpStep, setUp: SetUp): boolean {
  switch (step) {
    case 'toast':
      return (
        setUp.standing !== null &&
        setUp.standing !== 'unknown' &&
        setUp.clientIdEnds !== null &&
        setUp.hasSecret
      );
    case 'restaurant':
      return setUp.restaurantEnds !== null;
    case 'test':
      return setUp.tested?.outcome === 'passed';
    case 'manager':
      return knowsManagers(setUp) || setUp.managerName !== '';
    case 'language':
    case 'details':
    case 'rules':
      return true;
    case 'live':
      return setUp.sealing !== 'weak';
  }
}

/** Setup, page by page. Input is sent to the main process immediately and stored there; the page keeps none of it. */
export function createSetUpStore(api: KioskApi): SetUpStore {
  return createStore<SetUpState & SetUpActions>()((set, get) => {
    const doing = async (asked: Promise<Answer<'readSetUp'>>): Promise<void> => {
      set({ busy: true, error: null });
      const answer = await ask<'readSetUp'>(asked);
      set({ busy: false, ...(answer.ok ? { setUp: answer.value } : { error: answer.error }) });
    };
    const beside = (by: 1 | -1): SetUpStep | undefined => SET_UP_STEPS[SET_UP_STEPS.indexOf(get().step) + by];
    return {
      step: 'language',
      setUp: null,
      typing: null,
      busy: false,
      error: null,
      load: () => doing(api.readSetUp({})),
      go: (step) => set({ step, typing: null, error: null }),
      next: () => {
        const { setUp, step } = get();
        const next = beside(1);
        if (setUp !== null && next !== undefined && isComplete(step, setUp)) get().go(next);
      },
      back: () => {
        const before = beside(-1);
        if (before === undefined) return false;
        get().go(before);
        return true;
      },
      type: (typing) => set({ typing, error: null }),
      change: async (change) => {
        set({ typing: null });
        await doing(api.changeSetUp(change));
      },
      test: async () => {
        if (!get().busy) await doing(api.testSetUp({}));
      },
      importFile: async (name, passphrase) => {
        await doing(api.importSetUp({ name, passphrase }));
        if (get().error === null) get().go('toast');
      },
      finish: async (pin) => {
        if (get().busy) return ok(null);
        set({ busy: true, error: null });
        const answer = await ask<'finishSetUp'>(api.finishSetUp({ pin }));
        // Where it worked, the kiosk restarts and this screen with it: it stays busy until then.
        if (!answer.ok) set({ busy: false, error: answer.error });
        return answer;
      },
    };
  });
}
