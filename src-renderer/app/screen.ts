import type { ApprovalRequest } from '../../src-preload/contract/approval.ts';
import type { CreditForm } from '../../src-preload/contract/credit.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { GuestMatch, GuestToday, GuestView } from '../../src-preload/contract/guest.ts';
import type { Cents } from '../../src-preload/contract/money.ts';
import type { CreditItem, GuestItem } from '../../src-preload/contract/outbox.ts';
import type { Draft } from '../features/credit/draft.ts';
import type { Past } from '../features/guest/history.ts';
import type { NewGuestStore } from '../features/new-guest/new-guest.ts';

/** Who a screen is about: enough to name them before and without a full view. */
export type Who = Pick<GuestMatch, 'id' | 'name' | 'shortName' | 'phone'>;

/** A credit that was given by mistake and can no longer be undone here. */
export interface Mistake {
  readonly who: Pick<Who, 'name'> & { readonly phone: Who['phone'] | null };
  readonly amount: Cents;
  /** Whether Toast has it already; else it is on its way. */
  readonly inToast: boolean;
}

/** What the sign-in screen says of how it came on: a guest was cleared away (parked: a request waits for a manager), or the other mode could not be opened. */
export type SignInNotice = 'cleared' | 'parked' | 'mode-failed' | null;

/** What a guest's screen says of how it came on. */
export type GuestNotice = 'nothing-given' | 'added' | 'same-guest' | null;

/** One screen and everything it is on. There is no history: leaving a screen forgets it. */
export type Screen =
  | { readonly name: 'sign-in'; readonly notice: SignInNotice }
  | { readonly name: 'look-up' }
  /** For managers: who is on the list. */
  | { readonly name: 'staff' }
  /** What needs a manager, reports, rules and the kiosk itself. */
  | { readonly name: 'manager' }
  | { readonly name: 'set-up' }
  | {
      readonly name: 'guest';
      readonly who: Who;
      /** The newest picture; stays while a newer one is asked for. */
      readonly view: GuestView | null;
      /** A question under way, and since when (steady ms). */
      readonly asking: { readonly since: number } | null;
      readonly error: AppError | null;
      readonly notice: GuestNotice;
      /** The history as far as it was asked for; null where none is known. */
      readonly past: Past | null;
      /** Where a guest added here stands on the way to Toast; null for everyone else. */
      readonly newGuest: GuestItem | null;
      /** The form is being opened: the primary says so and takes no second press. */
      readonly opening: boolean;
    }
  /** Someone no one found: what is typed of them lives and goes with the screen. */
  | { readonly name: 'new-guest'; readonly form: NewGuestStore }
  /** A manager deletes a guest from the kiosk; null when done. */
  | { readonly name: 'forget-guest'; readonly who: Who | null }
  | {
      readonly name: 'give-credit';
      readonly who: Who;
      readonly form: CreditForm;
      readonly draft: Draft;
      /** What the guest was given today, and what may still be given; a newer one follows. */
      readonly today: GuestToday;
      readonly saving: boolean;
      readonly error: AppError | null;
    }
  | {
      readonly name: 'approve';
      readonly who: Who;
      readonly form: CreditForm;
      readonly draft: Draft;
      /** As the form had it; null where the request was opened from the list. */
      readonly today: GuestToday | null;
      readonly approval: ApprovalRequest;
      readonly lapsed: boolean;
      /** Opened from the list of requests, to which it leads back. */
      readonly listed: boolean;
      readonly asking: boolean;
      readonly error: AppError | null;
    }
  /** Requests that wait for a manager, and what became of one's own. */
  | { readonly name: 'approvals' }
  | {
      readonly name: 'done';
      readonly who: Who;
      readonly item: CreditItem;
      /** Accepted before this form was opened: shown so that it is not given again. */
      readonly already: boolean;
    };

export type ScreenName = Screen['name'];
export type ScreenOf<N extends ScreenName> = Extract<Screen, { readonly name: N }>;

/** The guest whose details a screen shows, if any. */
export const whoIsShown = (screen: Screen): Who | null => ('who' in screen ? screen.who : null);
