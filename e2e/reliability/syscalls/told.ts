import type { AcceptedCredit } from '../../../src-main/domain/accepted-credit.ts';
import { cents } from '../../../src-preload/contract/money.ts';

/** What the story's process tells, one JSON line each. */
export type Told =
  /** A tap begins. */
  | { readonly say: 'accepting'; readonly id: string }
  /** The screen said "saved". */
  | { readonly say: 'accepted'; readonly id: string }
  | { readonly say: 'undoing'; readonly id: string }
  /** The screen said "taken back". */
  | { readonly say: 'undone'; readonly id: string }
  /** The screen said that the disk would not take it. */
  | { readonly say: 'not-saved'; readonly id: string }
  /** The CRM carried it out. */
  | { readonly say: 'crm-has'; readonly id: string }
  /** The screen said that Toast has it. */
  | { readonly say: 'settled'; readonly id: string }
  /** The database was not opened, with the code of why. */
  | { readonly say: 'refused'; readonly code: string }
  /** Something threw where an error should have been a value. */
  | { readonly say: 'threw'; readonly where: string; readonly words: string }
  /** The whole story was told. */
  | { readonly say: 'end' };

const by = { id: 'marco', shortName: 'Marco D.' };

/** The credits of the story, the last of which is taken back. */
export const STORY_CREDITS: readonly AcceptedCredit[] = [1, 2, 3].map((n) => ({
  id: `20000000-0000-4000-8000-00000000000${n}`,
  guestId: `guest-${n}`,
  amount: cents(n * 500),
  reasonId: 'long-wait',
  note: 'Long wait; by Marco D.',
  givenAt: 1_700_000_000_000,
  givenBy: by,
  approvedBy: null,
}));
