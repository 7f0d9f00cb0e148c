import type { EventName, Events } from '../../src-preload/contract/channels.ts';
import type { Restarted } from '../../src-preload/contract/manager.ts';
import type { WaitingItem, WaitingSummary } from '../../src-preload/contract/outbox.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { ConfigProblem, Connection, Mode } from '../../src-preload/contract/status.ts';
import type { CarriedRequest } from '../approvals/open-requests.ts';
import { createFormAges, type FormAges } from '../domain/form-ages.ts';
import type { CrmGuest } from '../guests/gateway.ts';
import type { Router } from '../ipc/router.ts';
import { boundedLogger } from '../lib/bounded-logger.ts';
import { createSignal, type Signal } from '../lib/signal.ts';
import type { Timing } from '../outbox/timing/default-timing.ts';
import type {
  Clock,
  CrmError,
  Device,
  Fetch,
  Ids,
  Logger,
  Reachability,
  Scheduler,
  SecretBox,
  Settings,
  StaffFile,
  Updates,
} from '../ports.ts';
import type { TrainingError } from '../sandbox/open-sandbox.ts';
import type { Sources } from '../settings/provenance.ts';
import type { AppConfig } from '../settings/schema.ts';
import { type Profile, TRAINING_PROFILE } from '../setup/profile.ts';
import type { ScryptCost } from '../staff/pins/pin-hash.ts';
import type { SessionOver } from '../staff/session.ts';
import type { OpenError } from '../storage/sqlite.ts';

export interface ComposePorts {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly settings: Settings;
  readonly secretBox: SecretBox;
  readonly reachability: Reachability;
  readonly fetch: Fetch;
  readonly staffFile: StaffFile;
  readonly device: Device;
  readonly updates: Updates;
  /** Pushes an event to the page, if there is one. */
  readonly announce: <N extends EventName>(name: N, payload: Events[N]) => void;
}

export interface ComposeInput {
  readonly config: AppConfig;
  readonly configProblems: readonly ConfigProblem[];
  /** Where this kiosk keeps its data. Each set of database has a folder of its own inside. */
  readonly dataFolder: string;
  /** The only origin the router answers: `app://kiosk`. */
  readonly origin: string;
  readonly version: string;
  /** Where the admin's configuration file is looked for, and where each setting comes from. */
  readonly configFile?: string;
  readonly sources?: Sources;
  /** The whole configuration, with these settings in the place of those chosen on this kiosk. */
  readonly configFor?: (own: unknown) => AppConfig;
  /** Training or live, and at which restaurant. Training where it is not said. */
  readonly profile?: Profile;
  /** http to this PC itself may be set up as live: only ever in tests. */
  readonly allowLoopback?: boolean;
  /** Anyone who was there when the kiosk before this one ended, with the page open. */
  readonly handover?: Handover | null;
  /** Ends this kiosk and begins another, once what was asked has been answered. `by` changed the settings. */
  readonly restart?: (why: Restarted['why'], before: Profile, by: StaffName | null) => void;
  /** Closes the program. */
  readonly exit?: () => void;
  /** What hashing a PIN costs, and how the outbox waits; tests make both cheap. */
  readonly pinCost?: ScryptCost;
  readonly timing?: Partial<Timing>;
  /** For trials in which hours last seconds. */
  readonly loginsPerHour?: number;
}

export type StartError =
  | OpenError
  | TrainingError
  /** The settings file is gone or cannot be read, and this PC holds the records of a live restaurant. */
  | { readonly code: 'settings-lost'; readonly path: string };

/** Who was signed in, whose visit was open, who changed the settings that take effect now, and what waits for a manager. */
export interface Handover {
  readonly staff: StaffName | null;
  readonly manager: StaffName | null;
  readonly changedBy: StaffName | null;
  /** Requests for approval that wait on. */
  readonly requests: readonly CarriedRequest[];
}

/** The running kiosk. */
export interface Kiosk {
  readonly signedIn: () => StaffName | null;
  /** The page ended, or another takes its place: no one is signed in, and no visit is open. */
  readonly pageGone: () => void;
  /** What the next one takes over where only settings change. */
  readonly carry: (changedBy: StaffName | null) => Handover;
  readonly router: Router;
  /** Starts what works by itself: the outbox and the connection monitor. */
  readonly start: () => void;
  /**
   * Stops taking things up, waits a little for what is out, and closes the database. Nothing accepted is lost by it.
   */
  readonly stop: () => Promise<void>;
}

/** What happens in one part of the kiosk and others act on: each part listens to what was opened before it. */
interface KioskEvents {
  readonly crmAnswered: Signal<[]>;
  readonly crmFailed: Signal<[CrmError]>;
  /** The CRM said that it is now so late (UTC ms). */
  readonly crmSpoke: Signal<[crmNow: number]>;
  readonly connection: Signal<[Connection]>;
  /** An entry of the outbox changed, and is on disk. */
  readonly entry: Signal<[WaitingItem, WaitingSummary]>;
  /** The CRM named a guest to the outbox. */
  readonly guestNamed: Signal<[CrmGuest]>;
  /** A request for approval was opened, or ended. */
  readonly approvals: Signal<[]>;
  /** A session ended without a sign-out. */
  readonly sessionOver: Signal<[StaffName, SessionOver]>;
  /** The database file was deleted or replaced while it is open. */
  readonly databaseGone: Signal<[]>;
  /** What is waiting in the outbox may go on now. */
  readonly mayGoOn: Signal<[]>;
}

/** What every part of the kiosk is opened with. */
export interface Base extends ComposePorts {
  readonly input: ComposeInput;
  readonly config: AppConfig;
  readonly profile: Profile;
  readonly mode: Mode;
  readonly events: KioskEvents;
  readonly formAges: FormAges;
  /** Ends this kiosk and starts another. */
  readonly restart: (why: Restarted['why'], by: StaffName | null) => void;
}

export function createBase(ports: ComposePorts, input: ComposeInput): Base {
  const profile = input.profile ?? TRAINING_PROFILE;
  return {
    ...ports,
    logger: boundedLogger(ports.logger, ports.clock),
    input,
    config: input.config,
    profile,
    mode: profile.mode,
    events: {
      crmAnswered: createSignal(),
      crmFailed: createSignal(),
      crmSpoke: createSignal(),
      connection: createSignal(),
      entry: createSignal(),
      guestNamed: createSignal(),
      approvals: createSignal(),
      sessionOver: createSignal(),
      databaseGone: createSignal(),
      mayGoOn: createSignal(),
    },
    formAges: createFormAges(ports.clock),
    restart: (why, by) => input.restart?.(why, profile, by),
  };
}
