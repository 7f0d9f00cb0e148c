import type { AppError } from '../../src-preload/contract/errors.ts';
import { assertNever } from '../../src-preload/contract/result.ts';
import type { OpenMode } from '../app/open-mode.ts';
import { writeSettingsMark } from '../audit/settings-mark.ts';
import { createGate } from '../ipc/gate.ts';
import { createRouter } from '../ipc/router.ts';
import { routes } from '../ipc/routes.ts';
import type { Services } from '../ipc/services.ts';
import { keepDisplayAwake } from '../lib/opening-hours.ts';
import { keepCopies } from '../storage/copies.ts';
import { diskRefusal } from '../storage/sqlite.ts';
import type { ConnectedCrm } from './connect-crm.ts';
import type { Base, Kiosk } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { OpenedOutbox } from './open-outbox.ts';
import type { OpenedRecords } from './open-records.ts';
import type { OpenedSetUp } from './open-set-up.ts';

type Opened = Base & OpenedDatabase & OpenedRecords & ConnectedCrm & OpenedOutbox & OpenedSetUp;

/** How long quitting waits for a request that is out, ms. */
const QUIT_MS = 3_000;

/** A form left open keeps an update away for this long, ms: as long as it is the same form. */
const FORM_MS = 15 * 60_000;

/** The kiosk over everything that was opened: what works by itself, and how it ends. */
export function runKiosk(opened: Opened, { close }: Pick<OpenMode, 'close'>, services: Services): Kiosk {
  const { config, db, ledger, monitor, outbox, scheduler, watch } = opened;
  const { staffService, guests, reports, session, managerSession } = services;
  const gate = createGate(scheduler);
  /** What the page is told of a disk that refuses; null where it was no disk. */
  const diskAnswer = (error: unknown): AppError | null => {
    // The records are closed under what was still asked.
    if (gate.isClosed()) return { code: 'restarting' };
    const why = diskRefusal(error);
    const { dataFolder } = services;
    switch (why) {
      case null:
        return null;
      case 'full':
        return { code: 'disk-full', path: dataFolder };
      case 'failing':
        return { code: 'disk-failing', path: dataFolder };
      case 'gone':
        watch.look();
        return { code: 'records-gone' };
      default:
        return assertNever(why, 'disk refusal');
    }
  };
  const router = createRouter(opened.input.origin, routes, services, diskAnswer);
  const byItself: (() => void)[] = [];
  return {
    signedIn: session.present,
    pageGone: () => {
      managerSession.end();
      reports.stop();
      session.over('page-gone');
    },
    carry: (changedBy) => ({
      staff: session.current(),
      manager: managerSession.current(),
      changedBy,
      requests: staffService.approvals.carry(),
    }),
    router: gate.guard(router),
    start: () => {
      const { live } = opened.profile;
      if (opened.mode === 'live' && live !== null) writeSettingsMark(db, opened.record, live.serial);
      outbox.start();
      void opened.compareSoon();
      monitor.start();
      byItself.push(
        // After sleep every entry is looked at again, whether or not the line was missed.
        opened.reachability.onMaybeBack(outbox.wake),
        keepCopies(opened),
        opened.crmClock.keepGoing(scheduler),
        opened.updates.attend(() => ({
          inUse:
            session.present() !== null ||
            managerSession.current() !== null ||
            opened.formAges.anyYoungerThan(FORM_MS),
          waiting: outbox.list().items.length > 0,
          clockAheadMs: services.clockAheadMs(),
          timeZone: config.timeZone,
        })),
        keepDisplayAwake(opened, config.restaurant.hours, config.timeZone),
      );
      watch.start();
    },
    stop: () =>
      endAll([
        ...[opened.stopHearing, opened.stopComparing, ...byItself],
        ...[watch.stop, reports.stop, monitor.stop, staffService.approvals.stop],
        () => Promise.all([gate.close(QUIT_MS), outbox.stop(QUIT_MS)]),
        opened.livePins.idle,
        ...[guests.stop, close, session.end, managerSession.end],
        ...[staffService.keepTries, ledger.stop, db.close, gate.end],
      ]),
  };
}

/** Each of them ends, also where another fails: nothing goes on unseen, and the file is free for the next kiosk. */
async function endAll(ends: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ends) {
    try {
      await end();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.join('; '));
}
