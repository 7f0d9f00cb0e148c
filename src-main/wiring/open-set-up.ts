import { dirname } from 'node:path';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import {
  createLivePins,
  type LivePins,
  putFirstManager,
  putMovedStaff,
  recordsOf,
  settingsMarkIn,
  takesStaff,
  waitingIn,
} from '../app/live-data.ts';
import { readSettingsMark } from '../audit/settings-mark.ts';
import { createProbe } from '../crm/probe.ts';
import { createImportFolder } from '../lib/import-folder.ts';
import { configSchema } from '../settings/schema.ts';
import { addressTrustOf } from '../setup/address.ts';
import { liveDatabase } from '../setup/profile.ts';
import { createProfileChanges, type ProfileChanges } from '../setup/profile-changes.ts';
import { MAX_SET_UP_FILE } from '../setup/set-up-file.ts';
import { createSetUp, type SetUpService } from '../setup/setup.ts';
import type { Base } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { OpenedOutbox } from './open-outbox.ts';
import type { OpenedRecords } from './open-records.ts';
import type { OpenedStaff } from './open-staff.ts';

type Opened = Base & OpenedDatabase & OpenedRecords & OpenedStaff & Pick<OpenedOutbox, 'outbox'>;

/** The set-up, what changes the profile, and the PINs of a restaurant whose data is not in use. */
export interface OpenedSetUp {
  readonly setUp: SetUpService;
  readonly changes: ProfileChanges;
  readonly livePins: LivePins;
}

export function openSetUp(base: Opened): OpenedSetUp {
  const { clock, config, db, staffService, ids, input, logger, outbox, scheduler, secretBox } = base;
  const { dataFolder } = input;
  const allowLoopback = input.allowLoopback === true;
  const inUse = (guid: string): boolean => base.folderName === liveDatabase(guid).folder;
  const { pinCost } = input;
  const liveStaff = { clock, scheduler, ids, logger, secretBox, dataFolder, config, pinCost };
  const livePins = createLivePins(liveStaff);
  const entrance = createEntrance(base, livePins);
  const setUp = createSetUp({
    ...base,
    keyLost: staffService.keyLost,
    probe: createProbe(base),
    language: () => config.language,
    configFor: input.configFor ?? ((own) => configSchema.parse(own)),
    given: config.toast,
    allowWeakSealing: config.security.allowWeakSealing,
    allowLoopback,
    orphaned: (guid) => (inUse(guid) ? outbox.waiting() : waitingIn(dataFolder, liveDatabase(guid).folder)),
    standing: (url) => addressTrustOf(url, config.toast.url, allowLoopback),
    records: async (guid) =>
      inUse(guid) ? (staffService.keyLost ? 'closed' : 'kept') : recordsOf(liveStaff, guid),
    markOf: (guid) => (inUse(guid) ? readSettingsMark(db) : settingsMarkIn(dataFolder, guid)),
    enterRecords: async (guid, pin, wantsSecond) => {
      const entered = await (inUse(guid) ? entrance.inUse(pin) : entrance.notInUse(guid, pin, wantsSecond));
      return entered.ok ? ok(null) : entered;
    },
    folder: createImportFolder(dirname(base.staffFile.path), '.hoststand', MAX_SET_UP_FILE),
    takesStaff: (guid) => !inUse(guid) && takesStaff(dataFolder, guid),
    putStaff: (guid, staff) => putMovedStaff(liveStaff, guid, staff),
    putManager: async (guid, name, pin) => {
      if (!entrance.mayFinish(pin)) return needsSecond;
      return inUse(guid)
        ? staffService.putManager(base.managerSession.current(), name, pin)
        : putFirstManager(liveStaff, guid, name, pin);
    },
  });
  const changes = createProfileChanges({ ...base, allowWeakSealing: config.security.allowWeakSealing });
  return { setUp, changes, livePins };
}

const needsSecond = err({ code: 'second-manager-needed' } as const);

/** How a manager's PIN finishes a set-up: in the records in use, or in those of another restaurant. */
function createEntrance(
  { config, staffService, record, second, managerSession }: Opened,
  livePins: LivePins,
) {
  /** A set-up within a manager session makes a manager, or gives one another PIN. */
  const mayFinish = (pin: string): boolean => {
    const by = managerSession.current();
    return by === null || second.allows({ by, request: 'finishSetUp', content: pin });
  };
  return {
    mayFinish,
    inUse: async (pin: string): Promise<Result<StaffName, AppError>> => {
      if (!mayFinish(pin)) return needsSecond;
      const manager = await staffService.checkPin(pin, 'manager-visit');
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
