/**
 * Everything the main process needs of the world, as small interfaces. Features take these; `platform/` and
 * `testing/` implement them. Nothing here knows Electron, so compose() runs in plain Node.
 */
import type { UpdateStatus } from '../src-preload/contract/update.ts';

/** Time. Tests pass a clock they move by hand. */
export interface Clock {
  /** Wall time, UTC, ms since the epoch. May jump either way; never used to measure how long something took. */
  readonly now: () => number;
  /** Milliseconds that only ever grow while the process lives. Used for ages, lock-outs and expiries within one run. */
  readonly monotonic: () => number;
}

/** Calls back later. Returns the way to cancel. */
export interface Scheduler {
  readonly after: (ms: number, run: () => void) => () => void;
}

/** Identities and chance. */
export interface Ids {
  /** A random GUID, lower case. */
  readonly guid: () => string;
  /** A number in [0, 1), for jitter. Not for secrets. */
  readonly random: () => number;
}

/** Log lines for the admin. Never a guest's name or number, a PIN, a secret or a token. */
export interface Logger {
  readonly info: (event: string, data?: LogData) => void;
  readonly warn: (event: string, data?: LogData) => void;
  readonly error: (event: string, data?: LogData) => void;
}
export type LogData = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Sealing by the operating system. `strength` says whether it is worth the name (Linux `basic_text` is not). */
export interface SecretBox {
  readonly strength: () => Promise<'strong' | 'weak'>;
  /** Seals text; the result is base64. Rejects where sealing is unavailable. */
  readonly seal: (plain: string) => Promise<string>;
  /**
   * Opens what `seal` returned. Rejects where it cannot (another user, a lost keyring, damaged data). Where the system has a newer key,
   * `renew` first gets the same text sealed with that one, for the one that keeps it: the old form opens only as long as the old key is there. A
   * `renew` that throws costs nothing: the next opening tries again.
   */
  readonly open: (sealed: string, renew?: (sealed: string) => void) => Promise<string>;
}

/** Seals a guest's data for the disk under the kiosk's own key. Synchronous, so that it can be inside a transaction. */
export interface GuestSealer {
  /** Null where nothing of a guest may be kept on this PC's disk. */
  readonly seal: (plain: string) => string | null;
  /** Opens what `seal` returned; null where it cannot (another key, damaged data). */
  readonly open: (sealed: string) => string | null;
}

/** Small settings that outlive a restart. Never a queue: the whole file is rewritten at each set. */
export interface Settings {
  readonly get: (key: SettingKey) => unknown;
  /** Whether it is on the disk: false where the disk would not take it, and it is only known until the end of this run. */
  readonly set: (key: SettingKey, value: unknown) => boolean;
}
/**
 * comfort: hand, size of text and sounds, as chosen here · howToSeen: that someone was shown how it works · profile:
 * what this kiosk is (Training or live), what was chosen in Training, and sealed what live is made of · setUpDraft: the
 * set-up as far as it has come · lastGoodAdminConfig: the admin's file as last found good, sealed.
 */
export type SettingKey =
  | 'language'
  | 'theme'
  | 'comfort'
  | 'howToSeen'
  | 'lastGoodAdminConfig'
  | 'profile'
  | 'setUpDraft';

/** What tells a PC from another: compared by the kiosk, kept only as hashes. */
export interface PcIdentity {
  /** Permanent addresses of its network hardware; empty where none can be seen just now. */
  readonly addresses: readonly string[];
  /** Processor model; null where it is not known. */
  readonly processor: string | null;
  /** What the operating system calls this installation; null where it has no name for it. */
  readonly machine: string | null;
}

/** This PC, as the person who looks after it knows it. */
export interface Device {
  readonly name: string;
  /** System and version, in words. */
  readonly system: string;
  /** What the disk under that folder can still take, bytes; null where the system does not say. */
  readonly freeBytes: (folder: string) => Promise<number | null>;
  /** Keeps the display from going to sleep, or lets it. Until it is first told, the display may sleep. */
  readonly keepAwake: (on: boolean) => void;
  /** What tells this PC from another one with the same data. */
  readonly identity: () => Promise<PcIdentity>;
  /** The log files, newest first, whole. */
  readonly logs: () => Promise<readonly { readonly name: string; readonly text: string }[]>;
  /** The licenses of others whose work is in this program; null where this copy of it has none. */
  readonly notices: () => Promise<string | null>;
}

/** Whether the kiosk is in use, as an update asks. */
export interface KioskUse {
  /** Someone is signed in, a manager's visit is open, or a form is. */
  readonly inUse: boolean;
  /** Something in the outbox is not over. */
  readonly waiting: boolean;
  /** This PC's clock against Toast's, ms; null while Toast has not spoken. */
  readonly clockAheadMs: number | null;
  /** The restaurant's (IANA). */
  readonly timeZone: string;
}

