import { z } from 'zod';

const A_YEAR = 366 * 86_400_000;

/**
 * What `page` may mean: the general guide numbers pages, the reference calls it the offset of the first object, and
 * neither says where counting starts.
 */
export const PAGE_READINGS = {
  'page-number': { counts: 'pages', first: 1 },
  'page-number-from-0': { counts: 'pages', first: 0 },
  offset: { counts: 'objects', first: 0 },
  'offset-from-1': { counts: 'objects', first: 1 },
} as const;
export type PageReading = keyof typeof PAGE_READINGS;

/**
 * Where the vendor's papers are silent or disagree, the Training CRM can be switched to each reading, so that a client
 * can be shown to be right under all of them.
 */
export const modesSchema = z.strictObject({
  /** A transaction GUID posted again: the stored record, a refusal, a conflict, or (the worst case) a second credit. */
  duplicates: z.enum(['replay', 'reject-400', 'conflict-409', 'double']),
  paging: z.enum(Object.keys(PAGE_READINGS) as [PageReading, ...PageReading[]]),
  /** A page past the end of a list. */
  pastEnd: z.enum(['no-content', 'empty-list']),
  /** The most records on one page, whatever `pageSize` asks for; null keeps to it. */
  mostPerPage: z.int().min(1).max(50).nullable(),
  /** Whether lists carry `Link` and `Toast-Total-Result-Count`. */
  links: z.boolean(),
  /** Whether a 429 says how long to wait. */
  retryAfter: z.boolean(),
  restaurantHeader: z.enum(['required', 'optional']),
  /** Names in a search: whole, or from their beginning. */
  nameMatch: z.enum(['whole', 'starts']),
  /**
   * How every record's number is stored: national digits, or with +1, as newer records of the service are said to be.
   * Then a search for the ten digits misses it, and only one that has the +1 finds it.
   */
  storedPhones: z.enum(['national', 'plus-one']),
  /** The sign of amounts that take credit away. */
  amountSign: z.enum(['absolute', 'signed']),
  /** Whether amounts come as sums of doubles do: 1.1400000000000001 for 1.14. */
  amountDigits: z.enum(['exact', 'artefact']),
  /** Makes the first record of each page of a list odd: without its GUID, or with a number that is no phone and no cents. */
  oddRecords: z.enum(['none', 'null-guid', 'odd-value']),
  /** Guests merged into another one: whoever asks for `from`, or gives to them, gets `into`. */
  merged: z.array(z.strictObject({ from: z.guid().toLowerCase(), into: z.guid().toLowerCase() })),
  /** Creating a guest: how often one must ask (GET, or POST again) before it is there. 0 answers 200 at once. */
  createPolls: z.int().min(0).max(1000),
  /** By how much the service's clock is ahead (or, negative, behind): its dates, its tokens, its rate slices. */
  clockSkewMs: z.int().min(-A_YEAR).max(A_YEAR),
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
  mostPerPage: null,
  links: false,
  retryAfter: true,
  restaurantHeader: 'required',
  nameMatch: 'whole',
  storedPhones: 'national',
  amountSign: 'absolute',
  amountDigits: 'exact',
  oddRecords: 'none',
  merged: [],
  createPolls: 0,
  clockSkewMs: 0,
  limits: { perSecond: 20, perQuarterHour: 10_000 },
};

/** `modes` with what `change` says; keys it leaves out, or gives as undefined, stay. */
export function changeModes(modes: Modes, change: ModesChange): Modes {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return modesSchema.parse({ ...modes, ...Object.fromEntries(given) });
}
