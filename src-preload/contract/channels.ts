import type { ApprovalList, ApprovalRequest, ApprovalsSummary, DeclineReason } from './approval.ts';
import type { AuditFilter, AuditPage } from './audit.ts';
import type { Comfort } from './comfort.ts';
import type { CreditForm, CreditRequest } from './credit.ts';
import type { AppError } from './errors.ts';
import type {
  GuestMatch,
  GuestToday,
  GuestView,
  HistoryPage,
  NewGuest,
  PossibleDuplicates,
} from './guest.ts';
import type { LedgerCheck } from './ledger.ts';
import type { LookUpAnswer, LookUpWay } from './look-up.ts';
import type {
  CurrentSetting,
  DeviceFacts,
  DoubtedLimits,
  ManagerHome,
  NoticesPage,
  OwnSetting,
  Restarted,
  SettingValue,
  Theme,
} from './manager.ts';
import type { CreditItem, GuestItem, Resolution, WaitingList, WaitingSummary } from './outbox.ts';
import type { KioskReport, ReadingProgress, RestaurantReport } from './report.ts';
import type { Result } from './result.ts';
import type { SetUp, SetUpChange, SetUpFiles } from './set-up.ts';
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
  | { readonly outcome: 'form'; readonly form: CreditForm; readonly today: GuestToday }
  | { readonly outcome: 'already-given'; readonly item: CreditItem };

type Nothing = Record<string, never>;

/** A request: its question and its answer, as types alone. Each answer comes as a Result. */
class Channel<Request, Response> {
  declare readonly request: Request;
  declare readonly response: Response;
}

/** An event: what it carries, as a type alone. */
class Pushed<Payload> {
  declare readonly payload: Payload;
}

/**
 * Every question the page may ask. The type of `window.kiosk`, the bridge and the routes of main (`src-main/ipc/routes.ts`), which
 * say who may ask it, all derive from this list.
 */
