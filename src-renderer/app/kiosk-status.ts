import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../src-preload/contract/api.ts';
import type { Answer } from '../../src-preload/contract/channels.ts';
import type { Comfort } from '../../src-preload/contract/comfort.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { Theme } from '../../src-preload/contract/manager.ts';
import type { CreditItem } from '../../src-preload/contract/outbox.ts';
import type { KioskStatus, Language } from '../../src-preload/contract/status.ts';
import { ask } from '../core/ask.ts';
import type { PageClock } from '../core/clock.ts';

/** A credit that can still be undone, and until when on the monotonic clock. */
export interface UndoOffer {
  readonly item: CreditItem;
  readonly until: number;
  readonly step: 'offered' | 'undoing';
}

export interface KioskState {
  /** Null until the first answer. */
  readonly status: KioskStatus | null;
  /** Why there is no status. */
  readonly failure: AppError | null;
  /** When the keypad opens again after too many wrong PINs, on the monotonic clock; null where it is open. */
  readonly lockedUntil: number | null;
  /** Who took over the screen as it was, with everything on it; null where the last sign-in began with an empty one. */
  readonly handedTo: string | null;
  /** Credits of this session that can still be undone, newest first. */
  readonly undo: readonly UndoOffer[];
  /** The last credit undone, for a moment's word in the strip. */
  readonly undone: CreditItem | null;
  /** The whole text of a failed undo is shown where it was asked; this is for the strip. */
  readonly undoFailure: { readonly creditId: string; readonly error: AppError } | null;
}

export interface KioskActions {
  /** Subscribes and asks for the status. Returns the way to stop. */
  readonly start: () => () => void;
  /** Asks for the status again, where it did not come. */
  readonly ask: () => void;
  /** `keepsScreen`: someone takes over what is on the screen from the person who is signed in. */
  readonly signIn: (pin: string, keepsScreen?: boolean) => Promise<Answer<'signIn'>>;
  /** A longer PIN in the place of a manager's that is too short; then signs them in with it. */
  readonly replacePin: (pin: string, newPin: string) => Promise<Answer<'replacePin' | 'signIn'>>;
  /** A manager's PIN for the locked keypad. */
  readonly openKeypad: (pin: string) => Promise<Answer<'openKeypad'>>;
  /** The keypad was seen locked for so long yet, or open (0). Kept for the next screen that has one. */
  readonly lockSeen: (leftMs: number) => void;
  readonly signOut: () => Promise<void>;
  /** The session ended on the other side. */
  readonly sessionEnded: () => void;
  readonly setLanguage: (language: Language) => void;
  /** How it works was seen on this kiosk. */
  readonly seenHowTo: () => void;
  readonly setTheme: (theme: Theme) => void;
  /** Hand, size of text and sounds; what is not named stays. */
  readonly setComfort: (change: Partial<Comfort>) => void;
  /** An answer brought a credit: the same as an event about it. */
  readonly creditSeen: (item: CreditItem) => void;
  readonly undoCredit: (creditId: string) => Promise<Answer<'undoCredit'>>;
}

export type KioskStore = StoreApi<KioskState & KioskActions>;

/** How long the strip says that a credit was undone, ms. */
export const UNDONE_SHOWN_MS = 8000;

/** How soon the status is asked for again while another program has the data open, ms. */
const ASK_AGAIN_MS = 1000;

