/** What one trial came to, against the CRM's records. */
export interface Tally {
  /** Credits of which the library said that they are kept. */
  readonly accepted: number;
  /** Of those, how many are in the CRM exactly once. */
  readonly once: number;
  /** In the CRM more than once, accepted or not. */
  readonly duplicated: number;
  /** Accepted, and not in the CRM when nothing continues automatically any more. */
  readonly unsent: number;
  /** Of those, how many the library does not show any more either: no one will ever know of them. */
  readonly lost: number;
}

/** @param booked how often each credit is in the CRM. @param shown what the library can still show. */
export function audit(
  accepted: ReadonlySet<string>,
  recorded: ReadonlyMap<string, number>,
  shown: ReadonlySet<string>,
): Tally {
  const missing = [...accepted].filter((id) => !recorded.has(id));
  return {
    accepted: accepted.size,
    once: [...accepted].filter((id) => recorded.get(id) === 1).length,
    duplicated: [...recorded.values()].filter((times) => times > 1).length,
    unsent: missing.length,
    lost: missing.filter((id) => !shown.has(id)).length,
  };
}
