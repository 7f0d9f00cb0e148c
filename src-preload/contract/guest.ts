import type { ApprovalRule } from './approval.ts';
import type { AppError } from './errors.ts';
import type { MaskedPhone } from './formats/phone.ts';
import type { Cents, SignedCents } from './money.ts';

/** A guest in a list of matches. Holds what tells guests apart and nothing more. */
export interface GuestMatch {
  readonly id: string;
  /** First and last name; null where Toast has none. */
  readonly name: string | null;
  /** First name and initial for buttons: "Ana P."; null where there is no name. */
  readonly shortName: string | null;
  readonly phone: MaskedPhone;
  /** E-mail with all but its first letter and domain hidden; null where there is none. */
  readonly email: string | null;
  /** When this kiosk last opened the guest (UTC, ms); null where never. */
  readonly seenAt: number | null;
  /** The balance as last known, with when; null where this kiosk knows none. */
  readonly balance: Balance | null;
  /** The last credit this kiosk knows of. */
  readonly lastCredit: { readonly amount: Cents; readonly at: number } | null;
  /** Created on this kiosk and not in Toast yet. */
  readonly onlyHere: boolean;
}

/** Where an answer came from: Toast just now, or what this kiosk remembers. */
export type Origin = 'toast' | 'kiosk';

/** A balance as the CRM said it, with when it said it. Waiting credit is never added into it (promise 4). */
export interface Balance {
  /** May be below zero: it is shown as the CRM says it. */
  readonly amount: SignedCents;
  /** Earliest date on which some of it expires (UTC, ms); null where none does. The CRM does not say how much. */
  readonly earliestExpiry: number | null;
  /** When the CRM said so (UTC, ms). */
  readonly asOf: number;
}

/** What happened to a guest's credit, in the CRM's own terms. A type we do not know stays visible as `other`. */
export type HistoryKind = 'added' | 'added-voided' | 'redeemed' | 'redeemed-voided' | 'expired' | 'other';

export interface HistoryLine {
  readonly id: string;
  readonly kind: HistoryKind;
  /** Always the absolute amount; the sign follows from {@link HistoryLine.kind}. */
  readonly amount: Cents;
  /** When (UTC, ms); null where the CRM gave no readable date. */
  readonly at: number | null;
  /** Id of one of the restaurant's reasons where the note parses as one of ours, else null. */
  readonly reasonId: string | null;
  /** Words from the note: the free part where it parses, the whole where it does not; null where empty. */
  readonly words: string | null;
  readonly by: string | null;
  readonly approvedBy: string | null;
}

/** One page of a guest's history, newest first. */
export interface HistoryPage {
  readonly lines: readonly HistoryLine[];
  /** Lines of this page that cannot be read, and so are missing here; left out, none. */
  readonly unreadable?: number;
  /** What to ask with for the lines before these; null where there are none, or none are known. */
  readonly next: string | null;
}

/** Everything the guest screen draws. Balance and history are null where nothing is known (offline, first time). */
export interface GuestView {
  readonly guest: GuestMatch;
  readonly balance: Balance | null;
  /** The first page and when the CRM gave it. */
  readonly history: (HistoryPage & { readonly asOf: number }) | null;
  /** Whether the balance is this moment's answer, or last known. */
  readonly from: Origin;
  /** Whether the history is this moment's answer, or last known. */
  readonly historyFrom: Origin;
  /** Why the balance, or the history, is not this moment's; null where it is, or where no one asked yet. */
  readonly trouble: { readonly balance: AppError | null; readonly history: AppError | null };
  /** Credit for this guest accepted here and not yet in the CRM: its sum, never added into the balance. */
  readonly waiting: Cents;
  /**
   * Toast answered for another GUID, the one asked for: it has merged that guest into this one. Credit that waits under the
   * GUID asked for is not this guest's: `waiting` is its sum. Left out, no merge.
   */
  readonly mergedFrom?: { readonly id: string; readonly waiting: Cents };
}

/** The most letters of a name, and of an e-mail address, that may be typed for a new guest. */
export const MAX_NAME = 60;
export const MAX_EMAIL = 120;

/** A new guest as typed. Names are required by Toast, and a phone or an e-mail, or both. */
export interface NewGuest {
  /** The guest's GUID: made with the form, so that a second tap is the same guest. */
  readonly guestId: string;
  readonly firstName: string;
  readonly lastName: string;
  /** National digits. */
  readonly phone: string | null;
  readonly email: string | null;
}

/** Why someone already known may be the guest who is being added. The strongest reason comes first. */
export const DUPLICATE_REASONS = [
  'same-number',
  'same-email',
  'one-digit',
  'digits-swapped',
  'same-name-close-number',
] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

/** Someone the new guest may already be. */
export interface PossibleDuplicate {
  readonly match: GuestMatch;
  readonly why: DuplicateReason;
}

/** Who the new guest may already be. */
export interface PossibleDuplicates {
  readonly found: readonly PossibleDuplicate[];
  /** Whether Toast was asked, too; `kiosk` is offline, when they may exist without this kiosk knowing. */
  readonly from: Origin;
}

/** How this kiosk keeps the guests it met. */
export type GuestMemory =
  /** On disk, encrypted under a key that the operating system seals. */
  | 'sealed'
  /** On disk, encrypted, but the key is beside it: the administrator allows that. */
  | 'unsealed'
  /** In memory only: this PC cannot seal a key. Guests are forgotten when Hoststand ends. */
  | 'memory';

/** A credit that a guest was given this business day. */
export interface GivenToday {
  readonly creditId: string;
  readonly amount: Cents;
  /** The restaurant's reason; null where the credit's note is none of ours. */
  readonly reasonId: string | null;
  /** Who gave it; null where Toast does not say (the POS). */
  readonly by: string | null;
  /** UTC ms. */
  readonly at: number;
  /** Given on this kiosk. */
  readonly here: boolean;
}

/** How much is left of the limits for one person and one guest. */
export interface LimitsLeft {
  /** Above this a manager approves, and the limit that says so. */
  readonly alone: Cents;
  readonly rule: ApprovalRule;
  /** Above this no one may give it now. */
  readonly most: Cents;
}

/** Whether a guest was helped already today, and what may still be given. */
export interface GuestToday {
  /** Newest first: of this kiosk, and as far as Toast could be read of other kiosks and the POS, each once. */
  readonly credits: readonly GivenToday[];
  readonly sum: Cents;
  /** Whether Toast's history was read. Where it was not, only this kiosk's credits are known. */
  readonly isWhole: boolean;
  readonly left: LimitsLeft;
}
