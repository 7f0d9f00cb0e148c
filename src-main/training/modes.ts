import { z } from 'zod';

/**
 * Where the vendor's papers are silent or disagree, the Training CRM can be switched to each reading, so that a client
 * can be shown to be right under all of them.
 */
export const modesSchema = z.strictObject({
  /** A transaction GUID posted again: the stored record, a refusal, a conflict, or (the worst case) a second credit. */
  duplicates: z.enum(['replay', 'reject-400', 'conflict-409', 'double']),
  /** `page` counts pages from 1 (the general guide), or is the offset of the first object from 0 (the reference). */
  paging: z.enum(['page-number', 'offset']),
  /** A page past the end of a list. */
  pastEnd: z.enum(['no-content', 'empty-list']),
  /** Whether lists carry `Link` and `Toast-Total-Result-Count`. */
  links: z.boolean(),
  /** Whether a 429 says how long to wait. */
  retryAfter: z.boolean(),
  restaurantHeader: z.enum(['required', 'optional']),
  /** Names in a search: whole, or from their beginning. */
  nameMatch: z.enum(['whole', 'starts']),
  /** The sign of amounts that take credit away. */
  amountSign: z.enum(['absolute', 'signed']),
  /** Creating a guest: how often one must ask (GET, or POST again) before it is there. 0 answers 200 at once. */
  createPolls: z.int().min(0).max(1000),
  /** Requests a clock-aligned second and quarter hour for one restaurant; null switches the limits off. */
  limits: z.nullable(z.strictObject({ perSecond: z.int().min(1), perQuarterHour: z.int().min(1) })),
});

export type Modes = z.infer<typeof modesSchema>;

/** A change of some modes. */
export const modesChangeSchema = modesSchema.partial();
export type ModesChange = z.infer<typeof modesChangeSchema>;

/** The likeliest behaviour of the real service. */
export const usualModes: Modes = {
  duplicates: 'replay',
  paging: 'page-number',
  pastEnd: 'no-content',
  links: false,
  retryAfter: true,
  restaurantHeader: 'required',
  nameMatch: 'whole',
  amountSign: 'absolute',
  createPolls: 0,
  limits: { perSecond: 20, perQuarterHour: 10_000 },
};

/** `modes` with what `change` says; keys it leaves out, or gives as undefined, stay. */
export function changeModes(modes: Modes, change: ModesChange): Modes {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return modesSchema.parse({ ...modes, ...Object.fromEntries(given) });
}
