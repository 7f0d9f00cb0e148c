import type { RequestName } from '../../src-preload/contract/channels.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { phoneKey } from '../../src-preload/contract/formats/phone.ts';
import type { GuestMemory, GuestView } from '../../src-preload/contract/guest.ts';
import type { SignedCents } from '../../src-preload/contract/money.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import { errorText } from '../lib/error-words.ts';
import { createPace, type Pace, type PaceLimit } from '../lib/pace.ts';
import type { KeyStore, Logger } from '../ports.ts';
import { createGuestCreation, type GuestCreation, type GuestCreationPorts } from './create-guest.ts';
import { createCursors } from './cursors.ts';
import { createDayHistory } from './day-history.ts';
import type { CrmGuest } from './gateway.ts';
import type { GuestAct } from './guest-acts.ts';
import { createOpening, type Opening, type OpeningPorts } from './guest-view.ts';
import { createLookUp, type LookUp } from './look-up.ts';
import { fullName } from './present.ts';

export interface GuestsPorts extends Omit<OpeningPorts, 'cursors'>, GuestCreationPorts {
  /** Holds the key that signs a place in a history. */
  readonly keys: KeyStore;
  /** Writes what was done into the ledger. */
  readonly record: (what: GuestAct, staff: StaffName) => void;
  /** The page asked for what it never asks for. */
  readonly recordSuspicious: (request: RequestName, why: string) => void;
}

export interface Guests {
  readonly lookUp: LookUp;
  /**
   * A guest's balance and history, on record as seen by this person: once in five minutes, for the screen asks again
   * automatically. As all that shows a guest, it is counted: `too-fast` beyond what a person at the host stand looks
   * at.
   */
  readonly open: (guestId: string, staff: StaffName) => ReturnType<Opening['open']>;
  /** No one is looking any more: the next look is one of its own. */
  readonly endView: () => void;
  /** What this kiosk knows of the guest, on record and counted as {@link open} is. */
  readonly cachedView: (guestId: string, staff: StaffName) => Promise<Result<GuestView | null, AppError>>;
  readonly historyPage: (guestId: string, from: string, staff: StaffName) => ReturnType<Opening['page']>;
  /** Credit in the CRM that the guest was given since then; null where that cannot be read. */
  readonly dayHistory: ReturnType<typeof createDayHistory>;
  /** Whether one more guest may be looked at now: counted, the same guest once. */
  readonly mayLook: (guestId: string, request: RequestName) => Result<null, AppError>;
  readonly openForm: GuestCreation['openForm'];
  readonly lookalikesHere: GuestCreation['lookalikesHere'];
  readonly lookalikes: GuestCreation['lookalikes'];
  readonly create: GuestCreation['create'];
  /** The CRM named this guest to another part of the kiosk, which will want to name them. */
  readonly cacheGuest: (guest: CrmGuest) => void;
  /** The outbox has brought a guest who was added here into the CRM, or given them up. */
  readonly onCreated: (guestId: string) => void;
  readonly dropped: (guestId: string) => void;
  /** The whole number, for a person who asked for it; on record. */
  readonly revealPhone: (
    guestId: string,
    staff: StaffName,
  ) => Result<{ readonly digits: string | null }, AppError>;
  /** The names of all guests remembered here: what may not leave in a support file. */
  readonly names: () => Iterable<string>;
  /** What is remembered of a guest, for screens that show them beside something else. */
  readonly remembered: (guestId: string) => {
    readonly name: string | null;
    readonly balance: SignedCents | null;
  };
  readonly forget: (guestId: string, staff: StaffName) => Result<null, AppError>;
  readonly forgetAll: (staff: StaffName) => Promise<Result<{ readonly forgotten: number }, AppError>>;
  readonly memory: GuestMemory;
  /** Resolves when what this kiosk remembers has been read. */
  readonly ready: Promise<void>;
  readonly stop: () => void;
}

/** Looking at the same guest again within this time is the same look, ms. */
const SAME_LOOK_MS = 5 * 60_000;

/** Far above normal use at a host stand; copying out the guest data reaches them quickly. */
const LOOKS: PaceLimit = { most: 60, withinMs: 60_000 };
const NUMBERS: PaceLimit = { most: 20, withinMs: 10 * 60_000 };
const NEW_GUESTS: PaceLimit = { most: 20, withinMs: 10 * 60_000 };

