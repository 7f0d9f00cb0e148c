import type { TrialGuest } from './staff.ts';

/** What a kiosk's process is started for; its only argument, as JSON. */
export interface KioskOrder {
  /** `shift`: staff give credit until the process is killed. `drain`: no one gives, everything is sent. */
  readonly task: 'shift' | 'drain';
  readonly folder: string;
  readonly seed: number;
  /** How long after a doubtful attempt "nothing here" begins to prove absence, ms. */
  readonly settleMs: number;
  readonly crm: {
    readonly url: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly restaurantGuid: string;
  };
  readonly guests: readonly [TrialGuest, ...TrialGuest[]];
}
