import type { CreditOnBooks } from './gateway.ts';
import type { GuestOnBooks } from './guest-gateway.ts';
import type { Work } from './payload.ts';

/** The CRM's record under an entry's GUID. */
export type OnBooks =
  | { readonly kind: 'add-credit'; readonly credit: CreditOnBooks }
  | { readonly kind: 'create-guest'; readonly guest: GuestOnBooks };

/**
 * Whether the record is what we sent. A credit: same GUID, amount, kind and, if the answer names them, guest and
 * restaurant. A guest: same GUID only, because the service may normalize names and numbers, and only we know that GUID.
 */
export function sameOnBooks(work: Work, books: OnBooks): boolean {
  if (work.kind === 'add-credit' && books.kind === 'add-credit') {
    const { credit } = books;
    return (
      credit.creditId === work.id &&
      credit.amount === work.amount &&
      credit.elsewhere === undefined &&
      credit.type === 'ADD_VALUE' &&
      (credit.guestId === null || credit.guestId === work.guestId)
    );
  }
  return (
    work.kind === 'create-guest' && books.kind === 'create-guest' && books.guest.guestId === work.guestId
  );
}
