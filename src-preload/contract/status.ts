import type { ApprovalsSummary } from './approval.ts';
import type { Comfort } from './comfort.ts';
import type { Reason } from './credit.ts';
import type { GuestMemory } from './guest.ts';
import type { Theme } from './manager.ts';
import type { Cents } from './money.ts';
import type { WaitingSummary } from './outbox.ts';
import type { Role, Session, TrainingPin } from './staff.ts';

export type Language = 'en' | 'es';
export const LANGUAGES = ['en', 'es'] as const satisfies readonly Language[];

export type Mode = 'training' | 'live';

/** Whether Toast answers, and since when it does not (UTC, ms). Decided by talking to it, nothing else. */
export type Connection =
  | { readonly state: 'unknown' }
  | { readonly state: 'online' }
  | {
      readonly state: 'offline';
      readonly since: number;
      /**
       * this-pc: it has no network · internet: it has, and nothing beyond it can be reached · toast: Toast does not answer,
       * or not usefully · between: something between this kiosk and Toast answers in its place · access: Toast refuses our
       * credentials.
       */
      readonly cause: 'this-pc' | 'internet' | 'toast' | 'between' | 'access';
    };

/** Something the admin set that cannot be used: which file, which key, what is wrong and what would be right. */
export interface ConfigProblem {
  readonly file: string;
  readonly key: string;
  readonly problem: string;
  /** Which settings are in effect instead. */
  readonly inForce: 'last-good' | 'defaults';
}

/** The kiosk's records were found damaged, gone or cut short, and were made again of what could be read. */
export interface RecoveredDatabase {
  /** UTC, ms. */
  readonly at: number;
  /** Where the damaged file is kept, for the person who looks after the PC; null where nothing was left to keep. */
  readonly setAside: string | null;
  /**
   * The time of the newest record that was found again (UTC, ms): what was written after it may be missing. 0 where
   * nothing was found again; null where nothing can be missing.
   */
  readonly missingSince: number | null;
}

/** What people may give here, in minor units and hours. */
export interface CreditPolicySummary {
  readonly alone: Readonly<Record<Role, Cents>>;
  readonly most: Cents;
  /** Alone in one business day. */
  readonly employeeDay: Readonly<Record<Role, Cents>>;
  readonly offline: { readonly alone: Cents; readonly most: Cents; readonly hours: number };
}

/** Everything the page needs to draw its first screen, and after a reload. */
export interface KioskStatus {
  readonly mode: Mode;
  readonly houseName: string;
  readonly language: Language;
  readonly theme: Theme;
  readonly comfort: Comfort;
  /** IANA time zone of the restaurant: what staff see is its time, not the PC's. */
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly connection: Connection;
  readonly waiting: WaitingSummary;
  readonly approvals: ApprovalsSummary;
  readonly session: Session | null;
  /** Printed on Training's sign-in screen; empty in live use. */
  readonly trainingPins: readonly TrainingPin[];
  /** In Training, until someone has seen how it works on this kiosk. */
  readonly howToDue: boolean;
  /** How long the keypad is locked yet after too many wrong PINs, ms; 0 where it is not. */
  readonly lockedForMs: number;
  /** No one's PIN can be checked any more: the kiosk is to be set up again. */
  readonly keyLost: boolean;
  /** Whether each credit ends the session of the person who gave it. */
  readonly signOutAfterCredit: boolean;
  /** Whether a whole number that is exactly one guest's opens them without a further press. */
  readonly openOnlyMatch: boolean;
  /** How many digits each PIN has, so that it is checked at its last one; null where lengths differ. */
  readonly pinDigits: number | null;
  readonly reasons: readonly Reason[];
  /** The credit limits in short, as anyone may know them. */
  readonly policy: CreditPolicySummary;
  /** Idle time before the warning, and how long the warning lasts (ms). */
  readonly idle: { readonly warnAfterMs: number; readonly clearAfterMs: number };
  /** How long a credit can be undone (ms). */
  readonly undoMs: number;
  /** ISO 3166 code of the restaurant's country, one of the North American Numbering Plan. */
  readonly country: string;
  /** How guests met here are kept. */
  readonly guestMemory: GuestMemory;
  /** Panel diagonal in inches where configured, so that keys come out 20 mm; null where unknown. */
  readonly diagonalInches: number | null;
  readonly configProblems: readonly ConfigProblem[];
  /** For three days after it happened; else null. */
  readonly recovered: RecoveredDatabase | null;
  /**
   * The data was made on another PC, or this PC changed past recognition: nothing is sent until a manager says which
   * (`confirmMoved`).
   */
  readonly moved: boolean;
  readonly version: string;
}
