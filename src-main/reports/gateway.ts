import type { Cents } from '../../src-preload/contract/money.ts';
import type { Result } from '../../src-preload/contract/result.ts';
import type { TransactionType } from '../domain/transaction-type.ts';
import type { CrmError } from '../ports.ts';

/** A line of the restaurant's records at the CRM, whole. GUIDs in lower case; null where the CRM says nothing of it. */
export interface CrmLine {
  /** The transaction's GUID. Should the CRM ever book one GUID twice, both lines are given. */
  readonly id: string;
  readonly type: TransactionType;
  /** Absolute amount: the wire's sign is not documented for every type. */
  readonly amount: Cents;
  /** When the CRM booked it, by its own clock (UTC, ms); null where the wire's text is no date. */
  readonly at: number | null;
  readonly guestId: string | null;
  readonly note: string | null;
  /**
   * `localCreatedDate` as it came. Not an instant: a POS writes the restaurant's wall clock labelled as UTC. On credit
   * that a kiosk gave it is when staff gave it, as the restaurant's local time with its true offset.
   */
  readonly localCreatedDate: string | null;
  /** Only on ADD_VALUE (UTC, ms). */
  readonly expiresAt: number | null;
  /** For voids: the transaction that was voided. */
  readonly familyId: string | null;
  /** Who made it and who approved it on a POS; null on everything made through the API. */
  readonly serverId: string | null;
  readonly approverId: string | null;
  readonly deviceId: string | null;
  readonly restaurantId: string | null;
}

/** How far reading a period has come. */
export interface ReadingProgress {
  readonly read: number;
  /** How many there are in all; null where the CRM does not say. */
  readonly total: number | null;
}

/** What the shift report and reconciliation need of the CRM. */
export interface CreditHistoryGateway {
  /**
   * Every line booked from `from` to `to` (UTC ms, both included), newest first, all or an error: part of a report is
   * none. Each page has a bound of its own, so a long report is not cut off by time; it is read at a pace that leaves
   * look-ups their turn, and continues after a pause the CRM asks for.
   *
   * The CRM records by its own clock. For "until now" give a `to` in the future, or lines are missed where this PC's
   * clock is behind.
   */
  readonly creditsOfPeriod: (
    from: number,
    to: number,
    options?: {
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ((progress: ReadingProgress) => void) | undefined;
      /** Hears of so many further lines that cannot be read: they are missing, and no sum of the others is whole. */
      readonly onUnreadable?: ((count: number) => void) | undefined;
    },
  ) => Promise<Result<readonly CrmLine[], CrmError>>;
}
