import type { OpenMode } from '../app/open-mode.ts';
import { createSuspiciousRequests, type RecordSuspicious } from '../audit/suspicious-requests.ts';
import { createManagerSession, type ManagerSession } from '../staff/manager-session.ts';
import { createSecondManager, type SecondManager } from '../staff/second-manager.ts';
import { createSessionHolder, type SessionHolder } from '../staff/session.ts';
import { createStaffDesk, openPeople, type StaffService } from '../staff/staff-service.ts';
import type { Base } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { OpenedRecords } from './open-records.ts';

/** The people of the kiosk: who is signed in, whose manager session is open, and what their PINs may do. */
export interface OpenedStaff {
  readonly session: SessionHolder;
  readonly managerSession: ManagerSession;
  readonly staffService: StaffService;
  readonly second: SecondManager;
  readonly recordSuspicious: RecordSuspicious;
}

/** Opens the staff. Hashes Training's PINs at the very first start, on other threads. */
export async function openStaff(
  base: Base & OpenedDatabase & OpenedRecords,
  { allowUnsealed }: Pick<OpenMode, 'allowUnsealed'>,
): Promise<OpenedStaff> {
  const { clock, config, events, record, input } = base;
  const ports = { ...base, keys: base.meta, pinCost: input.pinCost };
  const people = await openPeople(ports, base.mode === 'training', allowUnsealed);
  const session = createSessionHolder({ ...base, listed: people.listed, onOver: events.sessionOver.emit });
  const recordSuspicious = createSuspiciousRequests(clock, record, session.present);
  const staffService = createStaffDesk(
    {
      ...ports,
      rules: config.rules.approval,
      pinDigits: config.pinDigits,
      recordSuspicious,
      signedIn: session.present,
    },
    people,
  );
  events.sessionOver.on(staffService.approvals.endAll);
  const managerSession = createManagerSession(clock, people.listed);
  const wanted = config.rules.secondManager.on;
  const second = createSecondManager({ clock, checkPin: staffService.checkPin, record, wanted });
  // Only where the data is the same: a person is known by it alone.
  if (input.handover?.staff) session.begin(input.handover.staff);
  if (input.handover?.manager) managerSession.begin(input.handover.manager);
  return { session, managerSession, staffService, second, recordSuspicious };
}
