import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../src-preload/contract/api.ts';
import type { ApprovalRequest, DeclineReason } from '../../src-preload/contract/approval.ts';
import type { Answer } from '../../src-preload/contract/channels.ts';
import type { CreditRequest, Reason } from '../../src-preload/contract/credit.ts';
import type { AppErrorCode } from '../../src-preload/contract/errors.ts';
import type { CreditItem } from '../../src-preload/contract/outbox.ts';
import { ask } from '../core/ask.ts';
import type { PageClock } from '../core/clock.ts';
import { chooseReason, type Draft, emptyDraft } from '../features/credit/draft.ts';
import { createGuestFlow } from '../features/guest/guest-navigation.ts';
import { createNewGuestStore } from '../features/new-guest/new-guest.ts';
import type { Prefill } from '../features/new-guest/new-guest-form.ts';
import type { GuestNotice, Mistake, Screen, ScreenName, ScreenOf, SignInNotice, Who } from './screen.ts';

export interface FlowState {
  readonly screen: Screen;
  /** The waiting list is over the screen, which stays as it is beneath. */
  readonly waitingOpen: boolean;
  /** How to correct a credit that can no longer be undone is over the screen, which stays as it is beneath. */
  readonly mistake: Mistake | null;
  /** Rises with every screen; nothing that was typed on one lives on the next. */
  readonly navigationId: number;
}

export interface FlowActions {
  /** Listens to what happens to credits. Returns the way to stop. */
  readonly start: () => () => void;
  readonly toSignIn: (notice: SignInNotice) => void;
  readonly toLookUp: () => void;
  readonly toStaff: () => void;
  readonly toManager: () => void;
  readonly toSetUp: () => void;
  readonly openGuest: (who: Who, notice?: GuestNotice) => void;
  /** To the form of a new guest, with what was looked for filled in. */
  readonly openNewGuest: (prefill: Prefill) => void;
  /** Asks again for the guest on the screen; the old picture stays until the new one comes. */
  readonly refreshGuest: () => void;
  /** Asks for the lines of the history before those shown. */
  readonly showEarlier: () => void;
  /** A manager is asked whether this kiosk is to forget the guest on the screen. */
  readonly askToForget: () => void;
  /** It has: nothing of them stays on the screen either. */
  readonly forgotten: () => void;
  /** Another person has signed in over the screen: the guest, or the form as far as it is filled in, is theirs from here on. */
  readonly takenOver: () => void;
  /** Opens the form; with a reason, it and its preset amount are filled in. */
  readonly openForm: (preset?: Reason) => void;
  readonly edit: (change: (draft: Draft) => Draft) => void;
  readonly give: (request: CreditRequest) => Promise<void>;
  /** A manager's PIN for the request on the screen. */
  readonly approve: (pin: string) => Promise<Answer<'approve'>>;
  /** The code a manager who is elsewhere has read out for it. */
  readonly approveByCode: (managerId: string, code: string) => Promise<Answer<'approve'>>;
  /** Asks for approval again with the same form. */
  readonly askApprovalAgain: (request: CreditRequest) => Promise<void>;
  /** Requests that wait for a manager. */
  readonly toApprovals: () => void;
  /** One of them, as it was asked for. */
  readonly openRequest: (approval: ApprovalRequest) => void;
  /** A manager declines the request on the screen, and says why. */
  readonly declineRequest: (why: DeclineReason | null) => void;
  /** Back to the form, same credit, nothing lost. */
  readonly changeIt: () => void;
  readonly doNotApprove: () => void;
  readonly shown: (creditId: string) => void;
  readonly setWaitingOpen: (open: boolean) => void;
  /** Shows who can still take this credit back, and how; null goes back. */
  readonly showMistake: (mistake: Mistake | null) => void;
}

/** After these a request for approval stays open, and another PIN or code may be typed. */
const STILL_OPEN: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'wrong-pin',
  'pin-locked',
  'wrong-code',
  'code-used',
  'code-locked',
  'code-not-allowed',
  'approver-not-manager',
  'approver-is-giver',
  'keys-lost',
]);

export type FlowStore = StoreApi<FlowState & FlowActions>;

