import { z } from 'zod';
import type { Answer } from '../../src-preload/contract/channels.ts';
import type { BusinessDay } from '../../src-preload/contract/report.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { toAppError } from '../domain/crm-to-app-error.ts';
import { anyone, manager, type Routes } from '../ipc/route.ts';
import type { Services } from '../ipc/services.ts';
import { day, nothing } from '../ipc/shapes.ts';
import { reportCsv } from './report-csv.ts';

const ofDay = z.strictObject({ day });
const noSuchDay = err({ code: 'no-such-day' } as const);

/** A day's report as a CSV file, and how many lines of credit it has. */
function csvOf(day: BusinessDay, services: Services): { readonly text: string; readonly rows: number } {
  const { config, reports, staffService, describe, decimals } = services;
  const credits = reports.creditsOf(day);
  const lines = reports.linesOf(day);
  const staff = new Set(staffService.admin.list().map(({ shortName }) => shortName));
  const text = reportCsv({
    day,
    credits,
    lines,
    describe,
    isStaff: (name) => staff.has(name),
    reasonLabel: (id) =>
      config.rules.reasons.find((reason) => reason.id === id)?.label[config.language] ?? id,
    timeZone: config.timeZone,
    decimals,
  });
  return { text, rows: credits.length + (lines?.length ?? 0) };
}

export const reportRoutes = {
  kioskReport: manager(z.strictObject({ day: day.nullable() }), (asked, { reports }) => {
    const found = reports.day(asked.day);
    return found ? ok(reports.ofKiosk(found)) : noSuchDay;
  }),
  restaurantReport: manager(ofDay, async (asked, services): Promise<Answer<'restaurantReport'>> => {
    const { reports, managerSession, announce } = services;
    const found = reports.day(asked.day);
    if (!found) return noSuchDay;
    const read = await reports.ofRestaurant(found, (progress) => {
      // A reading that goes on is a manager session that continues.
      managerSession.heard();
      announce('booksProgress', progress);
    });
    if (read.ok) return read;
    return err(read.error.kind === 'aborted' ? { code: 'stopped' } : toAppError(read.error));
  }),
  stopReport: anyone(nothing, (_, { reports }) => {
    reports.stop();
    return ok(null);
  }),
  exportReport: manager(ofDay, (asked, services, by) => {
    const found = services.reports.day(asked.day);
    if (!found) return noSuchDay;
    const { text, rows } = csvOf(found, services);
    const written = services.writeExport(`hoststand-shift-${found.day}-*.csv`, text);
    if (!written.ok) return written;
    services.record({ kind: 'kiosk-changed', by, how: 'report-exported' });
    return ok({ path: written.value, rows });
  }),
} satisfies Partial<Routes>;
