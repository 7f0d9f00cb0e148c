/**
 * The CRM's refusal, kept for the person who has to deal with it and for Toast's support. Its message is free text that may
 * repeat what was sent: it is kept sealed, and is null where nothing can be sealed.
 */
export interface Refusal {
  readonly status: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
}

/** Why an entry needs a person. */
type Stuck =
  /** The CRM has something else under our GUID. */
  | { readonly why: 'different-content' }
  /** The CRM refused it after an attempt that may have landed, and shows nothing of it: it may be there all the same. */
  | { readonly why: 'contradicted'; readonly refusal: Refusal }
  /** What stands on the disk cannot be read. */
  | { readonly why: 'unreadable-record' }
  /** Its row is not as this kiosk wrote it, or can no longer be proven to be: nothing of it is sent. A person gives it up. */
  | { readonly why: 'altered' }
  /** It waited longer than the house allows, and the CRM certainly does not have it. */
  | { readonly why: 'too-old' }
  /** The CRM declined this entry, or failed on it, again and again while others got through: it may have it. */
  | { readonly why: 'singled-out' }
  /** The CRM already has guests with this number or e-mail: a person says whether this is one of them. */
  | { readonly why: 'guest-exists'; readonly guestIds: readonly string[] }
  /** The CRM has merged the guest into another one; it was not sent, and whose it is now is for a person to say. */
  | { readonly why: 'guest-merged'; readonly into: string };

/** How an entry that never became anything at the CRM came to its end. */
type Cancelled =
  /** Taken back by whoever gave it, in time. */
  | { readonly how: 'undone' }
  /** Given up by a manager, who said why: in words that are sealed, and empty where nothing can be sealed. */
  | { readonly how: 'discarded'; readonly by: string; readonly reason: string }
  /** A manager made another entry of it, which goes its own way. */
  | { readonly how: 'replaced'; readonly by: string; readonly replacement: string | null };

/**
 * The state of an entry: each arm holds only what exists then. Every delay counts from `since`, the moment the state was
 * reached; within one run it is measured by the monotonic clock, so that a wall clock that jumps hurries nothing.
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
  /** A request is out; this was on disk before its first byte left. Found at a start it becomes verifying. */
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
  /** The CRM has it, seen in a matching answer. Kept until retention, so that the screen and the report can say so. End. */
  | { readonly state: 'settled'; readonly how: 'answered' | 'found' }
  /** The CRM said no and, asked by GUID, has nothing of it. Kept for a manager: send again as a new one, or drop it. */
  | { readonly state: 'refused'; readonly refusal: Refusal }
  /** Needs a person, who alone can move it on. */
  | ({ readonly state: 'stuck' } & Stuck)
  /** Nothing of it is at the CRM, and nothing will be. Kept until retention. End. */
  | ({ readonly state: 'cancelled' } & Cancelled);

export type StateName = EntryState['state'];

/** States in which an entry is still on its way, or waits for a person: accepted and not yet over. */
export const OPEN_STATES = ['held', 'queued', 'sending', 'verifying', 'refused', 'stuck'] as const;
