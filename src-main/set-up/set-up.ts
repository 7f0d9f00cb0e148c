import { z } from 'zod';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { OwnSetting } from '../../src-preload/contract/manager.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { ProbeResult, SetUp, SetUpChange } from '../../src-preload/contract/set-up.ts';
import type { Language } from '../../src-preload/contract/status.ts';
import { openSecret, sealSecret } from '../lib/sealed-key.ts';
import type { SecretBox, Settings } from '../ports.ts';
import type { ProbeConnection, ToastConnection } from './gateway.ts';
import { GUID, type Profile, sealConnection, tidyUrl } from './profile.ts';

/** What is filled in so far. In memory whole; on the disk the secrets only sealed. */
interface Draft {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly restaurantGuid: string;
  readonly deviceGuid: string;
  readonly own: Readonly<Partial<Record<'timeZone' | 'dayEndsAtHour' | 'houseName', string | number>>>;
  readonly managerName: string;
}

const EMPTY: Draft = {
  url: '',
  clientId: '',
  clientSecret: '',
  restaurantGuid: '',
  deviceGuid: '',
  own: {},
  managerName: '',
};

/** What waits in the books of a restaurant, unsent. */
export interface LeftBehind {
  readonly count: number;
  readonly sum: number;
}

export interface SetUpPorts {
  readonly settings: Settings;
  readonly secretBox: SecretBox;
  readonly profile: Profile;
  readonly probe: ProbeConnection;
  readonly language: () => Language;
  /** What is in force, for what has not been typed. */
  readonly inForce: { readonly timeZone: string; readonly dayEndsAtHour: number; readonly houseName: string };
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
  /** What waits in the books of that restaurant on this kiosk. */
  readonly leftBehind: (restaurantGuid: string) => LeftBehind;
  readonly isKnown: (restaurantGuid: string) => boolean;
  /** Why the kiosk's own settings cannot be these; null where they can. */
  readonly checkOwn: (
    changes: Draft['own'],
  ) => Result<unknown, { readonly key: string; readonly problem: string }>;
  /** Writes the manager into the books of that restaurant, or gives them that PIN where they stand there already. */
  readonly putManager: (restaurantGuid: string, name: string, pin: string) => Promise<Result<null, AppError>>;
}

/** The set-up of a restaurant: filled in page by page, kept in between, and put in force by one write at the end. */
export interface SetUpDesk {
  readonly read: () => Promise<SetUp>;
  readonly change: (change: SetUpChange) => Promise<Result<SetUp, AppError>>;
  readonly test: () => Promise<Result<SetUp, AppError>>;
  /** Puts it all in force. The kiosk is live after its next beginning, which whoever called brings about. */
  readonly finish: (pin: string) => Promise<Result<Profile, AppError>>;
  /** Forgets what was filled in. */
  readonly drop: () => Promise<SetUp>;
}

const keptSchema = z.object({
  url: z.string(),
  own: z.object({
    timeZone: z.string().optional(),
    dayEndsAtHour: z.number().optional(),
    houseName: z.string().optional(),
  }),
  managerName: z.string(),
  sealed: z.string().nullable(),
});
const secretSchema = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  restaurantGuid: z.string(),
  deviceGuid: z.string(),
});

