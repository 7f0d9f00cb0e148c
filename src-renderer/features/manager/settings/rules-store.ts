import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../../../src-preload/contract/api.ts';
import type { AppError } from '../../../../src-preload/contract/errors.ts';
import {
  type CurrentSetting,
  OWN_SETTING_KINDS,
  type OwnSetting,
  type SettingValue,
} from '../../../../src-preload/contract/manager.ts';
import { type Key, typeDigits } from '../../../core/keypad.ts';
import type { ManagerActions } from '../home/manager.ts';

interface RulesState {
  /** Null until the first answer. */
  readonly settings: readonly CurrentSetting[] | null;
  /** The one being changed. */
  readonly open: OwnSetting | null;
  /** What is typed for it: digits for numbers, minor units for amounts, text; null while nothing has been changed. */
  readonly draft: SettingValue | null;
  readonly saving: boolean;
  /** The one that was applied last, for a word about it. */
  readonly saved: OwnSetting | null;
  readonly error: AppError | null;
}

interface RulesActions {
  readonly load: () => Promise<void>;
  /** Opens one to be changed, or with null goes back to the list. */
  readonly choose: (key: OwnSetting | null) => void;
  readonly press: (key: Key) => void;
  readonly set: (value: SettingValue) => void;
  /** Applies what is typed; null takes the kiosk's own value back. */
  readonly save: (value?: null) => Promise<void>;
}

export type RulesStore = StoreApi<RulesState & RulesActions>;

export function createRulesStore(api: KioskApi, within: ManagerActions['ask']): RulesStore {
  return createStore<RulesState & RulesActions>()((set, get) => ({
    settings: null,
    open: null,
    draft: null,
    saving: false,
    saved: null,
    error: null,
    load: async () => {
      const answer = await within<'readSettings'>(api.readSettings({}));
      if (answer.ok) set({ settings: answer.value, error: null });
      else set({ error: answer.error });
    },
    choose: (key) => set({ open: key, draft: null, saved: null, error: null }),
    press: (key) => {
      const { open, draft } = get();
      if (open === null) return;
      // Money is typed cents first, as everywhere.
      const most = OWN_SETTING_KINDS[open] === 'amount' ? AMOUNT_DIGITS : NUMBER_DIGITS;
      const before = typeof draft === 'number' && draft !== 0 ? String(draft) : '';
      set({ draft: Number(typeDigits(before, key, most)), error: null });
    },
    set: (value) => set({ draft: value, error: null }),
    save: async (back) => {
      const { open, draft, saving } = get();
      const value = back === null ? null : draft;
      if (open === null || saving || (value === null && back !== null)) return;
      set({ saving: true, error: null });
      const answer = await within<'changeSettings'>(api.changeSettings({ changes: { [open]: value } }));
      set({ saving: false });
      if (answer.ok) set({ settings: answer.value, open: null, draft: null, saved: open });
      else set({ error: answer.error });
    },
  }));
}

/** What an amount, and a count or a number of hours, can have. */
const AMOUNT_DIGITS = 7;
const NUMBER_DIGITS = 4;
