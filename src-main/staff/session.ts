import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { Clock, Scheduler } from '../ports.ts';

/** Why a session ended that no one ended. */
export type SessionOver = 'idle' | 'changed' | 'page-gone';

/**
 * Who is signed in on this kiosk: one person or no one. In memory only: a restart asks for a PIN again. The staff list
 * has the last word at each look: who is taken off it, may not sign in any more, or has another role is not signed in
 * any more. The page signs out when idle; for a page that does not, or that did not run while the PC slept, half an
 * hour in which no one asked for anything ends it too.
 */
export interface SessionHolder {
  /** Who may ask for things; null also where a session has been spent. */
  readonly current: () => StaffName | null;
  /** Anyone present: a person whose session is used up may still undo the credit they gave. */
  readonly present: () => StaffName | null;
  /** A person asked for something: the half hour begins again. Looking does not. */
  readonly heard: () => void;
  readonly begin: (staff: StaffName) => void;
  /** The session's one credit is given, where the restaurant signs out after each. */
  readonly spend: () => void;
  /** They signed out. */
  readonly end: () => void;
  /** Ends it without their doing; `of`: only where it is this person's. */
  readonly over: (why: SessionOver, of?: string) => void;
}

export interface SessionPorts {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly scheduler: Scheduler;
  /** The person as the staff list has them now; null where they may not sign in. */
  readonly listed: (id: string) => StaffName | null;
  /** Told where a session ends without a sign-out, when it has ended. Does not throw. */
  readonly onOver: (staff: StaffName, why: SessionOver) => void;
}

/** Longer than any idle time of the page, ms. */
export const SESSION_SILENCE_MS = 30 * 60_000;

export function createSessionHolder({ clock, scheduler, listed, onOver }: SessionPorts): SessionHolder {
  let staff: StaffName | null = null;
  let spent = false;
  let heardAt = 0;
  let cancel = (): void => {};

  const end = (): void => {
    cancel();
    staff = null;
    spent = false;
  };
  const over = (why: SessionOver, of?: string): void => {
    if (staff === null || (of !== undefined && of !== staff.id)) return;
    const who = staff;
    end();
    onOver(who, why);
  };
  const silentMs = (): number => clock.monotonic() - heardAt;
  const present = (): StaffName | null => {
    if (staff === null) return null;
    const now = listed(staff.id);
    if (silentMs() >= SESSION_SILENCE_MS) over('idle');
    else if (now?.role !== staff.role) over('changed');
    else staff = now;
    return staff;
  };
  const watch = (): void => {
    cancel = scheduler.after(Math.max(0, SESSION_SILENCE_MS - silentMs()), () => {
      if (silentMs() >= SESSION_SILENCE_MS) over('idle');
      else watch();
    });
  };
  return {
    current: () => {
      const there = present();
      return spent ? null : there;
    },
    present,
    heard: () => {
      if (present() !== null) heardAt = clock.monotonic();
    },
    begin: (next) => {
      end();
      staff = next;
      heardAt = clock.monotonic();
      watch();
    },
    spend: () => {
      spent = staff !== null;
    },
    end,
    over,
  };
}
