/**
 * The CRM's refusal, kept for the manager and for Toast's support. Its message is free text that may repeat the
 * request: it is stored sealed, and is null if sealing is not possible.
 */
export interface Refusal {
  readonly status: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
}

/** Why an entry needs a person. */
type Stuck =
  /** The CRM has a different record under our GUID. */
  | { readonly why: 'different-content' }
  /** The CRM refused it after an attempt that may have arrived, and shows no record: it may still have one. */
  | { readonly why: 'contradicted'; readonly refusal: Refusal }
  /** The stored row cannot be read. */
  | { readonly why: 'unreadable-record' }
  /** Its row was altered, or can no longer be verified: it is not sent. A person cancels it. */
  | { readonly why: 'altered' }
  /** It waited longer than the restaurant allows, and the CRM certainly does not have it. */
  | { readonly why: 'too-old' }
  /** The CRM declined this entry or failed repeatedly while others got through: it may have it. */
  | { readonly why: 'singled-out' }
  /** The CRM already has guests with this number or e-mail: a person says whether this is one of them. */
  | { readonly why: 'guest-exists'; readonly guestIds: readonly string[] }
  /** The CRM has merged the guest into another one; the credit was not sent, and a person decides who gets it. */
  | { readonly why: 'guest-merged'; readonly into: string };

/** How an entry that the CRM never recorded ended. */
type Cancelled =
  /** Undone by the giver, in time. */
  | { readonly how: 'undone' }
  /** Canceled by a manager with a reason: stored sealed, and empty if sealing is not possible. */
  | { readonly how: 'discarded'; readonly by: string; readonly reason: string }
  /** A manager replaced it with another entry, which has its own life cycle. */
  | { readonly how: 'replaced'; readonly by: string; readonly replacement: string | null };

/**
 * The state of an entry: each arm holds only what exists then. Every delay counts from `since`, the moment the state
 * was reached; within one run it is measured by the monotonic clock, so that a jump of the wall clock shortens nothing.
 */
export type EntryState =
  /**
   * Accepted; may be undone for `delayMs`, because the CRM cannot take a credit back. Then queued; or verifying where it is
   * `earlier`: accepted by an earlier run of the program, of which this file may know less than happened.
   */
  | { readonly state: 'held'; readonly delayMs: number; readonly earlier?: true | undefined }
  /**
   * To be sent, not before `delayMs` have passed. `attempts` were begun so far. `doubt`: one of them may have landed
   * after all, so a refusal now is no proof that nothing is there. Next: sending, or stuck where it is too old.
   */
  | { readonly state: 'queued'; readonly delayMs: number; readonly attempts: number; readonly doubt: boolean }
  /**
   * A request is open; this state was on disk before its first byte was sent. Found at a start it becomes verifying.
   */
  | { readonly state: 'sending'; readonly attempts: number; readonly doubt: boolean }
  /**
   * The outcome is unknown: the CRM is asked by GUID before anything is sent again. `absences` counts its "nothing
   * here" answers, which prove absence only once the settle delay has passed in this state (reads may lag, and a request
   * may still be on its way). `attempts` 0: nothing is known to have been sent, and an earlier run is asked about.
   * `refusal`: the CRM refused the last attempt. `first`: no earlier attempt can have landed, so the refusal becomes final
   * where absence is proven; otherwise a person looks.
   */
  | {
      readonly state: 'verifying';
      readonly delayMs: number;
      readonly attempts: number;
      readonly checks: number;
      readonly absences: number;
      readonly refusal: Refusal | null;
      readonly first?: true | undefined;
    }
  /**
   * The CRM has it, confirmed by a matching answer. Kept until the end of retention, for the screen and the report.
   * Final.
   */
  | { readonly state: 'settled'; readonly how: 'answered' | 'found' }
  /** The CRM refused it and, asked by GUID, has no record. Kept for a manager: send again as new, or cancel. */
  | { readonly state: 'refused'; readonly refusal: Refusal }
  /** Needs a person; only a person can continue it. */
  | ({ readonly state: 'stuck' } & Stuck)
  /** The CRM has no record and will not get one. Kept until the end of retention. Final. */
  | ({ readonly state: 'cancelled' } & Cancelled);

export type StateName = EntryState['state'];

/** States of an entry that is open or waits for a person: accepted and not finished. */
export const OPEN_STATES = ['held', 'queued', 'sending', 'verifying', 'refused', 'stuck'] as const;
