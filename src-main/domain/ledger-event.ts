import type { DeclineReason } from '../../src-preload/contract/approval.ts';
import type { Cents } from '../../src-preload/contract/money.ts';
import type { Role, StaffName } from '../../src-preload/contract/staff.ts';
import type { RowFault, SealedTable } from '../ports.ts';

/** Which rule spoke. */
export type RuleName =
  | 'alone'
  | 'most'
  | 'employee-day'
  | 'guest-day'
  | 'waiting'
  | 'waiting-hours'
  | 'offline-amount'
  | 'offline-hours'
  | 'amount-zero'
  | 'reason'
  | 'note';

/**
 * Where a PIN or a code was typed: the sign-in screen, a request for approval, to open a locked keypad, to prove an
 * authenticator, or as the new PIN of someone (refused because it is someone's already).
 */
export type PinPlace =
  | 'sign-in'
  | 'manager-visit'
  | 'approval'
  | 'approval-by-code'
  | 'decision'
  | 'open-keypad'
  | 'enrolment'
  | 'new-pin'
  | 'second-manager';

/** How a manager said yes: with their PIN at this kiosk, or by a code read out from elsewhere. */
export type ApprovalWay = 'here' | 'code';

/** What changed in a person's record. PINs and secrets are never part of it. */
export type StaffChange =
  | { readonly what: 'added'; readonly how: 'typed' | 'imported' | 'training' | 'set-up' | 'moved' }
  | { readonly what: 'renamed'; readonly from: string; readonly to: string }
  | { readonly what: 'role'; readonly from: Role; readonly to: Role }
  | { readonly what: 'employee-guid'; readonly to: string | null }
  /** `code-taken`: a code of their authenticator is used up. */
  | {
      readonly what:
        | 'new-pin'
        | 'deactivated'
        | 'activated'
        | 'removed'
        | 'code-enrolled'
        | 'code-dropped'
        | 'code-taken';
    };

/** What a credit is, as far as the ledger may know: the guest's GUID, never the name, number or the words of a note. */
interface LedgerCredit {
  readonly creditId: string;
  readonly guestId: string;
  readonly amount: Cents;
  readonly reasonId: string;
}

/**
 * Everything the ledger records: one closed union. `by` is who did it, as they were called then, so that a line stays
 * readable when the person has left. Nothing here may hold a PIN, a code, a secret, or a guest's name, number or words.
 */
