import { z } from 'zod';
import type { Answer } from '../../src-preload/contract/channels.ts';
import { cents } from '../../src-preload/contract/money.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { ROLES, type StaffName } from '../../src-preload/contract/staff.ts';
import { manager, type Routes } from '../ipc/route.ts';
import type { Services } from '../ipc/services.ts';
import { code, guid, nothing, pin, typedText } from '../ipc/shapes.ts';
import { importStaff, namesManager } from './staff-import.ts';

const name = typedText(80);
const role = z.enum(ROLES);
const employeeGuid = typedText(60).nullable();
const ofMember = z.strictObject({ staffId: guid });

const needsSecond = err({ code: 'second-manager-needed' } as const);
/** Whether one manager alone may do what makes a manager, or gives another one a PIN that they see. */
const alone = (
  { second }: Services,
  asking: { readonly by: StaffName; readonly request: string; readonly content: unknown },
  makesManager: boolean,
): boolean => !makesManager || second.allows(asking);
const isManager = ({ staffService }: Services, id: string): boolean =>
  staffService.admin.list().some((one) => one.id === id && one.role === 'manager');

export const staffRoutes = {
  staffList: manager(nothing, (_, { staffService, config, staffFile }) =>
    ok({
      members: staffService.admin.list(),
      lockedForMs: staffService.lockedForMs(),
      byCodeMost: config.rules.approval.byCode.most,
      importPath: staffFile.path,
    }),
  ),
  staffAdd: manager(
    z.strictObject({ shortName: name, role, employeeGuid, pin: pin.nullable() }),
    async (asked, services, by) => {
      const { pin: chosen, ...person } = asked;
      const asking = { by, request: 'staffAdd', content: { pin: chosen, person } };
      return alone(services, asking, person.role === 'manager')
        ? services.staffService.admin.add(by, person, chosen)
        : needsSecond;
    },
  ),
  staffNewPin: manager(
    z.strictObject({ staffId: guid, pin: pin.nullable() }),
    async (asked, services, by) => {
      const { staffId } = asked;
      const another = staffId !== by.id && isManager(services, staffId);
      const asking = { by, request: 'staffNewPin', content: { staffId, pin: asked.pin } };
      if (!alone(services, asking, another)) return needsSecond;
      const answer = await services.staffService.admin.newPin(by, staffId, asked.pin);
      // Who signed in with the old one is not signed in any more.
      if (answer.ok && staffId !== by.id) services.session.over('changed', staffId);
      return answer;
    },
  ),
  staffChange: manager(
    z.strictObject({
      staffId: guid,
      shortName: name.optional(),
      role: role.optional(),
      employeeGuid: employeeGuid.optional(),
      active: z.boolean().optional(),
    }),
    (asked, services, by): Answer<'staffChange'> => {
      const { staffId, shortName, role: newRole, employeeGuid: newGuid, active } = asked;
      const { staffService, session } = services;
      const to = {
        ...(shortName !== undefined && { shortName }),
        ...(newRole !== undefined && { role: newRole }),
        ...(newGuid !== undefined && { employeeGuid: newGuid }),
        ...(active !== undefined && { active }),
      };
      const was = staffService.listed(staffId)?.role === 'manager';
      const makes = !was && (newRole === 'manager' || (active === true && isManager(services, staffId)));
      if (!alone(services, { by, request: 'staffChange', content: { staffId, to } }, makes)) {
        return needsSecond;
      }
      const answer = staffService.admin.change(by, staffId, to);
      // The person who is signed in is looked at again.
      session.present();
      return answer;
    },
  ),
  staffRemove: manager(ofMember, ({ staffId }, { staffService, session }, by) => {
    const answer = staffService.admin.remove(by, staffId);
    session.present();
    return answer;
  }),
  staffImport: manager(nothing, async (_, services, by) => {
    const { staffFile, staffService } = services;
    const text = staffFile.read();
    if (text === null) return err({ code: 'import-missing', path: staffFile.path });
    if (!alone(services, { by, request: 'staffImport', content: text }, namesManager(text))) {
      return needsSecond;
    }
    return importStaff(text, staffService.admin, by);
  }),
  enrolCode: manager(nothing, (_, { config, staffService }, by) =>
    config.rules.approval.byCode.most === 0
      ? err({ code: 'code-not-allowed', most: cents(0) })
      : ok(staffService.codes.begin(by, config.houseName)),
  ),
  confirmCode: manager(z.strictObject({ enrolId: guid, code }), async (asked, { staffService }, by) => {
    const confirmed = await staffService.codes.confirm(asked.enrolId, asked.code, by);
    if (!confirmed.ok) return confirmed;
    const member = staffService.admin.list().find(({ id }) => id === by.id);
    return member ? ok(member) : err({ code: 'not-found' });
  }),
  dropCode: manager(ofMember, ({ staffId }, { staffService }, by) =>
    staffService.admin.dropCode(by, staffId),
  ),
  liftLock: manager(nothing, (_, { staffService }, by) => {
    staffService.liftLock(by);
    return ok(null);
  }),
} satisfies Partial<Routes>;
