import type { KioskApi } from '../../src-preload/contract/api.ts';
import type { PageClock } from './clock.ts';
import { createFlowStore, type FlowStore } from './flow.ts';
import { createIdleStore, type IdleStore } from './idle.ts';
import { createKioskStore, type KioskStore } from './kiosk.ts';
import { createLookUpStore, type LookUpStore } from './look-up.ts';

/** Everything the page remembers, and the one place where its parts are tied together. */
export interface Stores {
  readonly kiosk: KioskStore;
  readonly flow: FlowStore;
  readonly lookUp: LookUpStore;
  readonly idle: IdleStore;
  /** Signs out and forgets whatever a guest or a person left on the screen. */
  readonly leave: (notice: 'cleared' | null) => void;
  /** Begins: asks for the status, listens, follows the session. Returns the way to stop. */
  readonly start: () => () => void;
}

export function createStores(api: KioskApi, clock: PageClock): Stores {
  const kiosk = createKioskStore(api, clock);
  const flow = createFlowStore(api, clock, kiosk.getState().creditSeen);
  const lookUp = createLookUpStore(api, clock);

  const forget = (notice: 'cleared' | null): void => {
    lookUp.getState().reset();
    flow.getState().toSignIn(notice);
  };
  const leave = (notice: 'cleared' | null): void => {
    forget(notice);
    void kiosk.getState().signOut();
  };
  const idle = createIdleStore(clock, () => leave('cleared'));

  /** Whoever signs in finds the look-up empty; without a session there is only the sign-in screen. */
  const followSession = (): (() => void) => {
    let before: string | null = null;
    const look = (): void => {
      const { status } = kiosk.getState();
      const now = status?.session?.staff.id ?? null;
      if (now === before) return;
      before = now;
      lookUp.getState().reset();
      if (now !== null && status !== null) {
        flow.getState().toLookUp();
        idle.getState().watch(status.idle);
        return;
      }
      idle.getState().stop();
      if (flow.getState().screen.name !== 'sign-in') flow.getState().toSignIn(null);
    };
    look();
    return kiosk.subscribe(look);
  };

  return {
    kiosk,
    flow,
    lookUp,
    idle,
    leave,
    start: () => {
      const stops = [
        kiosk.getState().start(),
        flow.getState().start(),
        followSession(),
        api.on('signedOut', () => {
          kiosk.getState().sessionEnded();
          forget(null);
        }),
        // A guest's digits stay only while the look-up leads to that guest: any other way out forgets them.
        flow.subscribe((state, before) => {
          if (state.visit !== before.visit && state.screen.name === 'look-up') lookUp.getState().reset();
        }),
      ];
      return () => {
        idle.getState().stop();
        for (const stop of stops) stop();
      };
    },
  };
}
