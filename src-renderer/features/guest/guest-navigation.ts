import type { KioskApi } from '../../../src-preload/contract/api.ts';
import type { GuestView } from '../../../src-preload/contract/guest.ts';
import type { GuestItem } from '../../../src-preload/contract/outbox.ts';
import type { ScreenOf, Who } from '../../app/screen.ts';
import { ask } from '../../core/ask.ts';
import type { PageClock } from '../../core/clock.ts';
import { withEarlier, withFirstPage } from './history.ts';

/** What the guest's screen needs of the flow. */
export interface GuestPorts {
  readonly api: KioskApi;
  readonly clock: PageClock;
  /** The guest's screen, where it is on. */
  readonly current: () => ScreenOf<'guest'> | null;
  readonly navigationId: () => number;
  /** Changes the screen in place, if it still is that visit's. */
  readonly patch: (part: Partial<ScreenOf<'guest'>>, navigationId: number) => void;
  readonly open: (who: Who, notice: 'same-guest') => void;
}

/** What happens on the guest's screen between opening it and leaving it. */
export interface GuestFlow {
  /** What the kiosk knows, at once; then Toast's answer in its place. */
  readonly open: (guestId: string, navigationId: number) => void;
  /** Toast again; what is there stays until it answers. */
  readonly refresh: () => void;
  /** The lines before those shown. */
  readonly earlier: () => void;
  /** A new guest moved on their way to Toast. */
  readonly moved: (item: GuestItem) => void;
}

export function createGuestFlow({ api, clock, current, navigationId, patch, open }: GuestPorts): GuestFlow {
  /** Only the newest question about a guest may answer. */
  let newest = 0;

  const shown = (view: GuestView): Partial<ScreenOf<'guest'>> => ({
    view,
    who: view.guest,
    past: withFirstPage(current()?.past ?? null, view.history),
  });

  /** Where a guest who is not in Toast yet stands, for the person who opens them later. */
  const follow = async (guestId: string, on: number): Promise<void> => {
    const answer = await ask<'waitingList'>(api.waitingList({}));
    if (!answer.ok || current()?.newGuest !== null) return;
    const item = answer.value.items.find((each) => each.kind === 'create-guest' && each.guestId === guestId);
    if (item?.kind === 'create-guest') patch({ newGuest: item }, on);
  };

  const load = async (guestId: string, on: number): Promise<void> => {
    const mine = ++newest;
    patch({ asking: { since: clock.steady() } }, on);
    const answer = await ask<'openGuest'>(api.openGuest({ guestId }));
    if (mine !== newest) return;
    if (!answer.ok) {
      // Someone Toast does not have any more leaves nothing behind.
      const gone = answer.error.code === 'guest-not-found' ? { view: null, past: null } : {};
      patch({ asking: null, error: answer.error, ...gone }, on);
      return;
    }
    patch({ ...shown(answer.value), asking: null, error: null }, on);
    if (answer.value.guest.onlyHere && current()?.newGuest === null) void follow(guestId, on);
  };

  const glance = async (guestId: string, on: number): Promise<void> => {
    const answer = await ask<'glanceAtGuest'>(api.glanceAtGuest({ guestId }));
    const screen = current();
    // Anything that came meanwhile is newer than what the kiosk remembers.
    if (!answer.ok || answer.value === null || navigationId() !== on || screen === null) return;
    if (screen.view === null && screen.asking !== null) patch(shown(answer.value), on);
  };

  return {
    open: (guestId, on) => {
      void glance(guestId, on);
      void load(guestId, on);
    },
    refresh: () => {
      const screen = current();
      if (screen !== null) void load(screen.who.id, navigationId());
    },
    earlier: () => {
      const on = navigationId();
      const { past, who } = current() ?? {};
      if (past == null || who === undefined || past.next === null || past.asking !== null) return;
      const from = past.next;
      patch({ past: { ...past, asking: { since: clock.steady() }, error: null } }, on);
      void ask<'historyPage'>(api.historyPage({ guestId: who.id, from })).then((answer) => {
        const now = current()?.past;
        // A first page that restarted continues from another place.
        if (navigationId() !== on || now == null || now.next !== from) return;
        patch(
          {
            past: answer.ok ? withEarlier(now, answer.value) : { ...now, asking: null, error: answer.error },
          },
          on,
        );
      });
    },
    moved: (item) => {
      const screen = current();
      if (screen === null || screen.who.id !== item.guestId) return;
      if (item.became !== null) {
        const { guestId, name } = item.became;
        open({ id: guestId, name, shortName: name, phone: { area: null, lastFour: null } }, 'same-guest');
        return;
      }
      patch({ newGuest: item.state === 'settled' ? null : item }, navigationId());
      if (item.state === 'settled' || item.state === 'cancelled') void load(screen.who.id, navigationId());
    },
  };
}