/** What the kiosk as a whole is: status, connection, what is waiting, who is signed in, what can be undone. */
export function createKioskStore(api: KioskApi, clock: PageClock): KioskStore {
  /** Pushed before the first status arrived: newer than the snapshot it carries. */
  const early: Partial<Pick<KioskStatus, 'connection' | 'waiting' | 'approvals'>> = {};

  return createStore<KioskState & KioskActions>()((set, get) => {
    const patch = (part: Partial<KioskStatus>): void => {
      const { status } = get();
      if (status !== null) set({ status: { ...status, ...part } });
    };

    const pushed = (part: typeof early): void => {
      if (get().status === null) Object.assign(early, part);
      patch(part);
    };

    /** Timers outlive a sign-out: no matter what they hold, no credit and so no guest may be among it. */
    const dropLapsed = (): void => {
      set((state) => ({ undo: state.undo.filter((offer) => offer.until > clock.steady()) }));
    };

    const creditSeen = (item: CreditItem): void => {
      const others = get().undo.filter((offer) => offer.item.creditId !== item.creditId);
      const name = get().status?.session?.staff.shortName;
      const foreign = name !== undefined && item.givenBy !== name && item.approvedBy !== name;
      if (foreign || item.state !== 'held' || item.undoLeftMs <= 0) {
        set({ undo: others });
        return;
      }
      const until = clock.steady() + item.undoLeftMs;
      const known = get().undo.find((offer) => offer.item.creditId === item.creditId);
      set({ undo: [{ item, until, step: known?.step ?? 'offered' }, ...others] });
      clock.after(item.undoLeftMs, dropLapsed);
    };

    const askStatus = (): void => {
      void ask<'status'>(api.status({})).then((answer) => {
        if (!answer.ok) {
          set({ failure: answer.error });
          if ('language' in answer.error) clock.after(ASK_AGAIN_MS, askStatus);
          return;
        }
        const { lockedForMs } = answer.value;
        set({
          failure: null,
          lockedUntil: lockedForMs > 0 ? clock.steady() + lockedForMs : null,
          status: {
            ...answer.value,
            ...early,
          },
        });
      });
    };

    const forgetSession = (): void => {
      patch({ session: null });
      set({ undo: [], undone: null, undoFailure: null });
    };

    return {
      status: null,
      failure: null,
      lockedUntil: null,
      handedTo: null,
      undo: [],
      undone: null,
      undoFailure: null,
      creditSeen,
      sessionEnded: forgetSession,
      ask: askStatus,

      start: () => {
        const stops = [
          api.on('connection', (connection) => pushed({ connection })),
          api.on('waiting', (waiting) => pushed({ waiting })),
          api.on('approvals', (approvals) => pushed({ approvals })),
          api.on('credit', creditSeen),
        ];
        askStatus();
        return () => {
          for (const stop of stops) stop();
        };
      },

      signIn: async (pin, keepsScreen = false) => {
        const answer = await ask<'signIn'>(api.signIn({ pin }));
        if (answer.ok) {
          const { id } = answer.value.staff;
          const same = get().status?.session?.staff.id === id;
          // What can be undone is the person's who gave it.
          set({
            handedTo: keepsScreen ? id : null,
            ...(same ? {} : { undo: [], undone: null, undoFailure: null }),
          });
          patch({ session: answer.value });
        }
        if (!answer.ok && answer.error.code === 'pin-locked') get().lockSeen(answer.error.leftMs);
        return answer;
      },

      replacePin: async (pin, newPin) => {
        const answer = await ask<'replacePin'>(api.replacePin({ pin, newPin }));
        return answer.ok ? get().signIn(newPin) : answer;
      },

      openKeypad: async (pin) => {
        const answer = await ask<'openKeypad'>(api.openKeypad({ pin }));
        if (answer.ok) set({ lockedUntil: null });
        return answer;
      },

      lockSeen: (leftMs) => set({ lockedUntil: leftMs > 0 ? clock.steady() + leftMs : null }),

      signOut: async () => {
        forgetSession();
        await ask<'signOut'>(api.signOut({}));
      },

      setLanguage: (language) => {
        patch({ language });
        void ask<'setLanguage'>(api.setLanguage({ language }));
      },

      seenHowTo: () => {
        if (get().status?.howToDue !== true) return;
        patch({ howToDue: false });
        void ask<'seenHowTo'>(api.seenHowTo({}));
      },

      setTheme: (theme) => {
        patch({ theme });
        void ask<'setTheme'>(api.setTheme({ theme }));
      },

      setComfort: (change) => {
        const { status } = get();
        if (status === null) return;
        patch({ comfort: { ...status.comfort, ...change } });
        void ask<'setComfort'>(api.setComfort(change));
      },

      undoCredit: async (creditId) => {
        const step = (to: UndoOffer['step']): void =>
          set((state) => ({
            undo: state.undo.map((offer) =>
              offer.item.creditId === creditId ? { ...offer, step: to } : offer,
            ),
          }));
        step('undoing');
        set({ undoFailure: null });
        const answer = await ask<'undoCredit'>(api.undoCredit({ creditId }));
        if (!answer.ok) {
          step('offered');
          set({ undoFailure: { creditId, error: answer.error } });
          return answer;
        }
        creditSeen(answer.value);
        set({ undone: answer.value });
        clock.after(UNDONE_SHOWN_MS, () => {
          if (get().undone?.creditId === creditId) set({ undone: null });
        });
        return answer;
      },
    };
  });
}