const requests = {
  status: new Channel<Nothing, KioskStatus>(),
  signIn: new Channel<{ pin: string }, Session>(),
  signOut: new Channel<Nothing, null>(),
  setLanguage: new Channel<{ language: Language }, null>(),
  /** A person has seen the help page: it is no longer offered automatically. */
  seenHowTo: new Channel<Nothing, null>(),
  /**
   * Finds guests by typed digits. `phone` (national digits, or + and those of another country's number): the kiosk's own
   * memory answers from the fourth digit, Toast at a whole number. `last-four`: the kiosk's memory, at four digits.
   */
  lookUp: new Channel<{ digits: string; by: 'phone' | 'last-four' }, LookUpAnswer>(),
  /** What this kiosk itself knows, at once: by digits, or by the letters of a name or an e-mail. */
  lookUpHere: new Channel<{ typed: string; by: LookUpWay }, LookUpAnswer>(),
  /** Asks Toast for guests by name or e-mail, its answer joined with the kiosk's own. For a pause, never for a key. */
  searchGuests: new Channel<{ text: string; by: 'name' | 'email' }, LookUpAnswer>(),
  /** The answer to the last look-up is no longer needed: Toast need not answer. */
  stopLookUp: new Channel<Nothing, null>(),
  openGuest: new Channel<{ guestId: string }, GuestView>(),
  /** What this kiosk itself knows of a guest, at once; null where it knows nothing. */
  glanceAtGuest: new Channel<{ guestId: string }, GuestView | null>(),
  /** The lines of the history before those already shown. `from` is the `next` of the page before. */
  historyPage: new Channel<{ guestId: string; from: string }, HistoryPage>(),
  /** Forgets a guest on this kiosk. A manager's, and recorded. Toast keeps them. */
  forgetGuest: new Channel<{ guestId: string }, null>(),
  /** Forgets every guest on this kiosk, but those who are still to be sent. A manager's, and recorded. */
  forgetAllGuests: new Channel<Nothing, { forgotten: number }>(),
  /** Opens the form of a new guest: makes the GUID and writes it down. */
  openGuestForm: new Channel<Nothing, { guestId: string }>(),
  /** Who the new guest may already be as far as this kiosk knows, at once. */
  lookalikesHere: new Channel<NewGuest, PossibleDuplicates>(),
  /** Who the new guest may already be, here and in Toast. */
  lookalikes: new Channel<NewGuest, PossibleDuplicates>(),
  /** Adds the guest: accepted and on disk when this answers, sent to Toast by the outbox. */
  createGuest: new Channel<NewGuest, GuestMatch>(),
  /** The whole number: national digits, or + and those of another country's. Asked for by a person, and recorded. */
  revealPhone: new Channel<{ guestId: string }, { digits: string | null }>(),
  /** What a guest was given today, with what Toast says now. */
  guestToday: new Channel<{ guestId: string }, GuestToday>(),
  openCreditForm: new Channel<{ guestId: string }, OpenFormOutcome>(),
  giveCredit: new Channel<CreditRequest, GiveOutcome>(),
  approve: new Channel<{ approvalId: string; pin: string }, CreditItem>(),
  /** Approves by the code a manager who is elsewhere has read out. */
  approveByCode: new Channel<{ approvalId: string; managerId: string; code: string }, CreditItem>(),
  /** The person withdraws their own request, or a manager declines it and says why. */
  declineApproval: new Channel<{ approvalId: string; why: DeclineReason | null }, null>(),
  /** Requests that wait for a manager, and what became of one's own. */
  approvalList: new Channel<Nothing, ApprovalList>(),
  /** What became of one's own requests has been seen. */
  approvalsSeen: new Channel<Nothing, null>(),
  /** A longer PIN in the place of one that is too short for a manager. Signs no one in. */
  replacePin: new Channel<{ pin: string; newPin: string }, null>(),
  /** A manager's PIN opens the locked keypad. Signs no one in. */
  openKeypad: new Channel<{ pin: string }, null>(),
  /** The page has shown this credit as saved: its form is done with. */
  creditShown: new Channel<{ creditId: string }, null>(),
  undoCredit: new Channel<{ creditId: string }, CreditItem>(),
  waitingList: new Channel<Nothing, WaitingList>(),
  /** A manager's word, by PIN, on an entry that needs a person. `id`: a credit's or a new guest's. */
  resolveEntry: new Channel<{ id: string; resolution: Resolution; pin: string }, WaitingList>(),
  /** Wakes the outbox: "Try to send now". */
  sendNow: new Channel<Nothing, null>(),
  // From here on for a signed-in manager only.
  staffList: new Channel<Nothing, StaffList>(),
  /** Adds a person; with `pin: null` one is made, and comes back this once. */
  staffAdd: new Channel<
    { shortName: string; role: Role; employeeGuid: string | null; pin: string | null },
    { member: StaffMember; pin: string | null }
  >(),
  /** Gives a person another PIN; with `pin: null` one is made, and comes back this once. */
  staffNewPin: new Channel<
    { staffId: string; pin: string | null },
    { member: StaffMember; pin: string | null }
  >(),
  staffChange: new Channel<
    {
      staffId: string;
      shortName?: string | undefined;
      role?: Role | undefined;
      employeeGuid?: string | null | undefined;
      active?: boolean | undefined;
    },
    StaffMember
  >(),
  staffRemove: new Channel<{ staffId: string }, null>(),
  /** Adds whom the file in its place names. */
  staffImport: new Channel<Nothing, StaffImport>(),
  /** Begins to enrol the signed-in manager's own authenticator. */
  enrolCode: new Channel<Nothing, CodeEnrolment>(),
  /** A first code of it. */
  confirmCode: new Channel<{ enrolId: string; code: string }, StaffMember>(),
  dropCode: new Channel<{ staffId: string }, StaffMember>(),
  /** Opens the locked keypad from a manager's own session. */
  liftLock: new Channel<Nothing, null>(),
  /** Reads the whole ledger. */
  verifyLedger: new Channel<Nothing, LedgerCheck>(),
  /** Writes the ledger to a CSV file and says where. */
  exportLedger: new Channel<Nothing, { path: string; lines: number }>(),
  /** The page reports a failure of its own for the log. */
  reportProblem: new Channel<{ message: string }, { reference: string }>(),

  /** A manager's PIN opens a manager session: until they leave, sign out, or are inactive for a while. */
  enterManager: new Channel<{ pin: string }, ManagerHome>(),
  leaveManager: new Channel<Nothing, null>(),
  managerHome: new Channel<Nothing, ManagerHome>(),
  /** What this kiosk gave in a business day (`2026-11-21`; null: the one that is on). */
  kioskReport: new Channel<{ day: string | null }, KioskReport>(),
  /** Toast's records for it, read by pages: `booksProgress` reports progress. A new request ends the previous one. */
  restaurantReport: new Channel<{ day: string }, RestaurantReport>(),
  /** Ends a reading that is under way. */
  stopReport: new Channel<Nothing, null>(),
  /** Writes a day's credits to a CSV file, Toast's with them where they were read, and says where. */
  exportReport: new Channel<{ day: string }, { path: string; rows: number }>(),
  readSettings: new Channel<Nothing, readonly CurrentSetting[]>(),
  /** A second manager's PIN for what was just refused for lack of it: asked for again, it passes. */
  secondManager: new Channel<{ pin: string }, null>(),
  /** Applies new values immediately; null removes the kiosk's own value. All or none. */
  changeSettings: new Channel<
    { changes: Readonly<Partial<Record<OwnSetting, SettingValue | null>>> },
    readonly CurrentSetting[]
  >(),
  deviceFacts: new Channel<Nothing, DeviceFacts>(),
  /** A page of the licenses of others, from one on; past the last, the last. */
  noticesPage: new Channel<{ page: number }, NoticesPage>(),
  /** The record, newest first, from before a line on (null: from the end). */
  auditPage: new Channel<{ before: number | null; filter: AuditFilter }, AuditPage>(),
  setTheme: new Channel<{ theme: Theme }, null>(),
  /** What is not named stays as it is. */
  setComfort: new Channel<Partial<Comfort>, null>(),
  /**
   * Training to live, or back. Live needs the PIN of one of its own managers; Training's staff open nothing of it. The kiosk
   * begins again with the page open: `restarted` says when.
   */
  switchMode: new Channel<{ to: 'training' } | { to: 'live'; pin: string }, null>(),
  /** Live's limits that a manager must look at; null where there are none. */
  doubtedLimits: new Channel<Nothing, DoubtedLimits | null>(),
  /** Keeps them, or takes the defaults instead. */
  decideLimits: new Channel<{ keep: boolean }, null>(),
  /**
   * Writes what waits here to a CSV file, with guests by name and number, so that a person can enter it on the POS, and says where. On
   * record.
   */
  saveWaiting: new Channel<Nothing, { path: string; rows: number }>(),
  /** Writes a support file without guests and secrets, and returns its path. */
  supportBundle: new Channel<Nothing, { path: string }>(),
  exitKiosk: new Channel<Nothing, null>(),
  /**
   * Says what this PC is, where `moved` asks. `replacement`: it took the place of the old one, and sends what is
   * waiting, after asking Toast about each. `copy`: the other PC continues, and what is waiting here is decided by a
   * manager, one by one.
   */
  confirmMoved: new Channel<{ as: 'replacement' | 'copy' }, null>(),
  // Setting up: in Training for the person who has Toast's credentials, in live use within a manager's visit.
  readSetUp: new Channel<Nothing, SetUp>(),
  changeSetUp: new Channel<SetUpChange, SetUp>(),
  /** Tries the connection and says which step failed. */
  testSetUp: new Channel<Nothing, SetUp>(),
  /**
   * The last page: the first manager's PIN; for a restaurant whose records are here, the PIN of one of its managers. Goes
   * live with everything that was filled in.
   */
  finishSetUp: new Channel<{ pin: string }, null>(),
  dropSetUp: new Channel<Nothing, SetUp>(),
  /** The set-up files an admin has put down for this PC. */
  setUpFiles: new Channel<Nothing, SetUpFiles>(),
  /** Fills the set-up in from one of them. Nothing changes where it cannot be read. */
  importSetUp: new Channel<{ name: string; passphrase: string }, SetUp>(),
  /**
   * Writes the set-up of this live kiosk to a file encrypted with the passphrase, and says where. Needs a manager's PIN, and is
   * recorded.
   */
  exportSetUp: new Channel<{ passphrase: string; pin: string }, { path: string }>(),
};

