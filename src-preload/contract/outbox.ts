import type { Cents } from './money.ts';

/**
 * Where an accepted credit stands.
 * held: may be undone · queued: to be sent · sending: a request is out · verifying: outcome unknown, asking Toast ·
 * settled: Toast has it · refused: Toast said no · stuck: needs a person · cancelled: undone, or dropped by a manager.
 */
export type CreditState =
  | 'held'
  | 'queued'
  | 'sending'
  | 'verifying'
  | 'settled'
  | 'refused'
  | 'stuck'
  | 'cancelled';

/** An accepted credit as the page may see it. */
export interface CreditItem {
  readonly creditId: string;
  readonly guestId: string;
  /** The guest's name as last known; null where it is not (the queue itself keeps no names). */
  readonly guestName: string | null;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly state: CreditState;
  /** When staff gave it (UTC, ms). */
  readonly givenAt: number;
  readonly givenBy: string;
  readonly approvedBy: string | null;
  /** While held: the moment it can no longer be undone (UTC, ms), and how long that is from now (ms). */
  readonly undoUntil: number | null;
  readonly undoLeftMs: number;
  /** While queued or verifying: when it is tried next (UTC, ms); null where it waits for the line or a person. */
  readonly nextTryAt: number | null;
  /** When it reached its present state (UTC, ms). */
  readonly since: number;
  /** Toast's own words and reference, where it refused. */
  readonly refusal: { readonly message: string | null; readonly requestId: string | null } | null;
}

/** What waits on this kiosk: everything accepted and neither settled nor cancelled. */
export interface WaitingSummary {
  readonly count: number;
  readonly sum: Cents;
  /** How many of them need a manager (refused or stuck). */
  readonly needPerson: number;
}

export interface WaitingList {
  readonly items: readonly CreditItem[];
  readonly summary: WaitingSummary;
}
