import type { WaitingItem } from './outbox.ts';
import type { KioskReport } from './report.ts';
import type { StaffName } from './staff.ts';
import type { ConfigProblem, Mode, RecoveredDatabase } from './status.ts';
import type { LastUpdate, UpdateRefusal, UpdateStatus } from './update.ts';

/** Where a setting comes from: the defaults, this kiosk's own screens, the admin's file, or (in tests) the environment. */
export type SettingSource = 'default' | 'kiosk' | 'admin' | 'environment';

/** amount: minor units · hour: of the day, 0 to 23 · zone: an IANA time zone. */
export type SettingKind =
  | 'text'
  | 'zone'
  | 'hour'
  | 'seconds'
  | 'minutes'
  | 'hours'
  | 'count'
  | 'amount'
  | 'yes-no';

/** The settings a manager may change on the kiosk, and what each one is. Everything else is the admin's file's. */
export const OWN_SETTING_KINDS = {
  houseName: 'text',
  timeZone: 'zone',
  dayEndsAtHour: 'hour',
  undoSeconds: 'seconds',
  signOutAfterCredit: 'yes-no',
  openOnlyMatch: 'yes-no',
  'rules.alone.host': 'amount',
  'rules.alone.server': 'amount',
  'rules.alone.manager': 'amount',
  'rules.most': 'amount',
  'rules.employeeDay.alone.host': 'amount',
  'rules.employeeDay.alone.server': 'amount',
  'rules.employeeDay.alone.manager': 'amount',
  'rules.employeeDay.most': 'amount',
  'rules.guestDay.alone': 'amount',
  'rules.guestDay.most': 'amount',
  'rules.offline.alone': 'amount',
  'rules.offline.most': 'amount',
  'rules.offline.hours': 'hours',
  'rules.waiting.count': 'count',
  'rules.waiting.sum': 'amount',
  'rules.waiting.stopAfterHours': 'hours',
  'rules.waiting.sendWithinHours': 'hours',
  'rules.approval.minutes': 'minutes',
  'rules.approval.own': 'yes-no',
  'rules.approval.byCode.most': 'amount',
  'rules.secondManager.on': 'yes-no',
  'rules.secondManager.above': 'amount',
} as const satisfies Readonly<Record<string, SettingKind>>;
export type OwnSetting = keyof typeof OWN_SETTING_KINDS;
export const OWN_SETTINGS = Object.keys(OWN_SETTING_KINDS) as readonly OwnSetting[];

/** The settings that say how much may be given, by whom and when. */
export type LimitKey = Extract<OwnSetting, `rules.${string}`>;
export const LIMITS = OWN_SETTINGS.filter((key): key is LimitKey => key.startsWith('rules.'));

export type SettingValue = string | number | boolean;

/** A setting as it is in effect. */
export interface CurrentSetting {
  readonly key: OwnSetting;
  readonly value: SettingValue;
  readonly source: SettingSource;
  /** Set by the admin: it cannot be changed here. The file says where; null where it was the environment. */
  readonly locked: boolean;
  readonly file: string | null;
}

/** A limit that is not what it is by default. */
export interface ChangedLimit {
  readonly key: LimitKey;
  readonly value: SettingValue;
  readonly standard: SettingValue;
}