/** Everything the main process pushes. The page asks for `status` first, so nothing pushed before that is needed. */
const events = {
  connection: new Pushed<Connection>(),
  waiting: new Pushed<WaitingSummary>(),
  /** Requests for approval, as the person who is signed in now may know them. */
  approvals: new Pushed<ApprovalsSummary>(),
  /** An accepted credit changed state. */
  credit: new Pushed<CreditItem>(),
  /** A new guest on the way to Toast changed state. */
  newGuest: new Pushed<GuestItem>(),
  /** The session ended other than by the page's own signOut. */
  signedOut: new Pushed<null>(),
  /** Progress of reading Toast's records. */
  booksProgress: new Pushed<ReadingProgress>(),
  /** The kiosk restarted while this page stayed open: the page reads the status again. */
  restarted: new Pushed<Restarted>(),
};

export type RequestName = keyof typeof requests;
export type EventName = keyof typeof events;
export type Requests = typeof requests;
export type Events = { readonly [N in EventName]: (typeof events)[N]['payload'] };

export const requestNames = Object.keys(requests) as readonly RequestName[];
export const eventNames = Object.keys(events) as readonly EventName[];

/** The wire name of a request or event, kept apart from any other traffic. */
export const requestChannel = (name: RequestName): string => `kiosk:${name}`;
export const eventChannel = (name: EventName): string => `kiosk-event:${name}`;

export type Answer<N extends RequestName> = Result<Requests[N]['response'], AppError>;