export function createGuests(ports: GuestsPorts): Guests {
  const { clock, logger, record, directory } = ports;
  const opening = createOpening({ ...ports, cursors: createCursors(ports.keys) });
  const creation = createGuestCreation(ports);
  const paces = {
    looks: createPace(LOOKS, clock),
    numbers: createPace(NUMBERS, clock),
    newGuests: createPace(NEW_GUESTS, clock),
  };
  const may = (pace: Pace, key: string, request: RequestName): Result<null, AppError> => {
    const leftMs = pace.admit(key);
    if (leftMs === null) return ok(null);
    ports.recordSuspicious(request, 'more guests than a person asks for');
    return err({ code: 'too-fast', leftMs });
  };
  const mayLook = (guestId: string, request: RequestName) => may(paces.looks, guestId, request);
  /** Until when a look at a guest is the same one, by person and guest; the oldest first. */
  const looks = new Map<string, number>();
  const looked = (guestId: string, staff: StaffName): void => {
    const now = clock.monotonic();
    for (const [each, until] of looks) {
      if (now < until) break;
      looks.delete(each);
    }
    const look = `${staff.id} ${guestId}`;
    if (looks.has(look)) return;
    record({ act: 'guest-opened', guestId }, staff);
    looks.set(look, now + SAME_LOOK_MS);
  };

  return {
    lookUp: createLookUp(ports),
    open: async (guestId, staff) => {
      const allowed = mayLook(guestId, 'openGuest');
      if (!allowed.ok) return allowed;
      const opened = await opening.open(guestId);
      if (opened.ok) looked(opened.value.guest.id, staff);
      return opened;
    },
    endView: () => {
      looks.clear();
    },
    cachedView: async (guestId, staff) => {
      const allowed = mayLook(guestId, 'glanceAtGuest');
      if (!allowed.ok) return allowed;
      const seen = await opening.cachedView(guestId);
      if (seen !== null) looked(guestId, staff);
      return ok(seen);
    },
    historyPage: async (guestId, from, staff) => {
      const allowed = mayLook(guestId, 'historyPage');
      if (!allowed.ok) return allowed;
      const page = await opening.page(guestId, from);
      if (page.ok) looked(guestId, staff);
      return page;
    },
    mayLook,
    dayHistory: createDayHistory({
      ...ports,
      isOnlyHere: (guestId) => directory.get(guestId)?.onlyHere === true,
    }),
    openForm: creation.openForm,
    lookalikesHere: creation.lookalikesHere,
    lookalikes: creation.lookalikes,
    create: async (typed, staff) => {
      const allowed = may(paces.newGuests, typed.guestId, 'createGuest');
      if (!allowed.ok) return allowed;
      const created = await creation.create(typed, staff);
      if (created.ok) record({ act: 'guest-added', guestId: typed.guestId }, staff);
      return created;
    },
    cacheGuest: (guest) => {
      directory.upsert(guest, phoneKey(guest.phone));
    },
    onCreated: (guestId) => directory.update(guestId, { onlyHere: false }),
    dropped: (guestId) => {
      if (directory.get(guestId)?.onlyHere) directory.forget(guestId);
    },
    revealPhone: (guestId, staff) => {
      const guestRecord = directory.get(guestId);
      if (!guestRecord) return err({ code: 'guest-not-found' });
      const allowed = may(paces.numbers, guestId, 'revealPhone');
      if (!allowed.ok) return allowed;
      record({ act: 'number-shown', guestId }, staff);
      return ok({ digits: guestRecord.digits });
    },
    names: function* () {
      for (const guestRecord of directory.all()) {
        const name = fullName(guestRecord.guest);
        if (name !== null) yield name;
      }
    },
    remembered: (guestId) => {
      const guestRecord = directory.get(guestId);
      return {
        name: guestRecord && fullName(guestRecord.guest),
        balance: guestRecord?.balance?.amount ?? null,
      };
    },
    forget: (guestId, staff) => {
      const guestRecord = directory.get(guestId);
      if (guestRecord?.onlyHere || ports.waitingFor(guestId) > 0) return err({ code: 'guest-still-needed' });
      try {
        directory.forget(guestId);
      } catch (error) {
        logger.error('guest-not-forgotten', {
          error: errorText(error),
        });
        return err({ code: 'not-saved' });
      }
      record({ act: 'guest-forgotten', guestId }, staff);
      return ok(null);
    },
    forgetAll: async (staff) => {
      await directory.ready;
      const forgotten = await onDisk(directory.forgetAll, logger);
      if (!forgotten.ok) return forgotten;
      record({ act: 'all-guests-forgotten', count: forgotten.value }, staff);
      return ok({ forgotten: forgotten.value });
    },
    memory: directory.memory,
    ready: directory.ready,
    stop: directory.stop,
  };
}

/** Does what must reach the disk; a disk that refuses is an answer. */
async function onDisk<T>(work: () => T | Promise<T>, logger: Logger): Promise<Result<T, AppError>> {
  try {
    return ok(await work());
  } catch (error) {
    logger.error('guests-not-forgotten', { error: errorText(error) });
    return err({ code: 'not-saved' });
  }
}
