import type { WaitingItem } from '../../src-preload/contract/outbox.ts';
import type { Base } from './kiosk.ts';
import type { OpenedOutbox } from './open-outbox.ts';
import type { OpenedRecords } from './open-records.ts';
import type { OpenedStaff } from './open-staff.ts';

type Opened = Base &
  Pick<OpenedRecords, 'record'> &
  Pick<OpenedStaff, 'session' | 'staffService'> &
  Pick<OpenedOutbox, 'outbox'>;

/** An entry as the page may see it: a guest's name only while someone is signed in. */
export const createForPage =
  ({ session }: Pick<OpenedStaff, 'session'>) =>
  <I extends WaitingItem>(item: I): I =>
    session.current()
      ? item
      : { ...item, guestName: null, ...(item.kind === 'create-guest' && { details: null }) };

/** Tells the page what happens, once everything that acts on it has. */
export function tellPage(base: Opened): void {
  const { announce, events, logger, outbox, record, session, staffService } = base;
  const forPage = createForPage(base);
  events.entry.on((item, summary) => {
    if (item.kind === 'add-credit') announce('credit', forPage(item));
    else announce('newGuest', forPage(item));
    announce('waiting', summary);
  });
  events.approvals.on(() => announce('approvals', staffService.approvals.summary(session.present())));
  events.databaseGone.on(() => announce('waiting', outbox.waiting()));
  events.sessionOver.on((by, how) => {
    announce('signedOut', null);
    events.approvals.emit();
    try {
      record({ kind: 'signed-out', by, how });
    } catch (error) {
      // It has ended, whether or not the disk would take its line.
      logger.error('ledger-line-not-written', { error: String(error) });
    }
  });
}