export type LedgerEvent =
  | { readonly kind: 'signed-in'; readonly by: StaffName }
  | {
      readonly kind: 'signed-out';
      readonly by: StaffName;
      /** The last three are the kiosk's doing: no one asked for anything, their record changed, the page ended. */
      readonly how: 'asked' | 'other-sign-in' | 'after-credit' | 'idle' | 'changed' | 'page-gone';
    }
  /** A PIN or code no one has, or not the one that was needed. */
  | { readonly kind: 'pin-failed'; readonly where: PinPlace; readonly by: StaffName | null }
  | { readonly kind: 'locked-out'; readonly where: PinPlace; readonly forMs: number }
  | { readonly kind: 'lock-lifted'; readonly by: StaffName; readonly how: 'pin' | 'session' }
  | { readonly kind: 'guest-viewed'; readonly by: StaffName; readonly guestId: string }
  | { readonly kind: 'number-revealed'; readonly by: StaffName; readonly guestId: string }
  | {
      readonly kind: 'form-opened';
      readonly by: StaffName;
      readonly guestId: string;
      readonly creditId: string;
    }
  | ({
      readonly kind: 'issued';
      readonly by: StaffName;
      readonly approver: StaffName | null;
      readonly approvalId: string | null;
      readonly way: ApprovalWay | null;
    } & LedgerCredit)
  | { readonly kind: 'undone'; readonly by: StaffName | null; readonly creditId: string }
  | ({
      readonly kind: 'approval-asked';
      readonly by: StaffName;
      readonly approvalId: string;
      readonly rule: RuleName;
      readonly limit: number;
    } & LedgerCredit)
  | {
      readonly kind: 'approval-granted';
      readonly approver: StaffName;
      readonly way: ApprovalWay;
      readonly approvalId: string;
      readonly creditId: string;
    }
  | {
      readonly kind: 'approval-refused';
      /** Who typed; null where no one can be named. */
      readonly by: StaffName | null;
      readonly approvalId: string;
      readonly why:
        | 'declined'
        | 'not-a-manager'
        | 'own-credit'
        | 'not-by-code'
        | 'over-code-limit'
        | 'code-used';
      /** What a manager who declined said. */
      readonly said?: DeclineReason;
    }
  /** Without an answer: its time was over, the giver may not sign in any more, or the program was restarted. */
  | {
      readonly kind: 'approval-expired';
      readonly approvalId: string;
      readonly why?: 'giver' | 'restart';
    }
  | ({
      readonly kind: 'refused-by-rule';
      readonly by: StaffName;
      readonly rule: RuleName;
      readonly limit: number;
      readonly approvalId: string | null;
    } & LedgerCredit)
  /** A credit that a manager (`by`) made of another one; the line of that one names it. */
  | ({
      readonly kind: 'replacement';
      readonly by: StaffName | null;
      readonly giver: Pick<StaffName, 'id' | 'shortName'>;
      readonly approver: Pick<StaffName, 'id' | 'shortName'> | null;
    } & LedgerCredit)
  | { readonly kind: 'guest-accepted'; readonly by: StaffName | null; readonly guestId: string }
  /** What became of an accepted credit, or of a new guest. `code` and `requestId` are Toast's own. */
  | {
      readonly kind: 'outbox';
      readonly creditId: string | null;
      readonly guestId: string;
      readonly state: 'settled' | 'refused' | 'stuck' | 'cancelled';
      readonly code: string | null;
      readonly requestId: string | null;
      /** Why it is stuck, or how it was cancelled. */
      readonly how: string | null;
      /** The entry that a manager made of it. */
      readonly replacement: string | null;
    }
  /** Entries that were over for as long as they are kept, by their GUIDs: they left the outbox. */
  | { readonly kind: 'entries-forgotten'; readonly ids: readonly string[] }
  /** A manager's word on an entry that needs a person; what came of it follows. Without the words they typed. */
  | {
      readonly kind: 'decision';
      readonly by: StaffName;
      readonly entryId: string;
      readonly decided: string;
      readonly allowed: boolean;
    }
  | {
      readonly kind: 'staff-changed';
      readonly by: StaffName | null;
      readonly whom: StaffName;
      readonly change: StaffChange;
    }
  /**
   * Settings that are no longer what they were: changed by a manager on this kiosk, or (no one named) while it was off.
   * Values are shown, secrets have none here.
   */
  | {
      readonly kind: 'settings-changed';
      readonly by?: StaffName;
      readonly changes: readonly { readonly key: string; readonly from: string; readonly to: string }[];
    }
  /** A second manager's word for what the first may not do alone, by the request's name. */
  | {
      readonly kind: 'second-manager';
      readonly by: StaffName;
      readonly first: StaffName;
      readonly request: string;
    }
  /** A manager's visit to the screens that run the place began. */
  | { readonly kind: 'manager-visit'; readonly by: StaffName }
  /**
   * What the kiosk is: it went live or back to Training, was closed, its support file, a report, its set-up or its waiting
   * credits were written to a file, or guests it had met were forgotten.
   */
  | {
      readonly kind: 'kiosk-changed';
      readonly by: StaffName | null;
      readonly how:
        | 'to-live'
        | 'to-training'
        | 'set-up'
        | 'limits-kept'
        | 'limits-dropped'
        | 'replaces'
        | 'is-copy'
        | 'exit'
        | 'support-bundle'
        | 'set-up-exported'
        | 'waiting-saved'
        | 'report-exported'
        | 'guest-forgotten'
        | 'all-guests-forgotten';
    }
  /**
   * Live began with the settings of this number. Each change of them has the next one, so that a settings file that
   * someone put back is told from the newest.
   */
  | { readonly kind: 'settings-sealed'; readonly serial: number }
  | { readonly kind: 'ledger-read'; readonly by: StaffName; readonly how: 'checked' | 'exported' }
  /** The page asked for what our page never asks for. `more`: how many like it were not written, to spare the disk. */
  | {
      readonly kind: 'impossible-request';
      readonly by: StaffName | null;
      readonly request: string;
      readonly why: string;
      readonly more: number;
    }
  /** This start found the records damaged and made them again of what could be read: so many rows. */
  | { readonly kind: 'records-repaired'; readonly fromFile: number; readonly fromCopy: number }
  /** The key of the lines before this one is gone: they can be read, but no longer proven. */
  | { readonly kind: 'key-lost'; readonly lines: number }
  /** At a start, lines that had been written were not there any more: cut off, or an older copy put back. */
  | { readonly kind: 'lines-missing'; readonly from: number; readonly to: number }
  /** At a start, what is kept beside the ledger to show a cut was gone or was not ours. */
  | { readonly kind: 'head-missing'; readonly lines: number }
  /** After a start, a line was not as it was written, or not there: found once, at its number. */
  | { readonly kind: 'record-broken'; readonly line: number; readonly why: 'missing' | 'changed' }
  /** A row that leads to money or rights is not as this kiosk wrote it. It counts for nothing. */
  | {
      readonly kind: 'row-altered';
      readonly table: SealedTable | 'meta';
      /** An entry's GUID, a person's id, the keypad, or a fact that limits go by. */
      readonly row: string;
      readonly name: string | null;
      readonly why: RowFault;
    };

export type LedgerKind = LedgerEvent['kind'];

/** Writes one line, in the transaction that is open, if one is. Throws where the disk would not take it. */
export type WriteLedger = (event: LedgerEvent) => void;
