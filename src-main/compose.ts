/**
 * The composition root: ports and configuration in, a router out. Knows no Electron, so a test runs the whole main process
 * in plain Node. Everything that is wired is wired here; nothing is a singleton.
 */
import { join } from 'node:path';
import type { EventName, Events } from '../src-preload/contract/channels.ts';
import type { AppError } from '../src-preload/contract/errors.ts';
import type { Restarted } from '../src-preload/contract/manager.ts';
import { itemId, type WaitingItem, type WaitingSummary } from '../src-preload/contract/outbox.ts';
import { assertNever, err, ok, type Result } from '../src-preload/contract/result.ts';
import type { StaffName } from '../src-preload/contract/staff.ts';
import type { ConfigProblem } from '../src-preload/contract/status.ts';
import { sealOpenWords } from './app/earlier-words.ts';
import {
  createLivePins,
  headFileOf,
  putFirstManager,
  recordsOf,
  settingsMarkIn,
  waitingIn,
  waitingInLive,
} from './app/live-data.ts';
import { openMode } from './app/open-mode.ts';
import { compareBooks, sealOldRows } from './app/sealed-rows.ts';
import { createGivenLines } from './audit/given-lines.ts';
import { createGivenLog } from './audit/given-log.ts';
import { createHeadFile } from './audit/head-file.ts';
import { openLedger } from './audit/ledger.ts';
import { createOutboxWitness } from './audit/outbox-audit.ts';
import { readSettingsMark, writeSettingsMark } from './audit/settings-mark.ts';
import { recordSettings } from './audit/settings-watch.ts';
import { createImpossible } from './audit/suspicious-requests.ts';
import { createCrmClock } from './connection/crm-clock.ts';
import { createConnectionMonitor } from './connection/monitor.ts';
import { createOfflineSince } from './connection/offline-since.ts';
import { createCreditForms } from './credits/forms.ts';
import { createGiving } from './credits/give-credit.ts';
import { describeNote } from './credits/note.ts';
import { createCrmClient } from './crm/client.ts';
import { createProbe } from './crm/probe.ts';
import { localToWire } from './crm/wire/dates.ts';
import { businessDayAt } from './domain/business-day.ts';
import { createFormAges } from './domain/form-ages.ts';
import { createSealedFacts } from './domain/sealed-facts.ts';
import { loadVaultKey } from './guests/directory/guest-key.ts';
import { createGuestSealer } from './guests/directory/guest-sealer.ts';
import { recordGuestActs } from './guests/guest-acts.ts';
import { createGuestForms } from './guests/guest-forms.ts';
import { createGuests } from './guests/guests.ts';
import { createGuestsLike, createKeptAs } from './guests/known-duplicates.ts';
import { createGate } from './ipc/gate.ts';
import { createRouter, type Router } from './ipc/router.ts';
import { routes } from './ipc/routes.ts';
import type { Services } from './ipc/services.ts';
import { boundedLogger } from './lib/bounded-logger.ts';
import { createWriteExport } from './lib/export-file.ts';
import { keepDisplayAwake } from './lib/opening-hours.ts';
import { keepPrivate } from './lib/private-files.ts';
import { createDaySums } from './outbox/day-sums.ts';
import { createOutbox, type Outbox } from './outbox/outbox.ts';
import { createGivenInOutbox } from './outbox/reads/given.ts';
import { placeOf } from './outbox/reads/queries.ts';
import { distrustOpen } from './outbox/recover-entries.ts';
import { DATE_MAY_BE_OFF_MS } from './outbox/timing/delays.ts';
import { DEFAULT_TIMING, type Timing } from './outbox/timing/schedule.ts';
import type {
  Clock,
  Device,
  Fetch,
  Ids,
  Logger,
  Reachability,
  Scheduler,
  SecretBox,
  Settings,
  StaffFile,
} from './ports.ts';
import { createGivenCredits } from './reports/credits-given.ts';
import { createReports } from './reports/reports.ts';
import type { TrainingError } from './sandbox/open-sandbox.ts';
import { createSources, type Sources } from './settings/provenance.ts';
import { type AppConfig, configSchema } from './settings/schema.ts';
import { standingOf } from './setup/address.ts';
import { booksOf, liveBooks, type Profile, TRAINING_PROFILE } from './setup/profile.ts';
import { createProfileChanges } from './setup/profile-changes.ts';
import { createSetUp } from './setup/setup.ts';
import { openThisPc } from './setup/this-pc.ts';
import { createManagerVisit } from './staff/manager-session.ts';
import type { ScryptCost } from './staff/pins/pin-hash.ts';
import { createSecondManager } from './staff/second-manager.ts';
import { createSessionHolder } from './staff/session.ts';
import { openStaffDesk } from './staff/staff-service.ts';
import { keepCopies } from './storage/copies.ts';
import { createMeta } from './storage/open-database.ts';
import {
  keepRecovered,
  openOrRecover,
  readRecovered,
  recoveryRecorded,
  rescueBooks,
} from './storage/recover.ts';
import { diskError, diskRefusal, type OpenError } from './storage/sqlite.ts';
import { watchBooks } from './storage/watch.ts';