/** Which screen is on, and the one way through the main job. */
export function createFlowStore(
  api: KioskApi,
  clock: PageClock,
  creditSeen: (item: CreditItem) => void,
): FlowStore {
  return createStore<FlowState & FlowActions>()((set, get) => {
    const go = (screen: Screen): number => {
      const before = get().screen;
      if (before.name === 'new-guest') before.form.getState().leave();
      const navigationId = get().navigationId + 1;
      set({ screen, navigationId, waitingOpen: false, mistake: null });
      return navigationId;
    };
    /** Changes the screen in place, if it still is that one. */
    const patch = <N extends ScreenName>(
      name: N,
      part: Partial<ScreenOf<N>>,
      navigationId = get().navigationId,
    ): void => {
      const state = get();
      if (state.screen.name !== name || state.navigationId !== navigationId) return;
      // The name was just compared; a generic union cannot be narrowed by it.
      set({ screen: { ...state.screen, ...part } as Screen });
    };
    const current = <N extends ScreenName>(name: N): ScreenOf<N> | null => {
      const { screen } = get();
      return screen.name === name ? (screen as ScreenOf<N>) : null;
    };

    const guests = createGuestFlow({
      api,
      clock,
      current: () => current('guest'),
      navigationId: () => get().navigationId,
      patch: (part, navigationId) => patch('guest', part, navigationId),
      // The list of what is waiting may lie over the guest, and stays.
      open: (who, notice) => {
        const { waitingOpen } = get();
        get().openGuest(who, notice);
        set({ waitingOpen });
      },
    });

    const toDone = (who: Who, item: CreditItem, already: boolean): void => {
      creditSeen(item);
      go({ name: 'done', who, item, already });
    };

    const decline = (approvalId: string, why: DeclineReason | null = null): void => {
      void ask<'declineApproval'>(api.declineApproval({ approvalId, why }));
    };

    /** To the request, for as long as it is open. */
    const toApprove = (
      approval: ApprovalRequest,
      from: Pick<ScreenOf<'approve'>, 'who' | 'form' | 'draft' | 'today'>,
      listed: boolean,
    ): void => {
      const left = Math.max(0, approval.expiresAt - clock.now());
      const lapsed = left === 0;
      const navigationId = go({
        ...{ name: 'approve', ...from, approval, lapsed, listed },
        ...{ asking: false, error: null },
      });
      clock.after(left, () => patch('approve', { lapsed: true }, navigationId));
    };

    /** Gives the credit and navigates according to the answer; on an error it stays. */
    const submit = async (
      from: ScreenOf<'give-credit'> | ScreenOf<'approve'>,
      request: CreditRequest,
      navigationId: number,
    ): Promise<void> => {
      const answer = await ask<'giveCredit'>(api.giveCredit(request));
      // The screen was left meanwhile (idle, or sign-out): the credit is in the waiting list.
      if (get().navigationId !== navigationId) return;
      const { who, form, draft, today } = from;
      if (!answer.ok) {
        patch('give-credit', { saving: false, error: answer.error });
        patch('approve', { asking: false, error: answer.error });
        return;
      }
      if (answer.value.outcome === 'accepted') {
        toDone(who, answer.value.item, false);
        return;
      }
      toApprove(answer.value.approval, { who, form, draft, today }, false);
    };

    /** Asks for the request on the screen to be granted, in one way or another. */
    const granting = async (
      grant: (approvalId: string) => Promise<Answer<'approve'>>,
    ): Promise<Answer<'approve'>> => {
      const screen = current('approve');
      if (screen === null) return { ok: false, error: { code: 'approval-gone' } };
      const { navigationId } = get();
      const answer = await grant(screen.approval.approvalId);
      if (get().navigationId !== navigationId) return answer;
      if (answer.ok) {
        toDone(screen.who, answer.value, false);
        return answer;
      }
      const { code } = answer.error;
      if (code === 'approval-gone') patch('approve', { lapsed: true });
      // A rule spoke after all: the request is used up, and its words stand where it lapsed.
      else if (!STILL_OPEN.has(code)) patch('approve', { lapsed: true, error: answer.error });
      return answer;
    };

    /** Shows a form. What other kiosks and the POS gave today follows as soon as Toast has said it. */
    const toForm = async (
      screen: Omit<ScreenOf<'give-credit'>, 'name' | 'saving' | 'error'>,
    ): Promise<void> => {
      const filling = go({ ...screen, name: 'give-credit', saving: false, error: null });
      const newer = await ask<'guestToday'>(api.guestToday({ guestId: screen.who.id }));
      if (newer.ok) patch('give-credit', { today: newer.value }, filling);
    };

    /** The form as another person's: under a number of their own, filled in as it is. Their look at the guest is on record. */
    const reopen = async (left: ScreenOf<'give-credit'>): Promise<void> => {
      const { who } = left;
      patch('give-credit', { saving: true, error: null });
      const { navigationId } = get();
      const seen = await ask<'glanceAtGuest'>(api.glanceAtGuest({ guestId: who.id }));
      const answer = seen.ok ? await ask<'openCreditForm'>(api.openCreditForm({ guestId: who.id })) : seen;
      if (get().navigationId !== navigationId) return;
      if (!answer.ok) get().openGuest(who);
      else if (answer.value.outcome === 'already-given') toDone(who, answer.value.item, true);
      else await toForm({ ...left, form: answer.value.form, today: answer.value.today });
    };

    return {
      screen: { name: 'sign-in', notice: null },
      waitingOpen: false,
      mistake: null,
      navigationId: 0,

      start: () => {
        const stops = [
          api.on('credit', (item) => {
            const done = current('done');
            if (done !== null && done.item.creditId === item.creditId) patch('done', { item });
            const guest = current('guest');
            if (guest !== null && guest.who.id === item.guestId) guests.refresh();
          }),
          api.on('newGuest', guests.moved),
          api.on('connection', ({ state }) => {
            const view = current('guest')?.view;
            // What was last known is asked for again automatically as soon as it can be.
            if (state === 'online' && (view?.from === 'kiosk' || view?.historyFrom === 'kiosk'))
              guests.refresh();
          }),
        ];
        return () => {
          for (const stop of stops) stop();
        };
      },

      toSignIn: (notice) => {
        go({ name: 'sign-in', notice });
      },
      toLookUp: () => {
        go({ name: 'look-up' });
      },
      toStaff: () => {
        go({ name: 'staff' });
      },
      toManager: () => {
        go({ name: 'manager' });
      },
      toSetUp: () => {
        go({ name: 'set-up' });
      },

      openGuest: (who, notice) => {
        const navigationId = go({
          name: 'guest',
          who,
          view: null,
          asking: { since: clock.steady() },
          error: null,
          notice: notice ?? null,
          past: null,
          newGuest: null,
          opening: false,
        });
        guests.open(who.id, navigationId);
      },
      refreshGuest: guests.refresh,
      showEarlier: guests.earlier,

      openNewGuest: (prefill) => {
        const form = createNewGuestStore(api, clock, prefill, (guest) => {
          if (current('new-guest')?.form === form) get().openGuest(guest, 'added');
        });
        go({ name: 'new-guest', form });
      },

      askToForget: () => {
        const guest = current('guest');
        if (guest !== null) go({ name: 'forget-guest', who: guest.who });
      },
      forgotten: () => {
        // Another screen, not this one changed: React keeps the state before the present one of whatever stays.
        if (current('forget-guest') !== null) go({ name: 'forget-guest', who: null });
      },

      takenOver: () => {
        const { screen } = get();
        if (screen.name === 'give-credit') void reopen(screen);
        // From the start: what one person had revealed is not the next one's.
        else if (screen.name === 'guest') get().openGuest(screen.who);
        else get().toLookUp();
      },

      openForm: async (preset) => {
        const guest = current('guest');
        if (guest === null || guest.opening) return;
        const { navigationId } = get();
        const { who } = guest;
        patch('guest', { opening: true, error: null, notice: null });
        const answer = await ask<'openCreditForm'>(api.openCreditForm({ guestId: who.id }));
        if (get().navigationId !== navigationId) return;
        if (!answer.ok) {
          patch('guest', { opening: false, error: answer.error });
          return;
        }
        if (answer.value.outcome === 'already-given') {
          toDone(who, answer.value.item, true);
          return;
        }
        const draft = preset === undefined ? emptyDraft : chooseReason(emptyDraft, preset);
        const { form, today } = answer.value;
        await toForm({ who, form, draft, today });
      },

      edit: (change) => {
        const form = current('give-credit');
        if (form === null || form.saving) return;
        patch('give-credit', { draft: change(form.draft), error: null });
      },

      give: async (request) => {
        const form = current('give-credit');
        // A second tap while the first is on its way is the same tap.
        if (form === null || form.saving) return;
        patch('give-credit', { saving: true, error: null });
        await submit(form, request, get().navigationId);
      },

      approve: (pin) => granting((approvalId) => ask<'approve'>(api.approve({ approvalId, pin }))),
      approveByCode: (managerId, code) =>
        granting((approvalId) => ask<'approveByCode'>(api.approveByCode({ approvalId, managerId, code }))),

      askApprovalAgain: async (request) => {
        const screen = current('approve');
        if (screen === null || screen.asking) return;
        patch('approve', { asking: true, error: null });
        await submit(screen, request, get().navigationId);
      },

      toApprovals: () => {
        go({ name: 'approvals' });
      },
      openRequest: (approval) => {
        const { creditId, guestId, guestName: name, amount, reasonId, note } = approval;
        const who = { id: guestId, name, shortName: null, phone: { area: null, lastFour: null } };
        const draft: Draft = { reasonId, amount, amountFrom: 'choice', note };
        toApprove(approval, { who, form: { creditId, guestId }, draft, today: null }, true);
      },
      declineRequest: (why) => {
        const screen = current('approve');
        if (screen === null) return;
        decline(screen.approval.approvalId, why);
        get().toApprovals();
      },

      changeIt: () => {
        const screen = current('approve');
        if (screen === null || screen.today === null) return;
        decline(screen.approval.approvalId);
        const { who, form, draft, today } = screen;
        go({ name: 'give-credit', who, form, draft, today, saving: false, error: null });
      },

      doNotApprove: () => {
        const screen = current('approve');
        if (screen === null) return;
        decline(screen.approval.approvalId);
        get().openGuest(screen.who, 'nothing-given');
      },

      shown: (creditId) => {
        void ask<'creditShown'>(api.creditShown({ creditId }));
      },

      setWaitingOpen: (open) => set({ waitingOpen: open }),
      showMistake: (mistake) => set({ mistake }),
    };
  });
}
