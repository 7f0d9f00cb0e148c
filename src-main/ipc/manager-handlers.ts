import type { Answer, RequestName } from '../../src-preload/contract/channels.ts';
import { cents } from '../../src-preload/contract/money.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import type { StaffMember, StaffName } from '../../src-preload/contract/staff.ts';
import type { StaffDesk } from '../approvals/desk.ts';
import { importStaff } from '../approvals/staff-import.ts';
import type { AppConfig } from '../config/schema.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Logger, StaffFile } from '../ports.ts';
import type { AsManager } from './as-manager.ts';
import type { Handlers } from './router.ts';

export interface ManagerPorts {
  readonly config: AppConfig;
  readonly asManager: AsManager;
  readonly desk: StaffDesk;
  readonly ledger: Ledger;
  readonly exportLedger: () => Promise<{ readonly path: string; readonly lines: number }>;
  readonly staffFile: StaffFile;
  readonly logger: Logger;
  /** The staff list is another now: whoever is signed in is looked at again. */
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
      asManager('staffAdd', (by) => admin.add(by, person, pin)),
    staffNewPin: ({ staffId, pin }): Said<'staffNewPin'> =>
      asManager('staffNewPin', async (by): Promise<Answer<'staffNewPin'>> => {
        const answer = await admin.newPin(by, staffId, pin);
        if (answer.ok && staffId !== by.id) ports.newPinOf(staffId);
        return answer;
      }),
    staffChange: ({ staffId, shortName, role, employeeGuid, active }) =>
      asManager('staffChange', (by) => {
        const answer = admin.change(by, staffId, {
          ...(shortName !== undefined && { shortName }),
          ...(role !== undefined && { role }),
          ...(employeeGuid !== undefined && { employeeGuid }),
          ...(active !== undefined && { active }),
        });
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
