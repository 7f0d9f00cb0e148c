/**
 * The composition root: ports and configuration in, a router out. Knows no Electron, so a test runs the whole main process
 * in plain Node. Each part is opened by a function in `wiring/` and gets what was opened before it; what it has to tell a part
 * that is opened later is an event (`wiring/kiosk.ts`). Nothing is a singleton.
 */
import { join } from 'node:path';
import { itemId } from '../src-preload/contract/outbox.ts';
import { err, ok, type Result } from '../src-preload/contract/result.ts';
import { LANGUAGES } from '../src-preload/contract/status.ts';
import { waitingInLive } from './app/live-data.ts';
import { type OpenMode, openMode } from './app/open-mode.ts';
import { waitingList } from './app/read-waiting.ts';
import { waitingRows } from './app/waiting-rows.ts';
import type { Giving } from './credits/give-credit.ts';
import type { Directory } from './guests/directory/directory.ts';
import type { Guests } from './guests/guests.ts';
import type { Services } from './ipc/services.ts';
import { decimalsOf } from './lib/decimals.ts';
import { createWriteExport } from './lib/export-file.ts';
import { createEntryReads } from './outbox/reads/entries.ts';
import { reverifyOpenEntries } from './outbox/recover-entries.ts';
import { createSources } from './settings/provenance.ts';
import { readRecovered } from './storage/recover.ts';
import { type ConnectedCrm, connectCrm } from './wiring/connect-crm.ts';
import {
  type Base,
  type ComposeInput,
  type ComposePorts,
  createBase,
  type Kiosk,
  type StartError,
} from './wiring/kiosk.ts';
import { type OpenedDatabase, openDatabase } from './wiring/open-database.ts';
import { openGiving } from './wiring/open-giving.ts';
import { openDirectory, openGuests } from './wiring/open-guests.ts';
import { type OpenedOutbox, openOutbox } from './wiring/open-outbox.ts';
import { type OpenedRecords, openRecords } from './wiring/open-records.ts';
import { type OpenedReports, openReports } from './wiring/open-reports.ts';
import { type OpenedSetUp, openSetUp } from './wiring/open-set-up.ts';
import { type OpenedStaff, openStaff } from './wiring/open-staff.ts';
import { runKiosk } from './wiring/run-kiosk.ts';
import { createForPage, tellPage } from './wiring/tell-page.ts';

/** Opens everything, for Training or for one live restaurant. */
export async function compose(ports: ComposePorts, input: ComposeInput): Promise<Result<Kiosk, StartError>> {
  const base = createBase(ports, input);
  const database = await openDatabase(base);
  if (!database.ok) return database;
  const { db, folder } = database.value;
  const mode = await openMode({ ...base, folder, allowLoopback: input.allowLoopback === true });
  if (!mode.ok) {
    db.close();
    return err(mode.error);
  }
  const kept = { ...base, ...database.value };
  const records = await openRecords(kept, mode.value);
  if (!records.ok) return records;
  const recorded = { ...kept, ...records.value };
  const staff = await openStaff(recorded, mode.value);
  const crm = connectCrm(recorded, mode.value);
  const directory = await openDirectory(kept);
  const queue = openOutbox({ ...recorded, ...staff, ...crm }, directory, mode.value);
  const working = { ...recorded, ...staff, ...crm, ...queue };
  const guests = openGuests(working, directory);
  const opened = {
    ...working,
    directory,
    guests,
    giving: openGiving(working, guests),
    ...openReports(working, guests),
    ...openSetUp(working),
  };
  tellPage(opened);
  return ok(runKiosk(opened, mode.value, servicesOf(opened, mode.value)));
}

type Opened = Base &
  OpenedDatabase &
  OpenedRecords &
  OpenedStaff &
  ConnectedCrm &
  OpenedOutbox &
  OpenedReports &
  OpenedSetUp & { readonly directory: Directory; readonly guests: Guests; readonly giving: Giving };

/** What the page's requests work with. */
function servicesOf(opened: Opened, { connection, secretLost }: OpenMode): Services {
  const { clock, db, ids, input, outbox, thisPc } = opened;
  const { dataFolder } = input;
  const exportFolder = join(dataFolder, 'exports');
  return {
    ...opened,
    configProblems: input.configProblems,
    configFile: input.configFile ?? '',
    sources: input.sources ?? createSources([]),
    version: input.version,
    dataFolder,
    exportFolder,
    decimals: decimalsOf(opened.config.currency),
    recovered: readRecovered(opened.meta),
    secretLost,
    secrets: [connection.clientId, connection.clientSecret],
    tellApprovals: opened.events.approvals.emit,
    exit: input.exit ?? (() => {}),
    reference: () => ids.guid().slice(-8).toUpperCase(),
    clockAheadMs: opened.crmClock.aheadMs,
    forPage: createForPage(opened),
    waitingRows: () =>
      waitingRows(
        createEntryReads(db, opened.sealer).open(),
        opened.directory.get,
        (id) => opened.ledger.seals.check('outbox', id) === 'whole',
      ),
    waitingList: (rows) => {
      const chosen = LANGUAGES.find((each) => each === opened.settings.get('language'));
      return waitingList(rows, { ...opened.config, language: chosen ?? opened.config.language });
    },
    fileCost: input.pinCost?.logN,
    writeExport: createWriteExport(exportFolder, clock, opened.logger),
    settleMoved: (as) => {
      thisPc.settle();
      if (as === 'replacement') return;
      const open = new Set(outbox.list().items.map(itemId));
      reverifyOpenEntries(db, opened.sealer, opened.ledger.seals, open, clock.now());
    },
    orphaned: () => waitingInLive(dataFolder, opened.folderName),
    enterLive: (guid, pin) => opened.livePins.enter(guid, pin, 'to-live'),
  };
}
