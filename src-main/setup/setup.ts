import { z } from 'zod';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { OwnSetting } from '../../src-preload/contract/manager.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type {
  AddressTrust,
  KeptRecords,
  ProbeResult,
  SetUp,
  SetUpChange,
  SetUpFiles,
} from '../../src-preload/contract/set-up.ts';
import type { Language, Mode } from '../../src-preload/contract/status.ts';
import { policySummary } from '../credits/limits.ts';
import type { MovedStaff } from '../domain/moved-staff.ts';
import type { ImportFolder } from '../lib/import-folder.ts';
import { openText, sealText } from '../lib/sealed-key.ts';
import type { SecretBox, Settings } from '../ports.ts';
import { changeOwn, type OwnChanges } from '../settings/own.ts';
import type { AppConfig } from '../settings/schema.ts';
import { TOAST_ADDRESSES, tidyUrl } from './address.ts';
import type { ProbeConnection, ToastConnection } from './gateway.ts';
import { type MovedSetUp, movedSchema, readMoved, takeLooks } from './moved-set-up.ts';
import { changedLimits, GUID, type Profile, sealProfile, withTraining } from './profile.ts';
import { openSetUpFile, type SetUpFileError } from './set-up-file.ts';

const draftSchema = z.strictObject({
  url: z.string(),
  /** The address that someone said is right, though no one else vouches for it. */
  confirmedUrl: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  restaurantGuid: z.string(),
  deviceGuid: z.string(),
  own: z.strictObject({
    timeZone: z.string().exactOptional(),
    dayEndsAtHour: z.number().exactOptional(),
    houseName: z.string().exactOptional(),
  }),
  managerName: z.string(),
  /** The set-up of another PC, where it was filled in from a file. Versions before this one wrote none. */
  moved: movedSchema.nullable().default(null),
});

/** What is filled in so far. On the disk it is sealed whole, so that no address can be put beside a secret. */
type Draft = Readonly<z.infer<typeof draftSchema>>;

const EMPTY: Draft = {
  url: '',
  confirmedUrl: '',
  clientId: '',
  clientSecret: '',
  restaurantGuid: '',
  deviceGuid: '',
  own: {},
  managerName: '',
  moved: null,
};
const PLACE = 'hoststand set-up';

/** What is waiting in the database of a restaurant, unsent. */
export interface Orphaned {
  readonly count: number;
  readonly sum: number;
}

export interface SetUpPorts {
  readonly settings: Settings;
  readonly secretBox: SecretBox;
  readonly profile: Profile;
  readonly mode: Mode;
  /** The current records are live's, and no one can sign in to them any more. */
  readonly keyLost: boolean;
  readonly probe: ProbeConnection;
  readonly language: () => Language;
  /** The whole configuration, with these settings as live's own. */
  readonly configFor: (own: unknown) => AppConfig;
  /** What the admin's file says of the connection: filled in already. */
  readonly given: {
    readonly url: string | null;
    readonly clientId: string | null;
    readonly restaurantGuid: string | null;
    readonly deviceGuid: string | null;
  };
  readonly allowWeakSealing: boolean;
  /** http to this PC itself may be set up as live: only ever in tests. */
  readonly allowLoopback: boolean;
  /** Who vouches for a tidy address, besides the person who sets up. */
  readonly standing: (url: string) => Exclude<AddressTrust, 'confirmed'>;
  /** What is waiting in the database of that restaurant on this kiosk. */
  readonly orphaned: (restaurantGuid: string) => Orphaned;
  readonly records: (restaurantGuid: string) => Promise<KeptRecords>;
  /** The newest serial of live's settings that the restaurant's records name. */
  readonly markOf: (restaurantGuid: string) => number | null;
  /**
   * Whether this is the PIN of a manager in the records of that restaurant; records there who went live with it.
   * @param wantsSecond whether its settings want a second manager for that.
   */
  readonly enterRecords: (
    restaurantGuid: string,
    pin: string,
    wantsSecond: boolean,
  ) => Promise<Result<null, AppError>>;
  /** Where an admin puts set-up files for this PC. */
  readonly folder: ImportFolder;
  /** Whether nothing at all is here of that restaurant, so that its staff may come from a file. */
  readonly takesStaff: (restaurantGuid: string) => boolean;
  /** Puts the staff of another PC into the database of a restaurant of which nothing is here. */
  readonly putStaff: (restaurantGuid: string, staff: MovedStaff) => Promise<Result<null, AppError>>;
  /** Adds a first manager to the database of a restaurant where no one can sign in. */
  readonly putManager: (restaurantGuid: string, name: string, pin: string) => Promise<Result<null, AppError>>;
}

