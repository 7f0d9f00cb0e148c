import { assertNever } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import type { Logger } from '../ports.ts';

/** What someone did with a guest's data, for the ledger. Never the data themselves. */
export type GuestAct =
  | {
      readonly act: 'guest-opened' | 'number-shown' | 'guest-added' | 'guest-forgotten';
      readonly guestId: string;
    }
  | { readonly act: 'all-guests-forgotten'; readonly count: number };

/** Writes what was done with guests into the ledger, and into the log. Throws where the disk refuses. */
export function recordGuestActs(
  record: WriteLedger,
  logger: Logger,
): (what: GuestAct, by: StaffName) => void {
  return (what, by) => {
    logger.info(what.act, { ...what, staff: by.id });
    switch (what.act) {
      case 'guest-opened':
        record({ kind: 'guest-viewed', by, guestId: what.guestId });
        return;
      case 'number-shown':
        record({ kind: 'number-revealed', by, guestId: what.guestId });
        return;
      case 'guest-added':
        // The outbox wrote its line when it accepted them, in the same transaction.
        return;
      case 'guest-forgotten':
      case 'all-guests-forgotten':
        // Told without who it was: a guest who asked to be forgotten is.
        record({ kind: 'kiosk-changed', by, how: what.act });
        return;
      default:
        assertNever(what, 'act');
    }
  };
}
