import type { Cents } from './money.ts';
import type { Language } from './status.ts';

/**
 * Every expected failure that may cross the bridge: a closed union, each code with just the data its words need.
 * The page has words for each, in every language, exhaustively (src-renderer/text).
 */
export type AppError =
  /** The request's shape was wrong. A bug in the page, or a page that is not ours. */
  | { readonly code: 'bad-request'; readonly reference: string }
  /** An unexpected failure; the log has it under this reference. */
  | { readonly code: 'internal'; readonly reference: string }
  | { readonly code: 'not-signed-in' }
  | { readonly code: 'wrong-pin'; readonly triesLeft: number }
  /** The keypad is locked after too many wrong PINs. */
  | { readonly code: 'pin-locked'; readonly untilMs: number; readonly leftMs: number }
  /** Fewer digits than a whole number has. */
  | { readonly code: 'number-too-short'; readonly digits: number; readonly needed: number }
  /** Digits without the form of a phone number of this country, or of another one. */
  | { readonly code: 'number-impossible' }
  /** A text of the request holds a payment card's number or a magnetic track. It was neither kept nor sent. */
  | { readonly code: 'card-number' }
  | { readonly code: 'guest-not-found' }
  /** More guests opened, numbers shown or guests added than a person at a host stand does in that time. */
  | { readonly code: 'too-fast'; readonly leftMs: number }
  /** Too few letters of a name or an e-mail to look for. */
  | { readonly code: 'words-too-short'; readonly needed: number }
  /** A new guest lacks what Toast demands: both names, and a phone or an e-mail. */
  | { readonly code: 'guest-incomplete'; readonly missing: 'first-name' | 'last-name' | 'contact' }
  | { readonly code: 'email-impossible' }
  /** The form this new guest belongs to is no longer open, or was already added with other words. */
  | { readonly code: 'guest-form-closed' }
  /** The guest is not in Toast yet, or credit for them waits here: what is still to be sent cannot be forgotten. */
  | { readonly code: 'guest-still-needed' }
  /** Toast cannot be reached; nothing was changed. */
  | { readonly code: 'offline' }
  /** Something between this kiosk and Toast answered: a web filter, a network's sign-in page. */
  | { readonly code: 'not-toast' }
  /** Toast answered, but not usefully (an error, an unreadable body). */
  | { readonly code: 'toast-trouble'; readonly requestId: string | null }
  /** So many match that Toast's answer cannot be read to its end. */
  | { readonly code: 'search-too-wide' }
  /** Toast asks for a pause (429). */
  | { readonly code: 'toast-busy'; readonly retryInMs: number }
  /** Toast refuses this kiosk's credentials or restaurant. */
  | { readonly code: 'no-access' }
  /** The deprecated service no longer exists. */
  | { readonly code: 'service-gone' }
  | { readonly code: 'amount-zero' }
  | { readonly code: 'amount-over-most'; readonly most: Cents }
  | { readonly code: 'reason-unknown' }
  | { readonly code: 'note-required' }
  /** No more may wait unsent on this kiosk. */
  | { readonly code: 'too-much-waiting'; readonly count: number; readonly sum: Cents }
  /** Something accepted on this kiosk has waited too long unsent: nothing new until it has gone. */
  | { readonly code: 'waiting-too-long'; readonly oldestMs: number }
  /** This PC cannot seal what it keeps, so nothing of a guest is kept on it: the guest was not created. */
  | { readonly code: 'cannot-keep-guests' }
  /** What was decided about an entry is no longer possible: it has moved on. */
  | { readonly code: 'not-possible' }
  /** Asked before it was made again: Toast has it. Nothing new was made. */
  | { readonly code: 'already-at-toast' }
  /** Toast could not be asked whether it has it, so nothing new was made. */
  | { readonly code: 'cannot-ask' }
  /** The form this credit belongs to is no longer open, or was already given with other content. */
  | { readonly code: 'form-closed' }
  | { readonly code: 'approval-gone' }
  /** So many requests wait for a manager already that no other can. */
  | { readonly code: 'approvals-full'; readonly most: number }
  | { readonly code: 'approver-not-manager' }
  | { readonly code: 'approver-is-giver' }
  /** What this person gave today, with this credit, is above what one person may give in a business day. */
  | { readonly code: 'over-employee-day'; readonly most: Cents; readonly given: Cents }
  /** What this guest was given today, with this credit, is above what one guest may be given in a business day. */
  | { readonly code: 'over-guest-day'; readonly most: Cents; readonly given: Cents }
  /** Above the most that may be given while Toast does not answer. */
  | { readonly code: 'over-offline-most'; readonly most: Cents }
  /** Toast has not answered for so long that no new credit is accepted. */
  | { readonly code: 'offline-too-long'; readonly hours: number }
  /** Not this manager's code of now. */
  | { readonly code: 'wrong-code'; readonly triesLeft: number }
  /** This code, or a later one, was used before. */
  | { readonly code: 'code-used' }
  | { readonly code: 'code-locked'; readonly leftMs: number }
  /** This manager may not approve this from elsewhere. */
  | { readonly code: 'code-not-allowed'; readonly most: Cents }
  | { readonly code: 'enrolment-gone' }
  /** That did not open the locked keypad. `leftMs`: how long it stays locked. */
  | { readonly code: 'keypad-not-opened'; readonly triesLeft: number; readonly leftMs: number }
  /** The key under the staff's PINs cannot be opened on this PC now. */
  | { readonly code: 'keys-lost' }
  | { readonly code: 'managers-only' }
  /** Too easy, or someone's already: which of the two is not said. */
  | { readonly code: 'pin-unfit' }
  /** Fewer digits than the PIN of this role must have. */
  | { readonly code: 'pin-short'; readonly least: number }
  /** All PINs of this restaurant have so many digits. */
  | { readonly code: 'pin-length'; readonly digits: number }
  /** The right PIN, but too short for a manager: it only serves to choose a longer one (`replacePin`). */
  | { readonly code: 'pin-must-change'; readonly least: number }
  | { readonly code: 'name-unfit'; readonly most: number }
  | { readonly code: 'name-taken' }
  | { readonly code: 'employee-guid-unfit' }
  | { readonly code: 'last-manager' }
  /** One manager alone may not do this: a second one types their PIN (`secondManager`), and the same request passes. */
  | { readonly code: 'second-manager-needed' }
  /** The PIN is that of the manager who asks. */
  | { readonly code: 'second-manager-same' }
  /** There is no second manager on this kiosk, so that nothing could be changed afterwards. */
  | { readonly code: 'second-manager-none' }
  | { readonly code: 'own-record' }
  /** There is no file to import, or it is none of ours. */
  | { readonly code: 'import-missing'; readonly path: string }
  | { readonly code: 'import-unreadable'; readonly line: number | null }
  | { readonly code: 'import-columns' }
  | { readonly code: 'import-too-long'; readonly most: number }
  /** The file could not be written. */
  | { readonly code: 'export-failed' }
  /** No manager's visit is open, or not any more: their PIN opens another. */
  | { readonly code: 'visit-over' }
  /** Credit accepted here still waits: it would be left behind. */
  | { readonly code: 'entries-wait'; readonly count: number; readonly sum: number }
  /** That setting cannot have that value; `problem` says what would be right. */
  | { readonly code: 'setting-unfit'; readonly key: string; readonly problem: string }
  /** The admin has set it: in that file, or null where it was the environment. */
  | { readonly code: 'setting-locked'; readonly key: string; readonly file: string | null }
  | { readonly code: 'no-such-day' }
  /** Stopped by the person who asked. */
  | { readonly code: 'stopped' }
  | { readonly code: 'not-set-up' }
  | { readonly code: 'set-up-incomplete' }
  | { readonly code: 'not-tested' }
  /** This PC cannot seal secrets, and unsealed ones are not allowed. */
  | { readonly code: 'cannot-seal' }
  | { readonly code: 'address-unfit' }
  /** Neither Toast's domain nor the admin's file vouches for it, and no one has said that it is right. */
  | { readonly code: 'address-unknown' }
  /** This kiosk is live at another restaurant: a manager of that one sets it up from its own screens. */
  | { readonly code: 'other-restaurant' }
  | { readonly code: 'guid-unfit'; readonly of: 'restaurant' | 'device' }
  /** Too few characters, or too few different ones, to protect a file that leaves this PC. */
  | { readonly code: 'passphrase-unfit'; readonly least: number }
  /**
   * A set-up file cannot be used. missing: it is gone · too-large, not-ours: no set-up file · newer: a newer Hoststand wrote it ·
   * passphrase: another one opens it · damaged: it was changed or cut off.
   */
  | {
      readonly code: 'set-up-file';
      readonly why: 'missing' | 'too-large' | 'not-ours' | 'newer' | 'passphrase' | 'damaged';
    }
  /** The data of that restaurant on this kiosk cannot be opened. */
  | { readonly code: 'books-closed'; readonly path: string }
  | { readonly code: 'undo-too-late'; readonly state: import('./outbox.ts').CreditState }
  | { readonly code: 'not-found' }
  /** Someone else gave it, or asked for it: it is theirs to take back. */
  | { readonly code: 'not-yours' }
  /** The disk is full, so nothing can be written down. `path`: the folder of the data, where it is known. */
  | { readonly code: 'disk-full'; readonly path: string | null }
  /** The disk does not take or give what it should (failing, read-only, unplugged). */
  | { readonly code: 'disk-failing'; readonly path: string | null }
  /** The data file was deleted or replaced while the kiosk was running. Nothing was accepted. */
  | { readonly code: 'records-gone' }
  /** At a start: another program has the data open. The kiosk tries for a minute. In the language that is configured. */
  | { readonly code: 'data-in-use'; readonly language: Language }
  /** At a start: the system's keyring does not answer, as it may be asking someone. The kiosk waits for it. */
  | { readonly code: 'keyring-waits'; readonly language: Language }
  /** The kiosk closes or opens again. Nothing was changed; asked again in a moment, it is answered. */
  | { readonly code: 'restarting' }
  /** The disk would not take it. Nothing was accepted. */
  | { readonly code: 'not-saved' };

export type AppErrorCode = AppError['code'];
