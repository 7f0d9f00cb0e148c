import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, EventName, Events, RequestName } from '../../src-preload/contract/channels.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import {
  type DeviceFacts,
  type ManagerHome,
  OWN_SETTINGS,
  type OwnSetting,
  type Restarted,
  type SettingInForce,
  type SettingValue,
} from '../../src-preload/contract/manager.ts';
import type { ManagerRequestName } from '../../src-preload/contract/manager-channels.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { ConfigProblem, Connection, Mode, RecoveredBooks } from '../../src-preload/contract/status.ts';
import { needsOf } from '../alerts-and-support/alerts.ts';
import { whatIsAltered } from '../alerts-and-support/altered-data.ts';
import { noticesPage } from '../alerts-and-support/notices.ts';
import { type BundledEntry, supportBundle } from '../alerts-and-support/support-file.ts';
import { readAudit } from '../audit/audit-page.ts';
import type { Ledger } from '../audit/ledger.ts';
import { alteredSince, lockOutsSince, recordCutAt } from '../audit/queries.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { countAltered } from '../outbox/reads/queries.ts';
import type { Clock, Database, Device, Logger, SecretBox, Settings } from '../ports.ts';
import type { Reports } from '../reports/reports.ts';
import type { DescribeNote } from '../reports/restaurant-report.ts';
import { chosenComfort } from '../settings/comfort.ts';
import { loosens } from '../settings/loosened.ts';
import { valueAt, without } from '../settings/merge.ts';
import { changeOwn } from '../settings/own.ts';
import type { Sources } from '../settings/provenance.ts';
import { type AppConfig, configSchema } from '../settings/schema.ts';
import { changedLimits, ownOf, type Profile, sealProfile, withTraining } from '../setup/profile.ts';
import type { LeftBehind, SetUpDesk } from '../setup/setup.ts';
import type { ManagerVisit } from '../staff/manager-session.ts';
import type { SecondManager } from '../staff/second-manager.ts';
import type { StaffDesk } from '../staff/staff-service.ts';
import type { AsManager } from './as-manager.ts';
import { createReportHandlers } from './report-handlers.ts';
import type { Handlers } from './router.ts';

/** Ends this kiosk and begins another with the page open. `by` changed the settings. */
type BeginAnew = (why: Restarted['why'], by: StaffName | null) => void;

export interface HousePorts {
  readonly config: AppConfig;
  readonly configProblems: readonly ConfigProblem[];
  readonly configFile: string;
  readonly sources: Sources;
  readonly profile: Profile;
  readonly mode: Mode;
  readonly version: string;
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: Settings;
  readonly secretBox: SecretBox;
  readonly device: Device;
  readonly db: Database;
  readonly desk: StaffDesk;
  readonly visit: ManagerVisit;
  readonly asManager: AsManager;
  readonly second: SecondManager;
  readonly ledger: Ledger;
  readonly reports: Reports;
  readonly outbox: Outbox;
  readonly connection: () => Connection;
  readonly clockAheadMs: () => number | null;
  readonly secretLost: boolean;
  readonly recovered: () => RecoveredBooks | null;
  /** Whether nothing is sent until a manager says what this PC is. */
  readonly moved: () => boolean;
  /** Makes this PC the data's own; of a copy, what waits becomes a manager's to decide. Inside a transaction. */
  readonly settleMoved: (as: 'replacement' | 'copy') => void;
  readonly leftBehind: () => LeftBehind;
  /** The manager whose PIN this is in the records of a restaurant that are not in use; they go live, and those records say so. */
  readonly enterLive: (restaurantGuid: string, pin: string) => Promise<Result<StaffName, AppError>>;
  readonly describe: DescribeNote;
  readonly setUp: SetUpDesk;
  readonly announce: <N extends EventName>(name: N, payload: Events[N]) => void;
  readonly beginAnew: BeginAnew;
  readonly exit: () => void;
  /** What must not stand in a support file: secrets, and the names of all guests this kiosk knows. */
  readonly forbidden: () => Iterable<string>;
  readonly guestNames: () => Iterable<string>;
  readonly decimals: number;
}

