import { managerRoutes } from '../alerts-and-support/manager.routes.ts';
import { kioskRoutes } from '../app/kiosk.routes.ts';
import { auditRoutes } from '../audit/audit.routes.ts';
import { creditRoutes } from '../credits/credits.routes.ts';
import { guestRoutes } from '../guests/guests.routes.ts';
import { outboxRoutes } from '../outbox/outbox.routes.ts';
import { reportRoutes } from '../reports/reports.routes.ts';
import { settingsRoutes } from '../settings/settings.routes.ts';
import { setUpRoutes } from '../setup/setup.routes.ts';
import { signInRoutes } from '../staff/sign-in.routes.ts';
import { staffRoutes } from '../staff/staff.routes.ts';
import type { Routes } from './route.ts';

/** Every request the page may make. Each feature has its own beside it; a request that none of them has does not compile. */
export const routes: Routes = {
  ...kioskRoutes,
  ...signInRoutes,
  ...guestRoutes,
  ...creditRoutes,
  ...outboxRoutes,
  ...managerRoutes,
  ...reportRoutes,
  ...auditRoutes,
  ...staffRoutes,
  ...settingsRoutes,
  ...setUpRoutes,
};
