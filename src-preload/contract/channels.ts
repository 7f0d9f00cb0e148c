import type { ApprovalRequest } from './approval.ts';
import type { CreditForm, CreditRequest } from './credit.ts';
import type { AppError } from './errors.ts';
import type {
  GuestMatch,
  GuestView,
  HistoryPage,
  Lookalikes,
  LookUpAnswer,
  LookUpWay,
  NewGuest,
} from './guest.ts';
import type { LedgerVerdict } from './ledger.ts';
import type { Restarted } from './manager.ts';
import { type ManagerRequests, managerRequestRecord } from './manager-channels.ts';
import type { CreditItem, GuestItem, Resolution, WaitingList, WaitingSummary } from './outbox.ts';
import type { BooksProgress } from './report.ts';
import type { Result } from './result.ts';
import type { CodeEnrolment, Role, Session, StaffImport, StaffList, StaffMember } from './staff.ts';
import type { Connection, KioskStatus, Language } from './status.ts';

/** What giving a credit comes to: accepted and on disk, or a manager must approve first. */
export type GiveOutcome =
  | { readonly outcome: 'accepted'; readonly item: CreditItem }
  | { readonly outcome: 'needs-approval'; readonly approval: ApprovalRequest };

/**
 * What opening the form comes to: a form to fill in, or a credit accepted for this guest whose "saved" never
 * reached the screen (a crash in between). The second is shown, so that it is not given again.
 */
export type OpenFormOutcome =
  | { readonly outcome: 'form'; readonly form: CreditForm }
  | { readonly outcome: 'already-given'; readonly item: CreditItem };

/**
 * Every question the page may ask: request and response by name. Each answer comes as a Result; the type of
 * `window.kiosk`, the router, the parsers and the handlers are all derived from this map.
 */
export interface Requests extends ManagerRequests {
  status: { request: Record<string, never>; response: KioskStatus };
  signIn: { request: { pin: string }; response: Session };
  signOut: { request: Record<string, never>; response: null };
  setLanguage: { request: { language: Language }; response: null };
  /** Somebody has seen how it works: it is not offered by itself any more. */
  seenHowTo: { request: Record<string, never>; response: null };
  /**
   * Finds guests by typed digits. `phone` (national digits, or + and those of another country's number): the kiosk's own
   * memory answers from the fourth digit, Toast at a whole number. `last-four`: the kiosk's memory, at four digits.
   */
  lookUp: { request: { digits: string; by: 'phone' | 'last-four' }; response: LookUpAnswer };
  /** What this kiosk itself knows, at once: by digits, or by the letters of a name or an e-mail. */
  lookUpHere: { request: { typed: string; by: LookUpWay }; response: LookUpAnswer };
  /** Asks Toast for guests by name or e-mail, its answer joined with the kiosk's own. For a pause, never for a key. */
  searchGuests: { request: { text: string; by: 'name' | 'email' }; response: LookUpAnswer };
  /** Nobody waits for the answer to the last look-up any more: Toast need not give it. */
  stopLookUp: { request: Record<string, never>; response: null };
  openGuest: { request: { guestId: string }; response: GuestView };
  /** What this kiosk itself knows of a guest, at once; null where it knows nothing. */
  glanceAtGuest: { request: { guestId: string }; response: GuestView | null };
  /** The lines of the history before those already shown. `from` is the `next` of the page before. */
  historyPage: { request: { guestId: string; from: string }; response: HistoryPage };
  /** Forgets a guest on this kiosk. A manager's, and recorded. Toast keeps them. */
  forgetGuest: { request: { guestId: string }; response: null };
  /** Forgets every guest on this kiosk, but those who are still to be sent. A manager's, and recorded. */
  forgetAllGuests: { request: Record<string, never>; response: { forgotten: number } };
  /** Opens the form of a new guest: makes the GUID and writes it down. */
  openGuestForm: { request: Record<string, never>; response: { guestId: string } };
  /** Who the new guest may already be as far as this kiosk knows, at once. */
  lookalikesHere: { request: NewGuest; response: Lookalikes };
  /** Who the new guest may already be, here and in Toast. */
  lookalikes: { request: NewGuest; response: Lookalikes };
  /** Adds the guest: accepted and on disk when this answers, sent to Toast by the outbox. */
  createGuest: { request: NewGuest; response: GuestMatch };
  /** The whole number: national digits, or + and those of another country's. Asked for by a person, and recorded. */
  revealPhone: { request: { guestId: string }; response: { digits: string | null } };
  openCreditForm: { request: { guestId: string }; response: OpenFormOutcome };
  giveCredit: { request: CreditRequest; response: GiveOutcome };
  approve: { request: { approvalId: string; pin: string }; response: CreditItem };
  /** Approves by the code a manager who is elsewhere has read out. */
  approveByCode: { request: { approvalId: string; managerId: string; code: string }; response: CreditItem };
  declineApproval: { request: { approvalId: string }; response: null };
  /** A longer PIN in the place of one that is too short for a manager. Signs nobody in. */
  replacePin: { request: { pin: string; newPin: string }; response: null };
  /** A manager's PIN opens the locked keypad. Signs nobody in. */
  openKeypad: { request: { pin: string }; response: null };
  /** The page has shown this credit as saved: its form is done with. */
  creditShown: { request: { creditId: string }; response: null };
  undoCredit: { request: { creditId: string }; response: CreditItem };
  waitingList: { request: Record<string, never>; response: WaitingList };
  /** A manager's word, by PIN, on an entry that needs a person. `id`: a credit's or a new guest's. */
  resolveEntry: { request: { id: string; resolution: Resolution; pin: string }; response: WaitingList };
  /** Wakes the outbox: "Try to send now". */
  sendNow: { request: Record<string, never>; response: null };
  // From here on for a signed-in manager only.
  staffList: { request: Record<string, never>; response: StaffList };
  /** Adds a person; with `pin: null` one is made, and comes back this once. */
  staffAdd: {
    request: { shortName: string; role: Role; employeeGuid: string | null; pin: string | null };
    response: { member: StaffMember; pin: string | null };
  };
  /** Gives a person another PIN; with `pin: null` one is made, and comes back this once. */
  staffNewPin: {
    request: { staffId: string; pin: string | null };
    response: { member: StaffMember; pin: string | null };
  };
  staffChange: {
    request: {
      staffId: string;
      shortName?: string | undefined;
      role?: Role | undefined;
      employeeGuid?: string | null | undefined;
      active?: boolean | undefined;
    };
    response: StaffMember;
  };
  staffRemove: { request: { staffId: string }; response: null };
  /** Adds whom the file in its place names. */
  staffImport: { request: Record<string, never>; response: StaffImport };
  /** Begins to enrol the signed-in manager's own authenticator. */
  enrolCode: { request: Record<string, never>; response: CodeEnrolment };
  /** A first code of it. */
  confirmCode: { request: { enrolId: string; code: string }; response: StaffMember };
  dropCode: { request: { staffId: string }; response: StaffMember };
  /** Opens the locked keypad from a manager's own session. */
  liftLock: { request: Record<string, never>; response: null };
  /** Reads the whole ledger. */
  verifyLedger: { request: Record<string, never>; response: LedgerVerdict };
  /** Writes the ledger to a CSV file and says where. */
  exportLedger: { request: Record<string, never>; response: { path: string; lines: number } };
  /** The page reports a failure of its own for the log. */
  reportProblem: { request: { message: string }; response: { reference: string } };
}