export function createSetUp(ports: SetUpPorts): SetUpDesk {
  const { settings, secretBox, profile, given } = ports;
  let draft: Draft | null = null;
  /** The last test, and of exactly what. */
  let tested: { readonly of: string; readonly result: ProbeResult } | null = null;

  const load = async (): Promise<Draft> => {
    draft ??= await readKept();
    return draft;
  };
  const readKept = async (): Promise<Draft> => {
    const start = {
      ...EMPTY,
      url: given.url ?? '',
      clientId: given.clientId ?? '',
      restaurantGuid: given.restaurantGuid ?? '',
      deviceGuid: given.deviceGuid ?? '',
    };
    const kept = keptSchema.safeParse(settings.get('setUpDraft'));
    if (!kept.success) return start;
    const { sealed, own, ...plain } = kept.data;
    const opened = sealed === null ? null : await openSecret(secretBox, sealed, ports.allowWeakSealing);
    const secrets = opened === null ? null : secretSchema.safeParse(JSON.parse(opened));
    return { ...start, ...plain, own: defined(own), ...(secrets?.success ? secrets.data : {}) };
  };
  /** What cannot be sealed is not put down: it is typed again after a restart. */
  const keep = async (next: Draft): Promise<void> => {
    draft = next;
    const { url, own, managerName, clientId, clientSecret, restaurantGuid, deviceGuid } = next;
    const secrets = JSON.stringify({ clientId, clientSecret, restaurantGuid, deviceGuid });
    const mayKeep = ports.allowWeakSealing || (await secretBox.strength()) === 'strong';
    const sealed = mayKeep ? await sealSecret(secretBox, secrets, ports.allowWeakSealing) : null;
    settings.set('setUpDraft', { url, own, managerName, sealed });
  };

  const sealing = async (): Promise<SetUp['sealing']> => {
    if ((await secretBox.strength()) === 'strong') return 'strong';
    return ports.allowWeakSealing ? 'weak-allowed' : 'weak';
  };
  const shown = async (of: Draft): Promise<SetUp> => ({
    language: ports.language(),
    url: of.url,
    clientIdEnds: endOf(of.clientId),
    hasSecret: of.clientSecret !== '',
    restaurantEnds: endOf(of.restaurantGuid),
    deviceEnds: endOf(of.deviceGuid),
    tested: tested?.of === connectionKey(of) ? tested.result : null,
    timeZone: String(of.own.timeZone ?? ports.inForce.timeZone),
    dayEndsAtHour: Number(of.own.dayEndsAtHour ?? ports.inForce.dayEndsAtHour),
    houseName: String(of.own.houseName ?? ports.inForce.houseName),
    managerName: of.managerName,
    sealing: await sealing(),
    knownRestaurant: GUID.test(of.restaurantGuid) && ports.isKnown(of.restaurantGuid),
  });

  const connectionOf = (of: Draft): Result<ToastConnection, AppError> => {
    if (of.url === '' || of.clientId === '' || of.clientSecret === '' || of.restaurantGuid === '') {
      return err({ code: 'set-up-incomplete' });
    }
    const { url, clientId, clientSecret, restaurantGuid } = of;
    return ok({ url, clientId, clientSecret, restaurantGuid, deviceGuid: of.deviceGuid || null });
  };

  /** Another restaurant, or another address, while credit given at the present one still waits here. */
  const strands = ({ url, restaurantGuid }: ToastConnection): AppError | null => {
    const { live } = profile;
    if (live === null || (live.restaurantGuid === restaurantGuid && live.url === url)) return null;
    const { count, sum } = ports.leftBehind(live.restaurantGuid);
    return count === 0 ? null : { code: 'entries-wait', count, sum };
  };

  return {
    read: async () => shown(await load()),
    change: async (change) => {
      const before = await load();
      const url = change.url === undefined ? before.url : tidyUrl(change.url, ports.allowLoopback);
      if (url === null) return err({ code: 'address-unfit' });
      const restaurantGuid = guidOf(change.restaurant ?? before.restaurantGuid);
      const deviceGuid = guidOf(change.device ?? before.deviceGuid);
      if (restaurantGuid === null) return err({ code: 'guid-unfit', of: 'restaurant' });
      if (deviceGuid === null) return err({ code: 'guid-unfit', of: 'device' });
      const { timeZone, dayEndsAtHour, houseName } = change;
      const own = { ...before.own, ...defined({ timeZone, dayEndsAtHour, houseName }) };
      const checked = ports.checkOwn(own);
      if (!checked.ok) {
        const { key, problem } = checked.error;
        return err({ code: 'setting-unfit', key: key as OwnSetting, problem });
      }
      const next: Draft = {
        url,
        clientId: change.client?.trim() ?? before.clientId,
        clientSecret: change.secret?.trim() ?? before.clientSecret,
        restaurantGuid,
        deviceGuid,
        own,
        managerName: change.managerName?.trim() ?? before.managerName,
      };
      await keep(next);
      return ok(await shown(next));
    },
    test: async () => {
      const of = await load();
      const connection = connectionOf(of);
      if (!connection.ok) return connection;
      const result = await ports.probe(connection.value);
      tested = { of: connectionKey(of), result };
      return ok(await shown(await load()));
    },
    finish: async (pin) => {
      const of = await load();
      const connection = connectionOf(of);
      if (!connection.ok) return connection;
      if (tested?.of !== connectionKey(of) || tested.result.outcome !== 'passed')
        return err({ code: 'not-tested' });
      const stranded = strands(connection.value);
      if (stranded) return err(stranded);
      if ((await sealing()) === 'weak') return err({ code: 'cannot-seal' });
      const own = ports.checkOwn(of.own);
      if (!own.ok)
        return err({ code: 'setting-unfit', key: own.error.key as OwnSetting, problem: own.error.problem });
      const { restaurantGuid } = connection.value;
      // First what can be done again and harms nobody: books that are there and not in use.
      const put = await ports.putManager(restaurantGuid, of.managerName, pin);
      if (!put.ok) return put;
      const live = await sealConnection(connection.value, secretBox, ports.allowWeakSealing);
      const next: Profile = { mode: 'live', live, own: own.value };
      if (!settings.set('profile', next)) {
        // As before also in memory.
        settings.set('profile', ports.profile);
        return err({ code: 'not-saved' });
      }
      settings.set('setUpDraft', null);
      draft = null;
      return ok(next);
    },
    drop: async () => {
      settings.set('setUpDraft', null);
      draft = null;
      tested = null;
      return shown(await load());
    },
  };
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
