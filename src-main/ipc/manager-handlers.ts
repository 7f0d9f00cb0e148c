import type { Answer, RequestName } from '../../src-preload/contract/channels.ts';
import { cents } from '../../src-preload/contract/money.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import type { StaffMember, StaffName } from '../../src-preload/contract/staff.ts';
import type { Ledger } from '../audit/ledger.ts';
import type { Logger, StaffFile } from '../ports.ts';
import type { AppConfig } from '../settings/schema.ts';
import type { SecondManager } from '../staff/second-manager.ts';
import { importStaff, namesManager } from '../staff/staff-import.ts';
import type { StaffDesk } from '../staff/staff-service.ts';
import type { AsManager } from './as-manager.ts';
import type { Handlers } from './router.ts';

export interface ManagerPorts {
  readonly config: AppConfig;
  readonly asManager: AsManager;
  readonly second: SecondManager;
  readonly desk: StaffDesk;
  readonly ledger: Ledger;
  readonly exportLedger: () => Promise<{ readonly path: string; readonly lines: number }>;
  readonly staffFile: StaffFile;
  readonly logger: Logger;
  /** The staff list is another now: the person who is signed in is looked at again. */
  readonly recheck: () => void;
  /** This person has another PIN: who signed in with the old one is not signed in any more. */
  readonly newPinOf: (staffId: string) => void;
}

/** What only a manager's page offers. */
export type ManagerRequest =
  | 'staffList'
  | 'staffAdd'
  | 'staffNewPin'
  | 'staffChange'
  | 'staffRemove'
  | 'staffImport'
  | 'enrolCode'
  | 'confirmCode'
  | 'dropCode'
  | 'liftLock'
  | 'verifyLedger'
  | 'exportLedger';

/** Requests within a manager's visit. From anybody else they are refused, and on record. */
export function createManagerHandlers(ports: ManagerPorts): Pick<Handlers, ManagerRequest> {
  const { config, asManager, desk, ledger, staffFile, logger } = ports;
  const { admin, codes } = desk;

  type Said<N extends RequestName> = Answer<N> | Promise<Answer<N>>;
  const own = (by: StaffName): StaffMember | undefined => admin.list().find(({ id }) => id === by.id);
  const byCodeMost = config.rules.approval.byCode.most;

  /** Whether one manager alone may do what makes a manager, or gives another one a PIN that they see. */
  const alone = (by: StaffName, name: RequestName, content: unknown, makesManager: boolean): boolean =>
    !(config.rules.secondManager.on && makesManager) || ports.second.allows(by, name, content);
  const isManager = (id: string): boolean =>
    admin.list().some((one) => one.id === id && one.role === 'manager');
  const needsSecond = err({ code: 'second-manager-needed' } as const);

  return {
    staffList: () =>
      asManager('staffList', () =>
        ok({
          members: admin.list(),
          lockedForMs: desk.lockedForMs(),
          byCodeMost,
          importPath: staffFile.path,
        }),
      ),
    staffAdd: ({ pin, ...person }): Said<'staffAdd'> =>
      asManager('staffAdd', (by): Said<'staffAdd'> => {
        const makes = person.role === 'manager';
        return alone(by, 'staffAdd', { pin, person }, makes) ? admin.add(by, person, pin) : needsSecond;
      }),
    staffNewPin: ({ staffId, pin }): Said<'staffNewPin'> =>
      asManager('staffNewPin', async (by): Promise<Answer<'staffNewPin'>> => {
        const another = staffId !== by.id && isManager(staffId);
        if (!alone(by, 'staffNewPin', { staffId, pin }, another)) return needsSecond;
        const answer = await admin.newPin(by, staffId, pin);
        if (answer.ok && staffId !== by.id) ports.newPinOf(staffId);
        return answer;
      }),
    staffChange: ({ staffId, shortName, role, employeeGuid, active }) =>
      asManager('staffChange', (by): Answer<'staffChange'> => {
        const to = {
          ...(shortName !== undefined && { shortName }),
          ...(role !== undefined && { role }),
          ...(employeeGuid !== undefined && { employeeGuid }),
          ...(active !== undefined && { active }),
        };
        const was = desk.listed(staffId)?.role === 'manager';
        const makes = !was && (role === 'manager' || (active === true && isManager(staffId)));
        if (!alone(by, 'staffChange', { staffId, to }, makes)) return needsSecond;
        const answer = admin.change(by, staffId, to);
        ports.recheck();
        return answer;
      }),
    staffRemove: ({ staffId }) =>
      asManager('staffRemove', (by) => {
        const answer = admin.remove(by, staffId);
        ports.recheck();
        return answer;
      }),
    staffImport: (): Said<'staffImport'> =>
      asManager('staffImport', async (by): Promise<Answer<'staffImport'>> => {
        const text = staffFile.read();
        if (text === null) return err({ code: 'import-missing', path: staffFile.path });
        if (!alone(by, 'staffImport', text, namesManager(text))) return needsSecond;
        return await importStaff(text, admin, by);
      }),
    enrolCode: () =>
      asManager('enrolCode', (by) =>
        byCodeMost === 0
          ? err({ code: 'code-not-allowed', most: cents(0) } as const)
          : ok(codes.begin(by, config.houseName)),
      ),
    confirmCode: ({ enrolId, code }): Said<'confirmCode'> =>
      asManager('confirmCode', async (by): Promise<Answer<'confirmCode'>> => {
        const confirmed = await codes.confirm(enrolId, code, by);
        if (!confirmed.ok) return confirmed;
        const member = own(by);
        return member ? ok(member) : err({ code: 'not-found' });
      }),
    dropCode: ({ staffId }) => asManager('dropCode', (by) => admin.dropCode(by, staffId)),
    liftLock: () =>
      asManager('liftLock', (by) => {
        desk.liftLock(by);
        return ok(null);
      }),
    verifyLedger: (): Said<'verifyLedger'> =>
      asManager('verifyLedger', async (by): Promise<Answer<'verifyLedger'>> => {
        const verdict = await ledger.verify();
        if (verdict.state === 'broken')
          logger.error('ledger-broken', { line: verdict.line, why: verdict.why });
        ledger.append({ kind: 'ledger-read', by, how: 'checked' });
        return ok(verdict);
      }),
    exportLedger: (): Said<'exportLedger'> =>
      asManager('exportLedger', async (by): Promise<Answer<'exportLedger'>> => {
        ledger.append({ kind: 'ledger-read', by, how: 'exported' });
        try {
          return ok(await ports.exportLedger());
        } catch (error) {
          logger.error('ledger-export-failed', {
            error: error instanceof Error ? error.message : String(error),
          });
          return err({ code: 'export-failed' });
        }
      }),
  };
}
