import type { Cents } from '../../src-preload/contract/money.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';

/** As much of an outbox entry as the ledger records. */
export interface AuditedEntry {
  readonly work: { readonly id: string; readonly guestId: string } & (
    | { readonly kind: 'create-guest' }
    | {
        readonly kind: 'add-credit';
        readonly amount: Cents;
        readonly reasonId: string;
        readonly givenBy: Pick<StaffName, 'id' | 'shortName'>;
        readonly approvedBy: Pick<StaffName, 'id' | 'shortName'> | null;
      }
  );
  readonly at: {
    readonly state: string;
    readonly refusal?: { readonly code: string | null; readonly requestId: string | null } | null;
    readonly why?: string;
    readonly how?: string;
    readonly replacement?: string | null;
  };
}

/**
 * Writes what became of what was accepted, as part of the store's own transaction: what the outbox holds and what the
 * ledger says of it cannot differ. What only happens on the way (an attempt, a pause) is in the outbox's own history.
 */
export function createOutboxAudit(
  append: WriteLedger,
  signedIn: () => StaffName | null,
): (entry: AuditedEntry, event: string) => void {
  return ({ work, at }, event) => {
    const { guestId } = work;
    const creditId = work.kind === 'add-credit' ? work.id : null;
    if (event === 'accepted' || event === 'replaces') {
      // A credit's acceptance is written with its approval, where both are known.
      if (work.kind === 'create-guest') append({ kind: 'guest-accepted', by: signedIn(), guestId });
      else if (event === 'replaces') {
        const { amount, reasonId, givenBy: giver, approvedBy: approver } = work;
        const credit = { creditId: work.id, guestId, amount, reasonId };
        append({ kind: 'replacement', by: signedIn(), giver, approver, ...credit });
      }
      return;
    }
    const { state } = at;
    if (event === 'undo' && state === 'cancelled' && creditId !== null) {
      append({ kind: 'undone', by: signedIn(), creditId });
    } else if (state === 'settled' || state === 'refused' || state === 'stuck' || state === 'cancelled') {
      const refusal = state === 'refused' ? at.refusal : null;
      append({
        kind: 'outbox',
        creditId,
        guestId,
        state,
        code: refusal?.code ?? null,
        requestId: refusal?.requestId ?? null,
        how: at.why ?? at.how ?? null,
        replacement: at.replacement ?? null,
      });
    }
  };
}