/** The set-up of a restaurant: filled in page by page, kept in between, and put to use by one write at the end. */
export interface SetUpService {
  readonly read: () => Promise<SetUp>;
  readonly change: (change: SetUpChange) => Promise<Result<SetUp, AppError>>;
  readonly test: () => Promise<Result<SetUp, AppError>>;
  /**
   * Makes the kiosk live at its next beginning, which the caller brings about.
   * @param pin the first manager's, or, for a restaurant whose records are here, that of one of their managers.
   */
  readonly finish: (pin: string) => Promise<Result<Profile, AppError>>;
  /** Forgets what was filled in. */
  readonly drop: () => Promise<SetUp>;
  readonly files: () => SetUpFiles;
  /** Fills everything in from a file that another kiosk wrote. Where it cannot be read nothing changes. */
  readonly importFile: (name: string, passphrase: string) => Promise<Result<SetUp, AppError>>;
}

/** What is filled in so far, kept over a restart where it can be sealed. */
function createDraftStore(ports: SetUpPorts) {
  const { settings, secretBox, given, allowWeakSealing } = ports;
  let draft: Draft | null = null;
  const load = async (): Promise<Draft> => {
    draft ??= await readKept();
    return draft;
  };
  /** As the admin has filled it in. */
  const start = (): Draft => ({
    ...EMPTY,
    url: tidyUrl(given.url ?? '', ports.allowLoopback) ?? '',
    clientId: given.clientId ?? '',
    restaurantGuid: given.restaurantGuid?.toLowerCase() ?? '',
    deviceGuid: given.deviceGuid?.toLowerCase() ?? '',
  });
  const readKept = async (): Promise<Draft> => {
    const kept = settings.get('setUpDraft');
    if (typeof kept !== 'string') return start();
    const renew = (again: string): void => void settings.set('setUpDraft', again);
    const opened = await openText(secretBox, kept, PLACE, allowWeakSealing, renew);
    const read = opened === null ? null : draftSchema.safeParse(JSON.parse(opened));
    return read?.success ? read.data : start();
  };
  /** What cannot be sealed is not put down: it is typed again after a restart. */
  const keep = async (next: Draft): Promise<void> => {
    draft = next;
    const mayKeep = allowWeakSealing || (await secretBox.strength()) === 'strong';
    settings.set(
      'setUpDraft',
      mayKeep ? await sealText(secretBox, JSON.stringify(next), PLACE, allowWeakSealing) : null,
    );
  };
  const forget = (): void => {
    settings.set('setUpDraft', null);
    draft = null;
  };
  return { load, keep, forget, start };
}

/** The set-up as the page sees it. */
function createView(ports: SetUpPorts) {
  const { secretBox, profile, allowWeakSealing } = ports;
  const sealing = async (): Promise<SetUp['sealing']> => {
    if ((await secretBox.strength()) === 'strong') return 'strong';
    return allowWeakSealing ? 'weak-allowed' : 'weak';
  };
  /** Live's settings as they will be: those of this restaurant, where it is live here, with what was filled in. */
  const ownFor = (of: Draft, more: OwnChanges = {}) => {
    const here = profile.live?.restaurantGuid === of.restaurantGuid;
    const before = here ? profile.live.own : (movedOf(of)?.own ?? {});
    return changeOwn(before, { ...of.own, ...more });
  };
  const shown = async (of: Draft, tested: ProbeResult | null): Promise<SetUp> => {
    const own = ownFor(of);
    const config = ports.configFor(own.ok ? own.value : {});
    return {
      language: ports.language(),
      url: of.url,
      standing: of.url === '' ? null : addressTrustOf(ports, of),
      suggested: TOAST_ADDRESSES,
      clientIdEnds: endOf(of.clientId),
      hasSecret: of.clientSecret !== '',
      restaurantEnds: endOf(of.restaurantGuid),
      deviceEnds: endOf(of.deviceGuid),
      tested,
      timeZone: config.timeZone,
      dayEndsAtHour: config.dayEndsAtHour,
      houseName: config.houseName,
      managerName: of.managerName,
      sealing: await sealing(),
      records: await recordsOf(ports, of),
      moved: of.moved && { from: of.moved.from, at: of.moved.at, staff: of.moved.staff.people.length },
      policy: policySummary(config.rules),
      limits: changedLimits(config),
    };
  };
  return { sealing, ownFor, shown };
}

