/** What one trial came to, against the CRM's books. */
export interface Tally {
  /** Credits of which the library said that they are kept. */
  readonly accepted: number;
  /** Of those, how many are on the books exactly once. */
  readonly once: number;
  /** On the books more than once, accepted or not. */
  readonly duplicated: number;
  /** Accepted, and not on the books when nothing goes on by itself any more. */
  readonly unsent: number;
  /** Of those, how many the library does not show any more either: nobody will ever know of them. */
  readonly lost: number;
}

/** @param booked how often each credit is on the books. @param shown what the library can still show. */
export function audit(
  accepted: ReadonlySet<string>,
  booked: ReadonlyMap<string, number>,
  shown: ReadonlySet<string>,
): Tally {
  const missing = [...accepted].filter((id) => !booked.has(id));
  return {
    accepted: accepted.size,
    once: [...accepted].filter((id) => booked.get(id) === 1).length,
    duplicated: [...booked.values()].filter((times) => times > 1).length,
    unsent: missing.length,
    lost: missing.filter((id) => !shown.has(id)).length,
  };
}
