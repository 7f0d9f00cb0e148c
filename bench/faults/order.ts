import type { AcceptedCredit } from '../../src-main/domain/accepted-credit.ts';
import type { CrmAddress } from '../peers/subject.ts';
import type { SubjectName } from '../peers/subjects.ts';

/** What one life of a subject's process is started for; a file of JSON. */
export interface LifeOrder {
  readonly subject: SubjectName;
  readonly folder: string;
  /** Null: no one can be reached in this life. */
  readonly crm: CrmAddress | null;
  readonly credits: readonly AcceptedCredit[];
  /**
   * `stay`: takes the credits, then continues until it is killed or asked to end. `die`: kills itself the moment the
   * last of them is accepted.
   */
  readonly then: 'stay' | 'die';
}

/** What it tells, a JSON line each. */
export type Told =
  /** The library said that this one is kept. */
  | { readonly say: 'accepted'; readonly id: string }
  /** All of them are. */
  | { readonly say: 'all-accepted' }
  | { readonly say: 'standing'; readonly waiting: number; readonly shown: readonly string[] };

/** The descriptor on which the trial listens. */
export const TOLD_FD = 3;