/** Newer versions of Hoststand. */
export interface Updates {
  readonly status: () => UpdateStatus;
  /** The page was answered by an open kiosk: this version works. */
  readonly pageAnswered: () => void;
  /** Says whom to ask before an update. Returns the way to stop. */
  readonly attend: (use: () => KioskUse) => () => void;
}

/** The file an admin may put down to add staff, beside the configuration. */
export interface StaffFile {
  readonly path: string;
  /** Its text; null where there is no such file, or it cannot be read. */
  readonly read: () => string | null;
}

/** A value SQLite takes and gives. Integers are safe integers. */
export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Where small facts are kept over a restart, by name. Throws where the disk refuses. */
export interface KeyStore {
  readonly get: (key: string) => string | null;
  readonly set: (key: string, value: string) => void;
}

/** Tables whose rows lead to money or rights: each row carries a seal. */
export type SealedTable = 'outbox' | 'staff' | 'lockout';

/** What the ledger's own line says of a credit that was accepted here. */
export interface LoggedCredit {
  readonly guestId: string;
  /** Minor units. */
  readonly amount: number;
  readonly reasonId: string;
  readonly by: { readonly id: string; readonly shortName: string };
  readonly approver: { readonly id: string; readonly shortName: string } | null;
  /** When that line was written (UTC ms). */
  readonly at: number;
}

/** What the ledger's lines say of an entry of the outbox: how it ended, where it is over. `at`: its last line (UTC ms). */
export interface LoggedEntry {
  readonly kind: 'credit' | 'guest';
  readonly at: number;
  readonly over:
    | null
    | { readonly state: 'settled' }
    | { readonly state: 'cancelled'; readonly how: string | null; readonly replacement: string | null };
}

/** A person as the ledger's own lines have them. */
export interface LoggedPerson {
  readonly shortName: string;
  readonly role: 'host' | 'server' | 'manager';
  readonly removed: boolean;
}

/**
 * whole: as this kiosk wrote it, and the ledger knows nothing later of it · changed: its seal does not fit · inserted: the same,
 * and the ledger knows nothing of it · older: a state of it that was left behind · missing: the ledger knows of it, and it is gone ·
 * restored: the same, of what is over: it is here again as the ledger has it · unproven: it was sealed under a key that is lost.
 */
export type RowVerdict = 'whole' | RowFault;
export type RowFault = 'changed' | 'inserted' | 'older' | 'missing' | 'restored' | 'unproven';

/** What the activity log says was given: it holds where a row is gone, or not as this kiosk wrote it. */
export interface GivenLog {
  /** The credit was accepted, and neither undone, given up nor refused. */
  readonly saysGiven: (creditId: string) => boolean;
  /**
   * Credit that one employee gave, or one guest was given, in [from, to) (UTC ms), no matter what became of it; minor
   * units.
   */
  readonly acceptedIn: (
    whose: 'giver' | 'guest',
    id: string,
    span: { readonly from: number; readonly to: number },
  ) => readonly { readonly id: string; readonly amount: number }[];
}

/**
 * Proves that rows are as this kiosk wrote them: no one without the key that the operating system seals can make, or
 * bring back, one.
 */
export interface RowSeals {
  /** Seals a row as it now stands. To be called in the transaction that wrote it, after the ledger's line about it. */
  readonly seal: (table: SealedTable, key: string) => void;
  readonly check: (table: SealedTable, key: string) => RowVerdict;
  /** The seal of a small fact, by its name. */
  readonly sealFact: (name: string, value: string) => string;
  /** What the ledger says of a credit; null where no line of it is proven. */
  readonly logged: (creditId: string) => LoggedCredit | null;
  /** What the ledger's last line about a person says of them; null where none is proven. */
  readonly person: (staffId: string) => LoggedPerson | null;
  /** Writes down what is wrong with a row: the managers' first alert. `name`: whose it is, where that is known. */
  readonly report: (table: SealedTable | 'meta', key: string, why: RowFault, name: string | null) => void;
}

/** The half dozen methods through which everything reaches SQLite. Synchronous, as a commit must be. */
export interface Database {
  /** Runs statements without parameters (migrations, pragmas). */
  readonly exec: (sql: string) => void;
  /** Runs one statement; returns the number of rows changed. */
  readonly run: (sql: string, params?: readonly SqlValue[]) => number;
  readonly all: (sql: string, params?: readonly SqlValue[]) => readonly SqlRow[];
  readonly get: (sql: string, params?: readonly SqlValue[]) => SqlRow | undefined;
  /**
   * Runs `work` in one IMMEDIATE transaction: committed and synced when this returns, or rolled back if it throws. Within another
   * transaction it is part of that one.
   */
  readonly transaction: <T>(work: () => T) => T;
  /** False once the file was deleted, replaced or cut short by another program; every write then throws. */
  readonly isThere: () => boolean;
  readonly close: () => void;
}

