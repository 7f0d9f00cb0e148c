import type { OpenMode } from '../app/open-mode.ts';
import { createImpossible, type WriteImpossible } from '../audit/suspicious-requests.ts';
import { createManagerVisit, type ManagerVisit } from '../staff/manager-session.ts';
import { createSecondManager, type SecondManager } from '../staff/second-manager.ts';
import { createSessionHolder, type SessionHolder } from '../staff/session.ts';
import { createStaffDesk, openPeople, type StaffDesk } from '../staff/staff-service.ts';
import type { Base } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { OpenedRecords } from './open-records.ts';

/** The people of the kiosk: who is signed in, whose manager session is open, and what their PINs may do. */
export interface OpenedStaff {
  readonly session: SessionHolder;
  readonly visit: ManagerVisit;
  readonly desk: StaffDesk;
  readonly second: SecondManager;
  readonly impossible: WriteImpossible;
}

/** Opens the staff. Hashes Training's PINs at the very first start, on other threads. */
export async function openStaff(
  base: Base & OpenedDatabase & OpenedRecords,
  { mayBePlain }: Pick<OpenMode, 'mayBePlain'>,
): Promise<OpenedStaff> {
  const { clock, config, events, record, input } = base;
  const ports = { ...base, keys: base.meta, pinCost: input.pinCost };
  const people = await openPeople(ports, base.mode === 'training', mayBePlain);
  const session = createSessionHolder({ ...base, listed: people.listed, onOver: events.sessionOver.emit });
  const impossible = createImpossible(clock, record, session.present);
  const desk = createStaffDesk(
    { ...ports, rules: config.rules.approval, impossible, signedIn: session.present },
    people,
  );
  events.sessionOver.on(desk.approvals.endAll);
  const visit = createManagerVisit(clock, people.listed);
  const wanted = config.rules.secondManager.on;
  const second = createSecondManager({ clock, checkPin: desk.checkPin, record, wanted });
  // Only where the data is the same: a person is known by it alone.
  if (input.carried?.staff) session.begin(input.carried.staff);
  if (input.carried?.manager) visit.begin(input.carried.manager);
  return { session, visit, desk, second, impossible };
}
