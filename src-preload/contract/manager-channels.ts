import type { AuditFilter, AuditPage } from './audit.ts';
import type { Comfort } from './comfort.ts';
import type {
  DeviceFacts,
  DoubtedLimits,
  ManagerHome,
  NoticesPage,
  OwnSetting,
  SettingInForce,
  SettingValue,
  Theme,
} from './manager.ts';
import type { KioskReport, RestaurantReport } from './report.ts';
import type { SetUp, SetUpChange } from './set-up.ts';

type Nothing = Record<string, never>;

/** What the page may ask about running the place, within a manager's visit; and about setting the kiosk up. */
export interface ManagerRequests {
  /** A manager's PIN opens a visit: until they leave, sign out, or nobody has asked for anything for a while. */
  enterManager: { request: { pin: string }; response: ManagerHome };
  leaveManager: { request: Nothing; response: null };
  managerHome: { request: Nothing; response: ManagerHome };
  /** What this kiosk gave in a business day (`2026-11-21`; null: the one that is on). */
  kioskReport: { request: { day: string | null }; response: KioskReport };
  /** What Toast's books say of it, read by pages: `booksProgress` tells how far. Another one ends the one before. */
  restaurantReport: { request: { day: string }; response: RestaurantReport };
  /** Ends a reading that is under way. */
  stopReport: { request: Nothing; response: null };
  /** Writes a day's credits to a CSV file, Toast's with them where they were read, and says where. */
  exportReport: { request: { day: string }; response: { path: string; rows: number } };
  readSettings: { request: Nothing; response: readonly SettingInForce[] };
  /** A second manager's PIN for what was just refused for want of it: asked for again, it passes. */
  secondManager: { request: { pin: string }; response: null };
  /** Puts new values in force at once; null takes the kiosk's own value back. All of them or none. */
  changeSettings: {
    request: { changes: Readonly<Partial<Record<OwnSetting, SettingValue | null>>> };
    response: readonly SettingInForce[];
  };
  deviceFacts: { request: Nothing; response: DeviceFacts };
  /** A page of the licenses of others, from one on; past the last, the last. */
  noticesPage: { request: { page: number }; response: NoticesPage };
  /** The record, newest first, from before a line on (null: from the end). */
  auditPage: { request: { before: number | null; filter: AuditFilter }; response: AuditPage };
  setTheme: { request: { theme: Theme }; response: null };
  /** What is not named stays as it is. */
  setComfort: { request: Partial<Comfort>; response: null };
  /**
   * Training to live, or back. Live needs the PIN of one of its own managers; Training's staff open nothing of it. The kiosk
   * begins again with the page open: `restarted` says when.
   */
  switchMode: { request: { to: 'training' } | { to: 'live'; pin: string }; response: null };
  /** Live's limits that a manager must look at; null where there are none. */
  doubtedLimits: { request: Nothing; response: DoubtedLimits | null };
  /** Keeps them, or takes the defaults instead. */
  decideLimits: { request: { keep: boolean }; response: null };
  /** Writes what helps whoever looks after the kiosk to a file, without guests and secrets, and says where. */
  supportBundle: { request: Nothing; response: { path: string } };
  exitKiosk: { request: Nothing; response: null };
  /**
   * Says what this PC is, where `moved` asks. `replacement`: it took the place of the old one, and sends what waits, after
   * asking Toast about each. `copy`: the other PC goes on, and what waits here is decided by a manager, one by one.
   */
  confirmMoved: { request: { as: 'replacement' | 'copy' }; response: null };
  // Setting up: in Training for whoever has Toast's credentials, in live use within a manager's visit.
  readSetUp: { request: Nothing; response: SetUp };
  changeSetUp: { request: SetUpChange; response: SetUp };
  /** Tries the connection and says which step failed. */
  testSetUp: { request: Nothing; response: SetUp };
  /**
   * The last page: the first manager's PIN; for a restaurant whose records are here, the PIN of one of its managers. Goes
   * live with everything that was filled in.
   */
  finishSetUp: { request: { pin: string }; response: null };
  dropSetUp: { request: Nothing; response: SetUp };
}

export type ManagerRequestName = keyof ManagerRequests;

export const managerRequestRecord: Record<ManagerRequestName, true> = {
  enterManager: true,
  leaveManager: true,
  managerHome: true,
  kioskReport: true,
  restaurantReport: true,
  stopReport: true,
  exportReport: true,
  readSettings: true,
  secondManager: true,
  changeSettings: true,
  deviceFacts: true,
  noticesPage: true,
  auditPage: true,
  setTheme: true,
  setComfort: true,
  switchMode: true,
  doubtedLimits: true,
  decideLimits: true,
  supportBundle: true,
  exitKiosk: true,
  confirmMoved: true,
  readSetUp: true,
  changeSetUp: true,
  testSetUp: true,
  finishSetUp: true,
  dropSetUp: true,
};
