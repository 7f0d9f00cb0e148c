import type { CrmCredit } from './gateway.ts';
import type { CrmGuestRecord } from './guest-gateway.ts';
import type { Work } from './payload.ts';

/** The CRM's record under an entry's GUID. */
export type CrmRecord =
  | { readonly kind: 'add-credit'; readonly credit: CrmCredit }
  | { readonly kind: 'create-guest'; readonly guest: CrmGuestRecord };

/**
 * Whether the record is what we sent. A credit: same GUID, amount, kind and, if the answer names them, guest and
 * restaurant. A guest: same GUID only, because the service may normalize names and numbers, and only we know that GUID.
 */
export function matchesCrmRecord(work: Work, record: CrmRecord): boolean {
  if (work.kind === 'add-credit' && record.kind === 'add-credit') {
    const { credit } = record;
    return (
      credit.creditId === work.id &&
      credit.amount === work.amount &&
      credit.elsewhere === undefined &&
      credit.type === 'ADD_VALUE' &&
      (credit.guestId === null || credit.guestId === work.guestId)
    );
  }
  return (
    work.kind === 'create-guest' && record.kind === 'create-guest' && record.guest.guestId === work.guestId
  );
}