export interface ComposePorts {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly settings: Settings;
  readonly secretBox: SecretBox;
  readonly reachability: Reachability;
  readonly fetch: Fetch;
  readonly staffFile: StaffFile;
  readonly device: Device;
  /** Pushes an event to the page, if there is one. */
  readonly announce: <N extends EventName>(name: N, payload: Events[N]) => void;
}

export interface ComposeInput {
  readonly config: AppConfig;
  readonly configProblems: readonly ConfigProblem[];
  /** Where this kiosk keeps its data. Each set of books has a folder of its own inside. */
  readonly dataFolder: string;
  /** The only origin the router answers: `app://kiosk`. */
  readonly origin: string;
  readonly version: string;
  /** Where the admin's configuration file is looked for, and where each setting comes from. */
  readonly configFile?: string;
  readonly sources?: Sources;
  /** The whole configuration, with these settings in the place of those chosen on this kiosk. */
  readonly configFor?: (own: unknown) => AppConfig;
  /** Training or live, and at which restaurant. Training where it is not said. */
  readonly profile?: Profile;
  /** http to this PC itself may be set up as live: only ever in tests. */
  readonly allowLoopback?: boolean;
  /** Whoever was there when the kiosk before this one ended, with the page open. */
  readonly carried?: Carried | null;
  /** Ends this kiosk and begins another, once what was asked has been answered. `by` changed the settings. */
  readonly beginAnew?: (why: Restarted['why'], before: Profile, by: StaffName | null) => void;
  /** Closes the program. */
  readonly exit?: () => void;
  /** What hashing a PIN costs, and how the outbox waits; tests make both cheap. */
  readonly pinCost?: ScryptCost;
  readonly timing?: Partial<Timing>;
  /** For trials in which hours last seconds. */
  readonly loginsPerHour?: number;
}

export type StartError =
  | OpenError
  | TrainingError
  /** The settings file is gone or cannot be read, and this PC holds the records of a live restaurant. */
  | { readonly code: 'settings-lost'; readonly path: string };

/** Who was signed in, whose visit was open, and who changed the settings that take effect now. */
export interface Carried {
  readonly staff: StaffName | null;
  readonly manager: StaffName | null;
  readonly changedBy: StaffName | null;
}

