import type { ProbeResult } from '../../src-preload/contract/set-up.ts';

/** How a kiosk reaches its restaurant at Toast. Secrets: never logged, never sent to the page. */
export interface ToastConnection {
  /** https, without `/crm/v1`. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** GUIDs in lower case. */
  readonly restaurantGuid: string;
  /** Null where the restaurant has given this kiosk none. */
  readonly deviceGuid: string | null;
}

/** Tries a connection step by step and says which one failed. Writes nothing at Toast. One login. */
export type ProbeConnection = (connection: ToastConnection) => Promise<ProbeResult>;