/** How long a manager is told of what was changed outside this program, ms. */
const ALTERED_SHOWN_MS = 30 * 24 * 3_600_000;

/** Takes a line back whose profile could not be kept. */
class NotKept extends Error {}

/** What stands where nobody chose anything. */
const DEFAULTS: AppConfig = configSchema.parse({});

type Said<N extends RequestName> = Answer<N> | Promise<Answer<N>>;

/** Everything a manager's screens ask within a visit, and the set-up. */
export function createHouseHandlers(ports: HousePorts): Pick<Handlers, ManagerRequestName> {
  const { config, clock, desk, visit, asManager, ledger, reports, outbox, settings, logger } = ports;

  /**
   * In Training the set-up is open to all, and its last step asks for what it takes; a live kiosk's is a manager's, unless no
   * manager can sign in there any more.
   */
  const settingUp = <T>(name: ManagerRequestName, work: () => T): T | { ok: false; error: AppError } =>
    ports.mode === 'training' || desk.keyLost ? work() : asManager(name, work);
  /** Keeps a profile; where the disk refuses, it is as before also in memory. */
  const changeProfile = (next: Profile): boolean => {
    if (settings.set('profile', next.kept)) return true;
    settings.set('profile', ports.profile.kept);
    return false;
  };
  let begun = false;
  const beginAnew: BeginAnew = (why, by) => {
    begun = true;
    ports.beginAnew(why, by);
  };
  let last: Promise<unknown> = Promise.resolve();
  /** What changes the profile, one after the other. After the first the kiosk begins anew: the next one reads what that changed. */
  const changing = <T>(work: () => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const done = last.then(() => (begun ? err({ code: 'restarting' } as const) : work()));
    last = done.catch(() => undefined);
    return done;
  };
  const sealed = async (next: Profile): Promise<Profile | null> => {
    try {
      return await sealProfile(next, {
        box: ports.secretBox,
        mayBePlain: config.security.allowWeakSealing,
      });
    } catch (error) {
      logger.error('profile-not-sealed', { error: error instanceof Error ? error.message : String(error) });
      return null;
    }
  };
  /**
   * The profile with other settings of the present mode: Training's never touch live's. Null where live's cannot be sealed
   * now, or where what they would be sealed with (the connection) cannot be opened.
   */
  const withOwn = async (own: unknown, decided: readonly string[]): Promise<Profile | null> => {
    const { profile } = ports;
    const { mode, live } = profile;
    if (mode === 'training' || live === null) return withTraining(profile, own);
    if (live.connection === null) return null;
    const unconfirmed = live.unconfirmed.filter((key) => !decided.includes(key));
    return sealed({
      ...profile,
      live: { ...live, own, serial: live.serial + 1, unconfirmed, shelved: null },
    });
  };
  const unconfirmedLimits = () => {
    const { live } = ports.profile;
    if (ports.mode === 'training' || live === null) return [];
    return changedLimits(live.own).filter(({ key }) => live.unconfirmed.includes(key));
  };
  const shelved = (): unknown => (ports.mode === 'live' ? (ports.profile.live?.shelved ?? null) : null);
  /**
   * Changes the profile and writes its line, or neither. The line comes first, since it needs new room on the disk; taking
   * the profile back needs no more room than it has just given up. Throws where the disk refuses the line.
   */
  const both = (next: Profile, line: () => void): boolean => {
    let changed = false;
    try {
      ports.db.transaction(() => {
        line();
        changed = changeProfile(next);
        if (!changed) throw new NotKept();
      });
      return true;
    } catch (error) {
      if (error instanceof NotKept) return false;
      if (changed) settings.set('profile', ports.profile.kept);
      throw error;
    }
  };
  const freeBytes = () => ports.device.freeBytes(ports.dataFolder);

  const home = async (manager: StaffName): Promise<Answer<'managerHome'>> => {
    const [free, sealing] = await Promise.all([freeBytes(), ports.secretBox.strength()]);
    const day = reports.day(null);
    if (!day) return err({ code: 'no-such-day' });
    const { items, summary } = outbox.list();
    const value: ManagerHome = {
      manager,
      needs: needsOf({
        now: clock.now(),
        items,
        diskTrouble: summary.diskTrouble,
        connection: ports.connection(),
        secretLost: ports.secretLost,
        unconfirmedLimits: unconfirmedLimits(),
        limitsOlder: shelved() !== null,
        lockedForMs: desk.lockedForMs(),
        lockOuts: lockOutsSince(ports.db, day.from),
        altered: whatIsAltered(
          alteredSince(ports.db, clock.now() - ALTERED_SHOWN_MS),
          countAltered(ports.db),
          clock.now() - ALTERED_SHOWN_MS,
        ),
        recordCutAt: recordCutAt(ports.db),
        freeBytes: free,
        clockAheadMs: ports.clockAheadMs(),
        sealing,
        leftBehind: ports.leftBehind(),
        configProblems: ports.configProblems,
        recovered: ports.recovered(),
        moved: ports.moved(),
      }),
      shift: reports.ofKiosk(day),
    };
    return ok(value);
  };

  /** What will be in force with these own settings: what the admin set stays, whatever was chosen here. */
  const settingsInForce = (own: unknown): readonly SettingInForce[] =>
    OWN_SETTINGS.map((key) => {
      const { source, file, locked } = ports.sources(key);
      if (locked) return { key, value: valueAt(config, key) as SettingValue, source, locked, file };
      const chosen = valueAt(own, key);
      return {
        key,
        value: (chosen ?? valueAt(DEFAULTS, key)) as SettingValue,
        source: chosen === undefined ? 'default' : 'kiosk',
        locked,
        file: null,
      };
    });

  /** Writes a file into the kiosk's exports; it has its name only once it is whole. */
  const writeExport = (name: string, text: string): Result<string, AppError> => {
    const folder = join(ports.dataFolder, 'exports');
    const stamp = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(':', '-');
    const path = join(folder, name.replace('*', stamp));
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.part`, text, { mode: 0o600 });
      renameSync(`${path}.part`, path);
      return ok(path);
    } catch (error) {
      logger.error('export-failed', { error: error instanceof Error ? error.message : String(error) });
      return err({ code: 'export-failed' });
    }
  };

  const facts = async (): Promise<DeviceFacts> => {
    const [free, sealing] = await Promise.all([freeBytes(), ports.secretBox.strength()]);
    const { live } = ports.profile;
    return {
      name: ports.device.name,
      version: ports.version,
      system: ports.device.system,
      mode: ports.mode,
      toast:
        live === null
          ? null
          : {
              host: live.connection && new URL(live.connection.url).host,
              restaurantEnds: live.restaurantGuid.slice(-4),
            },
      canGoLive: live !== null,
      dataFolder: ports.dataFolder,
      configFile: ports.configFile,
      sealing,
      freeBytes: free,
      clockAheadMs: ports.clockAheadMs(),
      staff: desk.admin.list().filter(({ active }) => active).length,
      ledgerLines: ledger.head()?.seq ?? 0,
    };
  };

  return {
    enterManager: async ({ pin }): Promise<Answer<'enterManager'>> => {
      const checked = await desk.checkPin(pin, 'manager-visit');
      if (!checked.ok) return checked;
      if (checked.value.role !== 'manager') return err({ code: 'approver-not-manager' });
      ledger.append({ kind: 'manager-visit', by: checked.value });
      visit.begin(checked.value);
      return home(checked.value);
    },
    leaveManager: () => {
      reports.stop();
      visit.end();
      return ok(null);
    },
    managerHome: (): Said<'managerHome'> => asManager('managerHome', home),
    ...createReportHandlers({ ...ports, writeExport }),
    readSettings: () => asManager('readSettings', () => ok(settingsInForce(ownOf(ports.profile)))),
    changeSettings: ({ changes }) =>
      asManager('changeSettings', (by) =>
        changing(async (): Promise<Answer<'changeSettings'>> => {
          const locked = (Object.keys(changes) as OwnSetting[]).find((key) => ports.sources(key).locked);
          if (locked) return err({ code: 'setting-locked', key: locked, file: ports.sources(locked).file });
          const own = changeOwn(ownOf(ports.profile), changes);
          if (!own.ok) return err({ code: 'setting-unfit', ...own.error });
          const then = new Map(settingsInForce(own.value).map(({ key, value }) => [key, value]));
          const after = (key: OwnSetting) => then.get(key) ?? '';
          const { on, above } = config.rules.secondManager;
          const managers = desk.admin.list().filter(({ active, role }) => active && role === 'manager');
          if (!on && after('rules.secondManager.on') === true && managers.length < 2) {
            return err({ code: 'second-manager-none' });
          }
          const before = (key: OwnSetting) => valueAt(config, key) as SettingValue;
          const asking = { by, request: 'changeSettings', content: changes };
          if (loosens(before, after, above) && !ports.second.allows(asking)) {
            return err({ code: 'second-manager-needed' });
          }
          const next = await withOwn(own.value, Object.keys(changes));
          if (next === null) return err({ code: 'cannot-seal' });
          if (!changeProfile(next)) return err({ code: 'not-saved' });
          // What changed, from what to what and by whom, is recorded as it takes effect.
          beginAnew('settings', by);
          return ok(settingsInForce(own.value));
        }),
      ),
    secondManager: ({ pin }): Said<'secondManager'> =>
      // A set-up that goes live is asked for without a visit.
      ports.second.waitsFor('finishSetUp')
        ? ports.second.confirm(pin)
        : asManager('secondManager', () => ports.second.confirm(pin)),
    deviceFacts: (): Said<'deviceFacts'> => asManager('deviceFacts', async () => ok(await facts())),
    noticesPage: ({ page }): Said<'noticesPage'> =>
      asManager('noticesPage', async () => ok(noticesPage((await ports.device.notices()) ?? '', page))),
    auditPage: ({ before, filter }) => asManager('auditPage', () => ok(readAudit(ports.db, before, filter))),
    setTheme: ({ theme }) => {
      settings.set('theme', theme);
      return ok(null);
    },
    setComfort: (change) => {
      settings.set('comfort', { ...chosenComfort(settings), ...change });
      return ok(null);
    },
    switchMode: (request) =>
      asManager('switchMode', (by) =>
        changing(async (): Promise<Answer<'switchMode'>> => {
          const { profile } = ports;
          const { to } = request;
          if (to === ports.mode) return ok(null);
          if (profile.live === null) return err({ code: 'not-set-up' });
          // Nothing sends what waits in books that are not in use.
          const { count, sum } = outbox.waiting();
          if (to === 'training' && count > 0) return err({ code: 'entries-wait', count, sum });
          if (request.to === 'live') {
            const entered = await ports.enterLive(profile.live.restaurantGuid, request.pin);
            if (!entered.ok) return entered;
          }
          const next = await sealed({ ...profile, mode: to });
          if (next === null) return err({ code: 'cannot-seal' });
          const how = to === 'live' ? 'to-live' : 'to-training';
          const changed = both(next, () => ledger.append({ kind: 'kiosk-changed', by, how }));
          if (!changed) return err({ code: 'not-saved' });
          beginAnew('mode', by);
          return ok(null);
        }),
      ),
    doubtedLimits: () =>
      asManager('doubtedLimits', (): Answer<'doubtedLimits'> => {
        const older = shelved();
        if (older !== null) return ok({ why: 'older', limits: changedLimits(older) });
        const limits = unconfirmedLimits();
        return ok(limits.length === 0 ? null : { why: 'upgraded', limits });
      }),
    decideLimits: ({ keep }) =>
      asManager('decideLimits', (by) =>
        changing(async (): Promise<Answer<'decideLimits'>> => {
          const older = shelved();
          const limits = unconfirmedLimits().map(({ key }) => key);
          if (older === null && limits.length === 0) return err({ code: 'not-possible' });
          const present = ownOf(ports.profile);
          const own = keep
            ? (older ?? present)
            : limits.reduce<unknown>((left, key) => without(left, key), present);
          const value = (of: unknown) => (key: OwnSetting) =>
            (valueAt(of, key) ?? valueAt(DEFAULTS, key)) as SettingValue;
          const looser = loosens(value(present), value(own), config.rules.secondManager.above);
          if (looser && !ports.second.allows({ by, request: 'decideLimits', content: keep })) {
            return err({ code: 'second-manager-needed' });
          }
          const next = await withOwn(own, limits);
          const how = keep ? 'limits-kept' : 'limits-dropped';
          if (next === null) return err({ code: 'cannot-seal' });
          if (!both(next, () => ledger.append({ kind: 'kiosk-changed', by, how }))) {
            return err({ code: 'not-saved' });
          }
          beginAnew('settings', by);
          return ok(null);
        }),
      ),
    supportBundle: (): Said<'supportBundle'> =>
      asManager('supportBundle', async (by): Promise<Answer<'supportBundle'>> => {
        const [about, logs] = await Promise.all([facts(), ports.device.logs()]);
        const written = writeExport(
          'hoststand-support-*.txt',
          supportBundle({
            madeAt: clock.now(),
            facts: { ...about, connection: ports.connection(), waiting: outbox.waiting() },
            config,
            configProblems: ports.configProblems,
            entries: outbox.list().items.map(
              (item): BundledEntry => ({
                id: item.kind === 'add-credit' ? item.creditId : item.guestId,
                kind: item.kind,
                state: item.state,
                why: item.stuck,
                amount: item.kind === 'add-credit' ? item.amount : 0,
                givenAt: item.givenAt,
                since: item.since,
                requestId: item.refusal?.requestId ?? null,
              }),
            ),
            logs,
            forbidden: ports.forbidden(),
            guestNames: ports.guestNames(),
          }),
        );
        if (!written.ok) return written;
        ledger.append({ kind: 'kiosk-changed', by, how: 'support-bundle' });
        return ok({ path: written.value });
      }),
    exitKiosk: () =>
      asManager('exitKiosk', (by) => {
        ledger.append({ kind: 'kiosk-changed', by, how: 'exit' });
        ports.exit();
        return ok(null);
      }),
    confirmMoved: ({ as }) =>
      asManager('confirmMoved', (by): Answer<'confirmMoved'> => {
        if (!ports.moved()) return err({ code: 'not-possible' });
        ports.db.transaction(() => {
          ledger.append({ kind: 'kiosk-changed', by, how: as === 'copy' ? 'is-copy' : 'replaces' });
          ports.settleMoved(as);
        });
        // The outbox reads its entries again.
        beginAnew('records', by);
        return ok(null);
      }),
    readSetUp: (): Said<'readSetUp'> => settingUp('readSetUp', async () => ok(await ports.setUp.read())),
    changeSetUp: (change): Said<'changeSetUp'> => settingUp('changeSetUp', () => ports.setUp.change(change)),
    testSetUp: (): Said<'testSetUp'> => settingUp('testSetUp', () => ports.setUp.test()),
    finishSetUp: ({ pin }): Said<'finishSetUp'> =>
      settingUp('finishSetUp', () =>
        changing(async (): Promise<Answer<'finishSetUp'>> => {
          const done = await ports.setUp.finish(pin);
          if (!done.ok) return done;
          try {
            ledger.append({ kind: 'kiosk-changed', by: visit.current(), how: 'to-live' });
          } catch (error) {
            settings.set('profile', ports.profile.kept);
            throw error;
          }
          beginAnew('mode', visit.current());
          return ok(null);
        }),
      ),
    dropSetUp: (): Said<'dropSetUp'> => settingUp('dropSetUp', async () => ok(await ports.setUp.drop())),
  };
}
