import type { Answer, EventName, Events } from '../../src-preload/contract/channels.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { BusinessDay } from '../../src-preload/contract/report.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Ledger } from '../audit/ledger.ts';
import { toAppError } from '../domain/crm-to-app-error.ts';
import { reportCsv } from '../reports/report-csv.ts';
import type { Reports } from '../reports/reports.ts';
import type { DescribeNote } from '../reports/restaurant-report.ts';
import type { AppConfig } from '../settings/schema.ts';
import type { ManagerVisit } from '../staff/manager-session.ts';
import type { StaffDesk } from '../staff/staff-service.ts';
import type { AsManager } from './as-manager.ts';
import type { Handlers } from './router.ts';

export interface ReportHandlerPorts {
  readonly config: AppConfig;
  readonly visit: ManagerVisit;
  readonly asManager: AsManager;
  readonly ledger: Ledger;
  readonly reports: Reports;
  readonly describe: DescribeNote;
  readonly desk: StaffDesk;
  readonly announce: <N extends EventName>(name: N, payload: Events[N]) => void;
  /** Decimal digits of the currency. */
  readonly decimals: number;
  /** Writes a file under that name, `*` being the moment, and says where. */
  readonly writeExport: (name: string, text: string) => Result<string, AppError>;
}

type ReportRequest = 'kioskReport' | 'restaurantReport' | 'stopReport' | 'exportReport';
type Said<N extends ReportRequest> = Answer<N> | Promise<Answer<N>>;

/** The reports of a business day, within a manager's visit. */
export function createReportHandlers(ports: ReportHandlerPorts): Pick<Handlers, ReportRequest> {
  const { config, visit, asManager, ledger, reports, writeExport } = ports;
  const ofDay = <T>(
    name: string | null,
    work: (day: BusinessDay) => T,
  ): T | { ok: false; error: AppError } => {
    const day = reports.day(name);
    return day ? work(day) : err({ code: 'no-such-day' });
  };

  return {
    kioskReport: ({ day }) =>
      asManager('kioskReport', () => ofDay(day, (found) => ok(reports.ofKiosk(found)))),
    restaurantReport: ({ day }): Said<'restaurantReport'> =>
      asManager('restaurantReport', () =>
        ofDay(day, async (found): Promise<Answer<'restaurantReport'>> => {
          const read = await reports.ofRestaurant(found, (progress) => {
            // A reading that goes on is a visit that goes on.
            visit.heard();
            ports.announce('booksProgress', progress);
          });
          if (read.ok) return read;
          return err(read.error.kind === 'aborted' ? { code: 'stopped' } : toAppError(read.error));
        }),
      ),
    stopReport: () => {
      reports.stop();
      return ok(null);
    },
    exportReport: ({ day }) =>
      asManager('exportReport', (by) =>
        ofDay(day, (found): Answer<'exportReport'> => {
          const credits = reports.creditsOf(found);
          const lines = reports.linesOf(found);
          const staff = new Set(ports.desk.admin.list().map(({ shortName }) => shortName));
          const label = (id: string): string =>
            config.rules.reasons.find((reason) => reason.id === id)?.label[config.language] ?? id;
          const written = writeExport(
            `hoststand-shift-${found.day}-*.csv`,
            reportCsv({
              day: found,
              credits,
              lines,
              describe: ports.describe,
              isStaff: (name) => staff.has(name),
              reasonLabel: label,
              timeZone: config.timeZone,
              decimals: ports.decimals,
            }),
          );
          if (!written.ok) return written;
          ledger.append({ kind: 'kiosk-changed', by, how: 'report-exported' });
          return ok({ path: written.value, rows: credits.length + (lines?.length ?? 0) });
        }),
      ),
  };
}