export function createSetUp(ports: SetUpPorts): SetUpService {
  const { settings, secretBox, profile, allowWeakSealing } = ports;
  const drafts = createDraftStore(ports);
  const { load, keep } = drafts;
  const { sealing, ownFor, shown: shownWith } = createView(ports);
  /** The last test, and of exactly what. */
  let tested: { readonly of: string; readonly result: ProbeResult } | null = null;

  const shown = (of: Draft): Promise<SetUp> =>
    shownWith(of, tested?.of === connectionKey(of) ? tested.result : null);

  return {
    read: async () => shown(await load()),
    change: async (change) => {
      const before = await load();
      const url = change.url === undefined ? before.url : tidyUrl(change.url, ports.allowLoopback);
      if (url === null) return err({ code: 'address-unfit' });
      // A secret that is typed before its address would go to whichever address is typed next.
      if (url === '' && (change.client || change.secret)) return err({ code: 'set-up-incomplete' });
      const restaurantGuid = guidOf(change.restaurant ?? before.restaurantGuid);
      const deviceGuid = guidOf(change.device ?? before.deviceGuid);
      if (restaurantGuid === null) return err({ code: 'guid-unfit', of: 'restaurant' });
      if (deviceGuid === null) return err({ code: 'guid-unfit', of: 'device' });
      const { timeZone, dayEndsAtHour, houseName } = change;
      const own = { ...before.own, ...defined({ timeZone, dayEndsAtHour, houseName }) };
      const checked = ownFor(before, own);
      if (!checked.ok) {
        const { key, problem } = checked.error;
        return err({ code: 'setting-unfit', key: key as OwnSetting, problem });
      }
      const moved = url !== before.url;
      const next: Draft = {
        url,
        confirmedUrl: change.confirmUrl === undefined ? before.confirmedUrl : change.confirmUrl.trim(),
        clientId: change.client?.trim() ?? (moved ? givenClientFor(ports, url, before.url) : before.clientId),
        clientSecret: change.secret?.trim() ?? (moved ? '' : before.clientSecret),
        restaurantGuid,
        deviceGuid,
        own,
        managerName: change.managerName?.trim() ?? before.managerName,
        moved: before.moved,
      };
      await keep(next);
      return ok(await shown(next));
    },
    test: async () => {
      const of = await load();
      const connection = connectionOf(ports, of);
      if (!connection.ok) return connection;
      const result = await ports.probe(connection.value);
      tested = { of: connectionKey(of), result };
      return ok(await shown(await load()));
    },
    finish: async (pin) => {
      const of = await load();
      const connection = connectionOf(ports, of);
      if (!connection.ok) return connection;
      if (tested?.of !== connectionKey(of) || tested.result.outcome !== 'passed')
        return err({ code: 'not-tested' });
      const stranded = strands(ports, connection.value);
      if (stranded) return err(stranded);
      if ((await sealing()) === 'weak') return err({ code: 'cannot-seal' });
      const own = ownFor(of);
      if (!own.ok)
        return err({ code: 'setting-unfit', key: own.error.key as OwnSetting, problem: own.error.problem });
      const { restaurantGuid } = connection.value;
      // A kiosk without a profile beside live's records is taken for one that lost it.
      if (profile.kept === undefined && !settings.set('profile', withTraining(profile, {}).kept)) {
        return err({ code: 'not-saved' });
      }
      // First what can be done again and harms no one: database that are there and not in use.
      const allowed = await allow(ports, of, own.value, pin);
      if (!allowed.ok) return allowed;
      const same = profile.live?.restaurantGuid === restaurantGuid ? profile.live : null;
      const next = await sealProfile(
        {
          ...profile,
          mode: 'live',
          live: {
            restaurantGuid,
            connection: connection.value,
            own: own.value,
            serial: Math.max(same?.serial ?? 0, ports.markOf(restaurantGuid) ?? 0) + 1,
            unconfirmed: same?.unconfirmed ?? [],
            shelved: null,
          },
        },
        { box: secretBox, allowUnsealed: allowWeakSealing },
      );
      if (!settings.set('profile', next.kept)) {
        // As before also in memory.
        settings.set('profile', profile.kept);
        return err({ code: 'not-saved' });
      }
      if (of.moved) takeLooks(of.moved.looks, settings);
      drafts.forget();
      return ok(next);
    },
    drop: async () => {
      drafts.forget();
      tested = null;
      return shown(await load());
    },
    files: () => ({ folder: ports.folder.path, files: ports.folder.list() }),
    importFile: async (name, passphrase) => {
      const moved = await readFile(ports, name, passphrase);
      if (!moved.ok) return moved;
      const { deviceGuid } = drafts.start();
      // An address that needs a person's word needs it here, too. The device is another one.
      const next = { ...EMPTY, ...moved.value.connection, deviceGuid, moved: moved.value };
      await keep(next);
      return ok(await shown(next));
    },
  };
}

const WHY = {
  'no-set-up-file': 'not-ours',
  'newer-version': 'newer',
  'wrong-passphrase': 'passphrase',
  damaged: 'damaged',
} as const satisfies Record<SetUpFileError, Extract<AppError, { code: 'set-up-file' }>['why']>;

