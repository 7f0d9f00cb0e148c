import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../../../src-preload/contract/api.ts';
import type { Requests } from '../../../../src-preload/contract/channels.ts';
import type { AppError } from '../../../../src-preload/contract/errors.ts';
import { ok, type Result } from '../../../../src-preload/contract/result.ts';
import type {
  CodeEnrolment,
  Role,
  StaffImport,
  StaffList,
  StaffMember,
} from '../../../../src-preload/contract/staff.ts';
import { ask } from '../../../core/ask.ts';

/** What of the staff screen is on. */
export type StaffView =
  | { readonly at: 'list' }
  | { readonly at: 'member'; readonly id: string; readonly removing: boolean }
  | { readonly at: 'rename'; readonly id: string }
  /** A new person: first the name, then role and PIN. */
  | { readonly at: 'name'; readonly name: string }
  | { readonly at: 'add'; readonly name: string; readonly role: Role }
  | { readonly at: 'new-pin'; readonly id: string }
  /** A PIN that was made, for the one time it is shown. */
  | { readonly at: 'pin'; readonly member: StaffMember; readonly pin: string }
  | { readonly at: 'enrol'; readonly enrolment: CodeEnrolment | null }
  | { readonly at: 'imported'; readonly result: StaffImport };

/** A word about what was just done, above the list. */
export type StaffNotice =
  | { readonly what: 'added' | 'new-pin' | 'removed'; readonly name: string }
  | { readonly what: 'enrolled' | 'opened' };

export interface StaffState {
  /** Null until the first answer. */
  readonly list: StaffList | null;
  readonly view: StaffView;
  readonly notice: StaffNotice | null;
  readonly error: AppError | null;
  /** Something is under way: nothing else is begun. */
  readonly busy: boolean;
}

export interface StaffActions {
  readonly load: () => Promise<void>;
  /** Turns to another view; what went wrong, or was said, on the last one is gone. */
  readonly go: (view: StaffView) => void;
  readonly setRole: (role: Role) => void;
  readonly change: (change: Omit<Requests['staffChange']['request'], 'staffId'>) => Promise<void>;
  readonly remove: () => Promise<void>;
  readonly dropCode: () => Promise<void>;
  /** Adds the person on the screen; `pin: null` has one made. Answers for the keypad's sake. */
  readonly add: (pin: string | null) => Promise<Result<null, AppError>>;
  readonly newPin: (pin: string | null) => Promise<Result<null, AppError>>;
  readonly enrol: () => Promise<void>;
  readonly confirm: (code: string) => Promise<Result<null, AppError>>;
  readonly liftLock: () => Promise<void>;
  readonly readIn: () => Promise<void>;
}

export type StaffStore = StoreApi<StaffState & StaffActions>;

/** The member a view is about; null where it is about none, or they are gone. */
export function memberOf(state: Pick<StaffState, 'list' | 'view'>): StaffMember | null {
  const { view, list } = state;
  if (!('id' in view)) return null;
  return list?.members.find(({ id }) => id === view.id) ?? null;
}

/** What a manager does with the staff list. */
export function createStaffStore(api: KioskApi): StaffStore {
  return createStore<StaffState & StaffActions>()((set, get) => {
    /** One thing at a time; a failure stays on the screen it happened on. */
    const doing = async <T>(
      work: Promise<Result<T, AppError>>,
      then: (value: T) => Partial<StaffState>,
    ): Promise<Result<null, AppError>> => {
      set({ busy: true, error: null, notice: null });
      const answer = await work;
      if (!answer.ok) {
        set({ busy: false, error: answer.error });
        return answer;
      }
      set({ busy: false, ...then(answer.value) });
      return ok(null);
    };
    const free = (): boolean => !get().busy;
    const withMember = (member: StaffMember): Pick<StaffState, 'list'> => {
      const { list } = get();
      if (list === null) return { list };
      const known = list.members.some(({ id }) => id === member.id);
      const members = known
        ? list.members.map((each) => (each.id === member.id ? member : each))
        : [...list.members, member];
      return { list: { ...list, members } };
    };
    const staffId = (): string => memberOf(get())?.id ?? '';
    const shown = (
      what: 'added' | 'new-pin',
      { member, pin }: { member: StaffMember; pin: string | null },
    ): Partial<StaffState> =>
      pin === null
        ? { ...withMember(member), view: { at: 'list' }, notice: { what, name: member.shortName } }
        : { ...withMember(member), view: { at: 'pin', member, pin } };

    return {
      list: null,
      view: { at: 'list' },
      notice: null,
      error: null,
      busy: false,
      load: async () => {
        const answer = await ask<'staffList'>(api.staffList({}));
        set(answer.ok ? { list: answer.value } : { error: answer.error });
      },
      go: (view) => {
        if (free()) set({ view, error: null, notice: null });
      },
      setRole: (role) => {
        const { view } = get();
        if (view.at === 'add' && free()) set({ view: { ...view, role }, error: null });
      },
      change: async (change) => {
        if (!free()) return;
        await doing(ask<'staffChange'>(api.staffChange({ staffId: staffId(), ...change })), (member) => ({
          ...withMember(member),
          view: { at: 'member', id: member.id, removing: false },
        }));
      },
      remove: async () => {
        const name = memberOf(get())?.shortName ?? '';
        if (!free()) return;
        const id = staffId();
        await doing(ask<'staffRemove'>(api.staffRemove({ staffId: id })), () => {
          const { list } = get();
          return {
            list: list && { ...list, members: list.members.filter((member) => member.id !== id) },
            view: { at: 'list' },
            notice: { what: 'removed', name },
          };
        });
      },
      dropCode: async () => {
        if (!free()) return;
        await doing(ask<'dropCode'>(api.dropCode({ staffId: staffId() })), withMember);
      },
      add: async (pin) => {
        const { view } = get();
        if (view.at !== 'add' || !free()) return ok(null);
        const { name, role } = view;
        return await doing(
          ask<'staffAdd'>(api.staffAdd({ shortName: name, role, employeeGuid: null, pin })),
          (added) => shown('added', added),
        );
      },
      newPin: async (pin) => {
        if (!free()) return ok(null);
        return await doing(ask<'staffNewPin'>(api.staffNewPin({ staffId: staffId(), pin })), (made) =>
          shown('new-pin', made),
        );
      },
      enrol: async () => {
        if (!free()) return;
        set({ view: { at: 'enrol', enrolment: null } });
        await doing(ask<'enrolCode'>(api.enrolCode({})), (enrolment) => ({
          view: { at: 'enrol', enrolment },
        }));
      },
      confirm: async (code) => {
        const { view } = get();
        if (view.at !== 'enrol' || view.enrolment === null || !free()) return ok(null);
        const { enrolId } = view.enrolment;
        return await doing(ask<'confirmCode'>(api.confirmCode({ enrolId, code })), (member) => ({
          ...withMember(member),
          view: { at: 'list' },
          notice: { what: 'enrolled' },
        }));
      },
      liftLock: async () => {
        if (!free()) return;
        await doing(ask<'liftLock'>(api.liftLock({})), () => {
          const { list } = get();
          return { list: list && { ...list, lockedForMs: 0 }, notice: { what: 'opened' } };
        });
      },
      readIn: async () => {
        if (!free()) return;
        const done = await doing(ask<'staffImport'>(api.staffImport({})), (result) => ({
          view: { at: 'imported', result },
        }));
        if (done.ok) await get().load();
      },
    };
  });
}
