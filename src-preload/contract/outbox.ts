import type { Cents } from './money.ts';

/**
 * Where an accepted credit stands.
 * held: may be undone · queued: to be sent · sending: a request is out · verifying: outcome unknown, asking Toast ·
 * settled: Toast has it · refused: Toast said no · stuck: needs a person · cancelled: undone, or dropped by a manager.
 */
export type CreditState =
  | 'held'
  | 'queued'
  | 'sending'
  | 'verifying'
  | 'settled'
  | 'refused'
  | 'stuck'
  | 'cancelled';

/** What of an accepted entry the page may see, whatever it carries. */
interface Waits {
  readonly guestId: string;
  /** The guest's name as last known; null where it is not (the queue itself keeps no names). */
  readonly guestName: string | null;
  readonly state: CreditState;
  /** When staff gave it (UTC, ms). */
  readonly givenAt: number;
  readonly givenBy: string;
  /** While queued or verifying: when it is tried next (UTC, ms); null where it waits for the line or a person. */
  readonly nextTryAt: number | null;
  /** When it reached its present state (UTC, ms). */
  readonly since: number;
  /** Toast's own words and reference, where it refused. */
  readonly refusal: { readonly message: string | null; readonly requestId: string | null } | null;
  /** Why it needs a person, while stuck. */
  readonly stuck: StuckReason | null;
}

/**
 * different-content: Toast has something else under our number · contradicted: Toast refused it after an attempt that may
 * have landed, and shows nothing · unreadable-record: what stands on the disk cannot be read ·
 * too-old: it waited longer than the house allows and was not sent · guest-exists: Toast already has guests with this
 * number or e-mail.
 */
export type StuckReason =
  | 'different-content'
  | 'contradicted'
  | 'unreadable-record'
  | 'too-old'
  | 'guest-exists';

/** An accepted credit as the page may see it. */
export interface CreditItem extends Waits {
  readonly kind: 'add-credit';
  readonly creditId: string;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly approvedBy: string | null;
  /** While held: the moment it can no longer be undone (UTC, ms), and how long that is from now (ms). */
  readonly undoUntil: number | null;
  readonly undoLeftMs: number;
  /** Its guest is new and not yet at Toast: it goes right after them. */
  readonly waitsForGuest: boolean;
}

/** A new guest on their way to Toast, as the page may see it. */
export interface GuestItem extends Waits {
  readonly kind: 'create-guest';
  /** Guests whom Toast already has with this number or e-mail, while stuck for that; names as last known. */
  readonly existing: readonly { readonly guestId: string; readonly name: string | null }[];
  /** The guest of Toast's whom a manager said they are, once that is decided; null otherwise. */
  readonly became: { readonly guestId: string; readonly name: string | null } | null;
}

/** Anything accepted on this kiosk that is, or was, on its way to Toast. */
export type WaitingItem = CreditItem | GuestItem;

/** What names an item: a credit's GUID, or the new guest's. */
export const itemId = (item: WaitingItem): string =>
  item.kind === 'add-credit' ? item.creditId : item.guestId;

/** What a manager may decide about an entry that needs a person. */
export type Resolution =
  /** Give it up. Never possible for a guest whom credit waits for. */
  | { readonly do: 'discard'; readonly reason: string }
  /** Send the same credit as a new one: the CRM refused the old one, or certainly has nothing of it. */
  | { readonly do: 'send-as-new' }
  /** Ask the CRM about what it may have: a record that cannot be read, or one it contradicted itself about. */
  | { readonly do: 'recheck' }
  /** The new guest is somebody new, though the CRM has others with the number. */
  | { readonly do: 'create-anyway' }
  /** The new guest is one whom the CRM has: their credit goes there. */
  | { readonly do: 'use-existing'; readonly guestId: string };

/** What waits on this kiosk: everything accepted and neither settled nor cancelled. */
export interface WaitingSummary {
  readonly count: number;
  readonly sum: Cents;
  /** How many of them need a manager (refused or stuck). */
  readonly needPerson: number;
  /** The disk refuses what is written: nothing is lost, and nothing new can be taken. */
  readonly diskTrouble: boolean;
}

export interface WaitingList {
  readonly items: readonly WaitingItem[];
  readonly summary: WaitingSummary;
}
