import type { RequestName } from '../../src-preload/contract/channels.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { assertNever, err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { Route } from './route.ts';
import type { Services } from './services.ts';

type Guards = Pick<Services, 'session' | 'managerSession' | 'recordSuspicious'>;

const signedIn = (by: StaffName | null): Result<StaffName, AppError> =>
  by === null ? err({ code: 'not-signed-in' }) : ok(by);

/** The manager whose manager session is open. Anyone else is refused, and on record where it was no manager. */
function managerNow(
  name: RequestName,
  { managerSession, session, recordSuspicious }: Guards,
): Result<StaffName, AppError> {
  managerSession.heard();
  session.heard();
  const by = managerSession.current();
  if (by !== null) return ok(by);
  const there = session.current();
  if (there === null) return err({ code: 'not-signed-in' });
  // Their manager session may just have run out; that is no offense.
  if (there.role === 'manager') return err({ code: 'visit-over' });
  recordSuspicious(name, 'asked by somebody who is no manager');
  return err({ code: 'managers-only' });
}

/** Runs a request for the person its access level asks for; where that person is not there it is refused. */
export function answerAs<Asked, Said>(
  route: Route<Asked, Said>,
  name: RequestName,
  request: Asked,
  services: Services,
): Said | Promise<Said> | Result<never, AppError> {
  const { session } = services;
  const as = (by: Result<StaffName, AppError>, handle: (by: StaffName) => Said | Promise<Said>) =>
    by.ok ? handle(by.value) : by;
  switch (route.access) {
    case 'anyone':
      return route.handle(request, services);
    case 'present':
    case 'staff': {
      if (!route.isPolled) session.heard();
      const by = signedIn(route.access === 'present' ? session.present() : session.current());
      return as(by, (staff) => route.handle(request, services, staff));
    }
    case 'manager':
      return as(managerNow(name, services), (by) => route.handle(request, services, by));
    case 'set-up':
      if (route.isOpenToAll(services)) return route.handle(request, services);
      return as(managerNow(name, services), () => route.handle(request, services));
    default:
      return assertNever(route, 'access level');
  }
}
