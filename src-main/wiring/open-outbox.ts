import { itemId, type WaitingSummary } from '../../src-preload/contract/outbox.ts';
import type { OpenMode } from '../app/open-mode.ts';
import { compareRowsWithLedger } from '../app/sealed-rows.ts';
import { createOutboxAudit } from '../audit/outbox-audit.ts';
import { localToWire } from '../crm/wire/dates.ts';
import type { Directory } from '../guests/directory/directory.ts';
import { createKeptAs, createKnownDuplicates } from '../guests/known-duplicates.ts';
import { fullName } from '../guests/present.ts';
import { errorText } from '../lib/error-words.ts';
import { createOutbox, type Outbox } from '../outbox/outbox.ts';
import { DEFAULT_TIMING } from '../outbox/timing/default-timing.ts';
import { rescueDatabase } from '../storage/recover.ts';
import { type DatabaseWatch, watchDatabase } from '../storage/watch.ts';
import type { ConnectedCrm } from './connect-crm.ts';
import type { Base } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { OpenedRecords } from './open-records.ts';
import type { OpenedStaff } from './open-staff.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** After a disk could not be read, ms. */
const COMPARE_AGAIN_MS = 60_000;

type Opened = Base & OpenedDatabase & OpenedRecords & ConnectedCrm & Pick<OpenedStaff, 'session'>;

/** The outbox, and what watches over the file it is in. */
export interface OpenedOutbox {
  readonly outbox: Outbox;
  readonly watch: DatabaseWatch;
  /** Compares what an earlier run left with the activity log, off the critical path; until then nothing is sent. */
  readonly compareSoon: () => Promise<void>;
  readonly stopComparing: () => void;
}

export function openOutbox(
  base: Opened,
  directory: Pick<Directory, 'get'>,
  { connection }: Pick<OpenMode, 'connection'>,
): OpenedOutbox {
  const { clock, config, crm, crmClock, db, events, ledger, record } = base;
  const { waiting } = config.rules;
  /** Whether the ledger was read since this start: what it does not bear out is not sent. */
  let compared = false;
  const queue = createOutbox({
    ...base,
    gateway: {
      ...crm,
      findDuplicates: createKnownDuplicates(crm.background, events.guestNamed.emit),
      keptAs: createKeptAs(crm.background.whoIs, events.guestNamed.emit),
    },
    mayNotSend: () => base.thisPc.moved || !compared,
    isOfEarlierRun: base.formAges.isOfEarlierRun,
    seals: ledger.seals,
    freeze: (givenAt) => ({
      localCreatedDate: localToWire(givenAt, config.timeZone),
      deviceGuid: connection.deviceGuid?.toLowerCase() ?? null,
    }),
    timing: {
      ...DEFAULT_TIMING,
      ...base.input.timing,
      undoMs: config.undoSeconds * 1000,
      tooOldMs: waiting.sendWithinHours * HOUR_MS,
      keepMs: config.keepSettledDays * DAY_MS,
    },
    limits: { count: waiting.count, sum: waiting.sum, ageMs: waiting.stopAfterHours * HOUR_MS },
    crmNow: crmClock.now,
    crmLast: crmClock.last,
    onEntryChange: createOutboxAudit(record, base.session.present),
    forgot: (ids) => record({ kind: 'entries-forgotten', ids }),
    guestName: (guestId) => {
      const card = directory.get(guestId);
      return card && fullName(card.guest);
    },
    onChange: (item, summary) => events.entry.emit(item, noticed(summary)),
  });
  events.mayGoOn.on(queue.wake);
  const watch = watchDatabase({
    ...base,
    rescue: () => rescueDatabase(db, base.path, base.stamp, clock.now()),
    onGone: events.databaseGone.emit,
    onRescued: () => base.restart('records', null),
  });
  /** A file that is gone shows as a disk that takes no writes. */
  function noticed(summary: WaitingSummary): WaitingSummary {
    return watch.gone() ? { ...summary, diskTrouble: true } : summary;
  }
  const outbox: Outbox = {
    ...queue,
    waiting: () => noticed(queue.waiting()),
    list: () => {
      const { items, summary } = queue.list();
      return { items, summary: noticed(summary) };
    },
  };
  let cancel = (): void => {};
  /** A slice at a time; a disk that cannot be read is asked again. */
  const compareSoon = async (): Promise<void> => {
    try {
      const left = outbox.list().items.map(itemId);
      // A day more: their lines and their rows may go by different clocks.
      const keptFrom = crmClock.reckoned() - (config.keepSettledDays - 1) * DAY_MS;
      compared = await compareRowsWithLedger({ ...base, outbox, left, keptFrom });
      if (compared) outbox.wake();
    } catch (error) {
      base.logger.error('records-not-compared', { error: errorText(error) });
      cancel = base.scheduler.after(COMPARE_AGAIN_MS, () => void compareSoon());
    }
  };
  return { outbox, watch, compareSoon, stopComparing: () => cancel() };
}
