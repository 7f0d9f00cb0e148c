import type { Cents, SignedCents } from './money.ts';
import type { MaskedPhone } from './phone.ts';

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
}

/** Where an answer came from: Toast just now, or what this kiosk remembers. */
export type Origin = 'toast' | 'kiosk';

export interface LookUpAnswer {
  readonly matches: readonly GuestMatch[];
  readonly from: Origin;
}

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
  /** House reason's id where the note parses as one of ours, else null. */
  readonly reasonId: string | null;
  /** Words from the note: the free part where it parses, the whole where it does not; null where empty. */
  readonly words: string | null;
  readonly by: string | null;
  readonly approvedBy: string | null;
}

/** Everything the guest screen draws. Balance and history are null where nothing is known (offline, first time). */
export interface GuestView {
  readonly guest: GuestMatch;
  readonly balance: Balance | null;
  readonly history: { readonly lines: readonly HistoryLine[]; readonly asOf: number } | null;
  /** Whether balance and history are this moment's answer, or last known. */
  readonly from: Origin;
  /** Credit for this guest accepted here and not yet in the CRM: its sum, never added into the balance. */
  readonly waiting: Cents;
}
