import { z } from 'zod';
import type { HistoryPage } from '../../../src-preload/contract/guest.ts';
import { type Cents, isCents } from '../../../src-preload/contract/money.ts';

/** The first lines of a guest's history, and when the CRM gave them (UTC ms). */
export interface HistoryHead extends HistoryPage {
  readonly asOf: number;
}

const text = z.string().nullable();
const schema = z.object({
  lines: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['added', 'added-voided', 'redeemed', 'redeemed-voided', 'expired', 'other']),
      amount: z.custom<Cents>((value) => typeof value === 'number' && isCents(value)),
      at: z.number().nullable(),
      reasonId: text,
      words: text,
      by: text,
      approvedBy: text,
    }),
  ),
  unreadable: z.number().exactOptional(),
  next: text,
  asOf: z.number(),
});

/** What was kept of a history; null where another version wrote something else. */
export function readHistoryHead(json: string): HistoryHead | null {
  try {
    return schema.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
