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

/** What of an accepted entry the page may see, no matter what it carries. */
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
 * different-content: Toast has something else under our number · contradicted: Toast refused it after an attempt that
 * may have landed, and shows nothing · unreadable-record: what is on the disk cannot be read · altered: it was changed
 * outside Hoststand, or cannot be proven, and is not sent · too-old: it waited longer than the settings allow and was
 * not sent · guest-exists: Toast already has guests with this number or email · guest-merged: Toast has merged the
 * guest into another one, and the credit was not sent · singled-out: Toast declined this entry several times over ten
 * minutes, or failed on it for six hours, while others got through.
 */
export type StuckReason =
  | 'different-content'
  | 'contradicted'
  | 'unreadable-record'
  | 'altered'
  | 'too-old'
  | 'guest-exists'
  | 'guest-merged'
  | 'singled-out';

/** An accepted credit in the form the page may see. */
export interface CreditItem extends Waits {
  readonly kind: 'add-credit';
  readonly creditId: string;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly approvedBy: string | null;
  /** While held: the moment it can no longer be undone (UTC, ms), and how long that is from now (ms). */
  readonly undoUntil: number | null;
  readonly undoLeftMs: number;
  /** While stuck for that: the guest into whom Toast has merged this one, the name as last known; else left out. */
  readonly mergedInto?: { readonly guestId: string; readonly name: string | null };
  /** Canceled within its undo time: nothing of it was sent. Other canceled credit was decided about by a manager. */
  readonly undone: boolean;
  /** Its guest is new and not yet at Toast: it goes right after them. */
  readonly waitsForGuest: boolean;
  /** That guest needs a decision first: the credit moves with what is decided about them. */
  readonly guestNeedsPerson: boolean;
}

/**
 * Whether a credit has gone so far that this kiosk cannot take it back: Toast has it, or may have it in a moment. Refused and
 * stuck credit is a manager's to decide about here.
 */
export const isBeyondUndo = ({ state }: Pick<CreditItem, 'state'>): boolean =>
  state === 'queued' || state === 'sending' || state === 'verifying' || state === 'settled';

/** A new guest on their way to Toast, as the page may see it. */
export interface GuestItem extends Waits {
  readonly kind: 'create-guest';
  /** Guests that Toast already has with this number or e-mail, while stuck for that; names as last known. */
  readonly existing: readonly { readonly guestId: string; readonly name: string | null }[];
  /** The guest of Toast's whom a manager said they are, once that is decided; null otherwise. */
  readonly became: { readonly guestId: string; readonly name: string | null } | null;
  /** While a person has to decide: what was to be sent, so that it can be corrected; null where it cannot be read. */
  readonly details: GuestDetails | null;
  /** Credit given to this guest on this kiosk that is not sent before them. */
  readonly creditBehind: { readonly count: number; readonly sum: Cents };
}

/** Anything accepted on this kiosk that is, or was, on its way to Toast. */
export type WaitingItem = CreditItem | GuestItem;

/** What names an item: a credit's GUID, or the new guest's. */
export const itemId = (item: WaitingItem): string =>
  item.kind === 'add-credit' ? item.creditId : item.guestId;

/** What a manager may decide about an entry that needs a person. */
export type Resolution =
  /** Cancel it. A new guest is canceled together with the credit behind them. */
  | { readonly do: 'discard'; readonly reason: string }
  /**
   * A person enters it on the POS, or has done so: it is not sent from here. Also while software would still send it. Toast is asked
   * first; where it has the entry already, or a request is out, nothing is ended.
   */
  | { readonly do: 'by-hand' }
  /** Send the same credit as a new one, where Toast, asked first, has nothing of the old one. */
  | { readonly do: 'send-as-new' }
  /** Ask the CRM about what it may have, and go on from its answer. */
  | { readonly do: 'recheck' }
  /** The new guest is a new guest, though the CRM has others with the number. */
  | { readonly do: 'create-anyway' }
  /**
   * The new guest is one that the CRM has, or the credit behind them is for that one: it all goes there. Of a credit
   * whose guest was merged: it is for the guest that the CRM has now.
   */
  | { readonly do: 'use-existing'; readonly guestId: string }
  /** Create the new guest with these details instead; the credit behind them follows. */
  | { readonly do: 'correct-guest'; readonly guest: GuestDetails };

/** What is known of a guest who is to be created. Phone (ten digits), email or both. */
export interface GuestDetails {
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  readonly email: string | null;
}

/** What is waiting on this kiosk: everything accepted and neither settled nor cancelled. */
export interface WaitingSummary {
  readonly count: number;
  readonly sum: Cents;
  /** How many of them need a manager: refused, stuck, or credit behind a new guest who is. */
  readonly needPerson: number;
  /** The disk refuses what is written: nothing is lost, and nothing new can be taken. */
  readonly diskTrouble: boolean;
}

export interface WaitingList {
  readonly items: readonly WaitingItem[];
  readonly summary: WaitingSummary;
}