/** Something that needs a person, the most pressing first. */
export type Alert =
  /** Credit above someone's limit that waits for a manager; when the next request ends (UTC ms). */
  | { readonly what: 'approvals'; readonly count: number; readonly endsAt: number }
  /** The disk takes nothing in. */
  | { readonly what: 'disk-trouble' }
  /**
   * What is kept on this PC was changed outside Hoststand, or can no longer be proven; found last at that time (UTC ms). How many credits
   * and new guests wait for a decision, how many that were over had been taken out and are back as the log has them, which people, whether the count of wrong PINs, the activity log's lines, or its key.
   */
  | {
      readonly what: 'altered';
      readonly at: number;
      readonly entries: number;
      readonly restored: number;
      readonly staff: readonly string[];
      readonly keypad: boolean;
      /** The times that limits go by, or the marks of this PC. */
      readonly facts: boolean;
      readonly log: boolean;
      readonly key: boolean;
    }
  /** Lines of the record were gone at a start. */
  | { readonly what: 'record-cut'; readonly at: number }
  /** Refused by Toast, or stuck. */
  | { readonly what: 'entry'; readonly item: WaitingItem }
  /** This PC can no longer open what it keeps Toast's secret in. */
  | { readonly what: 'secret-lost' }
  /** Toast refuses this kiosk. */
  | { readonly what: 'no-access'; readonly since: number }
  /** Waiting in a restaurant's records on this kiosk that are not in use. */
  | { readonly what: 'left-behind'; readonly count: number; readonly sum: number }
  | { readonly what: 'keypad-locked'; readonly leftMs: number }
  /** Times the keypad locked itself in this business day. */
  | { readonly what: 'lock-outs'; readonly count: number; readonly lastAt: number }
  /** Unsent for so many hours. */
  | { readonly what: 'waits-long'; readonly count: number; readonly hours: number }
  | { readonly what: 'disk-low'; readonly freeBytes: number }
  /** This PC's clock is so far ahead of Toast's, ms; negative: behind. */
  | { readonly what: 'clock'; readonly aheadMs: number }
  | { readonly what: 'weak-sealing' }
  /** A limit from a version in which Training could change it: it applies, and a manager must confirm it. */
  | ({ readonly what: 'limit' } & ChangedLimit)
  /** The settings file is older than the records: the default limits apply until a manager decides. */
  | { readonly what: 'limits-older' }
  | { readonly what: 'config'; readonly problem: ConfigProblem }
  /** The data was made on another PC: nothing is sent until a manager says what this PC is. */
  | { readonly what: 'moved' }
  | ({ readonly what: 'recovered' } & RecoveredDatabase)
  /** The kiosk installed a version, and it did not start well or its installer failed. */
  | {
      readonly what: 'update-failed';
      readonly version: string;
      readonly outcome: Exclude<LastUpdate['outcome'], 'installed'>;
    }
  /** What the update server offers is refused. */
  | { readonly what: 'update-refused'; readonly code: UpdateRefusal }
  /** A newer version of Hoststand is ready. */
  | { readonly what: 'update'; readonly version: string };

/** Live's limits that a manager must look at, and why (as the needs of the same names say). */
export interface DoubtedLimits {
  readonly why: 'upgraded' | 'older';
  readonly limits: readonly ChangedLimit[];
}

/** What a manager sees first. */
export interface ManagerHome {
  /** Whose visit this is. */
  readonly manager: StaffName;
  readonly needs: readonly Alert[];
  readonly shift: KioskReport;
}

/** What this kiosk is and stands on, for the person who looks after it. GUIDs of the restaurant by their end alone. */
export interface DeviceFacts {
  readonly name: string;
  readonly version: string;
  readonly system: string;
  readonly mode: Mode;
  /** The restaurant this kiosk was set up for, also while it is in Training; null where it was not. */
  readonly toast: {
    /** Null where this PC can no longer open what it keeps of the way to Toast. */
    readonly host: string | null;
    readonly restaurantEnds: string;
  } | null;
  /** Whether a restaurant was set up here, so that the kiosk can go live. */
  readonly canGoLive: boolean;
  readonly dataFolder: string;
  readonly configFile: string;
  readonly sealing: 'strong' | 'weak';
  readonly freeBytes: number | null;
  /** This PC's clock against Toast's, ms; null while Toast has not spoken. */
  readonly clockAheadMs: number | null;
  readonly staff: number;
  readonly ledgerLines: number;
  readonly update: UpdateStatus;
}

/** A page of the licenses of others whose work is in Hoststand. Pages are numbered from one; where this copy has none, there is no page. */
export interface NoticesPage {
  readonly text: string;
  readonly page: number;
  readonly pages: number;
}

export type Theme = 'system' | 'light' | 'dark' | 'contrast';
export const THEMES = ['system', 'light', 'dark', 'contrast'] as const satisfies readonly Theme[];

/**
 * Why the kiosk began again with the page open: settings took effect, it changed between Training and live, or its
 * records were deleted under it and were rescued.
 */
export interface Restarted {
  readonly why: 'settings' | 'mode' | 'records';
  /** Whether anyone who was signed in still is. */
  readonly sameSession: boolean;
  /** The other mode could not be opened, so the kiosk stayed in this one. */
  readonly failed: boolean;
}
