import type { HistoryLine } from '../../src-preload/contract/guest.ts';

/** What the CRM has of one day of a guest. GUIDs in lower case. */
export interface DayHistory {
  /** Credit given. */
  readonly added: readonly (Omit<HistoryLine, 'kind' | 'at'> & { readonly at: number })[];
  /** GUIDs of credit that was taken back. */
  readonly voided: ReadonlySet<string>;
}
