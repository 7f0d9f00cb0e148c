import type { AcceptedCredit } from '../../src-main/domain/accepted-credit.ts';
import type { Timing } from '../../src-main/outbox/timing/default-timing.ts';

/** Where the CRM listens, and as whom one talks to it. */
export interface CrmAddress {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly restaurantGuid: string;
}

/** What a subject still has, by its own word. */
interface Standing {
  /** How many it will go on with by itself. */
  readonly waiting: number;
  /** GUIDs of every credit that is not sent and that it can still show to someone who asks, given up or not. */
  readonly shown: readonly string[];
}

/** One way of keeping credits until the CRM has them: ours, or what one would pick instead. */
interface Subject {
  /** Takes one credit. Resolves when the library says that it is kept. */
  readonly accept: (credit: AcceptedCredit) => Promise<void>;
  /** Takes many, in the cheapest way the library has. */
  readonly acceptAll: (credits: readonly AcceptedCredit[]) => Promise<void>;
  /** Takes one out again as if it had been sent. */
  readonly forget: (id: string) => Promise<void>;
  readonly standing: () => Promise<Standing>;
  /** Closes what it has open. Whatever it sends meanwhile is not waited for. */
  readonly close: () => Promise<void>;
}

export interface Opening {
  /** Where it keeps its files; the same folder at every opening. */
  readonly folder: string;
  /** Null: no one can be reached, so credits are kept and nothing is sent. */
  readonly crm: CrmAddress | null;
  /** How many credits are on their way at once. */
  readonly parallel: number;
  /** How long one request is waited for, ms. */
  readonly answerMs: number;
  /** Whether ours keeps below the CRM's limits as it does at a restaurant. None of the others has a limit. */
  readonly limited: boolean;
  /** How the others try again: so often in all, so long apart. */
  readonly tries: { readonly most: number; readonly everyMs: number };
  /** How long plainjob believes that a job is being worked on, ms; its own default is half an hour. */
  readonly orphanMs: number;
  /** How ours waits, where trials have less time than an evening. */
  readonly timing: Partial<Timing>;
  /** Told of each credit that the subject holds for sent. */
  readonly onSent: (id: string) => void;
}

/** As a restaurant runs it; suites say where they differ. */
export const USUAL: Omit<Opening, 'folder' | 'crm' | 'onSent'> = {
  parallel: 3,
  answerMs: 15_000,
  limited: true,
  tries: { most: 10, everyMs: 1_000 },
  orphanMs: 30 * 60_000,
  timing: {},
};

export type OpenSubject = (opening: Opening) => Promise<Subject>;
