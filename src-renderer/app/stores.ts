import type { KioskApi } from '../../src-preload/contract/api.ts';
import type { PageClock } from '../core/clock.ts';
import { createLookUpStore, type LookUpStore } from '../features/look-up/look-up.ts';
import { createManagerStore, type ManagerStore } from '../features/manager/home/manager.ts';
import { createSecondStore, type SecondStore } from '../features/second-manager/second-manager.ts';
import { createDiscardedInputStore, type DiscardedInputStore } from './discarded-input.ts';
import { createIdleStore, type IdleStore } from './idle.ts';
import { createKioskStore, type KioskStore } from './kiosk-status.ts';
import { createFlowStore, type FlowStore } from './navigation.ts';
import type { ScreenName, SignInNotice } from './screen.ts';

/** Everything the page remembers, and the one place where its parts are tied together. */
export interface Stores {
  readonly kiosk: KioskStore;
  readonly flow: FlowStore;
  readonly lookUp: LookUpStore;
  readonly idle: IdleStore;
  readonly manager: ManagerStore;
  /** A second manager who is asked for. */
  readonly second: SecondStore;
  /** The bridge: what needs a second manager waits for one. */
  readonly api: KioskApi;
  readonly dropped: DiscardedInputStore;
  /** Signs out and forgets anything a guest or a person left on the screen. */
  readonly leave: (notice: 'cleared' | 'parked' | null) => void;
  /** Ends a manager's visit and goes back to the guests. */
  readonly leaveManager: () => void;
  /** Back from the set-up to where it was opened; what is filled in is kept. */
  readonly leaveSetUp: () => void;
  /** Begins: asks for the status, listens, follows the session. Returns the way to stop. */
  readonly start: () => () => void;
}

/** The last text that any expression matched lives on in `RegExp.input`; this puts an empty one there. */
const forgetLastMatch = (): void => void /^/.test('');

/** Screens within a manager's visit. */
const MANAGERS: ReadonlySet<ScreenName> = new Set<ScreenName>(['manager', 'staff', 'set-up']);

export function createStores(bridge: KioskApi, clock: PageClock): Stores {
  const { store: second, api } = createSecondStore(bridge);
  const kiosk = createKioskStore(api, clock);
  const flow = createFlowStore(api, clock, kiosk.getState().creditSeen);
  const lookUp = createLookUpStore(api, clock);
  const manager = createManagerStore(api);

  const forget = (notice: SignInNotice): void => {
    lookUp.getState().reset();
    second.getState().cancel();
    manager.getState().over();
    flow.getState().toSignIn(notice);
  };
  const leave = (notice: 'cleared' | 'parked' | null): void => {
    forget(notice);
    void kiosk.getState().signOut();
  };
  const leaveManager = (): void => {
    if (kiosk.getState().status?.session == null) flow.getState().toSignIn(null);
    else flow.getState().toLookUp();
  };
  const idle = createIdleStore(clock, () => {
    const { screen } = flow.getState();
    leave(screen.name === 'approve' && !screen.lapsed ? 'parked' : 'cleared');
  });

  /** Anyone who signs in finds the look-up empty, unless they take over what is on the screen; without a session there is only the sign-in screen. */
  const followSession = (): (() => void) => {
    let before: string | null = null;
    const look = (): void => {
      const { status, handedTo } = kiosk.getState();
      const now = status?.session?.staff.id ?? null;
      if (now === before) return;
      before = now;
      if (now !== null && now === handedTo) {
        flow.getState().takenOver();
        return;
      }
      lookUp.getState().reset();
      if (now !== null && status !== null) {
        flow.getState().toLookUp();
        idle.getState().watch(status.idle);
        return;
      }
      idle.getState().stop();
      // Setting up continues without anyone signed in.
      const { name } = flow.getState().screen;
      if (name !== 'sign-in' && name !== 'set-up') flow.getState().toSignIn(null);
    };
    look();
    return kiosk.subscribe(look);
  };

  return {
    kiosk,
    flow,
    lookUp,
    idle,
    manager,
    second,
    api,
    dropped: createDiscardedInputStore(clock),
    leave,
    leaveManager,
    leaveSetUp: () => {
      if (manager.getState().inManagerSession) flow.getState().toManager();
      else leaveManager();
    },
    start: () => {
      const stops = [
        kiosk.getState().start(),
        flow.getState().start(),
        followSession(),
        api.on('signedOut', () => {
          kiosk.getState().sessionEnded();
          forget(null);
        }),
        // Settings took effect, or the kiosk went over to Training or live: everything is asked for again.
        api.on('restarted', ({ failed, sameSession }) => {
          if (!sameSession) {
            kiosk.getState().sessionEnded();
            forget(failed ? 'mode-failed' : null);
          }
          kiosk.getState().ask();
          // A manager's alerts may be others now.
          if (manager.getState().view.at === 'home') void manager.getState().load();
        }),
        // What was typed to find a guest, and who was found, belong to one visit of the look-up.
        flow.subscribe((state, before) => {
          if (state.navigationId === before.navigationId) return;
          lookUp.getState().reset();
          forgetLastMatch();
          // What is typed into the set-up leaves the screen like everything else, also where no one is signed in.
          const { status } = kiosk.getState();
          if (status !== null && status.session === null) {
            if (state.screen.name === 'set-up') idle.getState().watch(status.idle);
            else idle.getState().stop();
          }
          // A manager's visit lasts as long as their screens do.
          if (!MANAGERS.has(state.screen.name)) {
            second.getState().cancel();
            manager.getState().leave();
          }
        }),
      ];
      return () => {
        idle.getState().stop();
        for (const stop of stops) stop();
      };
    },
  };
}
