import type { Entry } from '../entry.ts';

/** Whose turn it is in one look at the open entries, in their order: one entry of each guest at a time. */
export interface Turns {
  /** Whether this entry may go now. To be asked once of each, in order. */
  readonly mayGo: (entry: Entry) => boolean;
}

/**
 * @param busy guests with a request out.
 * @param mayNotSend nothing is sent now; asking continues.
 */
export function createTurns(busy: ReadonlySet<string>, mayNotSend: boolean): Turns {
  /** Guests that are blocked: by an earlier entry, by an open request, or because the CRM does not have them yet. */
  const taken = new Set<string>(busy);
  /** New guests who need a person. */
  const blocked = new Set<string>();
  return {
    mayGo: ({ work, at }) => {
      const { guestId } = work;
      if (at.state === 'held') return false;
      // Entries that the CRM may have are still verified: the decision about the guest depends on the answer.
      const isAsked = at.state === 'verifying' && blocked.has(guestId) && !busy.has(guestId);
      if (taken.has(guestId) && !isAsked) return false;
      // A guest who is refused or stuck does not exist at the CRM: credit for them waits for a person to decide.
      if (work.kind === 'create-guest') {
        taken.add(guestId);
        if (at.state === 'refused' || at.state === 'stuck') blocked.add(guestId);
      }
      if (at.state !== 'queued' && at.state !== 'verifying') return false;
      taken.add(guestId);
      blocked.delete(guestId);
      return !(mayNotSend && at.state === 'queued');
    },
  };
}
