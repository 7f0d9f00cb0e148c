import type { AppError } from '../../src-preload/contract/errors.ts';
import type { GuestMemory } from '../../src-preload/contract/guest.ts';
import type { SignedCents } from '../../src-preload/contract/money.ts';
import { phoneKey } from '../../src-preload/contract/phone.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import { createDirectory, type DirectoryOptions } from './directory.ts';
import type { CrmGuest } from './gateway.ts';
import type { GuestAct } from './guest-acts.ts';
import { createLookUp, type LookUp } from './look-up.ts';
import { createNewcomers, type Newcomers, type NewcomersPorts } from './newcomers.ts';
import { createOpening, type Opening, type OpeningPorts } from './opening.ts';
import { fullName } from './present.ts';

type Own = 'directory';
export interface GuestsPorts extends DirectoryOptions, Omit<OpeningPorts, Own>, Omit<NewcomersPorts, Own> {
  /** Writes what was done into the ledger. */
  readonly record: (what: GuestAct, staff: StaffName) => void;
}

export interface Guests {
  readonly lookUp: LookUp;
  /** A guest's balance and history, on record as seen by this person: once in five minutes, for the screen asks anew by itself. */
  readonly open: (guestId: string, staff: StaffName) => ReturnType<Opening['open']>;
  /** Whoever was looking is gone: the next look is one of its own. */
  readonly lookedAway: () => void;
  readonly glance: Opening['glance'];
  readonly historyPage: Opening['page'];
  readonly openForm: Newcomers['openForm'];
  readonly lookalikesHere: Newcomers['lookalikesHere'];
  readonly lookalikes: Newcomers['lookalikes'];
  readonly create: Newcomers['create'];
  /** The CRM named this guest to another part of the kiosk, which will want to name them. */
  readonly noticed: (guest: CrmGuest) => void;
  /** The outbox has brought a guest who was added here into the CRM, or given them up. */
  readonly arrived: (guestId: string) => void;
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

export function createGuests(ports: GuestsPorts): Guests {
  const { clock, logger, record } = ports;
  const directory = createDirectory(ports);
  const parts = { ...ports, directory };
  const opening = createOpening(parts);
  const newcomers = createNewcomers(parts);
  let lastLook: { readonly guestId: string; readonly staffId: string; readonly until: number } | null = null;
  const looked = (guestId: string, staff: StaffName): void => {
    const now = clock.monotonic();
    if (lastLook?.guestId === guestId && lastLook.staffId === staff.id && now < lastLook.until) return;
    lastLook = { guestId, staffId: staff.id, until: now + SAME_LOOK_MS };
    record({ act: 'guest-opened', guestId }, staff);
  };

  /** Does what must reach the disk; a disk that refuses is an answer. */
  const onDisk = async <T>(work: () => T | Promise<T>): Promise<Result<T, AppError>> => {
    try {
      return ok(await work());
    } catch (error) {
      logger.error('guests-not-forgotten', { error: error instanceof Error ? error.message : String(error) });
      return err({ code: 'not-saved' });
    }
  };

  return {
    lookUp: createLookUp(parts),
    open: async (guestId, staff) => {
      const opened = await opening.open(guestId);
      if (opened.ok) looked(opened.value.guest.id, staff);
      return opened;
    },
    lookedAway: () => {
      lastLook = null;
    },
    glance: opening.glance,
    historyPage: opening.page,
    openForm: newcomers.openForm,
    lookalikesHere: newcomers.lookalikesHere,
    lookalikes: newcomers.lookalikes,
    create: async (typed, staff) => {
      const created = await newcomers.create(typed, staff);
      if (created.ok) record({ act: 'guest-added', guestId: typed.guestId }, staff);
      return created;
    },
    noticed: (guest) => {
      directory.met(guest, phoneKey(guest.phone));
    },
    arrived: (guestId) => directory.update(guestId, { onlyHere: false }),
    dropped: (guestId) => {
      if (directory.get(guestId)?.onlyHere) directory.forget(guestId);
    },
    revealPhone: (guestId, staff) => {
      const card = directory.get(guestId);
      if (!card) return err({ code: 'guest-not-found' });
      record({ act: 'number-shown', guestId }, staff);
      return ok({ digits: card.digits });
    },
    names: function* () {
      for (const card of directory.all()) {
        const name = fullName(card.guest);
        if (name !== null) yield name;
      }
    },
    remembered: (guestId) => {
      const card = directory.get(guestId);
      return { name: card && fullName(card.guest), balance: card?.balance?.amount ?? null };
    },
    forget: (guestId, staff) => {
      const card = directory.get(guestId);
      if (card?.onlyHere || ports.waitingFor(guestId) > 0) return err({ code: 'guest-still-needed' });
      try {
        directory.forget(guestId);
      } catch (error) {
        logger.error('guest-not-forgotten', {
          error: error instanceof Error ? error.message : String(error),
        });
        return err({ code: 'not-saved' });
      }
      record({ act: 'guest-forgotten', guestId }, staff);
      return ok(null);
    },
    forgetAll: async (staff) => {
      await directory.ready;
      const forgotten = await onDisk(directory.forgetAll);
      if (!forgotten.ok) return forgotten;
      record({ act: 'all-guests-forgotten', count: forgotten.value }, staff);
      return ok({ forgotten: forgotten.value });
    },
    memory: directory.memory,
    ready: directory.ready,
    stop: directory.stop,
  };
}
