import type { RequestName } from '../../src-preload/contract/channels.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { err } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { ManagerVisit } from '../staff/manager-session.ts';
import type { SessionHolder } from '../staff/session.ts';

/** Runs `work` for the manager whose visit is open. From anybody else the request is refused, and on record. */
export type AsManager = <T>(
  name: RequestName,
  work: (by: StaffName) => T,
) => T | { readonly ok: false; readonly error: AppError };

export function createAsManager(ports: {
  readonly visit: ManagerVisit;
  readonly session: SessionHolder;
  readonly impossible: (request: string, why: string) => void;
}): AsManager {
  const { visit, session, impossible } = ports;
  return (name, work) => {
    visit.heard();
    session.heard();
    const by = visit.current();
    if (by) return work(by);
    const staff = session.current();
    if (!staff) return err({ code: 'not-signed-in' });
    // A manager's visit may just have run out; that is no offence.
    if (staff.role === 'manager') return err({ code: 'visit-over' });
    impossible(name, 'asked by somebody who is no manager');
    return err({ code: 'managers-only' });
  };
}