/** Everything the main process pushes. The page asks for `status` first, so nothing pushed before that is needed. */
export interface Events {
  connection: Connection;
  waiting: WaitingSummary;
  /** An accepted credit changed state. */
  credit: CreditItem;
  /** A new guest on the way to Toast changed state. */
  newGuest: GuestItem;
  /** The session ended other than by the page's own signOut. */
  signedOut: null;
  /** Reading Toast's books has come so far. */
  booksProgress: BooksProgress;
  /** The kiosk began anew with this page open: the status is asked for again. */
  restarted: Restarted;
}

export type RequestName = keyof Requests;
export type EventName = keyof Events;

/** Names at run time; the record form makes a missing or surplus name a compile error. */
const requestRecord: Record<RequestName, true> = {
  ...managerRequestRecord,
  status: true,
  signIn: true,
  signOut: true,
  setLanguage: true,
  seenHowTo: true,
  lookUp: true,
  lookUpHere: true,
  searchGuests: true,
  stopLookUp: true,
  openGuest: true,
  glanceAtGuest: true,
  historyPage: true,
  forgetGuest: true,
  forgetAllGuests: true,
  openGuestForm: true,
  lookalikesHere: true,
  lookalikes: true,
  createGuest: true,
  revealPhone: true,
  openCreditForm: true,
  giveCredit: true,
  approve: true,
  approveByCode: true,
  declineApproval: true,
  openKeypad: true,
  replacePin: true,
  creditShown: true,
  undoCredit: true,
  waitingList: true,
  resolveEntry: true,
  sendNow: true,
  staffList: true,
  staffAdd: true,
  staffNewPin: true,
  staffChange: true,
  staffRemove: true,
  staffImport: true,
  enrolCode: true,
  confirmCode: true,
  dropCode: true,
  liftLock: true,
  verifyLedger: true,
  exportLedger: true,
  reportProblem: true,
};
const eventRecord: Record<EventName, true> = {
  connection: true,
  waiting: true,
  credit: true,
  newGuest: true,
  signedOut: true,
  booksProgress: true,
  restarted: true,
};

export const requestNames = Object.keys(requestRecord) as readonly RequestName[];
export const eventNames = Object.keys(eventRecord) as readonly EventName[];

/** The wire name of a request or event, kept apart from any other traffic. */
export const requestChannel = (name: RequestName): string => `kiosk:${name}`;
export const eventChannel = (name: EventName): string => `kiosk-event:${name}`;

export type Answer<N extends RequestName> = Result<Requests[N]['response'], AppError>;
