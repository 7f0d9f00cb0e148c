/** What `page` means: pages or objects are counted, from 0 or 1. */
export interface PageReading {
  readonly counts: 'pages' | 'objects';
  readonly first: number;
}

/** How this CRM reads what the vendor's papers leave open. Training keeps to {@link USUAL_READINGS}; tests try the others. */
export interface Readings {
  /** A transaction GUID posted again: the stored record, a second credit, or a refusal. */
  readonly repeated:
    | 'replay'
    | 'second-credit'
    | { readonly status: number; readonly code: number; readonly message: string };
  readonly paging: PageReading;
  /** A page past the end of a list. */
  readonly pastEnd: 'no-content' | 'empty-list';
  /** The most records on one page, no matter what `pageSize` asks for; null keeps to it. */
  readonly mostPerPage: number | null;
  readonly restaurantHeader: 'required' | 'optional';
  /** Names in a search: whole, or from their beginning. */
  readonly nameMatch: 'whole' | 'starts';
  /**
   * How every record's number is stored: national digits, or with +1, as newer records of the service are said to be.
   * Then a search for the ten digits misses it, and only one that has the +1 finds it.
   */
  readonly storedPhones: 'national' | 'plus-one';
  /** Guests merged into another one: a request that names `from` gets `into`. Lower case. */
  readonly merged: readonly { readonly from: string; readonly into: string }[];
  /** Creating a guest: how often one must ask (GET, or POST again) before it is there. 0 answers 200 at once. */
  readonly createPolls: number;
  /** By how much the service's clock is ahead (or, negative, behind): its dates, its tokens, its rate slices. */
  readonly clockSkewMs: number;
  /** Requests a clock-aligned second and quarter hour for one restaurant; null switches the limits off. */
  readonly limits: { readonly perSecond: number; readonly perQuarterHour: number } | null;
}

/** The likeliest behavior of the real service. */
export const USUAL_READINGS: Readings = {
  repeated: 'replay',
  paging: { counts: 'pages', first: 1 },
  pastEnd: 'no-content',
  mostPerPage: null,
  restaurantHeader: 'required',
  nameMatch: 'whole',
  storedPhones: 'national',
  merged: [],
  createPolls: 0,
  clockSkewMs: 0,
  limits: { perSecond: 20, perQuarterHour: 10_000 },
};
