import type { AcceptedCredit } from '../../src-main/domain/accepted-credit.ts';
import type { CrmAddress } from '../peers/subject.ts';
import type { SubjectName } from '../peers/subjects.ts';

/** What one draining process is started for; a file of JSON. */
export interface DrainOrder {
  readonly subject: SubjectName;
  readonly crm: CrmAddress;
  readonly limited: boolean;
  readonly credits: readonly AcceptedCredit[];
  /** Past this, it stops and says how far it came, ms. */
  readonly maxMs: number;
}

/** What came of it. */
export interface Drained {
  /** How many it holds for sent. */
  readonly sent: number;
  /** From opening its files to the last of them, ms. */
  readonly ms: number;
  /** Processor time of the process meanwhile, ms. */
  readonly cpuMs: number;
  /** How late the event loop was, 99 of 100 times at most, ms. */
  readonly loop99Ms: number;
  /** The longest it was held up, ms. */
  readonly maxLoopMs: number;
}
