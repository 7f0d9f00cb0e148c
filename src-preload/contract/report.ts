import type { Cents } from './money.ts';
import type { CreditState } from './outbox.ts';

/** How many, and how much in minor units. A sum may be more than one amount can be. */
export interface Total {
  readonly count: number;
  readonly sum: number;
}

/** One hour of a business day, counted in hours that really passed: a day has 23 or 25 of them when clocks change. */
export interface HourTotal extends Total {
  /** When it began (UTC ms). */
  readonly at: number;
  /** Not over yet. */
  readonly running: boolean;
}

/**
 * A reason by the restaurant's id, or, if it is not one of the restaurant's, in the note's words; both null: not given.
 */
export interface ReasonTotal extends Total {
  readonly reasonId: string | null;
  readonly words: string | null;
}

/** Null: given elsewhere, or by no one who is named. */
export interface PersonTotal extends Total {
  readonly name: string | null;
}

/** A credit as a report lists it. */
export interface ReportCredit {
  readonly creditId: string;
  readonly amount: Cents;
  /** When staff gave it, or, for the restaurant's, when Toast booked it (UTC ms); null where Toast does not say. */
  readonly at: number | null;
  readonly reasonId: string | null;
  readonly words: string | null;
  readonly by: string | null;
  readonly approvedBy: string | null;
  readonly guestName: string | null;
}

/** A business day of the restaurant, named by the date on which it began there. */
export interface BusinessDay {
  /** `2026-11-21`. */
  readonly day: string;
  /** Both UTC ms; the second is the first moment of the next day. */
  readonly from: number;
  readonly to: number;
  /** The day that is on now. */
  readonly running: boolean;
}

/** What both halves of the report add up. */
export interface GivenReport {
  readonly given: Total;
  readonly approved: Total;
  readonly byReason: readonly ReasonTotal[];
  readonly byEmployee: readonly PersonTotal[];
  /** From the first hour in which something was given to the last, or to now. */
  readonly byHour: readonly HourTotal[];
  /** The five largest. */
  readonly largest: readonly ReportCredit[];
}

/** What this kiosk gave in a business day, from its own disk: the same whether or not Toast answers. */
export interface KioskReport extends GivenReport {
  readonly day: BusinessDay;
  /** Of what was given: Toast has it; it has not been sent yet, or a manager must decide. */
  readonly settled: Total;
  readonly onTheWay: Total;
  /** Not part of what was given. */
  readonly undone: Total;
  readonly refused: Total;
  readonly givenUp: Total;
}

/** What Toast's records say of the whole restaurant for a business day. */
export interface RestaurantReport extends GivenReport {
  readonly day: BusinessDay;
  /** When Toast was asked (UTC ms). */
  readonly readAt: number;
  /** Lines in the records, of every kind. */
  readonly lines: number;
  /** Lines that cannot be read: where there are any, no sum here is whole. Left out, none. */
  readonly unreadable?: number;
  /** Credit taken back on a POS, spent, and given back after it was spent. */
  readonly voided: Total;
  readonly spent: Total;
  readonly givenBack: Total;
  /** Everything else that took credit away or changed it: expired, adjusted, transferred. */
  readonly other: Total;
  readonly reconciliation: Reconciliation;
}

/**
 * missing: Toast confirmed it, but its records do not show it · amount, guest: the records have a different one ·
 * twice: the records have it more than once · unwanted: undone, refused or canceled here, but recorded at Toast.
 */
export type DifferenceKind = 'missing' | 'amount' | 'guest' | 'twice' | 'unwanted';

/** Something in which this kiosk's records and Toast's records do not agree. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly creditId: string;
  readonly guestName: string | null;
  /** What this kiosk says; null where it knows nothing of it. */
  readonly here: { readonly amount: Cents; readonly state: CreditState; readonly by: string } | null;
  /** What the records say; null where they say nothing. `sum` of all lines under this GUID, in minor units. */
  readonly there: { readonly sum: number; readonly lines: number } | null;
  /** When it was given here, or booked there (UTC ms). */
  readonly at: number | null;
}

/** This kiosk's settled credits against Toast's records. */
export interface Reconciliation {
  /** Every settled credit of that day that was looked for, and those of them that agree. */
  readonly checked: Total;
  readonly agreed: Total;
  readonly differences: readonly Difference[];
  /** In the records and given elsewhere: on another kiosk, a POS, or Toast's own pages. */
  readonly elsewhere: Total;
  /** Accepted here and not settled: the CRM is not expected to have it yet. */
  readonly onTheWay: Total;
  /** Agreeing, and taken back since on a POS. */
  readonly voidedSince: Total;
}

/** Progress of reading Toast's records. `total` is null if Toast does not report it. */
export interface ReadingProgress {
  readonly read: number;
  readonly total: number | null;
}
