import type { EventName, Events } from '../../src-preload/contract/channels.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { WaitingItem } from '../../src-preload/contract/outbox.ts';
import type { Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { ConfigProblem, Mode, RecoveredDatabase } from '../../src-preload/contract/status.ts';
import type { Ledger } from '../audit/ledger.ts';
import type { RecordSuspicious } from '../audit/suspicious-requests.ts';
import type { ConnectionMonitor } from '../connection/monitor.ts';
import type { Giving } from '../credits/give-credit.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import type { Guests } from '../guests/guests.ts';
import type { WriteExport } from '../lib/export-file.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Clock, Database, Device, Logger, SecretBox, Settings, StaffFile, Updates } from '../ports.ts';
import type { Reports } from '../reports/reports.ts';
import type { DescribeNote } from '../reports/restaurant-report.ts';
import type { WaitingRow } from '../reports/waiting-csv.ts';
import type { Sources } from '../settings/provenance.ts';
import type { AppConfig } from '../settings/schema.ts';
import type { Profile } from '../setup/profile.ts';
import type { ProfileChanges } from '../setup/profile-changes.ts';
import type { Orphaned, SetUpService } from '../setup/setup.ts';
import type { ThisPc } from '../setup/this-pc.ts';
import type { ManagerSession } from '../staff/manager-session.ts';
import type { SecondManager } from '../staff/second-manager.ts';
import type { SessionHolder } from '../staff/session.ts';
import type { StaffService } from '../staff/staff-service.ts';

/** What this kiosk is, as long as it runs. */
interface KioskFacts {
  readonly config: AppConfig;
  readonly configProblems: readonly ConfigProblem[];
  /** Where the admin's configuration file is looked for, and where each setting comes from. */
  readonly configFile: string;
  readonly sources: Sources;
  readonly profile: Profile;
  readonly mode: Mode;
  readonly version: string;
  readonly dataFolder: string;
  readonly exportFolder: string;
  /** Decimal digits of the currency. */
  readonly decimals: number;
  /** What a repair of the records came to; null where none was needed. */
  readonly recovered: RecoveredDatabase | null;
  /** What opens Toast can no longer be opened. */
  readonly secretLost: boolean;
  /** What must not be in a support file. */
  readonly secrets: readonly string[];
}

/** What the world gives the routes. */
interface World {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: Settings;
  readonly secretBox: SecretBox;
  readonly device: Device;
  readonly updates: Updates;
  readonly staffFile: StaffFile;
  readonly announce: <N extends EventName>(name: N, payload: Events[N]) => void;
  /** Closes the program. */
  readonly exit: () => void;
}

/** Everything the routes work with: each takes of it what it needs. */
export interface Services extends KioskFacts, World {
  readonly db: Database;
  readonly ledger: Ledger;
  readonly record: WriteLedger;
  /** Told, for the ledger, of what our own page never asks. */
  readonly recordSuspicious: RecordSuspicious;
  /** A short reference that a person can read out and an admin find in the log. */
  readonly reference: () => string;
  readonly session: SessionHolder;
  readonly managerSession: ManagerSession;
  readonly second: SecondManager;
  readonly staffService: StaffService;
  /** The page is told how many requests for approval there are for the person who is signed in now. */
  readonly tellApprovals: () => void;
  readonly guests: Guests;
  readonly giving: Giving;
  readonly outbox: Outbox;
  readonly monitor: ConnectionMonitor;
  readonly clockAheadMs: () => number | null;
  readonly reports: Reports;
  readonly describe: DescribeNote;
  readonly setUp: SetUpService;
  readonly changes: ProfileChanges;
  readonly thisPc: ThisPc;
  /** An entry as the page may see it. */
  readonly forPage: <I extends WaitingItem>(item: I) => I;
  readonly writeExport: WriteExport;
  /** What waits here, for a person to enter it on the POS. Names guests. */
  readonly waitingRows: () => readonly WaitingRow[];
  /** These as CSV, in the kiosk's language. */
  readonly waitingList: (rows: readonly WaitingRow[]) => string;
  /** log2 of the work that protects a set-up file; the format's own where it is not given. */
  readonly fileCost: number | undefined;
  /** Binds the data to this PC; in a copy, a manager decides about waiting entries. Inside a transaction. */
  readonly settleMoved: (as: 'replacement' | 'copy') => void;
  /** What is waiting in live databases that are not in use. */
  readonly orphaned: () => Orphaned;
  /** The manager whose PIN this is in the records of a restaurant that are not in use; they go live, and those records say so. */
  readonly enterLive: (restaurantGuid: string, pin: string) => Promise<Result<StaffName, AppError>>;
}
