import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { WriteLedger } from '../lib/ledger-event.ts';

/** As much of an outbox entry as the ledger records. */
export interface WitnessedEntry {
  readonly credit: { readonly id: string };
  readonly at: {
    readonly state: string;
    readonly refusal?: { readonly code: string | null; readonly requestId: string | null } | null;
  };
}

/**
 * Writes what became of an accepted credit, as part of the store's own transaction: what the outbox holds and what the
 * ledger says of it cannot differ. What only happens on the way (an attempt, a pause) is in the outbox's own history.
 */
export function createOutboxWitness(
  append: WriteLedger,
  signedIn: () => StaffName | null,
): (entry: WitnessedEntry, event: string) => void {
  return ({ credit, at }, event) => {
    const creditId = credit.id;
    const { state } = at;
    if (event === 'undo' && state === 'cancelled') {
      append({ kind: 'undone', by: signedIn(), creditId });
    } else if (state === 'settled' || state === 'refused' || state === 'stuck' || state === 'cancelled') {
      const refusal = state === 'refused' ? at.refusal : null;
      append({
        kind: 'outbox',
        creditId,
        state,
        code: refusal?.code ?? null,
        requestId: refusal?.requestId ?? null,
      });
    }
  };
}
