import type { OpenMode } from '../app/open-mode.ts';
import { endedApprovals } from '../audit/approval-log.ts';
import { createSuspiciousRequests, type RecordSuspicious } from '../audit/suspicious-requests.ts';
import { errorText } from '../lib/error-words.ts';
import { placeOf } from '../outbox/reads/queries.ts';
import { createManagerSession, type ManagerSession } from '../staff/manager-session.ts';
import { createSecondManager, type SecondManager } from '../staff/second-manager.ts';
import { createSessionHolder, type SessionHolder } from '../staff/session.ts';
import {
  createStaffDesk,
  openPeople,
  type StaffService,
  type StaffServicePorts,
} from '../staff/staff-service.ts';
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
      requests: requestsBefore(base),
      pinDigits: config.pinDigits,
      recordSuspicious,
      signedIn: session.present,
    },
    people,
  );
  const managerSession = createManagerSession(clock, people.listed);
  const wanted = config.rules.secondManager.on;
  const second = createSecondManager({ clock, checkPin: staffService.checkPin, record, wanted });
  // Only where the data is the same: a person is known by it alone.
  if (input.handover?.staff) session.begin(input.handover.staff);
  if (input.handover?.manager) managerSession.begin(input.handover.manager);
  return { session, managerSession, staffService, second, recordSuspicious };
}

/** Where it is kept which answers to requests for approval their givers have seen. */
const SEEN = 'approvalsSeen';

/**
 * Requests for approval of before: those of the kiosk this one replaces wait on, those of another run ended with it. One whose
 * credit was accepted while the kiosk was replaced is over.
 */
function requestsBefore(
  base: Base & OpenedDatabase & OpenedRecords,
): NonNullable<StaffServicePorts['requests']> {
  const { db, meta, record, clock, logger, events, input } = base;
  const carried = (input.handover?.requests ?? []).filter(
    ({ creditId }) => placeOf(db, creditId) === 'never',
  );
  const ids = new Set(carried.map(({ approvalId }) => approvalId));
  const read = (): ReturnType<typeof endedApprovals> => {
    try {
      return endedApprovals(db, record, clock.now(), ids);
    } catch (error) {
      // A full disk: what ended is told after the next start.
      logger.error('approvals-not-read', { error: errorText(error) });
      return [];
    }
  };
  return {
    carried,
    earlier: read(),
    seenStore: {
      read: () => (meta.get(SEEN) ?? '').split(' '),
      write: (approvalIds) => {
        try {
          meta.set(SEEN, approvalIds.join(' '));
        } catch (error) {
          logger.error('approvals-seen-not-kept', { error: errorText(error) });
        }
      },
    },
    onChange: events.approvals.emit,
  };
}