/** The set-up in a file of another kiosk, whole and checked. */
async function readFile(
  { folder, allowLoopback }: SetUpPorts,
  name: string,
  passphrase: string,
): Promise<Result<MovedSetUp, AppError>> {
  const file = folder.read(name);
  if (!file.ok) return err({ code: 'set-up-file', why: file.error });
  const opened = await openSetUpFile(file.value, passphrase);
  if (!opened.ok) return err({ code: 'set-up-file', why: WHY[opened.error] });
  const moved = readMoved(opened.value, allowLoopback);
  return moved === null ? err({ code: 'set-up-file', why: 'damaged' }) : ok(moved);
}

/** What came from another PC, where it is of the restaurant that is filled in. */
const movedOf = ({ moved, restaurantGuid }: Draft): MovedSetUp | null =>
  moved?.connection.restaurantGuid === restaurantGuid ? moved : null;

function addressTrustOf(ports: SetUpPorts, of: Draft): AddressTrust {
  const standing = ports.standing(of.url);
  return standing === 'unknown' && of.confirmedUrl === of.url ? 'confirmed' : standing;
}

async function recordsOf(ports: SetUpPorts, of: Draft): Promise<KeptRecords | 'coming'> {
  if (!GUID.test(of.restaurantGuid)) return 'none';
  if (movedOf(of) !== null && ports.takesStaff(of.restaurantGuid)) return 'coming';
  return ports.records(of.restaurantGuid);
}

/** The admin's client id goes with the admin's address, or with the first one typed where the admin names none. */
function givenClientFor({ given, allowLoopback }: SetUpPorts, url: string, before: string): string {
  const mayGo = given.url === null ? before === '' : tidyUrl(given.url, allowLoopback) === url;
  return mayGo ? (given.clientId ?? '') : '';
}

/** Where and with what Toast is asked; nothing goes to an address that no one vouches for. */
function connectionOf(ports: SetUpPorts, of: Draft): Result<ToastConnection, AppError> {
  if (of.url === '' || of.clientId === '' || of.clientSecret === '' || of.restaurantGuid === '') {
    return err({ code: 'set-up-incomplete' });
  }
  if (addressTrustOf(ports, of) === 'unknown') return err({ code: 'address-unknown' });
  const { url, clientId, clientSecret, restaurantGuid } = of;
  return ok({ url, clientId, clientSecret, restaurantGuid, deviceGuid: of.deviceGuid || null });
}

/** Another restaurant, or another address, while credit given at the present one still waits here. */
function strands(ports: SetUpPorts, { url, restaurantGuid }: ToastConnection): AppError | null {
  const { live } = ports.profile;
  // An address that cannot be opened cannot be compared: the records are the same, and send to where they are set up.
  const same = live?.restaurantGuid === restaurantGuid && (live.connection?.url ?? url) === url;
  if (live === null || same) return null;
  const { count, sum } = ports.orphaned(live.restaurantGuid);
  return count === 0 ? null : { code: 'entries-wait', count, sum };
}

/**
 * Who may put this to use. A kiosk that is live at another restaurant is set up from there, by its manager. Records
 * that are here open with the PIN of one of their managers; records no one can open, at an address that someone else
 * than the person at the kiosk vouches for.
 */
async function allow(
  ports: SetUpPorts,
  of: Draft,
  own: unknown,
  pin: string,
): Promise<Result<null, AppError>> {
  const { restaurantGuid } = of;
  const { live } = ports.profile;
  const managed = ports.mode === 'live' && !ports.keyLost;
  if (live !== null && live.restaurantGuid !== restaurantGuid && !managed) {
    return err({ code: 'other-restaurant' });
  }
  const records = await recordsOf(ports, of);
  const moved = movedOf(of);
  if (records === 'coming' && moved !== null) {
    const put = await ports.putStaff(restaurantGuid, moved.staff);
    if (!put.ok) return put;
  }
  if (records === 'kept' || records === 'coming') {
    return ports.enterRecords(restaurantGuid, pin, ports.configFor(own).rules.secondManager.on);
  }
  if (records === 'closed' && addressTrustOf(ports, of) === 'confirmed')
    return err({ code: 'address-unknown' });
  return ports.putManager(restaurantGuid, of.managerName, pin);
}

/** What a test was of: any other character is another connection. */
function connectionKey({ url, clientId, clientSecret, restaurantGuid }: Draft): string {
  return JSON.stringify([url, clientId, clientSecret, restaurantGuid]);
}

/** Lower case; empty stays empty; null where it is no GUID. */
function guidOf(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  return text === '' || GUID.test(text) ? text : null;
}

const END = 4;
function endOf(text: string): string | null {
  return text === '' ? null : text.slice(-END);
}

function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as never;
}
