import { z } from 'zod';
import { ok } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import { limitsFor } from '../credits/limits.ts';
import { anyone, type Routes, setUp } from '../ipc/route.ts';
import type { Services } from '../ipc/services.ts';
import { nothing, pin } from '../ipc/shapes.ts';
import type { AppConfig } from '../settings/schema.ts';

const withPin = z.strictObject({ pin });

/** What the page is told of a session. */
export const sessionOf = (staff: StaffName, { rules }: AppConfig) => ({
  staff,
  limits: limitsFor(rules, staff.role),
});

/** Ends the session, and a manager session with it. */
function signOut(services: Services, how: 'asked' | 'other-sign-in' | 'after-credit'): void {
  const { session, managerSession, guests, record } = services;
  const by = session.present();
  managerSession.end();
  guests.endView();
  // Before the line: a full disk keeps no one signed in.
  session.end();
  services.tellApprovals();
  if (by) record({ kind: 'signed-out', by, how });
}

export const signInRoutes = {
  signIn: anyone(withPin, async (asked, services) => {
    const { staffService, session, record, logger, config } = services;
    const checked = await staffService.checkPin(asked.pin, 'sign-in');
    if (!checked.ok) {
      logger.warn('sign-in-failed', { code: checked.error.code });
      return checked;
    }
    signOut(services, 'other-sign-in');
    record({ kind: 'signed-in', by: checked.value });
    session.begin(checked.value);
    services.tellApprovals();
    logger.info('signed-in', { staff: checked.value.id });
    return ok(sessionOf(checked.value, config));
  }),
  signOut: anyone(nothing, (_, services) => {
    signOut(services, services.session.current() ? 'asked' : 'after-credit');
    return ok(null);
  }),
  openKeypad: anyone(withPin, (asked, { staffService }) => staffService.openKeypad(asked.pin)),
  replacePin: anyone(z.strictObject({ pin, newPin: pin }), (asked, { staffService }) =>
    staffService.replacePin(asked.pin, asked.newPin),
  ),
  // A set-up that goes live is asked for without a manager session.
  secondManager: setUp(
    withPin,
    (asked, { second }) => second.confirm(asked.pin),
    ({ second }) => second.waitsFor('finishSetUp'),
  ),
} satisfies Partial<Routes>;
