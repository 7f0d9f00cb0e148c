import type { ChangedLimit } from './manager.ts';
import type { CreditPolicySummary, Language } from './status.ts';

/** What is tested of a connection, in this order: each step needs the one before. */
export const PROBE_STEPS = ['dns', 'connect', 'tls', 'login', 'scope', 'restaurant', 'search'] as const;
export type ProbeStep = (typeof PROBE_STEPS)[number];

/**
 * Why a step failed. unknown-name · no-network · refused: no one listens there · timeout · cut: the line broke · proxy:
 * it is in the way · certificate: not trusted, expired or another name's · handshake: no TLS there · credentials: Toast
 * does not know them · not-toast: something else answered · no-scope: they do not cover guest credit · not-connected:
 * they do not cover this restaurant · no-access: one of those two, Toast does not say which · malformed: not a
 * restaurant's GUID · service-gone · busy · trouble: Toast has an error of its own.
 */
export type ProbeFailure =
  | 'unknown-name'
  | 'no-network'
  | 'refused'
  | 'timeout'
  | 'cut'
  | 'proxy'
  | 'certificate'
  | 'handshake'
  | 'credentials'
  | 'not-toast'
  | 'no-scope'
  | 'not-connected'
  | 'no-access'
  | 'malformed'
  | 'service-gone'
  | 'busy'
  | 'trouble';

/** The test of a connection. Steps before `failed` passed, those after it were not tried. */
export type ProbeResult =
  | { readonly outcome: 'passed' }
  | {
      readonly outcome: 'failed';
      readonly step: ProbeStep;
      readonly why: ProbeFailure;
      /** For support: a network code or a status. Never an address or a secret. */
      readonly detail: string | null;
      /** Toast's own reference, for its support. */
      readonly requestId: string | null;
    };

/** The pages of the set-up, in order. */
export const SET_UP_STEPS = [
  'language',
  'toast',
  'restaurant',
  'test',
  'details',
  'rules',
  'manager',
  'live',
] as const;
export type SetUpStep = (typeof SET_UP_STEPS)[number];

/** Who vouches for an address: Toast's own domain, the admin's file, the person who sets up (in words), or no one. */
export type AddressTrust = 'toast' | 'admin' | 'confirmed' | 'unknown';

/**
 * What this kiosk holds of a restaurant. none: it was never live here · kept: records and staff, so a manager of theirs
 * must say yes with their PIN · closed: records in which no one's PIN can be checked any more.
 */
export type KeptRecords = 'none' | 'kept' | 'closed';

/** The fewest characters of a passphrase that protects a set-up file. */
export const PASSPHRASE_MIN = 12;
/** The most characters of one. */
export const PASSPHRASE_MAX = 200;

/** Where set-up files are looked for, and those that are there, newest first. */
export interface SetUpFiles {
  readonly folder: string;
  readonly files: readonly { readonly name: string /** UTC ms. */; readonly at: number }[];
}

/** The set-up came from another PC, in a file: from which, when it was written (UTC ms), and how many people it has. */
interface MovedFrom {
  readonly from: string;
  readonly at: number;
  readonly staff: number;
}

/** The set-up as far as it has come. What is secret is told only as being there. */
export interface SetUp {
  readonly language: Language;
  /** Empty where not given yet. */
  readonly url: string;
  /** Null while there is no address. Nothing is sent to an untrusted address. */
  readonly standing: AddressTrust | null;
  /** Toast's own addresses, to choose from. */
  readonly suggested: readonly string[];
  /** How it ends; null where not given yet. */
  readonly clientIdEnds: string | null;
  readonly hasSecret: boolean;
  readonly restaurantEnds: string | null;
  readonly deviceEnds: string | null;
  /** The last test of exactly this connection. */
  readonly tested: ProbeResult | null;
  readonly timeZone: string;
  readonly dayEndsAtHour: number;
  readonly houseName: string;
  readonly managerName: string;
  /** The PC cannot seal secrets, and the admin's file does not allow keeping them unsealed: the set-up cannot be done. */
  readonly sealing: 'strong' | 'weak-allowed' | 'weak';
  /** coming: nothing is here, and the staff come with the set-up file. A manager of theirs says yes with their PIN. */
  readonly records: KeptRecords | 'coming';
  /** Null where it was typed. */
  readonly moved: MovedFrom | null;
  /** The credit limits as they will apply in live. */
  readonly policy: CreditPolicySummary;
  /** Every limit among them that is no default. */
  readonly limits: readonly ChangedLimit[];
}

/**
 * What is typed on a page of the set-up: Toast's address, the client id and secret, the GUIDs of restaurant and device. What
 * is left out stays as it was. It goes one way: the page never gets it back.
 */
export interface SetUpChange {
  /** Says in so many words that this address is the right one, though neither Toast's domain nor the admin vouches for it. */
  readonly confirmUrl?: string | undefined;
  /** Another address empties the client id and the secret: they go to no address but the one they were typed for. */
  readonly url?: string | undefined;
  readonly client?: string | undefined;
  readonly secret?: string | undefined;
  readonly restaurant?: string | undefined;
  /** Empty takes it back. */
  readonly device?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly dayEndsAtHour?: number | undefined;
  readonly houseName?: string | undefined;
  readonly managerName?: string | undefined;
}