/** What the operating system says of the line. A hint to try sooner, never a reason to believe we are online. */
export interface Reachability {
  /** Calls back when the line may have come back or the PC woke. Returns the way to stop. */
  readonly onMaybeBack: (listener: () => void) => () => void;
  /** Whether this PC is on any network at all. Only tells the causes of a failure apart. */
  readonly hasNetwork: () => boolean;
}

/** Which proxy the operating system names for an address. */
export interface SystemProxy {
  /**
   * PAC text: `DIRECT`, or `PROXY a:80;PROXY b:80;DIRECT`, tried in this order; empty where the look-up failed. May take
   * seconds, and may reject.
   */
  readonly resolve: (url: string) => Promise<string>;
}

/** Whom the operating system trusts. */
export interface SystemCertificates {
  /** Authorities as PEM. May take seconds, may be empty, and may reject. */
  readonly read: () => Promise<readonly string[]>;
}

/** `fetch` in its form. The CRM is reached by that of `network/` alone, which sends a request at most once. */
export type Fetch = (input: Request | string | URL, init?: RequestInit) => Promise<Response>;

/**
 * Every way a call to the CRM can fail: one closed union. `requestId` is Toast's own, for its support staff.
 * Whether anything may have reached Toast is decided here and nowhere else.
 */
export type CrmError =
  /**
   * No connection. `sent: 'no'`: no byte of the request left, by the mark the network sets; `'maybe'`: cut later. `between`: the login
   * before it was answered by something that is not the service.
   */
  | {
      readonly kind: 'offline';
      readonly sent: 'no' | 'maybe';
      readonly detail: string;
      readonly between?: true;
    }
  /** No answer in time. The request may have arrived, and may yet be carried out. */
  | { readonly kind: 'timeout'; readonly afterMs: number }
  /** We gave up asking ourselves (a newer look-up, quitting). */
  | { readonly kind: 'aborted' }
  /** 401, 403 in the service's own ErrorMessage (`call`: the request left and was answered so; a write may be there), or a login refused (`login`: nothing was sent). */
  | {
      readonly kind: 'unauthorised';
      readonly stage: 'login' | 'call';
      readonly status: number;
      readonly requestId: string | null;
    }
  /** 404 for a guest or a transaction that can be missing. */
  | { readonly kind: 'not-found'; readonly requestId: string | null }
  /** 410, or 404 where nothing can be missing (search, a collection), in its own ErrorMessage: the service is no longer there. */
  | { readonly kind: 'service-gone'; readonly status: number }
  /** A list that does not end within the limits of a look-up: a part of it is not an answer. Nothing was written. */
  | { readonly kind: 'too-wide' }
  /** Any other 4xx in the service's own ErrorMessage: Toast understood and said no. */
  | {
      readonly kind: 'rejected';
      readonly status: number;
      readonly code: string | null;
      readonly message: string | null;
      readonly requestId: string | null;
    }
  /**
   * 429, or our own limiter. `from`: 'service' where the service said it in its own ErrorMessage, so nothing was carried out;
   * 'limiter' where our limiter or the login held the call back, so nothing was sent; absent for any other 429, which proves nothing.
   */
  | {
      readonly kind: 'rate-limited';
      readonly from?: 'service' | 'limiter';
      readonly retryAfterMs: number;
      readonly requestId: string | null;
    }
  /** 5xx. The request may have been carried out. `retryAfterMs`: the wait that a `Retry-After` header asked for, bounded. */
  | {
      readonly kind: 'server-error';
      readonly status: number;
      readonly requestId: string | null;
      readonly retryAfterMs?: number;
    }
  /**
   * An answer that is not what the reference describes (a missing field). `between`: it is not the service's at all, but of something
   * between this PC and it: a web filter, a network's sign-in page, a gateway.
   */
  | {
      readonly kind: 'unreadable';
      readonly status: number;
      readonly detail: string;
      readonly between?: true;
      readonly requestId: string | null;
    };

/** How the last exchange with the CRM ended, for the connection monitor. */
export interface CrmObserver {
  readonly onAnswer: () => void;
  readonly onFailure: (error: CrmError) => void;
  /** The CRM's own time (UTC ms) as an answer's `Date` header told it. Whole seconds. */
  readonly onDate: (crmNow: number) => void;
}
