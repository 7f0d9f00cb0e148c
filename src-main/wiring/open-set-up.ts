import type { AppError } from '../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import {
  createLivePins,
  type LivePins,
  putFirstManager,
  recordsOf,
  settingsMarkIn,
  waitingIn,
} from '../app/live-data.ts';
import { readSettingsMark } from '../audit/settings-mark.ts';
import { createProbe } from '../crm/probe.ts';
import { configSchema } from '../settings/schema.ts';
import { standingOf } from '../setup/address.ts';
import { liveBooks } from '../setup/profile.ts';
import { createProfileChanges, type ProfileChanges } from '../setup/profile-changes.ts';
import { createSetUp, type SetUpDesk } from '../setup/setup.ts';
import type { Base } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { OpenedOutbox } from './open-outbox.ts';
import type { OpenedRecords } from './open-records.ts';
import type { OpenedStaff } from './open-staff.ts';

type Opened = Base & OpenedDatabase & OpenedRecords & OpenedStaff & Pick<OpenedOutbox, 'outbox'>;

/** The set-up, what changes the profile, and the PINs of a restaurant whose data is not in use. */
export interface OpenedSetUp {
  readonly setUp: SetUpDesk;
  readonly changes: ProfileChanges;
  readonly livePins: LivePins;
}

export function openSetUp(base: Opened): OpenedSetUp {
  const { clock, config, db, desk, ids, input, logger, outbox, scheduler, secretBox } = base;
  const { dataFolder } = input;
  const allowLoopback = input.allowLoopback === true;
  const inUse = (guid: string): boolean => base.folderName === liveBooks(guid).folder;
  const { pinCost } = input;
  const liveStaff = { clock, scheduler, ids, logger, secretBox, dataFolder, config, pinCost };
  const livePins = createLivePins(liveStaff);
  const entrance = createEntrance(base, livePins);
  const setUp = createSetUp({
    ...base,
    keyLost: desk.keyLost,
    probe: createProbe(base),
    language: () => config.language,
    configFor: input.configFor ?? ((own) => configSchema.parse(own)),
    given: config.toast,
    allowWeakSealing: config.security.allowWeakSealing,
    allowLoopback,
    leftBehind: (guid) => (inUse(guid) ? outbox.waiting() : waitingIn(dataFolder, liveBooks(guid).folder)),
    standing: (url) => standingOf(url, config.toast.url, allowLoopback),
    records: async (guid) => (inUse(guid) ? (desk.keyLost ? 'closed' : 'kept') : recordsOf(liveStaff, guid)),
    markOf: (guid) => (inUse(guid) ? readSettingsMark(db) : settingsMarkIn(dataFolder, guid)),
    enterRecords: async (guid, pin, wantsSecond) => {
      const entered = await (inUse(guid) ? entrance.inUse(pin) : entrance.notInUse(guid, pin, wantsSecond));
      return entered.ok ? ok(null) : entered;
    },
    putManager: async (guid, name, pin) => {
      if (!entrance.mayFinish(pin)) return needsSecond;
      return inUse(guid)
        ? desk.putManager(base.visit.current(), name, pin)
        : putFirstManager(liveStaff, guid, name, pin);
    },
  });
  const changes = createProfileChanges({ ...base, allowWeakSealing: config.security.allowWeakSealing });
  return { setUp, changes, livePins };
}

const needsSecond = err({ code: 'second-manager-needed' } as const);

/** How a manager's PIN finishes a set-up: in the records in use, or in those of another restaurant. */
function createEntrance({ config, desk, record, second, visit }: Opened, livePins: LivePins) {
  /** A set-up within a manager session makes a manager, or gives one another PIN. */
  const mayFinish = (pin: string): boolean => {
    const by = visit.current();
    return by === null || second.allows({ by, request: 'finishSetUp', content: pin });
  };
  return {
    mayFinish,
    inUse: async (pin: string): Promise<Result<StaffName, AppError>> => {
      if (!mayFinish(pin)) return needsSecond;
      const manager = await desk.checkPin(pin, 'manager-visit');
      if (!manager.ok) return manager;
      if (manager.value.role !== 'manager') return err({ code: 'approver-not-manager' });
      record({ kind: 'kiosk-changed', by: manager.value, how: 'set-up' });
      return manager;
    },
    notInUse: (guid: string, pin: string, wantsSecond: boolean) =>
      livePins.enter(guid, pin, 'set-up', (by, wantedThere) =>
        second.allows({
          ...{ by, request: 'finishSetUp', content: pin },
          wanted: config.rules.secondManager.on || wantsSecond || wantedThere,
          door: (pinOfSecond, work) => livePins.look(guid, pinOfSecond, 'second-manager', work),
        }),
      ),
  };
}