/** The running kiosk. */
export interface Kiosk {
  readonly signedIn: () => StaffName | null;
  /** The page ended, or another takes its place: nobody is signed in, and no visit is open. */
  readonly pageGone: () => void;
  /** What the next one takes over where only settings change. */
  readonly carry: (changedBy: StaffName | null) => Carried;
  readonly router: Router;
  /** Starts what works by itself: the outbox and the connection monitor. */
  readonly start: () => void;
  /** Stops taking things up, waits a little for what is out, and closes the books. Nothing accepted is lost by it. */
  readonly stop: () => Promise<void>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long quitting waits for a request that is out, ms. */
const QUIT_MS = 3_000;

/** After a disk could not be read, ms. */
const COMPARE_AGAIN_MS = 60_000;

/** Wires everything, for Training or for one live restaurant. */
export async function compose(given: ComposePorts, input: ComposeInput): Promise<Result<Kiosk, StartError>> {
  const ports: ComposePorts = { ...given, logger: boundedLogger(given.logger, given.clock) };
  const { clock, ids, logger, reachability, announce } = ports;
  const { config } = input;
  const profile = input.profile ?? TRAINING_PROFILE;
  const { mode } = profile;
  const { folder: booksName, stamp } = booksOf(profile);
  const folder = join(input.dataFolder, booksName);

  const path = join(folder, 'kiosk.db');
  keepPrivate(input.dataFolder);
  const sealer = createGuestSealer();
  const headKeeper = createHeadFile(headFileOf(input.dataFolder, booksName));
  const books = openOrRecover(path, stamp, clock.now(), headKeeper.read() !== null);
  if (!books.ok) return books;
  const { db, recovery } = books.value;
  const meta = createMeta(db);
  if (recovery) {
    const { onlyInCopy, ...came } = recovery;
    logger.error('books-recovered', { ...came, onlyInCopy: onlyInCopy?.length ?? null });
  }
  await sealer.load(meta, ports.secretBox, config.guests.keepUnsealed);
  const allowLoopback = input.allowLoopback === true;
  const opened = await openMode({ ...ports, config, profile, folder, allowLoopback });
  if (!opened.ok) {
    db.close();
    return err(opened.error);
  }
  const { connection, secretLost, mayBePlain, ledgerMayBePlain } = opened.value;

  const facts = createSealedFacts(meta);
  const crmClock = createCrmClock(clock, facts);
  /** For what counts by the day: this PC's clock may be days off. */
  const reckonedClock: Clock = { now: crmClock.reckoned, monotonic: clock.monotonic };

  const session = createSessionHolder({
    ...ports,
    listed: (id) => desk.listed(id),
    onOver: (by, how) => {
      desk.approvals.endAll();
      guests.lookedAway();
      announce('signedOut', null);
      try {
        record({ kind: 'signed-out', by, how });
      } catch (error) {
        // It has ended, whether or not the disk would take its line.
        logger.error('ledger-line-not-written', { error: String(error) });
      }
    },
  });
  const ledger = await openLedger(
    {
      ...ports,
      clock: reckonedClock,
      db,
      keys: meta,
      // Outside of the folder it watches over: a copy of that folder put back does not bring this back.
      headKeeper,
      books: stamp,
    },
    ledgerMayBePlain,
  );
  const { seals } = ledger;
  try {
    sealOldRows(db, ledger, facts);
    sealOpenWords({ db, path, meta, ledger, sealer, logger });
  } catch (error) {
    // A full disk at the first start of this version.
    ledger.stop();
    db.close();
    return err(diskError(error, path));
  }
  const record = ledger.append;
  if (recovery) {
    const { fromFile, fromCopy, onlyInCopy } = recovery;
    db.transaction(() => {
      if (onlyInCopy) distrustOpen(db, sealer, seals, new Set(onlyInCopy), clock.now());
      record({ kind: 'records-repaired', fromFile, fromCopy });
      recoveryRecorded(meta);
    });
  }
  const { cutAfter } = ledger;
  if (cutAfter !== null) {
    // Records that went back in time, or lost their end, are believed no more than damaged ones.
    db.transaction(() => {
      distrustOpen(db, sealer, seals, new Set(), clock.now());
      const kept = recovery && readRecovered(meta);
      keepRecovered(meta, {
        at: clock.now(),
        setAside: kept?.setAside ?? null,
        missingSince: kept?.missingSince ?? cutAfter,
      });
    });
  }
  const thisPc = openThisPc(facts, await ports.device.identity(), logger);
  const impossible = createImpossible(clock, record, session.present);
  const { training: _, ...seen } = config;
  recordSettings(seen, meta, record, input.carried?.changedBy ?? undefined);
  const offlineSince = createOfflineSince(facts, clock);
  /** The business day, for limits. Until the CRM has spoken it has no upper end: a clock that was set back frees nothing. */
  const today = () => {
    const { from, to } = businessDayAt(crmClock.reckoned(), config.timeZone, config.dayEndsAtHour);
    return { from, to: crmClock.now() === null ? Number.MAX_SAFE_INTEGER : to };
  };
  /** A guest's name goes to the page only while somebody is signed in. */
  const forPage = <I extends WaitingItem>(item: I): I =>
    session.current()
      ? item
      : { ...item, guestName: null, ...(item.kind === 'create-guest' && { details: null }) };

  let stopped = false;
  /** What is dated otherwise than the CRM says is put right before it is counted. */
  const heardCrmTime = (crmNow: number): void => {
    // An answer that comes home after the books are closed changes nothing.
    if (stopped) return;
    const thought = crmClock.now();
    crmClock.heard(crmNow);
    if (thought === null || Math.abs(crmNow - thought) > DATE_MAY_BE_OFF_MS) outbox.wake();
  };
  const monitor = createConnectionMonitor({
    ...ports,
    ping: () => crm.ping(),
    onChange: (now) => {
      offlineSince.note(now);
      announce('connection', now);
      if (now.state === 'online') outbox.wake();
    },
  });
  const timing = { ...DEFAULT_TIMING, ...input.timing };
  const crm = createCrmClient({
    ...ports,
    connection,
    fetch: opened.value.fetch,
    observer: { ...monitor, onDate: heardCrmTime },
    backgroundEveryMs: timing.requestEveryMs,
    logins: { keys: meta, sealer },
    loginsPerHour: input.loginsPerHour,
  });
  const { waiting } = config.rules;
  const beginAnew = input.beginAnew ?? (() => {});
  const watch = watchBooks({
    ...ports,
    db,
    rescue: () => rescueBooks(db, path, stamp, clock.now()),
    onGone: () => announce('waiting', outbox.waiting()),
    onRescued: () => beginAnew('records', profile, null),
  });
  const named = (guest: Parameters<typeof guests.noticed>[0]): void => guests.noticed(guest);
  const gateway = {
    ...crm,
    guestsLike: createGuestsLike(crm.background, named),
    keptAs: createKeptAs(crm.background.whoIs, named),
  };
  const formAges = createFormAges(clock);
  /** Whether the ledger was read since this start: what it does not bear out is not sent. */
  let compared = false;
  const queue = createOutbox({
    ...ports,
    db,
    gateway,
    mayNotSend: () => thisPc.moved || !compared,
    isOfEarlierRun: formAges.isOfEarlierRun,
    seals,
    freeze: (givenAt) => ({
      localCreatedDate: localToWire(givenAt, config.timeZone),
      deviceGuid: connection.deviceGuid?.toLowerCase() ?? null,
    }),
    timing: {
      ...timing,
      undoMs: config.undoSeconds * 1000,
      tooOldMs: waiting.sendWithinHours * HOUR_MS,
      keepMs: config.keepSettledDays * DAY_MS,
    },
    limits: { count: waiting.count, sum: waiting.sum, ageMs: waiting.stopAfterHours * HOUR_MS },
    sealer,
    crmNow: crmClock.now,
    crmLast: crmClock.last,
    witness: createOutboxWitness(record, session.present),
    forgot: (ids) => record({ kind: 'entries-forgotten', ids }),
    guestName: (guestId) => guests.remembered(guestId).name,
    onChange: (item, summary) => {
      if (item.kind === 'add-credit') announce('credit', forPage(item));
      else {
        if (item.state === 'settled') guests.arrived(item.guestId);
        if (item.state === 'cancelled') guests.dropped(item.guestId);
        announce('newGuest', forPage(item));
      }
      announce('waiting', noticed(summary));
    },
  });
  /** A file that is gone shows as a disk that takes no writes. */
  const noticed = (summary: WaitingSummary): WaitingSummary =>
    watch.gone() ? { ...summary, diskTrouble: true } : summary;
  const outbox: Outbox = {
    ...queue,
    waiting: () => noticed(queue.waiting()),
    list: () => {
      const { items, summary } = queue.list();
      return { items, summary: noticed(summary) };
    },
  };
  const guests = createGuests({
    ...ports,
    gateway: crm,
    db,
    keys: meta,
    reckonedNow: crmClock.reckoned,
    forms: createGuestForms(db, ids, clock, formAges),
    keepMs: config.guests.keepDays * DAY_MS,
    most: config.guests.most,
    vaultKey: await loadVaultKey(meta, ports.secretBox, config.guests.keepUnsealed),
    waitingFor: outbox.waitingFor,
    describeNote: (note) => describeNote(note, config.rules.reasons),
    acceptGuest: outbox.acceptGuest,
    record: recordGuestActs(record, logger),
    impossible,
  });
  const sums = createDaySums(db, seals, createGivenLog(db));
  // Hashes Training's PINs at the very first start, on other threads.
  const desk = await openStaffDesk(
    {
      ...ports,
      db,
      keys: meta,
      ledger,
      rules: config.rules.approval,
      impossible,
      signedIn: session.present,
      pinCost: input.pinCost,
    },
    mode === 'training',
    mayBePlain,
  );
  const giving = createGiving({
    reckonedNow: crmClock.reckoned,
    logger,
    rules: config.rules,
    forms: createCreditForms(db, ids, clock, formAges, (id) => placeOf(db, id)),
    standing: (guestId, staffId, except) => ({
      employeeToday: sums.byEmployee(staffId, today(), except),
      guestToday: sums.toGuest(guestId, today(), except),
      waiting: sums.waiting(except),
      offlineForMs: offlineSince.forMs(),
    }),
    accept: outbox.accept,
    findCredit: outbox.find,
    whyNotSaved: (error) => {
      if (diskRefusal(error) !== 'gone') return { code: 'not-saved' };
      watch.look();
      return { code: 'records-gone' };
    },
    askApproval: desk.approvals.ask,
    grantApproval: desk.approvals.grant,
    grantByCode: desk.approvals.grantByCode,
    byCode: desk.approvals.byCode,
    record,
    impossible,
    contextFor: (guestId, asker) => {
      const { name, balance } = guests.remembered(guestId);
      return {
        guestName: name,
        balance,
        waiting: outbox.waitingFor(guestId),
        givenToday: outbox.givenBy(asker.id, today().from, today().to),
      };
    },
  });
  const describe = (note: string | null) => describeNote(note, config.rules.reasons);
  const nameOf = (guestId: string): string | null => guests.remembered(guestId).name;
  const decimals = decimalsOf(config.currency);
  const givenHere = createGivenInOutbox(db, (id) => seals.check('outbox', id) === 'whole');
  const reports = createReports({
    clock: reckonedClock,
    timeZone: config.timeZone,
    dayEndsAtHour: config.dayEndsAtHour,
    given: createGivenCredits(givenHere, createGivenLines(db, givenHere.has)),
    books: crm,
    findOnBooks: crm.findCredit,
    describe,
    nameOf,
    aheadMs: crmClock.aheadMs,
  });
  const visit = createManagerVisit(clock, desk.listed);
  const wanted = config.rules.secondManager.on;
  const second = createSecondManager({ clock, checkPin: desk.checkPin, record, wanted });
  const { carried } = input;
  // Only where the books are the same: a person is known by them alone.
  if (carried?.staff) session.begin(carried.staff);
  if (carried?.manager) visit.begin(carried.manager);

  const inUse = (restaurantGuid: string): boolean => booksName === liveBooks(restaurantGuid).folder;
  const markOf = (guid: string): number | null =>
    inUse(guid) ? readSettingsMark(db) : settingsMarkIn(input.dataFolder, guid);
  const liveStaff = { ...ports, dataFolder: input.dataFolder, config, pinCost: input.pinCost };
  const livePins = createLivePins(liveStaff);
  const enterInUse = async (pin: string): Promise<Result<StaffName, AppError>> => {
    const manager = await desk.checkPin(pin, 'manager-visit');
    if (!manager.ok) return manager;
    if (manager.value.role !== 'manager') return err({ code: 'approver-not-manager' });
    record({ kind: 'kiosk-changed', by: manager.value, how: 'set-up' });
    return manager;
  };
  const needsSecond = err({ code: 'second-manager-needed' } as const);
  /** A set-up within a visit makes a manager, or gives one another PIN. */
  const mayFinish = (pin: string): boolean => {
    const by = visit.current();
    return by === null || second.allows({ by, request: 'finishSetUp', content: pin });
  };
  const setUp = createSetUp({
    ...ports,
    profile,
    mode,
    keyLost: desk.keyLost,
    probe: createProbe(ports),
    language: () => config.language,
    configFor: input.configFor ?? ((own) => configSchema.parse(own)),
    given: config.toast,
    allowWeakSealing: config.security.allowWeakSealing,
    allowLoopback,
    leftBehind: (guid) =>
      inUse(guid) ? outbox.waiting() : waitingIn(input.dataFolder, liveBooks(guid).folder),
    standing: (url) => standingOf(url, config.toast.url, allowLoopback),
    records: async (guid) => (inUse(guid) ? (desk.keyLost ? 'closed' : 'kept') : recordsOf(liveStaff, guid)),
    markOf,
    enterRecords: async (guid, pin, wantsSecond) => {
      if (inUse(guid) && !mayFinish(pin)) return needsSecond;
      const manager = inUse(guid)
        ? await enterInUse(pin)
        : await livePins.enter(guid, pin, 'set-up', (by, there) =>
            second.allows({
              ...{ by, request: 'finishSetUp', content: pin },
              wanted: wanted || wantsSecond || there,
              door: (pinOfSecond, work) => livePins.look(guid, pinOfSecond, 'second-manager', work),
            }),
          );
      return manager.ok ? ok(null) : manager;
    },
    putManager: async (guid, name, pin) => {
      if (!mayFinish(pin)) return needsSecond;
      return inUse(guid)
        ? desk.putManager(visit.current(), name, pin)
        : putFirstManager(liveStaff, guid, name, pin);
    },
  });
  const exportFolder = join(input.dataFolder, 'exports');
  const services: Services = {
    ...ports,
    config,
    configProblems: input.configProblems,
    configFile: input.configFile ?? '',
    sources: input.sources ?? createSources([]),
    profile,
    mode,
    version: input.version,
    dataFolder: input.dataFolder,
    exportFolder,
    decimals,
    recovered: readRecovered(meta),
    secretLost,
    secrets: [connection.clientId, connection.clientSecret],
    exit: input.exit ?? (() => {}),
    db,
    ledger,
    record,
    impossible,
    reference: () => ids.guid().slice(-8).toUpperCase(),
    session,
    visit,
    second,
    desk,
    guests,
    giving,
    outbox,
    monitor,
    clockAheadMs: crmClock.aheadMs,
    reports,
    describe,
    setUp,
    changes: createProfileChanges({
      ...ports,
      profile,
      allowWeakSealing: config.security.allowWeakSealing,
      db,
      restart: (why, by) => beginAnew(why, profile, by),
    }),
    thisPc,
    forPage,
    writeExport: createWriteExport(exportFolder, clock, logger),
    settleMoved: (as) => {
      thisPc.settle();
      if (as === 'copy') {
        const open = new Set(outbox.list().items.map(itemId));
        distrustOpen(db, sealer, seals, open, clock.now());
      }
    },
    leftBehind: () => waitingInLive(input.dataFolder, booksName),
    enterLive: (guid, pin) => livePins.enter(guid, pin, 'to-live'),
  };

  /** What the page is told of a disk that refuses; null where it was no disk. */
  const diskAnswer = (error: unknown): AppError | null => {
    // The records are closed under what was still asked.
    if (stopped && gate.isClosed()) return { code: 'restarting' };
    const why = diskRefusal(error);
    switch (why) {
      case null:
        return null;
      case 'full':
        return { code: 'disk-full', path: input.dataFolder };
      case 'failing':
        return { code: 'disk-failing', path: input.dataFolder };
      case 'gone':
        watch.look();
        return { code: 'records-gone' };
      default:
        return assertNever(why, 'disk refusal');
    }
  };
  /** What an earlier run left is compared off the critical path, a slice at a time; a disk that cannot be read is asked again. */
  const compareSoon = async (): Promise<void> => {
    try {
      const left = outbox.list().items.map(itemId);
      // A day more: their lines and their rows may go by different clocks.
      const keptFrom = crmClock.reckoned() - (config.keepSettledDays - 1) * DAY_MS;
      compared = await compareBooks({ db, ledger, outbox, logger, left, keptFrom });
      if (compared) outbox.wake();
    } catch (error) {
      logger.error('records-not-compared', { error: error instanceof Error ? error.message : String(error) });
      stopComparing = ports.scheduler.after(COMPARE_AGAIN_MS, () => void compareSoon());
    }
  };
  const gate = createGate(createRouter(input.origin, routes, services, diskAnswer), ports.scheduler);
  let stopComparing = (): void => {};
  let stopListening = (): void => {};
  let stopCopies = (): void => {};
  let stopKeepingTime = (): void => {};
  let stopKeepingAwake = (): void => {};
  return ok({
    signedIn: session.present,
    pageGone: () => {
      visit.end();
      reports.stop();
      session.over('page-gone');
    },
    carry: (changedBy) => ({ staff: session.current(), manager: visit.current(), changedBy }),
    router: gate.router,
    start: () => {
      if (mode === 'live' && profile.live !== null) writeSettingsMark(db, record, profile.live.serial);
      outbox.start();
      void compareSoon();
      monitor.start();
      // After sleep every entry is looked at again, whether or not the line was missed.
      stopListening = reachability.onMaybeBack(outbox.wake);
      stopCopies = keepCopies({ ...ports, db, path });
      stopKeepingTime = crmClock.keepGoing(ports.scheduler);
      stopKeepingAwake = keepDisplayAwake(ports, config.restaurant.hours, config.timeZone);
      watch.start();
    },
    stop: async () => {
      stopped = true;
      const failures: unknown[] = [];
      // Each of them ends, also where another fails: nothing goes on unseen, and the file is free for the next kiosk.
      for (const end of [
        ...[() => stopComparing(), () => stopListening(), () => stopCopies(), () => stopKeepingTime()],
        () => stopKeepingAwake(),
        ...[watch.stop, reports.stop, monitor.stop],
        () => Promise.all([gate.close(QUIT_MS), outbox.stop(QUIT_MS)]),
        livePins.idle,
        ...[guests.stop, opened.value.close, session.end, visit.end],
        ...[desk.keepTries, ledger.stop, db.close, gate.end],
      ]) {
        try {
          await end();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, failures.join('; '));
    },
  });
}

/** How many decimal digits this money has. */
function decimalsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}
